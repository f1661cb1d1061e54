"""Steering the workout: on, back, past, pause and resume."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.asks import Asks
from skill.coach.context import Outcome, TurnContext
from skill.coach.elapsed import record_of, set_over
from skill.coach.messages import Message
from skill.coach.moves.answer import answers_with, offer, say_and_offer, tell, unknown_exercise
from skill.coach.moves.introduce import at_exercise, at_step, introduce, introduce_again
from skill.coach.moves.opening import begin, next_exercise
from skill.coach.moves.parking import hush, park, paused_line
from skill.coach.moves.stages import asks_to_warm_up
from skill.coach.moves.work import change_legs, rest, work
from skill.coach.position import between_lines, describe_position, prompt_for
from skill.coach.timeline import Tape
from skill.coach.turn import Prompt, TurnKind
from skill.coach.workout import IN_SET, Phase, Workout

nothing_to_resume = answers_with("resume.nothing")


def first_set(context: TurnContext) -> Outcome:
    """From the introduction to the first set, or to the next step if steps are read one at a
    time."""
    step = context.workout.step
    if step is not None and step + 1 < len(context.dose.steps):
        return at_step(context, step + 1)
    return work(context)


def straight_to_set(context: TurnContext) -> Outcome:
    """Straight to the current set, whatever has not been read out yet."""
    return work(context.changing_workout(step=None))


def cut_short(context: TurnContext) -> Outcome:
    """End a running set; it is kept as cut short."""
    return _set_ended(context, "work.partial", completed=False)


def next_in_set(context: TurnContext) -> Outcome:
    """On "next" in a set: on to the other leg or the rest, or into the current leg if none of it
    was done.

    At the runner's own pace, "next" means that a leg is done.
    """
    if context.uncounted:
        return done_in_set(context)
    workout, dose = context.workout, context.dose
    if not workout.done:
        return work(context)
    following = dose.side_after(workout.side)
    if following is None:
        return cut_short(context)
    missed = workout.missed + dose.target - workout.done
    return work(context.changing_workout(side=following, done=0, missed=missed))


def done_in_set(context: TurnContext) -> Outcome:
    """On "done" in a set: believe the runner, whatever the count says."""
    workout, dose = context.workout, context.dose
    if not context.uncounted and not workout.done:
        return work(context)
    following = dose.side_after(workout.side)
    if following is not None:
        changed = context.changing_workout(side=following, done=0)
        return change_legs(changed) if context.uncounted else work(changed)
    workout = replace(workout, side=dose.last_side, done=dose.target)
    return _set_ended(context.with_workout(workout), "work.done", completed=True)


def _set_ended(context: TurnContext, key: str, *, completed: bool) -> Outcome:
    dose = context.dose
    context = context.resumed().with_workout(
        set_over(context.workout, dose, context.now_ms, completed=completed)
    )
    return after_set(context, context.tape(Message.of(key)))


def after_set(context: TurnContext, tape: Tape) -> Outcome:
    """What follows a set that just ended: its rest, or the next exercise's name."""
    if context.workout.phase is Phase.BETWEEN:
        between_lines(tape, context)
        return context.end(tape, prompt_for(context))
    return rest(context.changing_workout(rest_left_ms=context.dose.rest_ms), tape)


def done_in_rest(context: TurnContext) -> Outcome:
    """On "done" while resting: the runner means the set, so the rest goes on."""
    return offer(context, context.tape()) if context.workout.rest_left_ms else work(context)


def skip(context: TurnContext) -> Outcome:
    """Skip the current exercise, or another one that was named."""
    named = context.command.exercise
    if named and named != context.workout.exercise:
        return skip_later(context, named)
    return _leave(context, "skip.done")


def skip_later(context: TurnContext, named: str) -> Outcome:
    """Skip an exercise that is still ahead."""
    workout = context.workout
    if named in workout.skipped or named not in workout.ahead:
        return tell(context, "skip.not_ahead", exercise=named)
    context = context.changing_workout(skipped=(*workout.skipped, named))
    return tell(context, "skip.later", exercise=named)


