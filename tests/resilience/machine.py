"""A household that says and does anything, as a state machine for hypothesis.

python -m tests.resilience.conversations --turns 100000
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from skill.alexa.entry import answer
from skill.alexa.intents import INTENTS
from skill.alexa.requests import SCREEN_TOKEN
from skill.coach.dose import dose_for
from skill.coach.runner import Runner
from skill.coach.workout import Phase, Workout
from skill.screen.touches import TOUCHABLE
from skill.service.conversation import PENDING_WRITES, SESSION, runner_id_of
from skill.service.documents import read_runner, runner_text
from skill.stores.memory import MemoryStore
from skill.wiring import build_skill
from tests.resilience.envelopes import TEXTS
from tests.support.envelopes import AUDIO_FAILED, LAUNCH, Json, envelope, intent
from tests.support.household import MONDAY_MORNING_MS, SKILL_ID, USER, libraries, routine
from tests.support.platform import check_response
from tests.support.stores import UnsteadyStore

ANYTHING_SAID = sorted(INTENTS)
FLOW = """AMAZON.NextIntent ReadyIntent DoneIntent AMAZON.YesIntent StartRoutineIntent RedoSetIntent
AMAZON.PreviousIntent ChooseExerciseIntent""".split()
SLOT_NAMES = ("exercise", "reps", "sets", "number", "hold", "rest", "duration", "leg", "seconds")
EXERCISES = tuple(exercise.id for exercise in routine().exercises)
SLOTS_WITH_IDS = ("exercise", "exercise", "exercise", "leg", "equipment")
IDS = (*EXERCISES, "left", "right", "ball", "weight", "towel", "no_such_one")
UNDOING = frozenset({"CorrectionIntent"})
"""What may take back a set that was recorded."""
UNHURT = frozenset({"AMAZON.NoIntent", "UnhurtIntent"})
"""May do so, too, where the runner was asked whether anybody is hurt."""
RECENT = 8
"""How many requests back a replay may come from."""

APL = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}
WITH_A_SCREEN: Json = {"deviceId": "kitchen", "supportedInterfaces": APL}

slots = st.dictionaries(
    st.sampled_from(SLOT_NAMES),
    st.one_of(
        st.sampled_from(TEXTS), st.integers(0, 40).map(str), st.integers(1, 99).map("PT{}S".format)
    ),
    max_size=2,
)
"""Slot values as they may come: numbers, lengths, junk."""
moments = st.one_of(
    st.integers(0, 240), st.sampled_from([3600, 86_400, 400 * 86_400, -5, -3600, -90 * 86_400])
)
"""Seconds that pass before the next thing happens; a clock may also be set back."""


class FailuresSeen(logging.Handler):
    """Notes what the skill could only say sorry for."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@dataclass
class Device:
    """One Echo: its session, and the attributes it sends back."""

    attributes: Json
    session_open: bool = False


