"""What stands at the places to sign, put into a locked text; the text itself is not touched."""

from collections.abc import Mapping
from dataclasses import replace

from iso_audit.domain.signature import PLACES, Place, Signature, SignatureState
from iso_audit.i18n import translate
from iso_audit.minutes.pdf import Rendered
from iso_audit.minutes.tree import Block, Document, Drawing, Paragraph, Signatory, SignatureBlock
from iso_audit.pdf_signatures import Field

SIGNING = frozenset({"signing", "signing_note"})


def signed(document: Document, signatures: Mapping[Place, Signature]) -> Document:
    """Return `document` with drawn signatures at their places, refusals told with reason and witness."""
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.style in SIGNING:
            continue
        if not isinstance(block, SignatureBlock):
            blocks.append(block)
            continue
        places = (
            *(_at_place(one, signatures, document) for one in _signatories(block)),
            *_witnesses(document, signatures),
        )
        blocks[-1:-1] = _refusals(document, block, signatures)
        blocks.append(SignatureBlock(places))
        if any(one.drawing for one in places):
            blocks.append(Paragraph(_say(document, "drawn"), "signing_note"))
    return replace(document, blocks=tuple(blocks))


def places_of(document: Document) -> dict[Place, str]:
    """Return the places to sign under a text and the names of those who sign there."""
    blocks = [block for block in document.blocks if isinstance(block, SignatureBlock)]
    signatories = [one for block in blocks for one in _signatories(block)]
    return {Place(one.place): one.name for one in signatories if one.place in list(Place)}


def signature_fields(layout: Rendered) -> tuple[Field, ...]:
    """Return a signature field for agency, secretary and leader, exactly where each has room to sign."""
    boxes = [box for box in layout.signature_boxes if box.name in list(PLACES)]
    return tuple(Field(box.name, box.page - 1, box.rectangle) for box in boxes)


def _signatories(block: SignatureBlock) -> tuple[Signatory, ...]:
    return tuple(one for one in block.signatories if not one.place.startswith(Place.WITNESS))


def _at_place(one: Signatory, signatures: Mapping[Place, Signature], document: Document) -> Signatory:
    signature = signatures.get(Place(one.place)) if one.place in list(Place) else None
    if signature is None:
        return one
    if signature.state is SignatureState.DRAWN:
        return replace(one, drawing=Drawing(signature.strokes, signature.aspect))
    return replace(one, note=_say(document, "refused")) if signature.state is SignatureState.REFUSED else one


def _refused(signatures: Mapping[Place, Signature]) -> list[Signature]:
    return [one for one in signatures.values() if one.state is SignatureState.REFUSED]


def _witnesses(document: Document, signatures: Mapping[Place, Signature]) -> list[Signatory]:
    """Return a place for whoever witnessed a refusal; several witnesses sign on paper, so only one can draw."""
    names = list(dict.fromkeys(one.witness for one in _refused(signatures) if one.witness))
    signature = signatures.get(Place.WITNESS)
    drawing = (
        Drawing(signature.strokes, signature.aspect) if signature and signature.state is SignatureState.DRAWN else None
    )
    title, hint = _say(document, "witness"), _say(document, "hint")
    return [
        Signatory(
            title,
            hint,
            name,
            place=Place.WITNESS if i == 0 else f"{Place.WITNESS}{i + 1}",
            drawing=None if i else drawing,
        )
        for i, name in enumerate(names)
    ]


def _refusals(document: Document, block: SignatureBlock, signatures: Mapping[Place, Signature]) -> list[Paragraph]:
    names = {one.place: one.name for one in block.signatories}
    paragraphs = []
    for one in _refused(signatures):
        who = names.get(one.place) or _say(document, f"{one.place}_plain")
        reason = one.reason if one.reason.endswith((".", "!", "?", "…")) else f"{one.reason}."
        witness = _say(document, "witnessed", names=one.witness) if one.witness else _say(document, "unwitnessed")
        paragraphs.append(Paragraph(_say(document, "refusal", who=who, reason=reason, witness=witness), "signing"))
    return paragraphs


def _say(document: Document, key: str, **values: object) -> str:
    return translate(document.language, f"minutes.sign.{key}", **values)
