"""A store that is down: the workout goes on from the session, and nothing is lost by it."""

from __future__ import annotations

import pytest

from skill.coach.commands import Meaning
from skill.coach.workout import Phase
from skill.service.conversation import PENDING_WRITES, RUNNER, SESSION, runner_id_of
from skill.stores.memory import MemoryStore
from tests.support.conversations import Talker
from tests.support.household import USER
from tests.support.stores import SilentStore, UnsteadyStore

NOT_SAVED = "trouble.not_saved"
UNREADABLE = "trouble.place_unreadable"
every_outage = pytest.mark.parametrize("down", [{"load"}, {"save"}, {"load", "save"}])


@every_outage
def test_the_workout_goes_on_while_the_store_is_down(down: set[str]) -> None:
    store = UnsteadyStore()
    talker = Talker(store)
    talker.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    before = talker.document()

    store.down |= down
    heard = talker.tell(Meaning.NEXT)
    rested = talker.tell(Meaning.NEXT)

    assert "work.set" in heard
    assert "rest.start" in rested
    assert talker.document() == before


@every_outage
def test_the_runner_is_told_once_that_nothing_is_saved(down: set[str]) -> None:
    store = UnsteadyStore()
    talker = Talker(store)
    talker.open()

    store.down |= down
    heard = [talker.tell(Meaning.START), talker.tell(Meaning.NEXT), talker.tell(Meaning.PAUSE)]

    assert [keys.count(NOT_SAVED) for keys in heard] == [1, 0, 0]


@every_outage
def test_a_second_outage_is_told_of_again(down: set[str]) -> None:
    store = UnsteadyStore()
    talker = Talker(store)
    talker.open()

    store.down |= down
    talker.tell(Meaning.START)
    store.down.clear()
    talker.tell(Meaning.NEXT)
    store.down |= down

    assert NOT_SAVED in talker.tell(Meaning.PAUSE)


@every_outage
def test_what_could_not_be_saved_is_saved_with_the_next_turn(down: set[str]) -> None:
    store = UnsteadyStore()
    talker = Talker(store)
    talker.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)

    store.down |= down
    talker.tell(Meaning.SET_REPS, number=7)
    talker.tell(Meaning.COUNT_FIVES)
    store.down.clear()
    heard = talker.tell(Meaning.TALK_LESS)

    journal = talker.journal()
    assert NOT_SAVED not in heard
    assert journal.preference("glute_bridge").reps == 7
    assert (journal.count_mode, journal.talk_level) == ("fives", "less")
    assert PENDING_WRITES not in talker.attributes


def test_a_first_workout_begun_in_an_outage_is_saved_once_it_is_over() -> None:
    store = UnsteadyStore()
    store.down |= {"load", "save"}
    talker = Talker(store)
    talker.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)

    store.down.clear()
    talker.tell(Meaning.NEXT)

    workout = talker.journal().workout
    assert workout is not None
    assert (workout.exercise, workout.phase) == ("glute_bridge", Phase.WORKING)


def test_a_session_begun_in_an_outage_never_writes_over_what_it_could_not_read() -> None:
    store = UnsteadyStore()
    talker = Talker(store)
    talker.tell(Meaning.SET_REPS, exercise="glute_bridge", number=7, new_session=True)

    store.down.add("load")
    talker.open()
    for _ in range(5):
        talker.tell(Meaning.ROUTINE_LENGTH)  # more turns than were ever saved
    store.down.clear()
    talker.tell(Meaning.COUNT_FIVES)

    assert talker.journal().preference("glute_bridge").reps == 7
    assert talker.journal().count_mode == "fives"


def test_what_another_device_saved_in_the_outage_is_not_written_over() -> None:
    store = UnsteadyStore()
    kitchen, garage = Talker(store, "kitchen"), Talker(store, "garage")
    kitchen.open()
    store.down.add("save")
    for _ in range(5):
        kitchen.tell(Meaning.COUNT_FIVES)
    store.down.clear()

    garage.tell(Meaning.SET_REPS, exercise="glute_bridge", number=7, new_session=True)
    kitchen.tell(Meaning.TALK_LESS)

    assert kitchen.journal().preference("glute_bridge").reps == 7


