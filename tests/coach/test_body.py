"""Pain, warning signs, emergencies, and what denies them, in every moment."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from msgspec.structs import replace

from skill.coach.commands import Command, Meaning
from skill.coach.runner import Runner
from skill.coach.session import OF_THE_BODY, Stopped
from skill.coach.turn import Turn
from skill.coach.workout import Phase, Stage
from skill.routine.model import Sore
from tests.coach.moments import Played, introduced, moments, opened
from tests.support.household import routine, voice

PAINS = (Meaning.PAIN, Meaning.SIT_BONE_PAIN, Meaning.CRAMP)
WARNINGS = (Meaning.RED_FLAG, Meaning.EMERGENCY)
LEADS_ON = ("prompt.in_position", "prompt.next_step", "prompt.resume", "prompt.start")
HEARD_AFTER_PAIN_NEVER = (
    "finish.again",
    "cheer.completed_workout",
    "cheer.completed_set",
    "finish.cool_down",
)
"""Praise, and to come back after a day or two."""
MOMENTS = dict(moments())


def keys(turn: Turn | None) -> tuple[str, ...]:
    """The keys of all that is heard, in order."""
    assert turn is not None
    return tuple(cue.line.key for cue in turn.timeline.cues)


def words(turn: Turn | None) -> str:
    """All that is heard, the silence that follows included."""
    assert turn is not None
    cues = [*turn.timeline.cues, *(turn.reprompt.cues if turn.reprompt else ())]
    return " ".join(voice().say(cue.line).text for cue in cues)


def every(meanings: tuple[Meaning, ...]) -> Iterator[tuple[str, Meaning, Played, Played]]:
    for name, before in MOMENTS.items():
        for meaning in meanings:
            yield f"{meaning} {name}", meaning, before, before.told(meaning)


def test_in_an_emergency_the_call_comes_first_and_silence_repeats_it() -> None:
    for name, _, before, after in every((Meaning.EMERGENCY,)):
        assert keys(after.turn)[0] in ("body.emergency", "body.emergency_again"), name
        assert after.turn is not None
        assert after.turn.card is None, name
        assert after.turn.reprompt is not None, name
        assert after.turn.reprompt.cues[0].line.key == "body.emergency_again", name
        assert after.session.stopped is Stopped.EMERGENCY, name
        assert phone() not in words(after.turn), name
        assert before.runner.history == after.runner.history, name


def phone() -> str:
    return ", ".join(routine().clinic.phone_groups)


def test_nothing_in_an_emergency_tells_the_clinics_number_or_leads_on() -> None:
    for name in ("in an emergency", "in an emergency before a workout"):
        for meaning in Meaning:
            after = MOMENTS[name].told(meaning)
            assert after.turn is not None
            assert after.turn.card is None, (name, meaning)
            assert phone() not in words(after.turn), (name, meaning)
            assert not after.turn.timeline.spans, (name, meaning)
            asked = after.session.question is not None
            says = any(
                key.startswith(("body.emergency", "stop.emergency")) for key in keys(after.turn)
            )
            assert says or asked, (name, meaning)
            assert not set(keys(after.turn)) & {*LEADS_ON, "wait.with_you"}, (name, meaning)


def test_a_warning_sign_leads_to_no_exercise_and_to_no_clinic() -> None:
    for name, meaning, _, after in every(WARNINGS):
        assert after.turn is not None
        assert after.turn.card is None, name
        assert after.turn.prompt is not None, name
        assert after.turn.prompt.asks == "stop_for_today", name
        assert after.turn.after is Phase.HURT, name
        for later in set(Meaning) - {Meaning.STOP, Meaning.NEVER_MIND, Meaning.SESSION_ENDED}:
            then = after.after(6).told(later)
            assert not then.turn or not then.turn.timeline.spans, (name, later)
            assert "intro.number" not in keys(then.turn), (name, later)
        assert meaning in WARNINGS


def test_the_graver_of_two_signs_stands() -> None:
    grades = {Meaning.PAIN: 0, Meaning.CRAMP: 0, Meaning.RED_FLAG: 2, Meaning.EMERGENCY: 3}
    for first, grade in grades.items():
        for second, other in grades.items():
            after = MOMENTS["in reps"].told(first).after(5).told(second)
            assert after.session.stopped is list(Stopped)[max(grade, other)], (first, second)
            assert after.session.before is not None
            assert after.session.before.settled, (first, second)


def test_before_a_workout_and_with_one_unfinished_pain_means_rest_today() -> None:
    for name, meaning, before, after in every(PAINS):
        if before.turn is None or before.turn.after not in (Phase.OPENED, Phase.RETURNING):
            continue
        first = "body.cramp" if meaning is Meaning.CRAMP else "body.before"
        assert keys(after.turn)[0] == first, name
        assert after.turn is not None
        assert after.turn.ends_session, name
        assert place(after.runner) == place(before.told(Meaning.STOP).runner), name


def place(runner: Runner) -> Runner:
    """What is saved of a runner, the number of turns and their time aside."""
    return replace(runner, turn=0, seen_ms=0)


def test_after_pain_what_is_to_be_avoided_is_left_out_and_named() -> None:
    for meaning, sore in ((Meaning.PAIN, Sore.HAMSTRING), (Meaning.SIT_BONE_PAIN, Sore.SIT_BONE)):
        avoided = routine().avoided_after(sore)
        assert "nordic_curl" in avoided
        for exercise in routine().exercises:
            after = introduced(exercise.id).told(Meaning.NEXT).after(30).told(meaning)
            workout = after.runner.workout
            assert workout is not None
            ahead = set(workout.plan[workout.plan.index(exercise.id) + 1 :])
            assert after.turn is not None
            named = [
                dict(c.line.values)
                for c in after.turn.timeline.cues
                if c.line.key == "body.leave_out"
            ]
            assert set(str(named[0]["exercises"]).split()) == {exercise.id} | (avoided & ahead)
            while workout is not None:
                after = after.after(5).told(Meaning.NEXT_EXERCISE)
                workout = after.runner.workout
                assert workout is None or workout.exercise not in avoided & ahead


def test_the_second_pain_of_a_session_ends_the_workout_unfinished() -> None:
    for first in PAINS:
        for second in PAINS:
            after = introduced().told(Meaning.NEXT).after(35).told(first).after(9)
            after = after.told(Meaning.NEXT).after(30).told(Meaning.NEXT).after(30).told(second)
            assert after.session.stopped is Stopped.SECOND_PAIN, (first, second)
            assert "body.second_pain" in keys(after.turn), (first, second)
            ended = after.after(5).told(Meaning.STOP)
            assert ended.runner.workout is None
            assert ended.runner.workouts == 0
            assert not set(keys(ended.turn)) & set(HEARD_AFTER_PAIN_NEVER)


def test_pain_said_over_and_over_is_not_answered_with_one_sentence() -> None:
    hurt, heard = introduced().told(Meaning.NEXT).after(35), []
    for _ in range(6):
        hurt = hurt.told(Meaning.PAIN).after(8)
        assert hurt.turn is not None
        heard.append(voice(hurt.runner.turn - 1).say(hurt.turn.timeline.cues[0].line).text)

    assert all(one != other for one, other in pairwise(heard))


def test_a_workout_with_pain_in_it_is_neither_praised_nor_finished() -> None:
    for meaning in PAINS:
        hurt = introduced().told(Meaning.NEXT).after(35).told(meaning).after(9)
        for _ in range(12):
            hurt = hurt.told(Meaning.NEXT).heard_out() if hurt.runner.workout else hurt
            assert not set(keys(hurt.turn)) & set(HEARD_AFTER_PAIN_NEVER)
        assert hurt.runner.workout is None
        assert hurt.runner.workouts == 0
        assert [past.finished for past in hurt.runner.history.past] == [0]


def test_denied_pain_that_nobody_heard_leaves_everything_as_it_was() -> None:
    for name, before in MOMENTS.items():
        if before.session.stopped or before.session.question:
            continue
        after = before.told(Meaning.UNHURT)
        assert after.session.stopped is None, name
        now, then = after.runner.workout, before.told(Meaning.WHERE_AM_I).runner.workout
        assert (now is None) == (then is None), name
        if now is not None and then is not None:
            assert (now.exercise, now.set_number, now.side, now.done, now.log) == (
                then.exercise,
                then.set_number,
                then.side,
                then.done,
                then.log,
            ), name


def test_a_set_that_is_counted_goes_on_when_pain_is_denied() -> None:
    after = MOMENTS["in a hold"].told(Meaning.UNHURT)

    assert after.runner.workout is not None
    assert after.runner.workout.phase is Phase.WORKING
    assert after.runner.workout.done == 17


@pytest.mark.parametrize("denial", [Meaning.UNHURT, Meaning.NO, Meaning.CORRECT, Meaning.EFFORT])
def test_one_question_leads_back_to_the_very_second(denial: Meaning) -> None:
    for meaning in (*PAINS, *WARNINGS):
        for name, before in MOMENTS.items():
            if before.session.stopped or before.runner.workout is None:
                continue
            hurt = before.told(meaning).after(6)
            if hurt.session.stopped is None:
                continue
            asked = hurt.told(denial).after(4)
            assert asked.session.question in OF_THE_BODY, (meaning, name)
            back = asked.told(Meaning.NO)
            for answer in (Meaning.YES, Meaning.NEVER_MIND):
                assert asked.told(answer).session.stopped is hurt.session.stopped
            assert back.session.stopped is None, (meaning, name)
            assert asked.told(Meaning.UNHURT).session.stopped is None
            now, then = back.runner.workout, before.told(Meaning.PAUSE).runner.workout
            assert now is not None
            assert then is not None
            assert (now.exercise, now.set_number, now.side, now.done, now.log, now.skipped) == (
                then.exercise,
                then.set_number,
                then.side,
                then.done,
                then.log,
                then.skipped,
            ), (meaning, name)


def test_the_clinic_is_asked_first_and_nobody_is_led_on() -> None:
    for name, _, before, after in every((Meaning.ASK_FIRST,)):
        assert after.turn is not None
        if before.session.stopped is Stopped.EMERGENCY:
            assert after.turn.card is None, name
            continue
        assert "body.ask_first" in keys(after.turn), name
        assert phone() in words(after.turn), name
        assert after.turn.card is not None, name
        assert not set(keys(after.turn)) & set(LEADS_ON), name
        assert after.turn.prompt is None or after.turn.prompt.asks == "stop_for_today", name


SKIP, SKIP_NORDIC = Command(Meaning.SKIP), Command(Meaning.SKIP, exercise="nordic_curl")
SKIP_DEADLIFT = Command(Meaning.SKIP, exercise="romanian_deadlift")
ORDINARY: dict[Meaning, tuple[Command, ...]] = {
    Meaning.PAIN: (SKIP,),
    Meaning.CRAMP: (SKIP,),
    Meaning.SIT_BONE_PAIN: (SKIP,),
    Meaning.RED_FLAG: (Command(Meaning.SKIP_REMAINING),),
    Meaning.EMERGENCY: (Command(Meaning.SKIP_REMAINING),),
    Meaning.ASK_FIRST: (Command(Meaning.PAUSE),),
}
"""What an ordinary runner says to the same end."""
THEN: dict[Meaning, tuple[Command, ...]] = {
    Meaning.PAIN: (SKIP_NORDIC,),
    Meaning.CRAMP: (SKIP_NORDIC,),
    Meaning.SIT_BONE_PAIN: (SKIP_DEADLIFT, SKIP_NORDIC),
}
"""What else is left out once the runner goes on, or stops."""


@pytest.mark.parametrize("end", [(), (Meaning.STOP,), (Meaning.SESSION_ENDED,)])
@pytest.mark.parametrize("workouts", ["in the first workout", "in a later one"])
def test_what_is_saved_is_what_ordinary_words_would_have_saved(
    workouts: str, end: tuple[Meaning, ...]
) -> None:
    known = tuple(exercise.id for exercise in routine().exercises)
    for name, first in MOMENTS.items():
        if first.session.stopped or first.session.subdued:
            continue
        before = first
        if workouts == "in a later one":
            runner = replace(
                first.runner, met=known, practised=dict.fromkeys(known, 3), hints=("steps",)
            )
            before = replace(first, runner=runner)
        for meaning, ordinary in ORDINARY.items():
            said = (*ordinary, *(THEN.get(meaning, ()) if end else ()))
            said = said if underway(before) else (Command(Meaning.STOP),)
            if before.runner.workout and before.runner.workout.stage is Stage.COOL_DOWN:
                said = (Command(Meaning.PAUSE),)
            if not underway(before) and meaning not in PAINS:
                continue
            after, kept = before.told(meaning), before
            for command in said:
                if makes_sense(command, kept, before):
                    kept = kept.told(command)
            if kept is before:
                kept = kept.told(Meaning.WHERE_AM_I)  # nothing is left to be skipped
            for last in end:
                after, kept = after.told(last), kept.told(last)
            assert place(after.runner) == place(kept.runner), (meaning, name)


def underway(played: Played) -> bool:
    """Whether a workout is, past its warm-up: pain before it means to rest today."""
    workout = played.runner.workout
    warming = workout is not None and workout.phase_now is Phase.WARMING_UP
    return workout is not None and not warming and not played.session.returning


def makes_sense(command: Command, played: Played, first: Played) -> bool:
    """Whether there is something to skip."""
    workout = played.runner.workout
    if workout is None:
        return command not in (SKIP, SKIP_NORDIC, SKIP_DEADLIFT)
    if command.exercise:
        ahead = workout.plan[workout.index + (workout.phase is Phase.BETWEEN) :]
        return command.exercise in ahead and command.exercise not in workout.skipped
    assert first.runner.workout is not None
    over = first.told(Meaning.WHERE_AM_I).turn
    return not (command == SKIP and over and over.phase is Phase.BETWEEN)


def test_nothing_is_saved_before_a_workout() -> None:
    before = opened()

    for meaning in (*PAINS, *WARNINGS, Meaning.ASK_FIRST, Meaning.UNHURT):
        assert place(before.told(meaning).runner) == place(before.runner)
