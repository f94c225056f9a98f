"""The card's real clock through many lives of a tablet: its own clock set, sleep, pages, requests and lost answers."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from iso_audit import assets
from iso_audit.domain.moments import LONGEST_WAY, Reading, moments

pytestmark = pytest.mark.browser

MINUTE, DAY = 60_000, 86_400_000
LIVES = 60
TABLET = "http://tablet.example/"
LIVE = """async ([steps, life]) => {
  const { Clock } = await import("/card/client/clock.js");
  const tablet = { now: 1_499_742_000_000, off: 0, slept: 0, origin: 0, page: 0 };
  const kept = new Map();
  const time = () => tablet.now + tablet.off;
  const shown = {
    time,
    ticks: () => tablet.now - tablet.slept - tablet.origin,
    page: () => tablet.page + 0.5,
    read: (key) => kept.get(key) ?? null,
    write: (key, value) => kept.set(key, value),
  };
  let clock = new Clock(tablet.now, "Asia/Ho_Chi_Minh", shown);
  const acts = [];
  let waiting = [];
  const lose = async (there, busy) => {
    const batch = waiting.map((act) => ({ number: act.number, ...clock.told(act) }));
    const sent = time();
    tablet.now += there / 2;
    if (busy) does.act(0);
    tablet.now += there / 2;
    return server(life, batch, sent, tablet.now);
  };
  const does = {
    act: (passed) => {
      tablet.now += passed;
      const act = { number: acts.length, true: tablet.now, ...clock.stamp() };
      acts.push(act);
      waiting.push(act);
    },
    set: (off) => { tablet.off = off; },
    sleep: (passed) => { tablet.now += passed; tablet.slept += passed; },
    page: (way, ago) => {
      const served = tablet.now - ago;
      tablet.now += way;
      tablet.page += 1;
      tablet.origin = tablet.now - tablet.slept;
      clock = new Clock(served, "Asia/Ho_Chi_Minh", shown);
      waiting.forEach((act) => clock.follow(act));
    },
    lose,
    send: async (there, back, busy) => {
      const asked = clock.reading();
      const sent = waiting.length;
      const newest = await lose(there, busy);
      const server_time = tablet.now;
      tablet.now += back;
      clock.learn(server_time, asked);
      waiting = waiting.slice(sent);
      clock.settle({ newest, server_time }, !waiting.length);
    },
  };
  for (const [name, ...told] of [...steps, ["send", 300, 300, false]]) await does[name](...told);
  return acts.map((act) => [act.id, act.true]);
}"""


def steps(chance: random.Random, *, page: bool, sleep: bool) -> list[list[object]]:
    def way() -> int:
        return chance.choice([0, 80, 900, 7_000])

    makers = [
        lambda: ["act", chance.choice([0, 1, 400, 30_000, 20 * MINUTE])],
        lambda: ["set", chance.choice([0, 3 * MINUTE, -90 * MINUTE, 90 * MINUTE, DAY, -DAY, -17_000 * DAY])],
        lambda: ["send", way(), way(), chance.random() < 0.5],
        lambda: ["lose", way(), chance.random() < 0.5],
        *([lambda: ["page", way(), chance.choice([0, 0, 30 * MINUTE])]] if page else []),
        *([lambda: ["sleep", chance.choice([20_000, 10 * MINUTE, 3 * 60 * MINUTE])]] if sleep else []),
    ]
    return [chance.choice(makers)() for _ in range(chance.randrange(5, 40))]


def moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


@pytest.fixture(scope="module")
def live(chromium):
    """Give a function that lets a tablet live through steps; it returns (id, true moment, kept moment) of each act."""
    page, kept = chromium.new_page(), {}

    def server(life, batch, sent_at, received_at):
        known = kept.setdefault(life, {})
        readings = [
            Reading(
                moment(one["made_at"]),
                moment(one["tablet_at"]) if one["tablet_at"] >= 0 else None,
                None if one.get("waited") is None else timedelta(milliseconds=one["waited"]),
                known.get(one["number"]),
            )
            for one in batch
        ]
        found = moments(readings, sent_at=moment(sent_at), received_at=moment(received_at))
        known.update({one["number"]: made for one, made in zip(batch, found, strict=True)})
        return max((made.timestamp() * 1000 for made in found), default=None)

    page.expose_function("server", server)

    def give(route):
        name = route.request.url.removeprefix(TABLET)
        route.fulfill(body=assets.files().get(name, b""), content_type="text/javascript" if name else "text/html")

    page.route(f"{TABLET}**", give)
    page.goto(TABLET)

    def lived(life, told):
        acts = page.evaluate(LIVE, [told, life])
        return [(act_id, moment(true), kept[life][number]) for number, (act_id, true) in enumerate(acts)]

    yield lived
    page.close()


def test_whatever_its_clocks_do_a_tablets_acts_keep_their_order(live):
    for seed in range(LIVES):
        acts = live(f"any-{seed}", steps(random.Random(seed), page=True, sleep=True))
        assert [one[0] for one in acts] == sorted({one[0] for one in acts}), seed
        assert [one[2] for one in acts] == sorted(one[2] for one in acts), seed


def test_a_page_that_never_slept_is_right_however_often_the_clock_was_set(live):
    for seed in range(LIVES):
        acts = live(f"awake-{seed}", steps(random.Random(seed), page=False, sleep=False))
        assert all(abs(made - true) <= LONGEST_WAY for _, true, made in acts), seed
