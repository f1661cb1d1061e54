"""A length of time that is told is the length that is then played, within a twentieth."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from skill.coach.asks import Asks
from skill.coach.commands import Command, Meaning
from skill.coach.runner import CountMode, Runner, TalkLevel
from skill.routine.model import Routine
from tests.coach.moments import Played, keys_of, opened
from tests.support.content import as_shipped
from tests.support.household import DAY_MS, MONDAY_MORNING_MS, led_routine, routine
from tests.support.warm_up_moves import moving

REACTION_S = 2
WITHIN = 0.05


def told_minutes(played: Played, key: str, name: str = "minutes") -> int:
    """A length in an answer."""
    assert played.turn is not None
    lines = [cue.line for cue in played.turn.timeline.cues if cue.line.key == key]
    return int(dict(lines[0].values)[name])


def to_the_end(played: Played) -> Played:
    """With nothing but "next", said two seconds after each answer, each rest and each walk; a
    warm-up is timed."""
    while played.runner.workout is not None:
        turn = played.turn
        assert turn is not None and turn.prompt is not None
        runs_on = [span.end_ms for span in turn.timeline.spans if span.kind in ("rest", "walk")]
        length_ms = max([turn.timeline.length_ms, *runs_on])
        says = Meaning.TIME_IT if turn.prompt.asks is Asks.WARM_UP else Meaning.NEXT
        played = played.after(length_ms / 1000 + REACTION_S).told(says)
    return played


def minutes_of(started: Played) -> float:
    """How long the workout takes that was just begun, warm-up and cool-down included."""
    ended = to_the_end(started)
    warm_up_s = 0 if started.by.led.warm_up else routine().warm_up_seconds
    return (ended.now_ms - started.now_ms) / 60_000 + warm_up_s / 60


FIRST = Played(Runner(), MONDAY_MORNING_MS)
LED = replace(FIRST, by=led_routine())


def later_workout(by: Routine) -> Played:
    """The same runner three days after a first whole workout."""
    ended = to_the_end(opened(by).told(Meaning.START))
    assert ended.runner.workout is None
    return replace(ended, now_ms=ended.now_ms + 3 * DAY_MS)


RUNNERS = {
    "new": FIRST,
    "later": later_workout(routine()),
    "led from the warm-up on": LED,
    "led, later": later_workout(led_routine()),
    "led through moves": replace(FIRST, by=moving()[0]),
    "led, with few words": replace(LED, runner=Runner(talk_level=TalkLevel.LESS)),
    "with few words": replace(FIRST, runner=Runner(talk_level=TalkLevel.LESS)),
    "with many words": replace(FIRST, runner=Runner(talk_level=TalkLevel.MORE)),
    "step by step": replace(FIRST, runner=Runner(stepwise=True)),
    "going straight on": replace(FIRST, runner=Runner(auto_continue=True)),
    "in a tempo of their own": replace(FIRST, runner=Runner(tempo={"down": 5, "up": 2})),
    "counting fives": replace(FIRST, runner=Runner(count_mode=CountMode.FIVES)),
}


@pytest.mark.parametrize("who", RUNNERS)
def test_the_whole_routine_and_the_short_one_take_as_long_as_was_told(who: str) -> None:
    runner = RUNNERS[who]
    told = runner.told(Meaning.ROUTINE_LENGTH, new_session=True)

    whole = minutes_of(runner.told(Meaning.START, new_session=True))
    short = minutes_of(runner.told(Meaning.START_SHORT, new_session=True))

    assert told_minutes(told, "where.length") == pytest.approx(whole, rel=WITHIN)
    assert told_minutes(told, "where.length", "short") == pytest.approx(short, rel=WITHIN)


@as_shipped
@pytest.mark.parametrize("by", [routine(), led_routine()], ids=["not led", "led"])
def test_what_is_left_is_what_is_then_played_whenever_it_is_asked(by: Routine) -> None:
    played = opened(by).told(Meaning.START)
    for _ in range(20):
        played = played.heard_out()
        asked = played.told(Meaning.ROUTINE_TIME_LEFT)
        assert played.turn is not None and played.turn.prompt is not None
        says = Meaning.TIME_IT if played.turn.prompt.asks is Asks.WARM_UP else Meaning.NEXT
        left = (to_the_end(played.told(says)).now_ms - played.now_ms) / 60_000
        assert told_minutes(asked, "where.routine_left") == pytest.approx(left, rel=WITHIN, abs=0.6)
        played = played.told(says)


PLANS = ("start.whole", "start.sets", "start.short", "start.fitting", "start.only", "start.circuit")


def told_plan(begun: Played) -> int:
    """The minutes that were told as a workout began."""
    assert begun.turn is not None
    (key,) = [key for key in PLANS if key in keys_of(begun.turn)]
    return told_minutes(begun, key)


@pytest.mark.parametrize("who", ["new", "led from the warm-up on", "led, later"])
@pytest.mark.parametrize("available", [1, 5, 8, 9, 10, 12, 15, 18, 20, 25, 30, 40, 90])
def test_what_is_begun_for_a_time_that_was_named_fits_into_it_and_its_length_is_told(
    available: int, who: str
) -> None:
    begun = RUNNERS[who].told(
        Command(Meaning.START_SHORT, seconds=60 * available), new_session=True
    )

    played, told = minutes_of(begun), told_plan(begun)

    workout = begun.runner.workout
    assert workout is not None
    assert told == pytest.approx(played, rel=WITHIN, abs=0.6)
    least = len(workout.plan) == 1 and workout.short
    assert played <= available * (1 + WITHIN) or least


@pytest.mark.parametrize("who", [FIRST, LED], ids=["told of the warm-up", "led"])
@pytest.mark.parametrize(
    "wish",
    [
        Command(Meaning.ONLY, exercise="glute_bridge", others=("standing_hamstring_stretch",)),
        Command(Meaning.NO_LYING),
        Command(Meaning.NO_EQUIPMENT),
        Command(Meaning.CIRCUIT),
    ],
    ids=lambda wish: wish.meaning,
)
def test_a_workout_that_fits_the_day_takes_as_long_as_was_told(wish: Command, who: Played) -> None:
    begun = who.told(wish, new_session=True)

    assert told_plan(begun) == pytest.approx(minutes_of(begun), rel=WITHIN, abs=0.6)
