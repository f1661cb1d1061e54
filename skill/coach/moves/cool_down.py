"""The cool-down: easy walking by the clock, then a held stretch; the runner may leave any time."""

from __future__ import annotations

from skill.coach.bouts import bout_at_hand, bouts_of
from skill.coach.context import Outcome, TurnContext
from skill.coach.moves.know import cool_down as told
from skill.coach.moves.opening import finish
from skill.coach.moves.stages import cool_down, timed
from skill.coach.position import cools_down
from skill.coach.workout import Stage


def on(context: TurnContext) -> Outcome:
    """Go on with the cool-down from its place; finish if it is over."""
    return finish(context) if bout_at_hand(context) is None else timed(context, context.tape())


def following(context: TurnContext) -> Outcome:
    """On "next": from the walk to the stretch, then leg by leg, then to the finish."""
    bout = bout_at_hand(context)
    if bout is None:
        return finish(context)
    begun = context.interrupted is not None or context.workout.stage_done > bout.start_s
    if begun:
        context = context.changing_workout(stage_done=bout.end_s)
    return on(context)


def again(context: TurnContext) -> Outcome:
    """Back to the beginning of the walk or of the current leg."""
    done = context.workout.stage_done
    bouts = bouts_of(context, Stage.COOL_DOWN)
    start_s = max((bout.start_s for bout in bouts if bout.start_s < done), default=0)
    return timed(context.changing_workout(stage_done=start_s), context.tape())


def wanted(context: TurnContext) -> Outcome:
    """Begin the cool-down after the last exercise; before that, only describe it."""
    over = context.workout.last_exercise and cools_down(context)
    return cool_down(context) if over else told(context)
