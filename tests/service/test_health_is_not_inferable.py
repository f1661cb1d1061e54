"""No document that is saved after a word about the body differs from those saved after others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from skill.alexa.request_log import OF_THE_BODY
from skill.coach.commands import Meaning
from skill.service.conversation import runner_id_of
from skill.stores.memory import MemoryStore
from tests.support.conversations import Talker
from tests.support.household import USER

MOMENTS: dict[str, tuple[Meaning, ...]] = {
    "introducing": (),
    "working": (Meaning.NEXT,),
    "resting": (Meaning.NEXT, Meaning.NEXT),
    "second set": (Meaning.NEXT, Meaning.NEXT, Meaning.NEXT),
    "paused": (Meaning.NEXT, Meaning.PAUSE),
}
BEFORE: dict[str, tuple[Meaning, ...]] = {
    "first workout": (),
    "later workout": (Meaning.START, Meaning.NEXT, Meaning.DONE, *[Meaning.SKIP] * 8),
    "later workout, the next exercise practised": (
        *(Meaning.START, *[Meaning.SKIP] * 4, Meaning.NEXT, Meaning.DONE, *[Meaning.SKIP] * 3),
    ),
    "later workout, everything practised": (Meaning.START, *[Meaning.NEXT, Meaning.DONE] * 40),
}
AFTER: dict[str, tuple[Meaning, ...]] = {
    "at once": (),
    "after stop": (Meaning.STOP,),
    "after next": (Meaning.NEXT,),
    "after next and stop": (Meaning.NEXT, Meaning.STOP),
}
OF_HEALTH = OF_THE_BODY | {Meaning.FEEL}
LIKELY = (
    *(Meaning.SESSION_ENDED, Meaning.NEXT_EXERCISE, Meaning.SKIP_REMAINING),
    *(Meaning.SKIP, Meaning.SKIP_REST, Meaning.NOT_READY),
)
"""What leaves the same behind most often, and is looked at first."""
OTHERS = (*LIKELY, *sorted(set(Meaning) - OF_HEALTH - {Meaning.FORGET_ME, *LIKELY}))
HIDDEN = ("answered", "last_answered")
"""Digests of request ids: of all requests alike."""


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("before", BEFORE)
def test_what_is_saved_after_it_others_save_too(runner: Talker, before: str, moment: str) -> None:
    runner.open()
    for meaning in (*BEFORE[before], Meaning.CHOOSE, *MOMENTS[moment]):
        say(runner, meaning)
    saved = saved_from(runner)
    for after in AFTER.values():
        for meaning in sorted(OF_HEALTH):
            kept = saved(meaning, *after)
            assert any(saved(*said) == kept for said in said_by_others(after)), (meaning, after)


def said_by_others(after: tuple[Meaning, ...]) -> Iterator[tuple[Meaning, ...]]:
    for other in OTHERS:
        yield other, *after
        if after:  # something else may have been said in between
            yield Meaning.SKIP, other, *after[1:]


def saved_from(there: Talker) -> Callable[..., str]:
    """Tells what is saved if this and that is said from there on."""

    @cache
    def talk(*said: Meaning) -> Talker:
        return going_on(talk(*said[:-1]), said[-1]) if said else there

    @cache
    def saved(*said: Meaning) -> str:
        document = talk(*said).document()
        assert document is not None
        kept = json.loads(document.body)
        return json.dumps({name: value for name, value in kept.items() if name not in HIDDEN})

    return saved


def going_on(there: Talker, said: Meaning) -> Talker:
    """The same talk once more, which goes on so."""
    document = there.document()
    assert document is not None
    talker = Talker(MemoryStore())
    talker.store.save(runner_id_of(USER), document.body, after=0)
    talker.attributes, talker.asked = there.attributes, list(there.asked)
    say(talker, said)
    return talker


def say(talker: Talker, meaning: Meaning) -> None:
    if meaning is Meaning.CHOOSE:
        talker.tell(meaning, exercise="glute_bridge")
    else:
        talker.tell(meaning)
