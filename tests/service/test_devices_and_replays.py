"""Two devices at once, a request that comes twice, and a runner who is to be forgotten."""

from __future__ import annotations

import json
from functools import partial

import pytest
from msgspec.structs import replace

from skill.coach.commands import Command, Meaning
from skill.coach.workout import Phase
from skill.service.conversation import RUNNER, SESSION, TRIES, forget, runner_id_of
from skill.stores.memory import MemoryStore
from tests.support.conversations import Talker
from tests.support.household import USER
from tests.support.stores import RacedStore, UnsteadyStore

# ---------------------------------------------------------------- two devices


@pytest.mark.parametrize("races", [1, 2, 3])
def test_a_race_between_two_devices_loses_neither_update(races: int) -> None:
    store = RacedStore()
    kitchen, garage = Talker(store, "kitchen"), Talker(store, "garage")
    kitchen.open()
    garage.open()
    store.happenings = [
        partial(garage.tell, Meaning.SET_SETS, exercise="glute_bridge", sets=number)
        for number in range(1, races + 1)
    ]

    heard = kitchen.tell(Meaning.SET_REPS, exercise="nordic_curl", number=6)

    journal = kitchen.journal()
    assert journal.preference("nordic_curl").reps == 6
    assert journal.preference("glute_bridge").sets == races, "the garage's last word"
    assert heard.count("dose.reps") == 1
    assert "trouble.not_saved" not in heard


def test_a_device_that_loses_every_race_still_answers_and_overwrites_nothing() -> None:
    store = RacedStore()
    kitchen, garage = Talker(store, "kitchen"), Talker(store, "garage")
    kitchen.open()
    garage.open()
    store.happenings = [lambda: garage.tell(Meaning.COUNT_FIVES)] * (TRIES + 1)

    heard = kitchen.tell(Meaning.SET_REPS, exercise="nordic_curl", number=6)

    assert "dose.reps" in heard
    assert "trouble.not_saved" in heard
    assert kitchen.journal().count_mode == "fives"
    assert kitchen.journal().preference("nordic_curl").reps is None


def test_a_device_with_an_old_session_goes_on_from_what_the_other_saved() -> None:
    store = MemoryStore()
    kitchen, garage = Talker(store, "kitchen"), Talker(store, "garage")
    kitchen.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    garage.tell(Meaning.CHOOSE, exercise="nordic_curl", new_session=True)

    kitchen.tell(Meaning.NEXT)

    workout = kitchen.journal().workout
    assert workout is not None
    assert workout.exercise == "nordic_curl"


def test_two_accounts_share_nothing() -> None:
    store = MemoryStore()
    mine, yours = Talker(store, user="mine"), Talker(store, user="yours")
    mine.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)

    yours.open()

    assert yours.journal().workout is None


def test_requests_that_name_no_user_leave_nothing_for_the_next_one() -> None:
    store = MemoryStore()
    first, second = Talker(store, user=None), Talker(store, user=None)
    first.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)

    assert first.document() is second.document() is None
    assert second.open()[0] == "welcome.first"


def test_a_runner_whom_nobody_named_is_known_as_long_as_the_session_lasts() -> None:
    talker = Talker(MemoryStore(), user=None)
    talker.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)

    assert "work.set" in "".join(talker.tell(Meaning.NEXT))
    assert json.loads(talker.attributes[RUNNER])["workout"]["phase"] == "working"
    assert "where" in "".join(talker.tell(Meaning.WHERE_AM_I))
    talker.open()
    assert json.loads(talker.attributes[RUNNER])["workout"] is None


def test_disabling_without_a_name_forgets_nobody() -> None:
    store = UnsteadyStore()
    store.down.add("forget")

    forget(store, None)


# ---------------------------------------------------------------- a request that comes twice


@pytest.mark.parametrize("meaning", [Meaning.NEXT, Meaning.SKIP, Meaning.MORE_REPS, Meaning.STOP])
def test_a_replayed_request_changes_nothing_that_is_saved(runner: Talker, meaning: Meaning) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    runner.tell(meaning)
    before = runner.document()

    heard = runner.send(runner.asked[-1])

    assert heard
    assert runner.document() == before


def test_a_replayed_request_of_a_new_session_is_no_new_session_either(runner: Talker) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    before = runner.document()

    runner.send(runner.asked[-1])

    assert runner.document() == before


def test_after_a_replay_the_conversation_goes_on_where_it_was(runner: Talker) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    runner.send(runner.asked[-1])

    assert "work.set" in runner.tell(Meaning.NEXT)


@pytest.mark.parametrize(
    "meaning",
    [Meaning.PAIN, Meaning.SIT_BONE_PAIN, Meaning.CRAMP, Meaning.RED_FLAG, Meaning.EMERGENCY],
)
def test_a_replay_of_pain_is_answered_as_pain_and_nothing_leads_on(
    runner: Talker, meaning: Meaning
) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    runner.tell(Meaning.NEXT)
    heard, carried, saved = runner.tell(meaning), runner.attributes, runner.document()

    assert runner.send(runner.asked[-1]) == heard
    assert runner.attributes == carried
    assert runner.document() == saved
    # not even if the session does not say what that turn began with
    again = runner.send(replace(runner.asked[-1], attributes={}))
    assert again[0] == heard[0]
    assert runner.attributes[SESSION]["stopped"]
    assert runner.document() == saved


