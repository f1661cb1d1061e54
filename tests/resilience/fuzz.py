"""Bodies full of nonsense, all properly signed: none may break the skill or make it tell anything.

python -m tests.resilience.fuzz --bodies 100000
"""

from __future__ import annotations

import argparse
import json
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

from flask.testing import FlaskClient

from skill.alexa.intents import INTENTS
from skill.alexa.runtime.unknown_values import is_known_request
from skill.service.conversation import RUNNER, SESSION
from skill.web.app import create_app
from skill.wiring import build_skill
from tests.coach.moments import moments
from tests.resilience.envelopes import Json, OddEnvelopes
from tests.support.alexa_authority import AlexaAuthority
from tests.support.documents import runner_document
from tests.support.envelopes import envelope, intent
from tests.support.household import MONDAY_MORNING_MS, SKILL_ID, libraries
from tests.support.platform import check_response
from tests.support.stores import UnsteadyStore

MONDAY_MORNING = datetime.fromtimestamp(MONDAY_MORNING_MS / 1000, UTC)
TELLING = (b"Traceback", b"Exception", b"Error", b".py", b"<html")
SORRY = "request failed"
"""How the log begins when the skill itself broke and could only say sorry."""


class Broken(logging.Handler):
    """Notes what the skill could only say sorry for."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage().startswith(SORRY):
            self.messages.append(record.getMessage())


@dataclass(frozen=True)
class Target:
    """The app that answers signed requests, and who signs them."""

    client: FlaskClient
    authority: AlexaAuthority
    store: UnsteadyStore
    broken: Broken

    def post(self, body: bytes) -> tuple[int, bytes]:
        """Send a signed body; raises AssertionError if the answer is not as it must be."""
        response = self.client.post("/alexa", data=body, headers=self.authority.headers(body))
        content = response.get_data()
        assert response.status_code in (200, 400), (response.status_code, body)
        assert not any(word in content for word in TELLING), body
        assert not self.broken.messages, (self.broken.messages, body)
        return response.status_code, content


def target() -> Target:
    """A new app with an empty store."""
    authority = AlexaAuthority(MONDAY_MORNING)
    store = UnsteadyStore()
    skill = build_skill(
        libraries=libraries(),
        store=store,
        clock=lambda: MONDAY_MORNING_MS,
        skill_id=SKILL_ID,
    )
    app = create_app(
        skill,
        skill_id=SKILL_ID,
        verifier=authority.verifier(lambda: MONDAY_MORNING),
        knows=is_known_request,
    )
    broken = Broken()
    logging.getLogger("skill").addHandler(broken)
    return Target(app.test_client(), authority, store, broken)


def torn_bytes(chance: Random, sound: bytes) -> bytes:
    """A body with bytes cut out, put in or changed."""
    body = bytearray(sound)
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(body)) if body else 0
        match chance.randrange(4):
            case 0:
                del body[place : place + chance.randrange(1, 40)]
            case 1:
                body[place:place] = chance.randbytes(chance.randrange(1, 8))
            case 2:
                body[place:place] = chance.choice((b"{", b"[", b'"', b"\\u0000", b"1e999", b"NaN"))
            case _:
                body[place : place + 1] = bytes([chance.randrange(256)])
    return bytes(body)


def odd_journal(chance: Random, sound: Sequence[Mapping[str, Json]]) -> Json:
    """A journal of which one value, anywhere, is another one."""
    journal = json.loads(json.dumps(chance.choice(sound)))
    odd = OddEnvelopes(chance, 1)
    way = chance.choice(list(places(journal)))
    holder = journal
    for step in way[:-1]:
        holder = holder[step]
    likely: tuple[Json, ...] = (0, 1, 5, 10**6, None, "left", [], {}, "glute_bridge", "working")
    holder[way[-1]] = chance.choice((odd.anything(), *likely))
    return journal


def places(value: Json, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value inside a value."""
    if not isinstance(value, dict | list):
        return []
    found = []
    for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
        found += [(*way, step), *places(inner, (*way, step))]
    return found


def bodies_of_bytes(at: Target, chance: Random) -> tuple[int, bytes]:
    """Bytes that were JSON once."""
    sound = json.dumps(envelope(intent("AMAZON.NextIntent"), session={})).encode()
    return at.post(torn_bytes(chance, sound))


def bodies_of_json(at: Target, chance: Random) -> tuple[int, bytes]:
    """Any JSON at all."""
    return at.post(json.dumps(OddEnvelopes(chance, 1).anything()).encode())


def bodies_of_the_model(at: Target, chance: Random) -> tuple[int, bytes]:
    """What the SDK's model allows, and a little more."""
    asked = OddEnvelopes(chance, chance.choice((0, 0, 0.003, 0.05))).one()
    status, content = at.post(json.dumps(asked).encode())
    spoken = status == 200 and asked["request"]["type"] in ("IntentRequest", "LaunchRequest")
    if spoken and asked.get("session"):
        check_response(json.loads(content))
    return status, content


def odd_journals(at: Target, chance: Random) -> tuple[int, bytes]:
    """A journal with one odd value, in the session while the store is down."""
    at.store.down = {"load", "save"}
    try:
        odd = odd_journal(chance, SOUND)
        document = chance.choice((odd, json.dumps(odd)))
        carried = {RUNNER: document, SESSION: odd_journal(chance, SOUND)}
        session = {"new": False, "attributes": carried}
        said = sorted(set(INTENTS) - {"AMAZON.YesIntent"})  # may confirm "forget me", which raises
        return at.post(json.dumps(envelope(intent(chance.choice(said)), session=session)).encode())
    finally:
        at.store.down = set()


SOUND = [runner_document(played.runner) for played in moments().values()]
KINDS: Mapping[str, Callable[[Target, Random], tuple[int, bytes]]] = {
    "bytes": bodies_of_bytes,
    "json": bodies_of_json,
    "model": bodies_of_the_model,
    "journals": odd_journals,
}


def run(kind: str, bodies: int, seed: int) -> Counter[int]:
    """Post so many bodies of a kind; how often each status was answered."""
    at, chance = target(), Random(seed)
    try:
        return Counter(KINDS[kind](at, chance)[0] for _ in range(bodies))
    finally:
        logging.getLogger("skill").removeHandler(at.broken)


def main(arguments: Sequence[str] | None = None) -> None:
    """Post bodies of every kind and say what was answered."""
    parser = argparse.ArgumentParser(prog="python -m tests.resilience.fuzz")
    parser.add_argument("--bodies", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    logging.lastResort = None
    for kind in KINDS:
        print(f"{kind}: {dict(run(kind, options.bodies // len(KINDS), options.seed))}", flush=True)


if __name__ == "__main__":
    main()
