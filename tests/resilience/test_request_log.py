"""One line for each request, and in it nothing of who asked, what was said or how they feel."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any

import pytest

from skill.alexa.entry import answer
from skill.alexa.intents import INTENTS, intent_of
from skill.alexa.request_log import CUTS_SHORT, OF_THE_BODY, RequestLog
from skill.coach.dose import dose_for
from skill.coach.runner import Runner
from skill.service.conversation import runner_id_of
from skill.service.ports import StoreError
from skill.stores.memory import MemoryStore
from skill.wiring import build_skill
from tests.support.envelopes import AUDIO_FAILED, LAUNCH, SKILL_DISABLED, Json, envelope, intent
from tests.support.household import MONDAY_MORNING_MS, SKILL_ID, USER, catalogue, libraries, routine
from tests.support.stores import BrokenStore, UnsteadyStore

SAID = "xylophone quartz jinxed"
HEALTH_WORDS = (
    "pain hurt cramp sore ache injur flag strain tear torn swell numbness health body effort tired "
    "doctor symptom"
).split()
KEYS = {"request", "intent", "phase", "ms", "result", "sets", "store"}


@dataclass
class Lines:
    """A stopwatch that each reading takes 0.25 s further, and what was written by it."""

    store: MemoryStore
    now_s: float = 0.0
    written: list[str] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._skill = build_skill(
            libraries=libraries(),
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
        answered = answer(self._skill, envelope(request, session=session), None)
        self.attributes = answered.get("sessionAttributes") or {}
        (line,) = self.written[before:]
        entry: dict[str, Any] = json.loads(line)
        assert "\n" not in line
        assert set(entry) == KEYS
        return entry

    def later(self, seconds: int, request: Json, *, new: bool = False) -> dict[str, Any]:
        """The line of a request so many seconds into the morning, in one session."""
        asked = {**request, "requestId": f"r.{seconds}", "timestamp": at(seconds)}
        return self.ask(asked, session={"new": new, "attributes": {} if new else self.attributes})


def at(seconds: int) -> str:
    """That many seconds after eight on a Monday morning, as Alexa writes it."""
    moment = datetime.fromtimestamp(MONDAY_MORNING_MS / 1000 + seconds, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def bridging(request: Json) -> Json:
    """A request that names the glute bridge."""
    found = {
        "authority": "amzn1.er-authority.echo-sdk.x.EXERCISE",
        "status": {"code": "ER_SUCCESS_MATCH"},
        "values": [{"value": {"name": "glute bridge", "id": "glute_bridge"}}],
    }
    resolved = {"resolutionsPerAuthority": [found]}
    slot = {"name": "exercise", "value": "bridges", "resolutions": resolved}
    return {**request, "intent": {**request["intent"], "slots": {"exercise": slot}}}


def test_a_line_has_the_request_its_intent_its_time_and_its_result() -> None:
    lines = Lines(MemoryStore())

    assert lines.ask(intent("AMAZON.NextIntent"), session={}) == {
        "request": "bb9f6e38188b4946",
        "intent": "AMAZON.NextIntent",
        "phase": "opened",
        "ms": 250,
        "result": "answered",
        "sets": 0,
        "store": "fine",
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


@pytest.mark.parametrize("name", sorted(catalogue().fixed_answers))
def test_a_question_that_content_answers_is_named_only_if_content_says_so(name: str) -> None:
    asked = intent_of(name)

    told = Lines(MemoryStore()).ask(intent(asked), session={})["intent"]

    assert told == (asked if catalogue().fixed_answers[name].logged else "-")
    assert name != "soreness" or told == "-"


def in_a_set(lines: Lines) -> None:
    """Have the first set of the glute bridge under way, at its fifth second."""
    lines.later(0, bridging(intent("ChooseExerciseIntent")), new=True)
    lines.later(5, intent("AMAZON.NextIntent"))


@pytest.mark.parametrize("after", [intent("WhereAmIIntent"), intent("AMAZON.FallbackIntent")])
def test_pain_cannot_be_told_from_an_exercise_that_was_left(after: Json) -> None:
    told = []
    for name in ("PainIntent", "CrampIntent", "RedFlagIntent", "SkipExerciseIntent"):
        lines = Lines(MemoryStore())
        in_a_set(lines)
        told.append((lines.later(30, intent(name)), lines.later(40, after)))

    assert told[0][0]["intent"] == "-"
    assert all(entry == told[0] for entry in told)


def test_what_else_is_withheld_is_said_in_the_same_places() -> None:
    cutting = [name for name, meaning in INTENTS.items() if meaning in CUTS_SHORT]

    for name in cutting:
        assert Lines(MemoryStore()).ask(intent(name), session={})["intent"] == "-"
    assert {"DoneIntent", "SkipExerciseIntent"} <= set(cutting)


def test_a_line_tells_where_a_runner_was_not_understood() -> None:
    lines = Lines(MemoryStore())
    in_a_set(lines)

    assert lines.later(10, intent("AMAZON.FallbackIntent"))["phase"] == "working"
    assert lines.later(9000, intent("AMAZON.FallbackIntent"))["phase"] == "waiting"
    assert lines.later(9010, LAUNCH, new=True)["phase"] == "returning"


def test_a_set_is_counted_once_by_the_request_that_finds_it_done() -> None:
    lines = Lines(MemoryStore())
    in_a_set(lines)

    assert lines.later(200, intent("WhereAmIIntent"))["sets"] == 1
    assert lines.later(201, intent("WhereAmIIntent"))["sets"] == 0
    assert lines.later(202, intent("AMAZON.StartOverIntent"))["sets"] == 0


def test_the_last_set_counts_although_the_workout_is_over_with_it() -> None:
    lines = Lines(MemoryStore())
    lines.later(0, intent("StartRoutineIntent"), new=True)
    told = (lines.later(300 * n, intent("AMAZON.NextIntent")) for n in range(1, 60))
    one_workout = takewhile(lambda entry: entry["phase"] != "opened", told)

    assert sum(entry["sets"] for entry in one_workout) == sum(
        dose_for(Runner(), routine(), e.id).sets for e in routine().exercises
    )


def test_a_replay_counts_no_set() -> None:
    lines = Lines(MemoryStore())
    in_a_set(lines)
    lines.later(200, intent("WhereAmIIntent"))

    entry = lines.later(200, intent("WhereAmIIntent"))

    assert (entry["result"], entry["sets"]) == ("replayed", 0)


@pytest.mark.parametrize("name", ["SomebodyElsesIntent", SAID, ""])
def test_an_intent_that_is_not_ours_is_withheld(name: str) -> None:
    assert Lines(MemoryStore()).ask(intent(name), session={})["intent"] == "-"


@pytest.mark.parametrize("request_id", [SAID, "a\nb", '"}', "x" * 500, "\ud83d"])
def test_of_a_request_id_nothing_but_its_digest_is_written(request_id: str) -> None:
    entry = Lines(MemoryStore()).ask({**LAUNCH, "requestId": request_id}, session={})

    assert re.fullmatch("[0-9a-f]{16}", entry["request"])


def test_a_request_without_an_id_is_noted_without_one() -> None:
    assert Lines(MemoryStore()).ask({**LAUNCH, "requestId": ""}, session={})["request"] == "-"


def test_a_replay_is_noted_as_one() -> None:
    lines = Lines(MemoryStore())
    lines.ask(LAUNCH, session={})

    assert lines.ask(LAUNCH, session={})["result"] == "replayed"


@pytest.mark.parametrize("down", ["load", "save"])
def test_a_turn_that_could_not_be_saved_is_noted_as_one(down: str) -> None:
    store = UnsteadyStore()
    store.down.add(down)

    entry = Lines(store).ask(LAUNCH, session={})

    assert entry["result"] == "unsaved"
    assert entry["store"] == {"load": "unread", "save": "unsaved"}[down]


def test_a_journal_that_cannot_be_read_is_noted() -> None:
    store = MemoryStore()
    store.save(runner_id_of(USER), "{torn", after=0)

    assert Lines(store).ask(LAUNCH, session={})["store"] == "set aside"


def test_a_request_that_fails_is_noted_too() -> None:
    lines = Lines(BrokenStore(SAID))

    assert lines.ask(LAUNCH, session={})["result"] == "failed"
    assert SAID not in lines.written[0]


def test_requests_without_a_session_are_noted_by_their_type() -> None:
    lines = Lines(MemoryStore())

    assert lines.ask(SKILL_DISABLED)["intent"] == "AlexaSkillEvent.SkillDisabled"
    assert lines.ask({**AUDIO_FAILED, "requestId": "2"})["intent"] == AUDIO_FAILED["type"]


def test_a_screen_that_fails_is_not_taken_for_audio_that_fails() -> None:
    failed = {"type": "Alexa.Presentation.APL.RuntimeError", "errors": []}

    assert Lines(MemoryStore()).ask(failed, session={})["intent"] == failed["type"]


def test_a_session_that_alexa_broke_off_is_told_from_one_that_ended() -> None:
    ended = {"type": "SessionEndedRequest", "reason": "ERROR"}

    assert Lines(MemoryStore()).ask(ended, session={})["intent"] == "SessionEndedRequest.ERROR"


def test_a_skill_event_that_could_not_be_obeyed_is_noted_and_raised() -> None:
    store = UnsteadyStore()
    store.down.add("forget")
    lines = Lines(store)

    with pytest.raises(StoreError):
        lines.ask(SKILL_DISABLED)

    entry = json.loads(lines.written[0])
    assert (entry["result"], entry["store"]) == ("failed", "failed")


def test_forgetting_is_noted_without_whom() -> None:
    lines = Lines(MemoryStore())
    lines.ask({**intent("ForgetMeIntent"), "requestId": "1"}, session={})
    going_on = {"new": False, "attributes": lines.attributes}

    entry = lines.ask({**intent("AMAZON.YesIntent"), "requestId": "2"}, session=going_on)

    assert entry["result"] == "forgotten"
