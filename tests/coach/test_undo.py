"""Whatever a command changes of a runner's wishes, "not that one" and "don't" take back at once."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from skill.coach.commands import Beat, Command, Meaning
from skill.coach.runner import WISHES
from skill.coach.undo import TAKES_BACK, USUAL_WAY
from tests.coach.moments import Played, introduced, keys_of

CHANGES = {
    "count": (Command(Meaning.COUNT_FIVES),),
    "count_down": (Command(Meaning.COUNT_DOWN),),
    "halfway": (Command(Meaning.HALFWAY),),
    "no_count": (Command(Meaning.DONT_COUNT),),
    "talk": (Command(Meaning.TALK_LESS),),
    "beginner": (Command(Meaning.BEGINNER),),
    "auto": (Command(Meaning.AUTO_CONTINUE),),
    "steps": (Command(Meaning.DONT_TELL_AGAIN),),
    "reps": (Command(Meaning.SET_REPS, number=9),),
    "sets": (Command(Meaning.SET_SETS, sets=2),),
    "rest": (Command(Meaning.SET_REST, seconds=75),),
    "pace": (Command(Meaning.SLOWER),),
    "tempo": (Command(Meaning.TEMPO, tempo=(Beat(4, "down"),)),),
    "tempo_here": (Command(Meaning.TEMPO_HERE, tempo=(Beat(4, "down"),)),),
    "runs": (Command(Meaning.RUN_DAYS, days=("friday",)),),
    "run_once": (Command(Meaning.RUN_ONCE, days=("tomorrow",)),),
    "weight": (Command(Meaning.REPORT_WEIGHT, number=8, unit="kilo"),),
}
BEFORE = introduced("romanian_deadlift")


def told(played: Played, *commands: Command | Meaning) -> Played:
    for command in commands:
        played = played.told(command).after(4)
    return played


@pytest.mark.parametrize("back", [Meaning.CORRECT, Meaning.DENY])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_taken_back(change: str, back: Meaning) -> None:
    changed = told(BEFORE, *CHANGES[change])

    undone = changed.told(back)

    assert changed.runner.wishes != BEFORE.runner.wishes
    assert undone.runner.wishes == BEFORE.runner.wishes
    assert undone.turn is not None
    assert "correct.undone" in keys_of(undone.turn)


@pytest.mark.parametrize("back", [Meaning.CORRECT, Meaning.DENY])
def test_what_was_taken_back_is_not_done_again_by_the_same_word(back: Meaning) -> None:
    twice = told(BEFORE, Command(Meaning.SET_REPS, number=9), back, back)

    assert twice.runner.wishes == BEFORE.runner.wishes


STEPS = {
    "skip": Command(Meaning.SKIP),
    "no rests": Command(Meaning.NO_RESTS),
    "the bridges": Command(Meaning.CHOOSE, exercise="glute_bridge"),
    "other leg": Command(Meaning.OTHER_LEG),
    "easier": Command(Meaning.EASIER),
}
TAKEN_BACK = {
    Meaning.DENY: {*STEPS},
    Meaning.DONT_STOP: set[str](),
    Meaning.DONT_SKIP: {"skip", "the bridges"},
    Meaning.KEEP_REST: {"no rests"},
    Meaning.KEEP_DATA: set[str](),
    Meaning.DONT_GO_BACK: {"the bridges"},
    Meaning.SAME_LEG: {"other leg"},
    Meaning.AS_IT_IS: {"no rests", "easier"},
}
"""Which of these steps each denial takes back."""
ON_A_LEG = introduced("lying_leg_raise").told(Meaning.NEXT).after(20)


@pytest.mark.parametrize("denial", TAKES_BACK)
@pytest.mark.parametrize("step", STEPS)
def test_a_denial_takes_back_what_it_names_and_nothing_else(denial: Meaning, step: str) -> None:
    before = ON_A_LEG if step == "other leg" else BEFORE

    denied = before.told(STEPS[step]).after(2).told(denial)

    assert denied.turn is not None
    assert ("correct.undone" in keys_of(denied.turn)) is (step in TAKEN_BACK[denial])


@pytest.mark.parametrize("denial", TAKES_BACK)
def test_no_denial_takes_back_the_usual_way_forward(denial: Meaning) -> None:
    assert TAKES_BACK[denial].isdisjoint(USUAL_WAY)


def test_an_exercise_that_was_skipped_ahead_is_kept_in_whenever_it_is_said() -> None:
    skipped = told(BEFORE, Command(Meaning.SKIP, exercise="nordic_curl"), Meaning.WHY, Meaning.TIP)
    kept = skipped.told(Command(Meaning.DONT_SKIP, exercise="nordic_curl"))

    assert skipped.runner.workout and kept.runner.workout
    assert "nordic_curl" in skipped.runner.workout.skipped
    assert "nordic_curl" not in kept.runner.workout.skipped
    assert kept.runner.workout.exercise == "romanian_deadlift"


def test_the_usual_tempo_is_taken_back_with_the_tempo_of_all_and_of_one() -> None:
    own = (CHANGES["tempo"], CHANGES["tempo_here"])
    changed = told(BEFORE, *(command for commands in own for command in commands))

    undone = told(changed, Meaning.USUAL_TEMPO, Meaning.CORRECT)

    assert undone.runner.wishes == changed.runner.wishes


def test_every_wish_is_changed_by_one_of_these() -> None:
    changed = {
        name
        for commands in CHANGES.values()
        for name in WISHES
        if getattr(told(BEFORE, *commands).runner, name) != getattr(BEFORE.runner, name)
    }
    by_a_question = {"levels", "levels_before"}
    for_today = told(BEFORE, replace(CHANGES["reps"][0], lasting="today")).runner.after_today
    stepwise = told(BEFORE, Meaning.STEP_BY_STEP).runner.stepwise
    off = told(
        BEFORE,
        Command(Meaning.RUN_DAYS, days=("friday",)),
        Command(Meaning.NO_RUN_ONCE, days=("friday",)),
    )

    assert for_today and stepwise and off.runner.runs_off
    others = {"after_today", "stepwise", "runs_off"}
    assert changed | by_a_question | others == set(WISHES)