def _leave(context: TurnContext, key: str) -> Outcome:
    exercise = context.workout.exercise
    context = left_out(context)
    begun = any(record.exercise == exercise for record in context.workout.log)
    lead = Message.of(key if begun else "skip.done", exercise=exercise)
    if context.workout.phase is Phase.INTRODUCING:
        return introduce(context, context.workout.index, lead)
    return context.end(context.tape(lead), prompt_for(context))


def onward(context: TurnContext) -> Outcome:
    """On "next exercise": drop what is left of the current one and introduce the next."""
    if context.workout.phase is Phase.BETWEEN:
        return next_exercise(context.resumed())
    return _leave(context, "skip.onward")


def left_out(context: TurnContext) -> TurnContext:
    """Move on before the next exercise, or past the last; what was done of the current one is
    kept."""
    workout = _broken_off(context)
    begun = any(record.exercise == workout.exercise for record in workout.log)
    if workout.circuit or not begun:
        workout = replace(workout, skipped=(*workout.skipped, workout.exercise))
    context = context.resumed().with_workout(workout)
    index = workout.next_index
    if index is not None:
        return context.with_workout(at_exercise(context, index))
    return context.with_workout(workout.at_exercises.before_set(phase=Phase.BETWEEN, step=None))


def remaining_left_out(context: TurnContext) -> TurnContext:
    """Move past every remaining exercise; what was done of the current one is kept."""
    while not context.workout.all_over:
        context = next_left_out(context)
    return context.resumed()


def next_left_out(context: TurnContext) -> TurnContext:
    """Skip the current exercise, or the next one if the current one is over."""
    workout = context.workout
    if workout.phase is Phase.BETWEEN and workout.next_index is not None:
        context = context.changing_workout(index=workout.next_index)
    return left_out(context)


def spared_left_out(context: TurnContext) -> TurnContext:
    """Move past the exercises that come next and are not offered any more after pain."""
    context = context.sparing()
    workout = context.workout
    while workout.phase in (Phase.INTRODUCING, Phase.BETWEEN):
        at_hand = workout.phase is Phase.INTRODUCING
        following = workout.index if at_hand else workout.next_index
        if following is None or workout.plan[following] not in context.session.spared:
            break
        context = next_left_out(context)
        workout = context.workout
    return context


def skip_remaining(context: TurnContext) -> Outcome:
    """On "skip everything that's left": to the end of the workout; one more word finishes it."""
    context = remaining_left_out(context)
    return context.end(context.tape(), prompt_for(context))


def skip_next(context: TurnContext) -> Outcome:
    """Skip the exercise that was just announced, which is what "skip" means between exercises."""
    named = context.command.exercise
    index = context.workout.next_index
    if index is None:
        return next_exercise(context)
    if named and named != context.workout.plan[index]:
        return skip_later(context, named)
    announced = context.changing_workout(index=index, set_number=1, done=0)
    return _leave(announced, "skip.done")


def _broken_off(context: TurnContext) -> Workout:
    """The workout with a set under way kept as cut short."""
    workout, dose = context.workout, context.dose
    started = workout.done or (workout.side and workout.side is not dose.sides[0])
    if workout.phase not in IN_SET or not started:
        return workout
    return workout.with_set(record_of(workout, dose, context.now_ms, completed=False))


def back(context: TurnContext) -> Outcome:
    """One back: to the previous step or set, to this introduction, or to the previous exercise."""
    workout = context.workout
    if context.command.exercise:
        return choose(context)
    if workout.phase is Phase.INTRODUCING and workout.step:
        return at_step(context, workout.step - 1)
    if workout.phase is Phase.INTRODUCING:
        earlier = _place_before(context)
        if earlier is None:
            return introduce(context, workout.index, Message.of("back.first"))
        return introduce(context, earlier, Message.of("back.exercise"))
    number = workout.set_number
    if workout.phase is not Phase.BETWEEN:
        number -= 1
    if number < 1:
        return introduce(context, workout.index, Message.of("back.exercise"))
    return before_set(context, number)


def _place_before(context: TurnContext) -> int | None:
    """The place in the plan to go back to; pain may have ruled out some in between."""
    workout, spared = context.workout, context.session.spared
    for index in range(workout.index - 1, -1, -1):
        if workout.plan[index] not in spared or workout.plan[index] not in workout.skipped:
            return index
    return None