def test_a_write_whose_answer_was_lost_is_not_done_twice() -> None:
    store = SilentStore()
    talker = Talker(store)
    talker.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)

    store.deaf = True
    talker.tell(Meaning.SET_REPS, number=7)
    talker.tell(Meaning.MORE_REPS, number=1)
    store.deaf = False
    talker.tell(Meaning.MORE_REPS, number=1)

    assert talker.journal().preference("glute_bridge").reps == 9


def test_pain_is_remembered_for_the_session_and_never_saved(runner: Talker) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    runner.tell(Meaning.PAIN)

    saved = runner.document()
    assert saved is not None
    assert runner.attributes[SESSION]["subdued"]
    assert "pain" not in saved.body
    assert "subdued" not in saved.body

    runner.tell(Meaning.NEXT)
    assert runner.attributes[SESSION]["subdued"]


def test_a_new_session_believes_nothing_that_an_older_one_carried(runner: Talker) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    runner.tell(Meaning.PAIN)
    stale = runner.attributes
    runner.tell(Meaning.COUNT_FIVES)

    stale = {**stale, PENDING_WRITES: [runner.journal().last_answered]}
    runner.tell(Meaning.OPEN, new_session=True, carrying=stale)

    assert not runner.attributes[SESSION].get("subdued")
    assert PENDING_WRITES not in runner.attributes
    assert runner.journal().count_mode == "fives"


# ---------------------------------------------------------------- a place that cannot be read


def torn(store: MemoryStore, body: str = "{torn") -> Talker:
    """A talker whose saved document is that body."""
    store.save(runner_id_of(USER), body, after=0)
    return Talker(store)


@pytest.mark.parametrize("body", ["", "{torn", "[]", "null", "7", '{"version": 1}', "{}"])
def test_whatever_cannot_be_read_is_put_aside_as_it_is(body: str) -> None:
    store = MemoryStore()

    heard = torn(store, body).open()

    assert UNREADABLE in heard
    copies = store.copies_set_aside(runner_id_of(USER))
    assert [(copy.body, copy.reason) for copy in copies] == [(body, "unreadable")]


def test_what_a_newer_version_wrote_is_put_aside_as_newer() -> None:
    store = MemoryStore()
    torn(store, '{"version": 99}').open()

    assert [copy.reason for copy in store.copies_set_aside(runner_id_of(USER))] == ["newer"]


def test_where_it_cannot_be_put_aside_it_is_left_and_the_session_goes_on() -> None:
    store = UnsteadyStore()
    talker = torn(store)
    store.down.add("set_aside")

    opened = talker.open()
    started = talker.tell(Meaning.CHOOSE, exercise="glute_bridge")
    begun = talker.tell(Meaning.NEXT)

    saved = talker.document()
    assert saved is not None
    assert saved.body == "{torn"
    assert [keys.count(UNREADABLE) for keys in (opened, started, begun)] == [1, 0, 0]
    assert "work.set" in begun


def test_once_it_can_be_put_aside_the_session_is_saved() -> None:
    store = UnsteadyStore()
    talker = torn(store)
    store.down.add("set_aside")
    talker.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)

    store.down.clear()
    talker.tell(Meaning.NEXT)

    workout = talker.journal().workout
    assert workout is not None
    assert (workout.exercise, workout.phase) == ("glute_bridge", Phase.WORKING)
    assert [c.body for c in store.copies_set_aside(runner_id_of(USER))] == ["{torn"]


@pytest.mark.parametrize("nonsense", [None, 7, "x", [], {}, {"version": 1}, {"version": "one"}])
def test_a_session_that_carries_nonsense_is_taken_for_an_empty_one(
    runner: Talker, nonsense: object
) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    runner.attributes = {RUNNER: nonsense, PENDING_WRITES: nonsense, SESSION: nonsense}

    assert "work.set" in runner.tell(Meaning.NEXT)
