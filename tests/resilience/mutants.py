"""Documents that somebody or something has spoilt: one runner's trouble, and no longer than a turn.

python -m tests.resilience.mutants --mutants 2000
"""

from __future__ import annotations

import argparse
import json
import logging
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from skill.alexa.entry import answer
from skill.alexa.intents import INTENTS
from skill.service.conversation import runner_id_of
from skill.service.documents import DocumentError, read_runner
from skill.stores.sqlite import SqliteStore
from skill.wiring import skill_from
from tests.coach.moments import moments
from tests.resilience.envelopes import OddEnvelopes
from tests.resilience.fuzz import Broken, places, torn_bytes
from tests.resilience.runner import FORGETFUL
from tests.support.documents import runner_document
from tests.support.envelopes import LAUNCH, Json, envelope, intent
from tests.support.household import SKILL_ID
from tests.support.platform import check_response

TURNS = 4
LARGEST = 3_000_000
"""Bytes of a document that has swollen."""
NUMBERS: tuple[Any, ...] = (-1, 0, 1, 2**31, 2**63, 10**300, 0.5, -0.0, 1e308, 1_000_000_000)
OTHERS: tuple[Any, ...] = (None, True, "", "left", "x" * 70_000, [], {}, [[]], "\ud83d", "glute")
SOUND = [runner_document(played.runner) for played in moments().values()]


def odd_value(document: Json, chance: Random) -> bytes:
    """One value anywhere is another one."""
    holder, last = _place(document, chance)
    odd = OddEnvelopes(chance, 1).anything()
    holder[last] = chance.choice((chance.choice(NUMBERS), chance.choice(OTHERS), odd))
    return _text(document)


def lacking(document: Json, chance: Random) -> bytes:
    """One value anywhere is gone."""
    holder, last = _place(document, chance)
    del holder[last]
    return _text(document)


def swollen(document: Json, chance: Random) -> bytes:
    """One list or text is very long."""
    holder, last = _place(document, chance)
    value = holder[last]
    times = chance.choice((100, 10_000, 100_000))
    times = min(times, LARGEST // len(json.dumps(value)))
    holder[last] = [value] * times if not isinstance(value, str) else (value or "x") * times
    return _text(document)


def torn(document: Json, chance: Random) -> bytes:
    """Bytes are cut out, put in or changed; it may no longer be UTF-8."""
    return torn_bytes(chance, _text(document))


def another(document: Json, chance: Random) -> bytes:
    """Something else altogether."""
    return chance.choice(
        (
            b"",
            b"null",
            b"[]",
            b"\xff\xfe\x00",
            b"[" * 100_000,
            b'{"version":' + b"9" * 4300 + b"}",
            b'{"version":99,"later":1}',
            b'{"version":3}',
            b" " * 5_000_000,
            _text(document)[: chance.randrange(500)],
        )
    )


KINDS: Mapping[str, Callable[[Json, Random], bytes]] = {
    each.__name__: each for each in (odd_value, lacking, swollen, torn, another)
}


def _place(document: Json, chance: Random) -> tuple[Any, Any]:
    way = chance.choice(list(places(document)))
    holder = document
    for step in way[:-1]:
        holder = holder[step]
    return holder, way[-1]


def _text(document: Json) -> bytes:
    return json.dumps(document, separators=(",", ":")).encode()


def run(mutants: int, folder: Path, seed: int) -> Counter[str]:
    """Put so many spoilt documents under a skill and talk to it.

    Raises AssertionError if one is answered with "sorry", or is neither read nor set aside as it
    is. Says how many were which.
    """
    path, chance, seen, broken = folder / "progress.db", Random(seed), Counter[str](), Broken()
    settings = {
        "HAMSTRING_COACH_STORE": f"sqlite:{path}",
        "HAMSTRING_COACH_SKILL_ID": SKILL_ID,
    }
    skill = skill_from(settings)
    said = sorted(set(INTENTS) - FORGETFUL - {"AMAZON.YesIntent"})  # may confirm "forget me"
    logging.getLogger("skill").addHandler(broken)
    try:
        with closing(SqliteStore(path)) as store:
            for number in range(mutants):
                user = f"amzn1.ask.account.{number}"
                kind = chance.choice(sorted(KINDS))
                spoilt = KINDS[kind](json.loads(json.dumps(chance.choice(SOUND))), chance)
                put(path, store, runner_id_of(user), spoilt)
                requests = [LAUNCH, *(intent(chance.choice(said)) for _ in range(TURNS))]
                session: Json = {"new": True}
                for turn, asked in enumerate(requests):
                    named = {**asked, "requestId": f"{number}.{turn}"}
                    answered = answer(skill, envelope(named, user=user, session=session), None)
                    assert not broken.messages, (kind, spoilt[:2000], broken.messages)
                    check_response(answered)
                    session = {"new": False, "attributes": answered["sessionAttributes"]}
                    assert "unsaved" not in session["attributes"], (kind, spoilt[:2000])
                aside = copies(path, runner_id_of(user))
                assert is_sound(spoilt) or aside == [spoilt], (kind, spoilt[:2000])
                seen["set aside" if aside else "read"] += 1
    finally:
        logging.getLogger("skill").removeHandler(broken)
    return seen


def is_sound(body: bytes) -> bool:
    """Whether it is a document all the same."""
    try:
        read_runner(body.decode())
    except (UnicodeDecodeError, DocumentError):
        return False
    return True


def put(path: Path, store: SqliteStore, runner_id: str, body: bytes) -> None:
    """Write a document past the store, which would take no such thing."""
    store.check()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO document (runner, body) VALUES (?, CAST(? AS TEXT))", (runner_id, body)
        )


def copies(path: Path, runner_id: str) -> list[bytes]:
    """What was set aside of a runner, to the byte."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT CAST(body AS BLOB) FROM document"
            " WHERE runner = ? AND set_aside_because IS NOT NULL",
            (runner_id,),
        )
        return [row[0] for row in rows]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the mutants and say what became of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.resilience.mutants")
    parser.add_argument("--mutants", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    logging.lastResort = None
    with tempfile.TemporaryDirectory() as folder:
        seen = run(options.mutants, Path(folder), options.seed)
    print(f"{options.mutants} mutants: {dict(seen)}; none was answered with sorry")


if __name__ == "__main__":
    main()
