"""How the position of whoever signs for the agency stands above the name, as custom wants it."""

from iso_audit.minutes.content.words import Words, entered


def signing_position(position: str, agency: str, words: Words) -> str:
    """Return a position in capitals; in Vietnamese without the agency's name, a deputy below whom he signs for.

    Only the head of an agency and the head's deputies are known by their words; any other position stays as entered.
    """
    text = " ".join(entered(position).split())
    if words.language != "vi":
        return text.upper()
    deputy = words.say("sign.deputy_of")
    is_deputy = text.casefold().startswith(deputy)
    title = text[len(deputy) :] if is_deputy else text
    for head in words.say("sign.heads").split("|"):
        rest = title.casefold().removeprefix(head)
        if rest != title.casefold() and _names(rest, agency, words):
            own = f"{deputy}{head}" if is_deputy else head
            return words.say("sign.for_head", head=head.upper(), own=own.upper()) if is_deputy else own.upper()
    return text.upper()


def _names(rest: str, agency: str, words: Words) -> bool:
    """Tell whether what follows a title is nothing but the agency's own name, or a part of it."""
    long, short = words.say("sign.committee"), words.say("sign.committee_short")
    names = [" ".join(text.casefold().replace(short, long).split()) for text in (rest, agency)]
    return f" {names[0]} " in f" {names[1]} " if names[0] else True
