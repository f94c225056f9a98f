"""docs/api.json describes the API that there is: every path and method, every name a body may hold, no other."""

import json
from pathlib import Path

from iso_audit.domain.signature import Place, SignatureKind
from iso_audit.web import signatures
from iso_audit.web.entry import ROUTES
from iso_audit.web.paths import is_api

DESCRIBED = json.loads((Path(__file__).parents[2] / "docs" / "api.json").read_text("utf-8"))


def test_every_path_and_method_is_described_and_no_other() -> None:
    served = {
        (route.path, method.lower())
        for route in ROUTES
        if is_api(route.path) and "{rest" not in route.path
        for method in (route.methods or ()) - {"HEAD"}
    }
    described = {(path, method) for path, methods in DESCRIBED["paths"].items() for method in methods}
    assert described == served


def test_places_and_kinds_of_a_signature_are_those_of_the_domain() -> None:
    event = DESCRIBED["components"]["schemas"]["SignatureEvent"]["properties"]
    assert (event["place"]["enum"], event["kind"]["enum"]) == (list(Place), list(SignatureKind))


def test_every_name_a_signature_must_carry_is_described() -> None:
    assert set(DESCRIBED["components"]["schemas"]["SignatureEvent"]["required"]) == signatures._EVENT
