"""Fifty inspectors at once: all signing in, an open loop of taps with polls, photographs and overviews, saturation.

Run `python -m benchmarks.load` (`--quick` for fewer seconds). Latency counts from the moment a tap was due, so that
a server that falls behind cannot hide it; afterwards the server is killed and a fresh process looks for every
acknowledged event. The tablets run on the same machine and take their share of it.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx2
from playwright.async_api import async_playwright

from benchmarks.client import Tablet, now
from benchmarks.server import ids_in, memory_mb, processor_seconds, started
from benchmarks.world import PASSWORD, World, make
from iso_audit.storage import accounts
from iso_audit.storage.opening import open_database
from iso_audit.web.paths import SIGN_IN
from iso_audit.web.visitor import COOKIE
from iso_audit.workflow.accounts.passwords import hashed
from iso_audit.workflow.ids import new_id
from tests.browser.running_app import RunningApp
from tests.chromium import FLAGS
from tests.pictures import photo

INSPECTORS, AUDITS, RATE, ALONE = 50, 5, 25.0, 200
CHANGES_EVERY, SESSION_EVERY, PHOTO_EVERY = 4.0, 3.5, 5.0
GRADES = ("conformity", "observation", "minor_nonconformity", "good_practice")


@dataclass
class Measured:
    """What one run saw: seconds until everybody was in, milliseconds of taps and polls, errors, memory on the way."""

    signing_in: list[float] = field(default_factory=list)
    signing_in_processor: float = 0.0
    alone: float = 0.0
    taps: list[float] = field(default_factory=list)
    polls: list[float] = field(default_factory=list)
    photos: int = 0
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    processor: float = 0.0


def give_passwords(world: World) -> None:
    """Let everybody's password cost what it costs in the app; one hash for all, since making it costs as much."""
    secret = hashed(PASSWORD)
    database = open_database(world.file, at=datetime.now(UTC))
    with database.write() as cursor:
        for person in world.inspectors:
            accounts.set_password_hash(cursor, person.account.id, secret)
    database.close()


async def sign_in_at_once(app: RunningApp, world: World, seen: Measured) -> None:
    """Let everybody send name and password in the same moment, each from a browser of their own."""
    spent, begun = processor_seconds(app), time.perf_counter()

    async def one(username: str) -> None:
        async with httpx2.AsyncClient(base_url=app.address, timeout=120) as client:
            form = {"username": username, "password": PASSWORD, "next": "/"}
            answer = await client.post(SIGN_IN, data=form, headers={"Origin": app.address})
            if answer.status_code != 303 or COOKIE not in answer.cookies:
                seen.errors.append(f"{username} was not let in: {answer.status_code}")
            seen.signing_in.append(time.perf_counter() - begun)

    await asyncio.gather(*(one(person.account.username) for person in world.inspectors))
    seen.signing_in_processor = processor_seconds(app) - spent


async def tap(client: httpx2.AsyncClient, tablet: Tablet, item: str, due: float, seen: Measured) -> None:
    """Send one tap and note how long after it was due the acknowledgement came."""
    event = tablet.event(f"item:{item}", "grade", random.choice(GRADES))
    try:
        tablet.note(await client.post("/api/events", json=tablet.body([event]), headers=tablet.headers))
        seen.taps.append((time.perf_counter() - due) * 1000)
    except httpx2.HTTPError as error:
        seen.errors.append(repr(error))


async def tap_alone(app: RunningApp, world: World, seen: Measured) -> None:
    """Let one tablet tap, nobody else being there, and note what the server works for each tap."""
    tablet, apart, spent = Tablet(app.address, world.inspectors[0], world.audits[0].id), Measured(), 0.0
    async with httpx2.AsyncClient(base_url=app.address, timeout=60) as client:
        for turn in range(ALONE + 20):
            if turn == 20:
                spent = processor_seconds(app)
            await tap(client, tablet, world.items[turn % len(world.items)], time.perf_counter(), apart)
    seen.alone = (processor_seconds(app) - spent) / ALONE * 1000


async def poll(client: httpx2.AsyncClient, tablet: Tablet, seen: Measured) -> None:
    """Ask as an open card and its page guard do, for ever."""
    headers = tablet.headers | {"X-Background": "1"}

    async def every(seconds: float, path: str) -> None:
        await asyncio.sleep(random.random() * seconds)
        while True:
            begun = time.perf_counter()
            answer = await client.get(path.format(since=tablet.position), headers=headers)
            seen.polls.append((time.perf_counter() - begun) * 1000)
            tablet.position = answer.json().get("position", tablet.position)
            await asyncio.sleep(seconds * (0.9 + 0.2 * random.random()))

    changes = f"/api/audits/{tablet.audit_id}/changes?since={{since}}"
    await asyncio.gather(every(CHANGES_EVERY, changes), every(SESSION_EVERY, "/api/session"))


async def photographs(client: httpx2.AsyncClient, tablets: list[Tablet], item: str, seen: Measured) -> None:
    """Send a photograph now and then, each from another tablet."""
    pictures = [photo(1600, 1200, seed=seed) for seed in range(4)]
    while True:
        await asyncio.sleep(PHOTO_EVERY)
        tablet = random.choice(tablets)
        asked = {"audit": tablet.audit_id, "item": item, "id": new_id(datetime.now(UTC)), "made_at": str(now())}
        headers = tablet.headers | {"Content-Type": "image/jpeg"}
        answer = await client.post(
            "/api/photos", params=asked | {"device": "bench"}, content=random.choice(pictures), headers=headers
        )
        seen.photos += answer.status_code == 200


