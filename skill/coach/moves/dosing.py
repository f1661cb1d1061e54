"""Changing the dose and the count by voice: from this very moment, and for next time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from skill.coach.context import Move, Outcome, TurnContext
from skill.coach.dose import STANDARD_PACE, Dose
from skill.coach.elapsed import set_over, when_done
from skill.coach.messages import Message
from skill.coach.moves.answer import say_and_offer
from skill.coach.moves.durations import left_ms, minutes
from skill.coach.moves.navigation import after_set, before_set, done_in_set
from skill.coach.moves.opening import short_fresh
from skill.coach.moves.topic import subject, which
from skill.coach.moves.work import work
from skill.coach.position import describe_position
from skill.coach.workout import Phase, Workout
from skill.routine.model import Choice, Form, Hold

IN_SET = (Phase.WORKING, Phase.PAUSED)


def say_back(context: TurnContext, *lines: Message) -> Outcome:
    """Say the new value, and go straight on where a set was running, or is over by that value."""
    if context.phase not in IN_SET:
        return say_and_offer(context, *lines)
    go_on = work if context.phase is Phase.WORKING else say_and_offer
    dose, workout = context.dose, context.workout
    if workout.side not in dose.sides:
        workout = replace(workout, side=dose.sides[0], done=0)
    workout = when_done(workout, dose, context.now_ms)
    context = context.with_workout(workout)
    if workout.phase in IN_SET:
        return go_on(context, *lines)
    tape = context.tape()
    for line in lines:
        tape.speak(line)
    return after_set(context, tape)


def _form(context: TurnContext, exercise: str) -> Form:
    preferred = context.runner.preference(exercise).form
    found = context.routine.exercise(exercise)
    return found.form(preferred) if preferred else found.form()


def _changed(
    context: TurnContext, exercise: str, key: str, wish: int, choice: Choice, **change: int
) -> Outcome:
    """The preference changed to the sensible value nearest to the wish, said back in a phrase."""
    preference = replace(context.runner.preference(exercise), **change)  # type: ignore[arg-type]  # whole numbers only
    context = context.with_runner(context.runner.prefer(exercise, preference))
    return say_back(context, *_said(context, exercise, key, wish, choice.nearest(wish)))


def _said(
    context: TurnContext, exercise: str, key: str, wish: int, value: int
) -> tuple[Message, ...]:
    """The new value in a phrase; why, where it is not the one wished for; and of which exercise,
    where it is not the one at hand."""
    lines = [Message.of(key, {"n": value, "exercise": exercise})]
    if value != wish:
        lines.insert(0, Message.of("dose.at_most" if wish > value else "dose.at_least"))
    workout = context.runner.workout
    if workout is None or workout.exercise != exercise:
        lines.insert(0, Message.of("answer.steps_of", {"exercise": exercise}))
    return tuple(lines)


Wish = Callable[[TurnContext, Dose], int | None]


def _number(context: TurnContext) -> int | None:
    return context.command.number if context.command.number is not None else context.command.seconds


def _named(context: TurnContext, dose: Dose) -> int | None:
    return _number(context)


def _more(direction: int) -> Wish:
    """The dose at hand, plus (or for `direction` -1, less) the number named, or else a step."""

    def wish(context: TurnContext, dose: Dose) -> int:
        step = context.routine.hold_step_seconds if dose.held else context.routine.reps_step
        return dose.target + direction * (context.command.number or step.start)

    return wish


def _target(key: str, held: bool, wish_of: Wish) -> Move:
    """A move that changes reps (`held` false) or seconds of a hold (`held` true)."""

    def change(context: TurnContext) -> Outcome:
        exercise = subject(context)
        if exercise is None or context.command.unknown_exercise:
            return which(context)
        work_now = _form(context, exercise).work
        dose = context.dose_of(exercise)
        if isinstance(work_now, Hold) is not held:
            other = "dose.not_reps" if isinstance(work_now, Hold) else "dose.not_held"
            return say_and_offer(context, Message.of(other, {"exercise": exercise}))
        wish = wish_of(context, dose)
        if wish is None:
            return say_and_offer(context, Message.of("dose.what_number"))
        if isinstance(work_now, Hold):
            value = work_now.seconds.nearest(wish)
            return _changed(context, exercise, key, wish, work_now.seconds, hold=value)
        value = work_now.count.nearest(wish)
        return _changed(context, exercise, key, wish, work_now.count, reps=value)

    return change


set_reps = _target("dose.reps", False, _named)
more_reps = _target("dose.reps", False, _more(+1))
fewer_reps = _target("dose.reps", False, _more(-1))
set_hold = _target("dose.hold", True, _named)
longer_hold = _target("dose.hold", True, _more(+1))
shorter_hold = _target("dose.hold", True, _more(-1))


def set_number(context: TurnContext) -> Outcome:
    """A bare number means reps, or seconds where the exercise is held."""
    exercise = subject(context)
    if exercise is None:
        return which(context)
    held = isinstance(_form(context, exercise).work, Hold)
    return set_hold(context) if held else set_reps(context)


def set_duration(context: TurnContext) -> Outcome:
    """A bare length of time means the hold, or the rest where nothing is held."""
    exercise = subject(context)
    if exercise is None:
        return which(context)
    held = isinstance(_form(context, exercise).work, Hold)
    return set_hold(context) if held and context.phase is not Phase.RESTING else set_rest(context)


def set_sets(context: TurnContext) -> Outcome:
    """Sets of one exercise, or of every exercise before a workout begins."""
    wish = context.command.number
    if wish is None:
        return say_and_offer(context, Message.of("dose.what_number"))
    exercise = subject(context)
    if context.command.unknown_exercise:
        return which(context)
    if exercise is None:
        runner = context.runner
        for entry in context.routine.exercises:
            value = entry.form().sets.nearest(wish)
            runner = runner.prefer(entry.id, replace(runner.preference(entry.id), sets=value))
        all_sets = Message.of("dose.sets_everywhere", {"n": value})
        return say_and_offer(context.with_runner(runner), all_sets)
    return _sets(context, exercise, wish)


def _sets(context: TurnContext, exercise: str, wish: int) -> Outcome:
    choice = _form(context, exercise).sets
    workout = context.runner.workout
    at_hand = workout is not None and workout.exercise == exercise
    value = max(choice.nearest(wish), _reached(workout) if workout and at_hand else 0)
    context = _with_own_sets(context, exercise)
    preference = replace(context.runner.preference(exercise), sets=value)
    context = context.with_runner(context.runner.prefer(exercise, preference))
    said = _said(context, exercise, "dose.sets", wish, value)
    resting = at_hand and context.workout.phase is Phase.RESTING
    if not resting or context.workout.set_number <= value:
        return say_back(context, *said)
    # the sets wished for are done already
    over = replace(
        context.workout, phase=Phase.BETWEEN, set_number=value, rest_left_ms=0, rest_paused=False
    )
    tape = context.tape()
    for line in said:
        tape.speak(line)
    return after_set(context.with_workout(over), tape)


def _reached(workout: Workout) -> int:
    """The sets that are done or begun: there can't be fewer."""
    return workout.set_number - (workout.phase is Phase.RESTING)