def test_a_replay_of_the_no_that_lifts_a_halt_lifts_it_still(runner: Talker) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    runner.tell(Meaning.NEXT)
    runner.tell(Meaning.PAIN)
    runner.tell(Meaning.CORRECT)
    heard, carried = runner.tell(Meaning.NO), runner.attributes

    assert runner.send(runner.asked[-1]) == heard
    assert runner.attributes == carried


def test_going_on_after_pain_keeps_what_another_device_did_meanwhile() -> None:
    store = MemoryStore()
    kitchen, hall = Talker(store), Talker(store, "hall")
    kitchen.tell(Meaning.CHOOSE, exercise="romanian_deadlift", new_session=True)
    kitchen.tell(Meaning.NEXT)
    kitchen.tell(Meaning.PAIN)
    hall.asked = list(kitchen.asked)
    hall.open()
    hall.tell(Meaning.YES)
    hall.tell(Meaning.NEXT)
    begun = hall.asked[-1]
    pause = replace(begun, command=Command(Meaning.PAUSE), now_ms=begun.now_ms + 25_000)
    hall.send(replace(pause, request_id="pause", attributes=hall.attributes))
    workout = hall.journal().workout
    assert workout is not None
    assert workout.phase is Phase.PAUSED
    assert workout.done > 0

    kitchen.asked = list(hall.asked)
    kitchen.tell(Meaning.NEXT)

    after = kitchen.journal().workout
    assert after is not None
    assert after.exercise != workout.exercise
    assert [record.done for record in after.log if record.exercise == workout.exercise] == [
        workout.done
    ]


def test_a_request_without_an_id_is_never_taken_for_a_replay(runner: Talker) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    nameless = replace(runner.asked[-1], request_id="", new_session=False)

    runner.send(nameless)
    first = runner.document()
    runner.send(nameless)

    assert runner.document() != first


# ---------------------------------------------------------------- forgetting


def forgetting(talker: Talker) -> tuple[str, ...]:
    talker.tell(Meaning.FORGET_ME)
    return talker.tell(Meaning.YES)


def test_forgetting_leaves_nothing_in_the_store_and_nothing_in_the_session() -> None:
    store = MemoryStore()
    talker = Talker(store)
    store.save(runner_id_of(USER), "{torn", after=0)
    talker.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)  # sets a copy aside
    talker.tell(Meaning.SET_REPS, number=7)

    heard = forgetting(talker)

    assert "habit.forgotten" in heard
    assert talker.document() is None
    assert store.copies_set_aside(runner_id_of(USER)) == []
    assert "glute_bridge" not in json.dumps(talker.attributes)


def test_a_runner_who_comes_back_after_forgetting_is_a_stranger(runner: Talker) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    forgetting(runner)

    assert "welcome.first" in runner.open()


def test_forgetting_on_one_device_is_not_undone_by_the_session_of_another() -> None:
    store = MemoryStore()
    kitchen, garage = Talker(store, "kitchen"), Talker(store, "garage")
    kitchen.tell(Meaning.SET_REPS, exercise="glute_bridge", number=7, new_session=True)
    garage.open()
    forgetting(garage)

    kitchen.tell(Meaning.COUNT_FIVES)

    assert kitchen.journal().preference("glute_bridge").reps is None


def test_a_store_that_cannot_forget_is_never_said_to_have_forgotten() -> None:
    store = UnsteadyStore()
    talker = Talker(store)
    talker.tell(Meaning.SET_REPS, exercise="glute_bridge", number=7, new_session=True)
    store.down.add("forget")

    heard = forgetting(talker)

    assert "trouble.not_forgotten" in heard
    assert not {"habit.forgotten", "trouble.not_saved"} & set(heard)
    assert talker.journal().preference("glute_bridge").reps == 7


def test_once_the_store_can_forget_again_another_yes_is_enough() -> None:
    store = UnsteadyStore()
    talker = Talker(store)
    talker.open()
    store.down.add("forget")
    forgetting(talker)
    store.down.clear()

    assert "habit.forgotten" in talker.tell(Meaning.YES)
    assert talker.document() is None


def test_a_replay_of_the_yes_to_forgetting_brings_nothing_back(runner: Talker) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    forgetting(runner)

    heard = runner.send(runner.asked[-1])

    assert "habit.forgotten" in heard
    assert runner.document() is None


def test_forgetting_one_account_leaves_the_others() -> None:
    store = MemoryStore()
    mine, yours = Talker(store, user="mine"), Talker(store, user="yours")
    mine.open()
    yours.open()
    kept = yours.document()

    forgetting(mine)

    assert yours.document() == kept