async def open_loop(
    client: httpx2.AsyncClient, world: World, tablets: list[Tablet], seconds: float, seen: Measured
) -> None:
    """Send taps at their moments, whatever the answers take."""
    begun, place, running = time.perf_counter(), 0, set()
    due = begun
    while due < begun + seconds:
        due += random.expovariate(RATE)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        item = world.items[(place // len(tablets)) % len(world.items)]
        task = asyncio.create_task(tap(client, tablets[place % len(tablets)], item, due, seen))
        running.add(task)
        task.add_done_callback(running.discard)
        place += 1
    await asyncio.gather(*running)


async def saturate(client: httpx2.AsyncClient, world: World, tablets: list[Tablet], seconds: float) -> float:
    """Let every tablet tap again as soon as its last tap is acknowledged; return acknowledged taps a second."""
    seen, begun = Measured(), time.perf_counter()

    async def keep(tablet: Tablet) -> None:
        while time.perf_counter() < begun + seconds:
            await tap(client, tablet, random.choice(world.items), time.perf_counter(), seen)

    await asyncio.gather(*(keep(tablet) for tablet in tablets))
    return len(seen.taps) / (time.perf_counter() - begun)


async def measure(app: RunningApp, world: World, seconds: float) -> tuple[Measured, float, list[Tablet]]:
    """Run the load, then the saturation; return what was seen, taps a second at most, and the tablets."""
    audits = [(audit.id, world.team_of(place)) for place, audit in enumerate(world.audits)]
    tablets = [Tablet(app.address, person, audit_id) for audit_id, team in audits for person in team]
    seen = Measured()
    await sign_in_at_once(app, world, seen)
    await tap_alone(app, world, seen)
    limits = httpx2.Limits(max_connections=400, max_keepalive_connections=400)
    async with (
        async_playwright() as playwright,
        httpx2.AsyncClient(base_url=app.address, timeout=60, limits=limits) as client,
    ):
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for _ in range(2):
            context = await browser.new_context()
            await context.add_cookies([{"name": COOKIE, "value": world.leader.token, "url": app.address}])
            await (await context.new_page()).goto(app.address)
        beside = [asyncio.create_task(poll(client, tablet, seen)) for tablet in tablets]
        beside.append(asyncio.create_task(photographs(client, tablets, world.items[0], seen)))
        await open_loop(client, world, tablets, seconds / 4, Measured())
        seen.polls.clear()
        spent = processor_seconds(app)
        for _ in range(4):
            await open_loop(client, world, tablets, seconds / 4, seen)
            seen.memory.append(memory_mb(app))
        seen.processor = (processor_seconds(app) - spent) / seconds
        most = await saturate(client, world, tablets, seconds / 4)
        for task in beside:
            task.cancel()
            with suppress(asyncio.CancelledError, httpx2.HTTPError):
                await task
        await browser.close()
    return seen, most, tablets


def main() -> None:
    """Measure, print, and sum up in one last line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="20 seconds of load instead of 60")
    seconds = 20.0 if parser.parse_args().quick else 60.0
    random.seed(2017)
    with tempfile.TemporaryDirectory() as folder:
        world = make(Path(folder) / "audits.duckdb", inspectors=INSPECTORS, audits=AUDITS)
        give_passwords(world)
        app = started(world.file)
        try:
            seen, most, tablets = asyncio.run(measure(app, world, seconds))
        finally:
            app.kill()
        kept = ids_in(world.file, "event")["event"]
    acknowledged = {event_id for tablet in tablets for event_id in tablet.acknowledged}
    p50, p95 = statistics.median(seen.taps), statistics.quantiles(seen.taps, n=20)[-1]
    print(
        f"{INSPECTORS} inspectors, {AUDITS} audits, {RATE:.0f} taps a second for {seconds:.0f} s, polls and 2 overviews"
    )
    print(
        f"{len(seen.signing_in)} signing in at once: half within {statistics.median(seen.signing_in):.1f} s, "
        f"all within {max(seen.signing_in):.1f} s, {seen.signing_in_processor:.1f} s of processor"
    )
    print(f"taps {len(seen.taps)}, polls {len(seen.polls)}, photographs {seen.photos}, errors {len(seen.errors)}")
    print(f"tap until acknowledged: p50 {p50:.0f} ms, p95 {p95:.0f} ms, longest {max(seen.taps):.0f} ms")
    print(f"one tablet alone: {seen.alone:.1f} ms of processor a tap")
    print(f"poll: p50 {statistics.median(seen.polls):.0f} ms; processor {seen.processor:.2f} of a core")
    print(
        f"memory in MB along the way: {' '.join(f'{one:.0f}' for one in seen.memory)}; at most {most:.0f} taps a second"
    )
    print(
        f"load sign_in_s={max(seen.signing_in):.1f} sign_in_cpu_s={seen.signing_in_processor:.1f} "
        f"alone_cpu_ms={seen.alone:.1f} p50_ms={p50:.0f} p95_ms={p95:.0f} cores={seen.processor:.2f} "
        f"saturation={most:.0f} memory_mb={seen.memory[-1]:.0f} "
        f"memory_growth_mb={seen.memory[-1] - seen.memory[0]:.0f} acknowledged={len(acknowledged)} "
        f"lost={len(acknowledged - kept)} errors={len(seen.errors)}"
    )


if __name__ == "__main__":
    main()