class HouseholdMachine(RuleBasedStateMachine):
    """Two devices of one account, one store, and whatever may happen to them."""

    turns: ClassVar[int] = 0
    """Requests answered, over all runs."""

    @initialize()
    def begin(self) -> None:
        self.store = UnsteadyStore()
        self.devices = {"kitchen": Device({}), "garage": Device({})}
        self.now_ms = MONDAY_MORNING_MS
        self.number = 0
        self.asked: list[Json] = []
        self.failures = FailuresSeen()
        logging.getLogger("skill").addHandler(self.failures)
        self.restart()

    def teardown(self) -> None:
        if hasattr(self, "failures"):
            logging.getLogger("skill").removeHandler(self.failures)

    @rule()
    def restart(self) -> None:
        """The program ends and starts again: all it knows is in the store."""
        self.skill = build_skill(
            libraries=libraries(),
            store=self.store,
            clock=lambda: self.now_ms,
            skill_id=SKILL_ID,
        )

    @rule(
        device=st.sampled_from(["kitchen", "garage"]),
        name=st.one_of(st.sampled_from(FLOW), st.sampled_from(ANYTHING_SAID)),
        slots=slots,
        ids=st.dictionaries(st.sampled_from(SLOTS_WITH_IDS), st.sampled_from(IDS), max_size=2),
        seconds=moments,
    )
    def say(
        self, device: str, name: str, slots: dict[str, str], ids: dict[str, str], seconds: int
    ) -> None:
        asked = intent(name, **slots)
        for slot, found in ids.items():
            asked["intent"]["slots"][slot] = {**resolved(found), "name": slot}
        self._tell(device, asked, seconds)

    @rule(device=st.sampled_from(["kitchen", "garage"]), times=st.integers(1, 12))
    def go_on(self, device: str, times: int) -> None:
        """Whole sets, each heard to its end."""
        for _ in range(times):
            self._tell(device, intent("AMAZON.NextIntent"), 200)

    @rule(
        device=st.sampled_from(["kitchen", "garage"]),
        back=st.sampled_from(["RedoSetIntent", "AMAZON.PreviousIntent"]),
    )
    def do_it_again(self, device: str, back: str) -> None:
        """A set that was done is done once more, to its end: it still counts once."""
        for name, seconds in (("AMAZON.NextIntent", 200), (back, 200), ("AMAZON.NextIntent", 5)):
            self._tell(device, intent(name), seconds)
        self._tell(device, intent("WhereAmIIntent"), 230)

    @rule(device=st.sampled_from(["kitchen", "garage"]), seconds=moments)
    def open(self, device: str, seconds: int) -> None:
        self.devices[device] = Device({})
        self._tell(device, LAUNCH, seconds)

    @rule(
        device=st.sampled_from(["kitchen", "garage"]),
        token=st.sampled_from([SCREEN_TOKEN, SCREEN_TOKEN, "another screen"]),
        arguments=st.one_of(
            st.tuples(st.just("meaning"), st.sampled_from(sorted(TOUCHABLE))),
            st.tuples(st.just("choose"), st.sampled_from(IDS)),
            st.lists(st.one_of(st.none(), st.integers(), st.sampled_from(TEXTS)), max_size=3),
        ),
        seconds=moments,
    )
    def touch(self, device: str, token: str, arguments: Sequence[object], seconds: int) -> None:
        kind = "Alexa.Presentation.APL.UserEvent"
        self._tell(device, {"type": kind, "token": token, "arguments": [*arguments]}, seconds)

    @rule(device=st.sampled_from(["kitchen", "garage"]))
    def play_no_exact_audio(self, device: str) -> None:
        self._tell(device, AUDIO_FAILED, 1)

    @precondition(lambda self: any(each.session_open for each in self.devices.values()))
    @rule(
        why=st.sampled_from(["USER_INITIATED", "EXCEEDED_MAX_REPROMPTS", "ERROR"]), seconds=moments
    )
    def fall_silent(self, why: str, seconds: int) -> None:
        """The session ends; opened again much later, the place is the one that was left."""
        device = next(name for name, each in self.devices.items() if each.session_open)
        self._tell(device, {"type": "SessionEndedRequest", "reason": why}, seconds)
        if self.store.down:
            return
        left = self.journal().workout
        self.devices[device] = Device({})
        self._tell(device, LAUNCH, 86_400)
        back = self.journal().workout
        if left is not None and left.phase is Phase.BETWEEN and left.last_exercise:
            assert back is None, "all sets were done, yet the workout is not over"
        else:
            assert place(back) == place(left), "another place than the one left"
        if back is not None and back.phase is Phase.PAUSED:
            self._tell(device, intent("ReadyIntent"), 5)
            self._check_goes_on(back)

    def _check_goes_on(self, left: Workout) -> None:
        now = self.journal().workout
        assert now is not None
        if now.playback is None:
            return  # the runner counts alone
        first = next(span for span in now.playback.spans if span.kind in ("hold", "reps"))
        assert now.exercise == left.exercise
        assert (first.set_number, first.side) == (left.set_number, left.side)
        assert first.first == left.done + 1

    @rule(operations=st.sets(st.sampled_from(["load", "save", "set_aside", "forget"])))
    def store_goes_down(self, operations: set[str]) -> None:
        self.store.down = operations

    @rule()
    def store_comes_back(self) -> None:
        self.store.down = set()

    @precondition(lambda self: self.asked and not self.store.down)
    @rule(back=st.integers(1, RECENT))
    def replay(self, back: int) -> None:
        """A request comes a second time: nothing that is saved moves."""
        asked = self.asked[-min(back, len(self.asked))]
        before = MemoryStore.load(self.store, runner_id_of(USER))
        known = before is not None and read_runner(before.body).knows(asked["request"]["requestId"])
        if known:
            self._answer(asked)
            assert MemoryStore.load(self.store, runner_id_of(USER)) == before

    def _tell(self, name: str, request: Json, seconds: int) -> None:
        device = self.devices[name]
        self.now_ms = max(0, self.now_ms + 1000 * seconds)
        self.number += 1
        before_it = device.attributes if device.session_open else {}
        session = {
            "new": not device.session_open,
            "sessionId": name,
            "attributes": before_it,
        }
        named = {"requestId": f"{name}-{self.number}", "timestamp": time_of(self.now_ms)}
        asked = envelope({**request, **named}, session=session)
        if name == "kitchen":
            asked["context"]["System"]["device"] = WITH_A_SCREEN
        before = self.journal()
        body = self._answer(asked)
        self.asked = [*self.asked[-RECENT:], asked]
        device.attributes = body.get("sessionAttributes") or {}
        device.session_open = body["response"].get("shouldEndSession") is False
        if not self.store.down:
            unsaved = device.session_open and PENDING_WRITES in device.attributes
            assert not unsaved, "the store is back, yet nothing was saved"
            said = request.get("intent", {}).get("name", "")
            asked_before = (before_it.get(SESSION) or {}).get("question")
            if said in UNHURT and asked_before in ("hurt", "unwell"):
                return  # what pain had cut short was taken back
            self._check_sets(before, self.journal(), said)

    def _answer(self, asked: Json) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(json.dumps(answer(self.skill, asked, None)))
        HouseholdMachine.turns += 1
        cannot_forget = "forget" in self.store.down or "load" in self.store.down
        if self.failures.messages and not (cannot_forget and "Store" in self.failures.messages[0]):
            raise AssertionError(self.failures.messages)
        failed, self.failures.messages = bool(self.failures.messages), []
        if asked["request"]["type"] != "SessionEndedRequest" and not failed:
            check_response(body)
        return body

    def _check_sets(self, before: Runner, after: Runner, said: str) -> None:
        """No set is lost or counted twice, whatever was said."""
        if after.turn <= before.turn or said in UNDOING:
            return  # forgotten, or taken back
        for exercise in EXERCISES:
            assert done(after, exercise) >= done(before, exercise), f"a lost set of {exercise}"
        old, new = before.workout, after.workout
        if old and new and old.started_ms == new.started_ms:
            kept = {(each.exercise, each.number) for each in new.log}
            assert {(each.exercise, each.number) for each in old.log} <= kept

    @invariant()
    def what_is_remembered_is_sound(self) -> None:
        if not hasattr(self, "store"):
            return
        journal = self.journal()
        assert read_runner(runner_text(journal)) == journal
        workout = journal.workout
        if workout is None:
            return
        assert set(workout.plan) <= set(EXERCISES)
        assert 0 <= workout.index < len(workout.plan)
        assert 1 <= workout.set_number <= dose_for(journal, routine(), workout.exercise).sets
        recorded = [(each.exercise, each.number) for each in workout.log]
        assert len(set(recorded)) == len(recorded), "a set was counted twice"

    def journal(self) -> Runner:
        """What the store holds, whether it is down or not."""
        saved = MemoryStore.load(self.store, runner_id_of(USER))
        return read_runner(saved.body) if saved else Runner()


def done(journal: Runner, exercise: str) -> int:
    """How many sets of an exercise were ever done to their end, those of the workout included."""
    log = journal.workout.log if journal.workout else ()
    whole = [each for each in log if each.exercise == exercise and each.completed]
    return journal.practised.get(exercise, 0) + len(whole)


def place(workout: Workout | None) -> tuple[object, ...] | None:
    """Where a workout stands."""
    if workout is None:
        return None
    return workout.exercise, workout.set_number, workout.side, workout.done, workout.log


def resolved(found: str) -> Json:
    """A slot whose value was matched to that id."""
    value = {"value": {"name": found, "id": found}}
    authority = {"authority": "a", "status": {"code": "ER_SUCCESS_MATCH"}, "values": [value]}
    return {
        "value": found,
        "resolutions": {"resolutionsPerAuthority": [authority]},
    }


def time_of(now_ms: int) -> str:
    """A time as a request carries it."""
    return datetime.fromtimestamp(now_ms / 1000, UTC).isoformat().replace("+00:00", "Z")
