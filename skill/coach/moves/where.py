"""Where am I, how long left: exact to the second by the turn's timeline."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.bouts import bout_at_hand, move_ahead
from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import answers_with, offer, say_and_offer, tell, unknown_exercise
from skill.coach.moves.durations import (
    exercise_ms,
    left_ms,
    minutes,
    minutes_of,
    short_workout,
    whole_workout,
)
from skill.coach.moves.stages import time_left as stage_left
from skill.coach.moves.steps import target_line
from skill.coach.position import describe_position, exercise_ahead, own_pace_line
from skill.coach.turn import TurnKind
from skill.coach.workout import IN_SET, Phase, Stage

nothing_left = answers_with("where.nothing_left")


def where_am_i(context: TurnContext) -> Outcome:
    """Exercise, set, leg, second or rep."""
    workout = context.workout
    if workout.stage is not Stage.EXERCISES:
        return say_and_offer(context, describe_position(context))
    number = {"n": workout.index + 1, "total": len(workout.plan)}
    if workout.phase is Phase.INTRODUCING:
        return tell(context, "where.exercise", exercise=workout.exercise, **number)
    here = Message.of("where.number", **number)
    # if the set is paused, the offer after an answer names its place anyway
    paused = context.phase is Phase.PAUSED
    return say_and_offer(context, *(here,) if paused else (here, describe_position(context)))


def time_left(context: TurnContext) -> Outcome:
    """What is left of the hold, the reps or the rest."""
    workout, dose = context.workout, context.dose
    if workout.stage is not Stage.EXERCISES:
        return say_and_offer(context, stage_left(context))
    if context.workout.all_over:
        return nothing_left(context)
    if workout.phase is Phase.RESTING:
        seconds = workout.rest_left_ms // 1000
        if seconds and context.phase is Phase.RESTING and not workout.rest_paused:
            return offer(context, context.tape())  # the rest itself says what is left
        rest = Message.of("where.rest_left", seconds=seconds)
        return say_and_offer(context, rest if seconds else Message.of("where.rest_over"))
    if workout.phase not in IN_SET:
        return routine_time_left(context)
    if context.own_pace:
        return say_and_offer(context, own_pace_line(context))
    left = dose.target - workout.done
    more = "other_leg" if dose.side_after(workout.side) else "nothing"
    key = f"where.{dose.measure}_left"
    return tell(context, key, left=left, leg=workout.side or "both", more=more)


def reps_left(context: TurnContext) -> Outcome:
    """Which rep, and how many are left; in a hold, seconds. Between exercises, for the next one."""
    workout, dose = context.workout, context.dose
    if workout.phase in IN_SET:
        return time_left(context)
    lines = []
    if workout.phase is Phase.BETWEEN:
        if workout.last_exercise:
            return sets_left(context)
        dose = context.dose_of(context.next_exercise)
        lines.append(Message.of("answer.steps_of", exercise=dose.exercise))
    lines.append(target_line(dose))
    return say_and_offer(context, *lines)


def sets_left(context: TurnContext) -> Outcome:
    """Which set of how many."""
    workout, dose = context.workout, context.dose
    if workout.phase is Phase.BETWEEN and workout.circuit and workout.exercise not in workout.over:
        left = dose.sets - workout.set_number
        return tell(context, "where.sets_left", left=left, sets=dose.sets)
    if workout.phase is Phase.BETWEEN:
        return tell(context, "where.sets_over", exercise=workout.exercise)
    left = dose.sets - workout.set_number + 1
    if workout.phase in IN_SET:
        number = workout.set_number
        return tell(context, "where.sets_in", set=number, sets=dose.sets, left=left - 1)
    return tell(context, "where.sets_left", left=left, sets=dose.sets)


def which_side(context: TurnContext) -> Outcome:
    """Which leg works, or works next."""
    workout, dose = context.workout, context.dose
    bout = bout_at_hand(context) if workout.stage is Stage.COOL_DOWN else None
    if bout is not None and bout.side is not None:
        return tell(context, "where.leg_now", leg=bout.side)
    if context.workout.all_over:
        return nothing_left(context)
    if workout.phase is Phase.BETWEEN:
        dose = context.dose_of(context.next_exercise)
    if len(dose.sides) == 1:
        return tell(context, "where.both_legs")
    key = "where.leg_now" if workout.phase in IN_SET else "where.leg_next"
    between = workout.phase is Phase.BETWEEN
    side = dose.sides[0] if between else workout.side or dose.sides[0]
    return tell(context, key, leg=side or "both")


def whats_next(context: TurnContext) -> Outcome:
    """The next leg, set or exercise; after a leg or the last set, also what follows that."""
    move = move_ahead(context) if context.workout.stage is Stage.WARM_UP else None
    if move is not None:
        return tell(context, "where.next_move", move=move.id)
    if context.workout.stage is Stage.WARM_UP:
        return tell(context, "where.next_exercise", exercise=exercise_ahead(context))
    if context.workout.stage is Stage.COOL_DOWN:
        return tell(context, "where.then_finish")
    if context.workout.all_over:
        return nothing_left(context)
    (what, values), *after = _ahead(context)
    lines = [Message.of(f"where.next_{what}", **values)]
    if after and (what == "leg" or after[0][0] != "set"):
        then, values = after[0]
        lines.append(Message.of(f"where.then_{then}", **values))
    return say_and_offer(context, *lines)


Ahead = tuple[str, dict[str, int | str]]


def _ahead(context: TurnContext) -> list[Ahead]:
    """What comes after the current place, up to the next exercise or the end of the workout:
    a leg, sets, an exercise or the finish, with the values of its message."""
    workout, dose = context.workout, context.dose
    found: list[Ahead] = []
    begun, following = workout.phase in IN_SET, dose.side_after(workout.side)
    if begun and following is not None:
        found.append(("leg", {"leg": following}))
    if workout.phase is not Phase.BETWEEN:
        numbers = range(workout.set_number + begun, dose.sets + 1)
        found += [("set", {"set": number, "sets": dose.sets}) for number in numbers]
    if workout.last_exercise:
        return [*found, ("finish", {})]
    return [*found, ("exercise", {"exercise": context.next_exercise})]


def list_exercises(context: TurnContext) -> Outcome:
    """The exercises in order."""
    workout = context.runner.workout
    plan = workout.plan if workout else tuple(e.id for e in context.routine.exercises)
    line = Message.of("where.list", total=len(plan), exercises=" ".join(plan))
    return replace(say_and_offer(context, line), kind=TurnKind.LISTING)


def routine_length(context: TurnContext) -> Outcome:
    """How long the named exercise takes; otherwise the whole routine and the short version."""
    exercise = context.command.exercise
    if context.command.unknown_exercise:
        return say_and_offer(context, unknown_exercise(context))
    if exercise is not None:
        length = minutes(exercise_ms(context, exercise))
        return tell(context, "where.exercise_length", exercise=exercise, minutes=length)
    whole, short = (
        minutes_of(context, workout) for workout in (whole_workout(context), short_workout(context))
    )
    return tell(context, "where.length", minutes=whole, short=short)


def routine_time_left(context: TurnContext) -> Outcome:
    """How many exercises are left, including the current one, and about how many minutes."""
    if context.workout.stage is Stage.COOL_DOWN:
        return time_left(context)
    if context.workout.all_over:
        return nothing_left(context)
    workout = context.workout
    at_hand = () if workout.phase is Phase.BETWEEN else (workout.exercise,)
    left = len({*at_hand, *workout.ahead})
    return tell(context, "where.routine_left", left=left, minutes=minutes(left_ms(context)))
