"""Faults at the ports, one by one: the runner hears something sensible, and nothing is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from skill.alexa.entry import answer
from skill.coach.commands import Meaning
from skill.coach.runner import Runner
from skill.service.conversation import PENDING_WRITES, TRIES, runner_id_of
from skill.service.documents import read_runner, runner_text
from skill.service.ports import ProgressStore, Saved
from skill.stores.memory import MemoryStore
from skill.stores.resilient import BUDGET_S, ResilientStore
from skill.wiring import build_skill
from tests.resilience.test_resilient_store import Failing, World
from tests.support.conversations import Talker
from tests.support.envelopes import AUDIO_FAILED, LAUNCH, Json, envelope, intent
from tests.support.household import MONDAY_MORNING_MS, SKILL_ID, USER, libraries
from tests.support.platform import check_response


class Desk:
    """The whole skill over a store, and one session with it."""

    def __init__(self, store: ProgressStore | ResilientStore) -> None:
        self.attributes: Json = {}
        self._number = 0
        self._skill = build_skill(
            libraries=libraries(),
            store=store,
            clock=lambda: MONDAY_MORNING_MS,
            skill_id=SKILL_ID,
        )

    def ask(self, request: Json, **around: Any) -> Json:
        self._number += 1
        named = {"requestId": f"request.{self._number}", **request}
        session = {"new": request is LAUNCH, "attributes": self.attributes}
        asked = envelope(named, session=session) | around
        answered = json.loads(json.dumps(answer(self._skill, asked, None)))
        self.attributes = answered.get("sessionAttributes") or {}
        return dict(answered)


def speech(answered: Json) -> str:
    check_response(answered)
    return json.dumps(answered["response"])


# ---------------------------------------------------------------- the store hangs


def hanging(world: World, seconds: float) -> ResilientStore:
    return ResilientStore(Failing(world, takes_s=seconds), world.means())


@pytest.mark.parametrize("seconds", [0.5, 1.0, 1.5, 10.0, 3600.0])
def test_no_turn_waits_longer_than_two_seconds_for_a_slow_store(seconds: float) -> None:
    world = World()
    desk = Desk(hanging(world, seconds))

    for request in (LAUNCH, intent("StartRoutineIntent"), intent("AMAZON.NextIntent")):
        began = world.now_s
        assert speech(desk.ask(request))
        assert world.now_s - began <= 2


def test_a_workout_goes_on_at_a_store_that_hangs_and_is_kept_once_it_answers() -> None:
    world = World()
    store = Failing(world, takes_s=3600)
    desk = Desk(ResilientStore(store, world.means()))

    desk.ask(LAUNCH)
    desk.ask(intent("StartRoutineIntent"))
    assert PENDING_WRITES in desk.attributes
    store.takes_s = 0
    world.now_s += 3600
    desk.ask(intent("AMAZON.NextIntent"))

    assert PENDING_WRITES not in desk.attributes
    saved = MemoryStore.load(store, runner_id_of(USER))
    assert saved is not None
    assert read_runner(saved.body).workout is not None


def test_all_tries_of_a_lost_race_share_the_budget_of_one_request() -> None:
    world = World()
    began = world.now_s
    store = Racing(world, takes_s=0.3)
    talker = Talker(store)
    talker.through(ResilientStore(store, world.means()).for_one_request)

    talker.open()

    assert store.saves < TRIES
    assert world.now_s - began <= BUDGET_S


class Racing(Failing):
    """A slow store at which somebody else is always faster."""

    saves = 0

    def save(self, runner_id: str, body: str, *, after: int) -> int:
        self.saves += 1
        current = MemoryStore.load(self, runner_id)
        MemoryStore.save(self, runner_id, OTHERS, after=current.revision if current else 0)
        return super().save(runner_id, body, after=after)


OTHERS = runner_text(Runner())


# ---------------------------------------------------------------- a write is torn


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_torn_write_is_set_aside_and_the_session_loses_nothing(part: float) -> None:
    store = MemoryStore()
    talker = Talker(store)
    talker.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    saved = talker.document()
    assert saved is not None
    torn = saved.body[: round(part * len(saved.body))]
    store.save(runner_id_of(USER), torn, after=saved.revision)

    heard = talker.tell(Meaning.NEXT)

    assert "work.set" in heard
    assert talker.journal().workout is not None
    assert [copy.body for copy in store.copies_set_aside(runner_id_of(USER))] == [torn]


class Replaced(MemoryStore):
    """A store in which a good document comes in right before a broken one is set aside."""

    def __init__(self, good: str) -> None:
        super().__init__()
        self.good = good

    def set_aside(self, runner_id: str, reason: str, *, after: int) -> None:
        self.save(runner_id, self.good, after=after)
        super().set_aside(runner_id, reason, after=after)


def test_a_good_document_is_never_set_aside_in_place_of_a_broken_one(runner: Talker) -> None:
    runner.tell(Meaning.SET_REPS, exercise="glute_bridge", number=7, new_session=True)
    good = runner.document()
    assert good is not None
    store = Replaced(good.body)
    store.save(runner_id_of(USER), "{torn", after=0)
    talker = Talker(store, "garage")

    talker.tell(Meaning.COUNT_FIVES, new_session=True)

    assert talker.journal().preference("glute_bridge").reps == 7
    assert talker.journal().count_mode == "fives"
    assert store.copies_set_aside(runner_id_of(USER)) == []


# ---------------------------------------------------------------- the clock


def test_a_clock_that_goes_backwards_loses_no_set_and_counts_none() -> None:
    store = MemoryStore()
    desk = Desk(store)
    desk.ask({**LAUNCH, "timestamp": "2026-01-05T08:00:00Z"})
    desk.ask({**intent("StartRoutineIntent"), "timestamp": "2026-01-05T08:00:20Z"})
    desk.ask({**intent("AMAZON.NextIntent"), "timestamp": "2026-01-05T08:02:00Z"})

    desk.ask({**intent("AMAZON.PauseIntent"), "timestamp": "2025-12-31T23:59:59Z"})

    workout = journal(store).workout
    assert workout is not None
    assert (workout.set_number, workout.done, workout.log) == (1, 0, ())


def journal(store: ProgressStore) -> Runner:
    saved = store.load(runner_id_of(USER))
    assert saved is not None
    return read_runner(saved.body)


# ---------------------------------------------------------------- what the platform may send


def test_where_exact_audio_fails_the_count_goes_on_as_speech() -> None:
    desk = Desk(MemoryStore())
    desk.ask(LAUNCH)
    desk.ask(intent("StartRoutineIntent"))
    assert desk.ask(intent("AMAZON.NextIntent"))["response"].get("directives")

    desk.ask(AUDIO_FAILED)
    again = desk.ask(intent("AMAZON.NextIntent"))

    assert not again["response"].get("directives")
    assert "<break" in speech(again)


@pytest.mark.parametrize(
    "kind",
    [
        "Alexa.Tomorrow.Request",
        "",
        "IntentRequest ",
        "AlexaSkillEvent.SomethingNew",
        "CanFulfillIntentRequest",
        "Connections.Response",
        "Display.ElementSelected",
        "AudioPlayer.PlaybackNearlyFinished",
        "Alexa.Presentation.APL.RuntimeError",
        "System.ExceptionEncountered",
    ],
)
def test_a_request_that_asks_nothing_of_a_coach_changes_nothing(kind: str) -> None:
    store = MemoryStore()
    desk = Desk(store)
    desk.ask(LAUNCH)
    before = store.load(runner_id_of(USER))

    answered = desk.ask({"type": kind})

    assert answered["response"] == {}
    assert store.load(runner_id_of(USER)) == before


SYSTEM = {"application": {"applicationId": SKILL_ID}}


@pytest.mark.parametrize(
    "context",
    [
        {"System": SYSTEM},
        {"System": {**SYSTEM, "device": {}, "user": {}}},
        {"System": {**SYSTEM, "device": {"supportedInterfaces": {}}, "user": {"userId": USER}}},
        {"System": {**SYSTEM, "person": {"personId": "amzn1.ask.person.1"}}, "Viewports": []},
        {"System": SYSTEM, "AudioPlayer": {}, "Viewport": {}, "Geolocation": {}},
    ],
    ids=["system only", "empty members", "no interfaces", "a person", "empty neighbours"],
)
def test_missing_members_of_the_context_do_no_harm(context: Json) -> None:
    desk = Desk(MemoryStore())

    assert speech(desk.ask(LAUNCH, context=context))
    assert speech(desk.ask(intent("StartRoutineIntent"), context=context))


@pytest.mark.parametrize("locale", ["en-GB", "de-DE", "ja-JP", "xx-XX", ""])
def test_another_locale_is_answered_in_the_words_there_are(locale: str) -> None:
    desk = Desk(MemoryStore())

    assert speech(desk.ask({**LAUNCH, "locale": locale}))
    assert speech(desk.ask({**intent("StartRoutineIntent"), "locale": locale}))


@pytest.mark.parametrize(
    "request_of", [{"type": "IntentRequest"}, {"type": "IntentRequest", "intent": {}}]
)
def test_an_intent_request_without_an_intent_was_not_understood(request_of: Json) -> None:
    assert speech(Desk(MemoryStore()).ask(request_of))


def test_an_exercise_that_the_routine_does_not_have_is_asked_about(runner: Talker) -> None:
    """As when the language model of yesterday still runs with the routine of today."""

    assert "answer.unknown_exercise" in runner.tell(
        Meaning.CHOOSE, exercise="long_gone", new_session=True
    )


def test_a_leg_that_the_exercise_no_longer_has_is_no_crash() -> None:
    """As when the routine of today works both legs at once if yesterday's took turns."""
    store = MemoryStore()
    talker = Talker(store)
    talker.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    talker.tell(Meaning.NEXT)
    saved = talker.document()
    assert saved is not None
    data = json.loads(saved.body)
    data["workout"] |= {"side": "right", "done": 4, "track": None}
    store.save(runner_id_of(USER), json.dumps(data), after=saved.revision)

    for meaning in (Meaning.TIME_LEFT, Meaning.REPORT_REPS, Meaning.READY):
        assert talker.tell(meaning)


def test_asking_for_the_first_set_again_and_again_stays_at_the_first_set(runner: Talker) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    runner.tell(Meaning.NEXT)

    for _ in range(3):
        runner.tell(Meaning.REDO)

    workout = runner.journal().workout
    assert workout is not None
    assert workout.set_number == 1


def test_going_back_to_the_usual_form_of_another_exercise_is_said_in_words(runner: Talker) -> None:
    runner.tell(Meaning.EASIER, exercise="glute_bridge", new_session=True)

    assert "form.usual_later" in runner.tell(Meaning.HARDER, exercise="glute_bridge")


def test_a_replay_of_any_recent_request_changes_nothing(runner: Talker) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    for meaning in (Meaning.NEXT, Meaning.NEXT, Meaning.NEXT, Meaning.PAUSE):
        runner.tell(meaning)
    before: Saved | None = runner.document()

    for asked in runner.asked[:-1]:
        runner.send(asked)

    assert runner.document() == before