def _with_own_sets(context: TurnContext, exercise: str) -> TurnContext:
    workout = context.runner.workout
    if workout is None:
        return context
    own = tuple(dict.fromkeys((*workout.own_sets, exercise)))
    return context.with_workout(replace(workout, own_sets=own))


def _more_sets(direction: int) -> Move:
    """A move that adds (+1) or drops (-1) as many sets as were named, or else one."""

    def change(context: TurnContext) -> Outcome:
        exercise = subject(context)
        if exercise is None or context.command.unknown_exercise:
            return which(context)
        wish = context.dose_of(exercise).sets + direction * (context.command.number or 1)
        return _sets(context, exercise, wish)

    return change


more_sets = _more_sets(+1)
fewer_sets = _more_sets(-1)


def another_set(context: TurnContext) -> Outcome:
    """Between exercises, "one more set" is one more of the exercise just done."""
    workout = context.workout
    if context.command.exercise not in (None, workout.exercise):
        return more_sets(context)
    choice = _form(context, workout.exercise).sets
    value = choice.nearest(workout.set_number + (context.command.number or 1))
    if value <= workout.set_number:
        return say_and_offer(context, Message.of("dose.sets_enough", {"n": value}))
    preference = replace(context.runner.preference(workout.exercise), sets=value)
    context = context.with_runner(context.runner.prefer(workout.exercise, preference))
    said = Message.of("dose.sets", {"n": value, "exercise": workout.exercise})
    return before_set(_with_own_sets(context, workout.exercise), workout.set_number + 1, said)


def _rest(context: TurnContext, wish: int | None) -> Outcome:
    exercise = subject(context)
    if exercise is None:
        return which(context)
    if wish is None:
        return say_and_offer(context, Message.of("dose.what_number"))
    choice = _form(context, exercise).rest
    value = choice.nearest(wish)
    if context.phase is Phase.RESTING:
        # the rest that is running grows or shrinks with the wish
        gone = context.dose.rest_ms - context.workout.rest_left_ms
        left = max(0, 1000 * value - gone)
        context = context.with_workout(replace(context.workout, rest_left_ms=left))
    return _changed(context, exercise, "dose.rest", wish, choice, rest=value)


