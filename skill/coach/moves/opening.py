"""Opening, starting, carrying on, stopping and finishing."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.history import HOUR_MS
from skill.coach.messages import Message
from skill.coach.moves.answer import ask, offer
from skill.coach.moves.asides import left_out_today, so_soon
from skill.coach.moves.durations import whole_workout
from skill.coach.moves.introduce import first_answer, introduce, needs_ahead
from skill.coach.moves.stages import ask_to_warm_up, cool_down, timed
from skill.coach.moves.work import get_set, work
from skill.coach.position import (
    cools_down,
    describe_position,
    every_day,
    prompt_for,
    returning_question,
)
from skill.coach.progression import after_lapse, offers_of
from skill.coach.session import Question
from skill.coach.timeline import Tape
from skill.coach.turn import TurnKind
from skill.coach.workout import Phase, Stage, Workout


def welcome(context: TurnContext) -> Outcome:
    """Welcome the runner: the first time with what this is and when to stop, later briefly."""
    tape = context.tape()
    if context.runner.welcomed:
        tape.say("welcome.again")
    else:
        tape.say("welcome.first", total=len(context.routine.exercises))
    context = context.changing_runner(welcomed=True)
    return context.end(tape, prompt_for(context))


def welcome_back(context: TurnContext) -> Outcome:
    """A workout is unfinished: say where it is, and ask whether to carry on."""
    context = context.at_rest()
    tape = context.tape()
    if context.workout.stage is Stage.WARM_UP and not context.workout.log:
        tape.say("welcome.back")
        return _back_to_warm_up(context, tape)
    if context.stale:
        tape.say("welcome.back_after", hours=context.session.away_ms // HOUR_MS)
    else:
        tape.say("welcome.back")
    tape.speak(describe_position(context))
    context = context.with_session(question=returning_question(context), returning=True)
    return context.end(tape, prompt_for(context))


def ask_fresh(context: TurnContext) -> Outcome:
    """The runner doesn't want to carry on: offer a fresh start."""
    return ask(context, Question.START_FRESH)


def begin_whole(context: TurnContext, *lead: Message) -> Outcome:
    """The whole routine from its first exercise."""
    whole = whole_workout(context)
    return begin(context, whole, *lead, index=first_unspared(context, whole.plan))


def first_unspared(context: TurnContext, plan: tuple[str, ...]) -> int:
    """The place of the first exercise that pain in this session has not ruled out."""
    unspared = [n for n, name in enumerate(plan) if name not in context.session.spared]
    return unspared[0] if unspared else 0


def start_fresh(context: TurnContext) -> Outcome:
    """The routine from its beginning; what was done in the last workout stays in the history."""
    return begin_whole(left_behind(context))


def restart(context: TurnContext) -> Outcome:
    """On "start over": if anything was done, ask first whether all of it is meant."""
    workout = context.workout
    if workout.log or workout.done:
        return ask_fresh(context)
    return start_fresh(context)


def keep_on(context: TurnContext) -> Outcome:
    """On "no" to a fresh start: goodbye after a break, otherwise back to the place."""
    return stop(context) if context.phase is Phase.RETURNING else decline(context)


def left_behind(context: TurnContext) -> TurnContext:
    """The context without the current workout; within one sitting, changes for today stay."""
    before = context.runner
    away = context.put_away()
    if context.phase is not Phase.RETURNING:
        away = away.changing_runner(preferences=before.preferences, after_today=before.after_today)
    return away.with_runner(after_lapse(away.routine, away.runner, away.day))


def start_or_ask(context: TurnContext) -> Outcome:
    """On "start" after a break: ask first, so that nothing is lost; then begin."""
    asked = context.asked in (Question.CARRY_ON, Question.START_FRESH, Question.FRESH_FIRST)
    return start_fresh(context) if asked else welcome_back(context)


def begin(context: TurnContext, workout: Workout, *lead: Message, index: int = 0) -> Outcome:
    """Begin that workout: all the equipment it needs, the warm-up, then its first exercise. A
    current one moves to the history."""
    if context.runner.workout is not None:
        context = left_behind(context)
    plan, short = workout.plan, workout.short
    spared = tuple(e for e in plan if e in context.session.spared and e != plan[index])
    word = None if context.session.spaced else so_soon(context)
    if word is not None:
        lead = (word, *lead)
    left_out = left_out_today(context, plan)
    if left_out is not None:
        lead, context = (*lead, left_out), context.with_session(run_told=True)
    offers = () if short else offers_of(context.routine, context.runner, plan, context.day)
    workout = replace(workout, skipped=spared, offers=offers)
    runner = context.runner
    context = context.changing_runner(begun=runner.begun + 1, turn_begun=runner.turn)
    context = context.with_workout(workout)
    context = context.with_session(
        away_ms=0, returning=False, needs_told=needs_ahead(context, index)
    )
    answer = first_answer(context, index, *lead)
    return replace(answer, runner=replace(answer.runner, welcomed=True))


