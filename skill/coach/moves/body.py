"""Pain comes before everything: the set ends at once, calmly, with a plain next step.

Nothing said about the body is stored: after pain the workout is saved as "skip this" would save it,
and after a warning that ends it for today as "skip everything that's left" would.
"""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.asks import Asks
from skill.coach.context import Move, Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import ask, offer, say_and_offer, tell
from skill.coach.moves.introduce import introduce
from skill.coach.moves.know import contact_card
from skill.coach.moves.navigation import left_out, remaining_left_out
from skill.coach.moves.work import work
from skill.coach.position import ADVICE, prompt_for, spared
from skill.coach.session import Before, Question, Stopped
from skill.coach.timeline import Part, Tape
from skill.coach.turn import Prompt, TurnKind
from skill.coach.workout import Phase
from skill.routine.model import STANDARD, Sore

CLINICS_MATTER = frozenset({Stopped.PAIN, Stopped.SECOND_PAIN})
"""Cases for the clinic's number; the others are for a doctor or an ambulance."""


def _pain(key: str, sore: Sore = Sore.HAMSTRING) -> Move:
    """A move that ends the set at once; the second one in a session ends the workout."""

    def hurt(context: TurnContext) -> Outcome:
        if context.phase in (Phase.OPENED, Phase.RETURNING, Phase.WARMING_UP):
            return _rest_today(context, key)
        if context.phase is Phase.HURT:
            return _once_more(context, key)
        if context.session.subdued:
            return _second_pain(_halted(context, Stopped.SECOND_PAIN), key)
        halted = _halted(context, Stopped.PAIN, sore)
        tape = halted.tape(Message.of(key))
        names = _now_left_out(halted, sore)
        if names:
            tape.say("body.leave_out", exercises=" ".join(names))
        return _with_clinic(halted, tape, _prompt_on(halted))

    return hurt


pain = _pain("body.pain")
sit_bone_pain = _pain("body.pain", Sore.SIT_BONE)
cramp = _pain("body.cramp")


def _rest_today(context: TurnContext, key: str) -> Outcome:
    """Pain before a workout, or with one unfinished: nothing begins and nothing is skipped."""
    tape = context.tape(Message.of(key if key == "body.cramp" else "body.before"))
    return _with_clinic(context, tape, None, Message.of("stop.bye"))


def _second_pain(context: TurnContext, key: str) -> Outcome:
    tape = context.tape(Message.of(key), Message.of("body.second_pain"))
    return _with_clinic(context, tape, prompt_for(context))


def _once_more(context: TurnContext, key: str) -> Outcome:
    """Pain again while the runner rests from it: what to do, in short."""
    context, stopped = context.settled(), context.session.stopped or Stopped.PAIN
    cramp = key == "body.cramp" and stopped is Stopped.PAIN
    tape = context.tape(Message.of(key) if cramp else ADVICE[stopped])
    card = contact_card(context) if stopped in CLINICS_MATTER else None
    return context.end(tape, prompt_for(context), card, TurnKind.WARNING)


def _warning(halt: Stopped) -> Move:
    """A move that ends the workout for today; of two warnings, the graver one counts."""

    def warned(context: TurnContext) -> Outcome:
        known = context.session.stopped
        stopped = halt.or_worse(known)
        if stopped is known:
            return _once_more(context, f"body.{halt}")
        context = _halted(context, stopped)
        tape = context.tape(Message.of(f"body.{stopped}"))
        return context.end(tape, prompt_for(context), kind=TurnKind.WARNING)

    return warned


red_flag = _warning(Stopped.RED_FLAG)
emergency = _warning(Stopped.EMERGENCY)


def _halted(context: TurnContext, halt: Stopped, sore: Sore = Sore.HAMSTRING) -> TurnContext:
    """Move past what hurt without storing why; the way back is kept only in the session."""
    session, workout = context.session, context.runner.workout
    before = None if workout is None else replace(workout, playback=None)
    if workout is not None:
        context = remaining_left_out(context) if halt.for_today else _spared(context, sore)
    left_at = 0 if workout is None else context.workout.index
    if session.stopped is None:
        way_back = Before(
            before,
            session.subdued,
            session.returning,
            session.spared,
            left_at,
        )
        context = context.with_session(before=way_back)
    else:
        context = context.settled()
    return context.with_session(subdued=True, returning=False, stopped=halt)