def set_rest(context: TurnContext) -> Outcome:
    """The rest between sets, in seconds."""
    return _rest(context, _number(context))


def _another_rest(direction: int) -> Move:
    """A move to a rest that is longer (`direction` +1) or shorter (-1) from now on."""

    def change(context: TurnContext) -> Outcome:
        exercise = subject(context)
        if exercise is None:
            return which(context)
        now = context.dose_of(exercise).rest_ms // 1000
        return _rest(context, now + direction * context.routine.rest_step_seconds.start)

    return change


longer_rest = _another_rest(+1)
shorter_rest = _another_rest(-1)


def _pace(key: str, direction: int) -> Move:
    """A move that slows (`direction` +1) or quickens (-1) the reps."""

    def change(context: TurnContext) -> Outcome:
        exercise = subject(context)
        if exercise is None:
            return which(context)
        if context.dose_of(exercise).held:
            return say_back(context, Message.of("dose.second_is_a_second"))
        now = context.runner.preference(exercise).pace or STANDARD_PACE
        step = direction * context.routine.pace_step_percent.start
        pace = context.routine.pace_percent.nearest(now + step)
        if pace == now:
            return say_back(context, Message.of(f"{key}_limit"))
        preference = replace(context.runner.preference(exercise), pace=pace)
        return say_back(
            context.with_runner(context.runner.prefer(exercise, preference)), Message.of(key)
        )

    return change


slower = _pace("dose.slower", +1)
faster = _pace("dose.faster", -1)


def report_reps(context: TurnContext) -> Outcome:
    """Hearing "I only managed six": the last set, or the one at hand, is kept with that number."""
    number, workout = context.command.number, context.workout
    if number is None:
        return say_and_offer(context, Message.of("dose.what_number"))
    dose = context.dose
    if workout.phase in IN_SET:
        if context.uncounted and number >= dose.target and workout.side is not dose.last_side:
            return done_in_set(context)
        context = context.with_workout(replace(workout, done=min(number, dose.target)))
        whole = number >= dose.target and workout.side is dose.last_side
        context = context.with_workout(set_over(context.workout, dose, context.now_ms, whole=whole))
        tape = context.tape()
        tape.speak(_reported(number, dose, whole=whole))
        return after_set(context, tape)
    done = [record for record in workout.log if record.exercise == workout.exercise]
    if not done:
        return say_and_offer(context, Message.of("dose.nothing_to_report"))
    last = done[-1]
    value = min(number, dose.target)
    record = last._replace(completed=value >= dose.target, done=value)
    context = context.with_workout(workout.with_set(record, corrected=True))
    return say_and_offer(context, _reported(number, dose, whole=True))


def _reported(number: int, dose: Dose, *, whole: bool) -> Message:
    if number > dose.target and whole:
        return Message.of("dose.reported_whole")
    return Message.of("dose.reported", {"n": min(number, dose.target)})


def shorten(context: TurnContext) -> Outcome:
    """Short of time in the middle: one set each of what is ahead; what was begun stays whole."""
    workout = context.workout
    if not workout.log and not workout.done and not workout.index:
        return short_fresh(context)
    ahead = workout.index + 1
    left_out = context.routine.short.leave_out
    kept = tuple(name for name in workout.plan[ahead:] if name not in left_out)
    begun = workout.phase is not Phase.INTRODUCING or workout.set_number > 1
    whole = (*workout.own_sets, workout.exercise) if begun else workout.own_sets
    own = tuple(name for name in dict.fromkeys(whole) if name in workout.plan[:ahead])
    short = replace(workout, short=True, plan=(*workout.plan[:ahead], *kept), own_sets=own)
    context = context.with_workout(short)
    if short.phase is Phase.BETWEEN and short.last_exercise:
        return say_and_offer(context, describe_position(context))
    return say_back(context, _shortened(context))


def _shortened(context: TurnContext) -> Message:
    """What is true of the sets to come: those of the exercise at hand may be more than one."""
    workout = context.workout
    left = {"minutes": minutes(left_ms(context))}
    each = {"sets": context.routine.short.sets, **left}
    if workout.phase is Phase.BETWEEN or workout.set_number >= context.dose.sets:
        return Message.of("start.shortened", each)
    if workout.last_exercise:
        return Message.of("where.minutes_left", left)
    return Message.of("start.shortened_after", each)
