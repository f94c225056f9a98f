"""Bodies are taken only when they are exactly what is expected, whichever route reads them."""

import uuid

import pytest

JSON = {"Origin": "http://testserver", "Content-Type": "application/json"}
ROUTES = ["/api/events", "/api/signatures", f"/api/photos/{uuid.uuid4()}/blur"]
NUMBERS = ["1" * 400, "-" + "9" * 400, "1" * 5_000, "0." + "1" * 400, "1e400", "-1e400", "1e17", "9007199254740993"]


@pytest.mark.parametrize("number", [*NUMBERS, "NaN", "Infinity", "-Infinity"], ids=lambda number: number[:20])
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.rpartition("/")[2])
def test_a_number_no_browser_would_send_is_refused_wherever_it_stands(house, route, number):
    house.sign_in(house.leader)
    rectangles = f'{{"rectangles": [[0, 0, 1, {number}]], "sha256": "x", "device": "t"}}'
    events = f'{{"device": "t", "events": [{number}]}}'
    answer = house.client.post(route, content=rectangles if "blur" in route else events, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "body_invalid")
    assert answer.json()["details"] == {"what": "json"}