def _spared(context: TurnContext, sore: Sore) -> TurnContext:
    """Move past the current exercise; the session remembers which others to avoid after it."""
    avoided = context.routine.avoided_after(sore)
    names = dict.fromkeys([*context.session.spared, context.workout.exercise, *sorted(avoided)])
    return as_introduced(passed(context)).with_session(spared=tuple(names))


def as_introduced(context: TurnContext) -> TurnContext:
    """The context with the next exercise saved as introduced, as after "skip this"."""
    if context.workout.phase is not Phase.INTRODUCING:
        return context
    return context.with_runner(introduce(context, context.workout.index).runner)


def passed(context: TurnContext) -> TurnContext:
    """Move past the current exercise, unless it is over."""
    return context if context.workout.phase is Phase.BETWEEN else left_out(context)


def _now_left_out(context: TurnContext, sore: Sore) -> list[str]:
    """The exercises that pain rules out, in the order of the plan."""
    workout, at_hand = context.workout, spared(context)
    over = workout.phase is Phase.BETWEEN
    ahead = workout.plan if workout.circuit else workout.plan[workout.index + over :]
    avoided = context.routine.avoided_after(sore) - set(workout.skipped)
    return [name for name in workout.plan if name == at_hand or (name in avoided and name in ahead)]


def _prompt_on(context: TurnContext) -> Prompt:
    """The prompt after pain; what is skipped has just been named."""
    prompt = prompt_for(context)
    return Prompt.of(Asks.AFTER_PAIN_ON) if prompt.asks is Asks.AFTER_PAIN else prompt


def _with_clinic(
    context: TurnContext, tape: Tape, prompt: Prompt | None, *last: Message
) -> Outcome:
    """A warning with the clinic's number, also on a card."""
    phone = " ".join(context.routine.clinic.phone_groups)
    tape.speak(Message.of("body.clinic", phone=phone), Part.CONTACT)
    for line in last:
        tape.speak(line)
    return context.end(tape, prompt, contact_card(context), TurnKind.WARNING)


def ask_first(context: TurnContext) -> Outcome:
    """Surgery, pregnancy, a condition: ask the clinic first; nothing is started."""
    tape = context.tape()
    tape.say("body.ask_first", phone=" ".join(context.routine.clinic.phone_groups))
    card = contact_card(context)
    if context.phase in (Phase.OPENED, Phase.RETURNING):
        tape.say("stop.bye")
        return context.end(tape, None, card, TurnKind.WARNING)
    context = context.at_rest()
    workout = context.runner.workout
    if workout is not None and workout.phase is Phase.RESTING and workout.rest_left_ms:
        context = context.changing_workout(rest_paused=True)
    return context.end(tape, Prompt.of(Asks.STOP_FOR_TODAY), card, TurnKind.WARNING)


def maybe_hurt(context: TurnContext) -> Outcome:
    """A bare sound or body part: the count stops for one question, whether it is pain."""
    return ask(context, Question.HURT_OR_WORK)


def unhurt(context: TurnContext) -> Outcome:
    """Pain denied before any was heard: nothing happens, and a count goes on."""
    if context.phase is Phase.WORKING:
        return work(context)
    return offer(context, context.tape())


def effort(context: TurnContext) -> Outcome:
    """Burning, shaking, tired: effort, not pain. An easier version is offered."""
    workout = context.runner.workout
    if workout is None:
        return tell(context, "body.tired")
    preferred = context.runner.preference(workout.exercise).form or STANDARD
    if context.exercise.beside(preferred, -1) is None:
        return say_and_offer(context, Message.of("body.effort"), Message.of("body.no_easier"))
    return ask(context, Question.EASIER, Message.of("body.effort"))