def redo(context: TurnContext) -> Outcome:
    """The current set from its start; while resting, the one just done."""
    workout = context.workout
    resting = workout.phase is Phase.RESTING
    # asked for twice at the first set, it is still the first
    number = max(1, workout.set_number - 1) if resting else workout.set_number
    return before_set(context, number)


def before_set(context: TurnContext, number: int, *lead: Message) -> Outcome:
    """Before a set of the current exercise, as if the rest had just ended.

    The lines say that it goes back or on to the set, unless there is a `lead`.
    """
    key = "back.set" if number <= context.workout.set_number else "set.on_to"
    lead = lead or (Message.of(key, set=number, sets=context.dose.sets),)
    workout = context.workout.at_exercises.before_set(
        phase=Phase.RESTING, set_number=number, side=context.dose.sides[0]
    )
    context = context.resumed().with_workout(workout)
    return context.end(context.tape(*lead), prompt_for(context))


def choose(context: TurnContext) -> Outcome:
    """Go to the exercise that was named; if no workout is under way, begin one there."""
    named = context.command.exercise
    if named is None:
        unknown = context.command.unknown_exercise
        line = unknown_exercise(context) if unknown else Message.of("choose.which")
        return replace(say_and_offer(context, line), kind=TurnKind.LISTING)
    if context.runner.workout is None:
        every, off = (e.id for e in context.routine.exercises), context.kept_off
        plan = tuple(each for each in every if each == named or each not in off)
        chosen = Message.of("answer.steps_of", exercise=named)
        lead = (chosen,) if asks_to_warm_up(context) else ()
        return begin(context, Workout(context.now_ms, plan), *lead, index=plan.index(named))
    workout = _broken_off(context)
    if named not in workout.plan:
        place = workout.index + 1
        plan = (*workout.plan[:place], named, *workout.plan[place:])
        workout = replace(workout, plan=plan)
    context = context.with_workout(workout)
    return introduce(context, workout.plan.index(named), Message.of("choose.going"))


def pause(context: TurnContext) -> Outcome:
    """Stop counting and keep the place; say back the second or rep and the leg."""
    if context.waited:
        return hush(context)
    if context.parks:
        held = context.at_rest()
        return park(held, held.tape(paused_line(held)))
    if context.phase is Phase.RESTING and context.workout.rest_left_ms:
        held = context.changing_workout(rest_paused=True)
        return held.end(held.tape(paused_line(held)), Prompt.of(Asks.RESUME_REST))
    context = context.at_rest()
    tape = context.tape(Message.of("pause.paused"))
    if context.phase in (Phase.PAUSED, Phase.WARMING_UP, Phase.COOLING_DOWN):
        tape.speak(describe_position(context))
    return context.end(tape, prompt_for(context))


def resume_rest(context: TurnContext) -> Outcome:
    """Go on with a paused rest; if the rest is running, with the next set."""
    if not context.workout.rest_paused:
        return work(context)
    return offer(context.changing_workout(rest_paused=False), context.tape())


def not_ready(context: TurnContext) -> Outcome:
    """The runner needs a moment: wait, with a reprompt that waits too."""
    if context.waited:
        return hush(context)
    context = context.at_rest()
    tape = context.tape(Message.of("wait.take_your_time"))
    if context.parks:
        return park(context, tape)
    if context.phase is Phase.BETWEEN:
        tape.speak(describe_position(context))
    return context.end(tape, prompt_for(context))


def repeat(context: TurnContext) -> Outcome:
    """What the runner heard last, rebuilt from the state of the workout."""
    phase = context.phase
    if phase is Phase.INTRODUCING:
        step = context.workout.step
        return at_step(context, step) if step else introduce_again(context)
    if context.own_pace:
        return work(context)
    context = context.at_rest()
    tape = context.tape()
    if phase is Phase.OPENED:
        tape.say("welcome.first", total=len(context.routine.exercises))
    elif phase is Phase.BETWEEN:
        between_lines(tape, context)
    elif phase is not Phase.PAUSED and phase is not Phase.WORKING:
        tape.speak(describe_position(context))
    return offer(context, tape)
