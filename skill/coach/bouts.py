"""The parts of the warm-up and the cool-down: walking, moves, and stretch holds."""

from __future__ import annotations

from msgspec import Struct

from skill.coach.context import TurnContext
from skill.coach.timeline import Side, SpanKind
from skill.coach.workout import Stage
from skill.routine.model import WarmUpMove


class Bout(Struct, frozen=True):
    """One part of the warm-up or the cool-down."""

    kind: SpanKind
    start_s: int
    """When it begins, in seconds from the start of the warm-up or cool-down."""
    seconds: int
    side: Side | None = None
    move: WarmUpMove | None = None

    @property
    def end_s(self) -> int:
        """When it ends, in seconds from the start of the warm-up or cool-down."""
        return self.start_s + self.seconds


def bouts_of(context: TurnContext, stage: Stage) -> tuple[Bout, ...]:
    """The bouts of the warm-up or the cool-down, in order; those without time are left out."""
    routine = context.routine
    warming = stage is Stage.WARM_UP
    walk = routine.warm_up_seconds if warming else routine.cool_down_seconds
    found = [Bout(SpanKind.WALK, 0, walk)] if walk else []
    for move in routine.led.moves if warming else ():
        start_s = found[-1].end_s if found else 0
        found.append(Bout(SpanKind.MOVE, start_s, move.seconds, move=move))
    if not warming and routine.led.stretch is not None:
        dose = context.dose_of(routine.led.stretch)
        for side in dose.sides:
            start_s = found[-1].end_s if found else 0
            found.append(Bout(SpanKind.STRETCH, start_s, dose.target, side))
    return tuple(found)


def seconds_of(context: TurnContext, stage: Stage) -> int:
    """The length of the warm-up or the cool-down in seconds, without the talking."""
    bouts = bouts_of(context, stage)
    return bouts[-1].end_s if bouts else 0


def bout_at_hand(context: TurnContext) -> Bout | None:
    """The current bout of the warm-up or the cool-down; None if it is over."""
    done = context.workout.stage_done
    bouts = bouts_of(context, context.workout.stage)
    return next((bout for bout in bouts if done < bout.end_s), None)


def move_ahead(context: TurnContext) -> WarmUpMove | None:
    """The warm-up move that begins next; None if something else comes next."""
    done = context.workout.stage_done
    bouts = bouts_of(context, context.workout.stage)
    return next((bout.move for bout in bouts if bout.move and bout.start_s >= done), None)


def seconds_left(context: TurnContext) -> int:
    """The seconds left of the current warm-up or cool-down."""
    workout = context.workout
    return max(0, seconds_of(context, workout.stage) - workout.stage_done)