def carry_on(context: TurnContext) -> Outcome:
    """Go on from the exact exercise, set and leg."""
    context = context.resumed().at_rest()
    workout = context.workout
    if workout.stage is Stage.WARM_UP:
        return _back_to_warm_up(context, context.tape())
    if workout.stage is Stage.COOL_DOWN:
        return timed(context, context.tape())
    if workout.phase is Phase.INTRODUCING:
        return introduce(context, workout.index)
    if workout.phase is Phase.BETWEEN:
        return next_exercise(context)
    if context.exercise.advanced:
        return get_set(context)
    return work(context, ready_ms=1000 * context.routine.return_ready_seconds)


def _back_to_warm_up(context: TurnContext, tape: Tape) -> Outcome:
    """Back at a warm-up: after hours away it begins again."""
    context = context.resumed()
    if context.cold:
        return ask_to_warm_up(context, tape)
    tape.speak(describe_position(context))
    return context.end(tape, prompt_for(context))


def next_exercise(context: TurnContext) -> Outcome:
    """The next exercise's introduction; after the last the cool-down, or the finish."""
    index = context.workout.next_index
    if index is not None:
        return introduce(context, index)
    return cool_down(context.resumed()) if cools_down(context) else finish(context)


def finish(context: TurnContext) -> Outcome:
    """Finish: what was done, a cool-down, when to do it next, goodbye.

    After pain, none of that is said, nor anything that sounds like praise.
    """
    if context.session.subdued:
        tape = context.tape(Message.of("finish.after_pain"))
        return context.put_away().end(tape, None, kind=TurnKind.WARNING)
    workout = context.workout
    completed = sum(record.completed for record in workout.log)
    partial = len(workout.log) - completed
    done = context.plan_done
    tape = context.tape(Message.of("finish.done" if done else "finish.over"))
    if not workout.log:
        tape.say("finish.nothing")
    elif not completed:
        tape.say("finish.none_completed", partial=partial)
    elif partial:
        tape.say("finish.some_partial", completed=completed, partial=partial)
    elif completed == 1:
        tape.say("finish.one_completed", completed=completed)
    else:
        tape.say("finish.all_completed", completed=completed)
    if workout.skipped:
        tape.say("finish.skipped", exercises=" ".join(workout.skipped))
    if done and not partial:
        tape.speak(praise(context))
    if workout.log and workout.stage is not Stage.COOL_DOWN:
        tape.say("finish.cool_down")
    tape.say("finish.again")
    return context.put_away().end(tape, None, kind=TurnKind.FINISH)


def stop(context: TurnContext) -> Outcome:
    """Say goodbye and end the session at once; the place, if there is one, is kept."""
    workout = context.runner.workout
    if workout is not None and workout.all_over and not context.elsewhere:
        return finish(context)
    tape = context.tape()
    context = context.at_rest()
    if context.runner.workout is None:
        tape.say("stop.bye")
    else:
        tape.say("stop.saved")
        tape.speak(describe_position(context))
    return context.end(tape, None)


def decline(context: TurnContext) -> Outcome:
    """On "no" to an offer: back to exactly where the runner was, even in a running set."""
    if context.set_to_go_on and context.phase in (Phase.WORKING, Phase.PAUSED):
        return work(context)
    if context.set_to_go_on and context.phase in (Phase.WARMING_UP, Phase.COOLING_DOWN):
        return timed(context, context.tape())
    return offer(context, context.tape())


NAMED = 2
"""The most exercises to name."""


def praise(context: TurnContext) -> Message:
    """One true thing about a workout that ends now with every set whole."""
    runner = context.runner
    workouts = runner.workouts + 1
    if workouts % context.routine.progression.noticed_workouts == 0:
        return Message.of("cheer.workouts", workouts=workouts)
    true = [Message.of("cheer.completed_workout")]
    more = _more_than_last_time(context)
    if more:
        true.append(Message.of("cheer.more", exercises=" ".join(more[:NAMED])))
    weeks, at_least = context.put_away().runner.history.weeks_running(context.now_ms)
    if weeks > 1:
        key = "cheer.weeks_at_least" if at_least else "cheer.weeks"
        true.append(Message.of(key, weeks=weeks))
    return true[runner.begun % len(true)]


def _more_than_last_time(context: TurnContext) -> list[str]:
    """The exercises with more reps or seconds than the last time, in the same form."""
    found = []
    for exercise in context.workout.plan:
        form = context.dose_of(exercise).form
        sets = [record for record in context.workout.log if record.exercise == exercise]
        last = context.runner.history.done_last(exercise, form)
        if last is None or any(record.form != form for record in sets):
            continue
        if sum(record.done for record in sets) > last:
            found.append(exercise)
    return found


def start(context: TurnContext) -> Outcome:
    """The whole routine; too soon after the last one, first offer what may be done every day."""
    word = so_soon(context)
    if word is None or context.session.spaced:
        return begin_whole(context)
    return ask(context.with_session(spaced=True), Question.SPACING, word)


def only_every_day(context: TurnContext) -> Outcome:
    """Yes to what may be done every day, otherwise to all of it."""
    exercise = every_day(context.routine)
    if exercise is None:
        return begin_whole(context)
    return begin(context, Workout(context.now_ms, (exercise,)))
