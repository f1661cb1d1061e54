"""One line for each request, and in it nothing of who asked, what was said or how they feel."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from skill.alexa.entry import answer
from skill.alexa.intents import INTENTS
from skill.alexa.request_log import OF_THE_BODY, RequestLog
from skill.alexa.skill import build_skill
from skill.progress.memory import MemoryStore
from skill.progress.port import StoreError
from tests.support.envelopes import AUDIO_FAILED, LAUNCH, SKILL_DISABLED, Json, envelope, intent
from tests.support.household import MONDAY_MORNING_MS, SKILL_ID, USER, catalogue, routine
from tests.support.stores import BrokenStore, UnsteadyStore

SAID = "xylophone quartz jinxed"
HEALTH_WORDS = (
    "pain hurt cramp sore ache injur flag strain tear torn swell numbness health body effort tired "
    "doctor symptom"
).split()
KEYS = {"request", "intent", "ms", "result"}


@dataclass
class Lines:
    """A stopwatch that each reading takes 0.25 s further, and what was written by it."""

    store: MemoryStore
    now_s: float = 0.0
    written: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._skill = build_skill(
            routine=routine(),
            catalogue=catalogue(),
            store=self.store,
            clock=lambda: MONDAY_MORNING_MS,
            skill_id=SKILL_ID,
            log=RequestLog(self._watch, self.written.append),
        )

    def _watch(self) -> float:
        self.now_s += 0.25
        return self.now_s

    def ask(self, request: Json, *, session: Json | None = None) -> dict[str, Any]:
        """The one line that a request leaves."""
        before = len(self.written)
        answer(self._skill, envelope(request, session=session), None)
        (line,) = self.written[before:]
        entry: dict[str, Any] = json.loads(line)
        assert "\n" not in line
        assert set(entry) == KEYS
        return entry


def test_a_line_has_the_request_its_intent_its_time_and_its_result() -> None:
    lines = Lines(MemoryStore())

    assert lines.ask(intent("AMAZON.NextIntent"), session={}) == {
        "request": "amzn1.echo-api.request.1",
        "intent": "AMAZON.NextIntent",
        "ms": 250,
        "result": "answered",
    }


@pytest.mark.parametrize("name", sorted(INTENTS))
def test_no_line_tells_who_asked_what_was_said_or_how_they_feel(name: str) -> None:
    lines = Lines(MemoryStore())
    slots = ("exercise", "topic", "leg", "equipment", "number", SAID)

    lines.ask(intent(name, **dict.fromkeys(slots, SAID)), session={})

    (line,) = lines.written
    assert USER not in line
    assert SKILL_ID not in line
    for word in (*SAID.split(), *HEALTH_WORDS):
        assert word not in line.lower()


@pytest.mark.parametrize(
    "name", [name for name, meaning in INTENTS.items() if meaning in OF_THE_BODY]
)
def test_an_intent_of_the_body_is_withheld(name: str) -> None:
    assert Lines(MemoryStore()).ask(intent(name), session={})["intent"] == "-"


@pytest.mark.parametrize("name", ["SomebodyElsesIntent", SAID, ""])
def test_an_intent_that_is_not_ours_is_withheld(name: str) -> None:
    assert Lines(MemoryStore()).ask(intent(name), session={})["intent"] == "-"


@pytest.mark.parametrize("request_id", [SAID, "a\nb", '"}', "x" * 500, ""])
def test_a_request_id_that_looks_like_none_is_withheld(request_id: str) -> None:
    entry = Lines(MemoryStore()).ask({**LAUNCH, "requestId": request_id}, session={})

    assert entry["request"] == "-"


def test_a_replay_is_noted_as_one() -> None:
    lines = Lines(MemoryStore())
    lines.ask(LAUNCH, session={})

    assert lines.ask(LAUNCH, session={})["result"] == "replayed"


@pytest.mark.parametrize("down", ["load", "save"])
def test_a_turn_that_could_not_be_saved_is_noted_as_one(down: str) -> None:
    store = UnsteadyStore()
    store.down.add(down)

    assert Lines(store).ask(LAUNCH, session={})["result"] == "unsaved"


def test_a_request_that_fails_is_noted_too() -> None:
    lines = Lines(BrokenStore(SAID))

    assert lines.ask(LAUNCH, session={})["result"] == "failed"
    assert SAID not in lines.written[0]


def test_requests_without_a_session_are_noted_by_their_type() -> None:
    lines = Lines(MemoryStore())

    assert lines.ask(SKILL_DISABLED)["intent"] == "SkillDisabledRequest"
    assert lines.ask({**AUDIO_FAILED, "requestId": "2"})["intent"] == "RuntimeErrorEvent"


def test_a_skill_event_that_could_not_be_obeyed_is_noted_and_raised() -> None:
    store = UnsteadyStore()
    store.down.add("forget")
    lines = Lines(store)

    with pytest.raises(StoreError):
        lines.ask(SKILL_DISABLED)

    assert json.loads(lines.written[0])["result"] == "failed"


def test_forgetting_is_noted_without_whom() -> None:
    lines = Lines(MemoryStore())
    lines.ask({**intent("ForgetMeIntent"), "requestId": "1"}, session={})

    entry = lines.ask({**intent("AMAZON.YesIntent"), "requestId": "2"}, session={"new": False})

    assert entry["result"] == "forgotten"
