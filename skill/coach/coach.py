"""One step of the conversation: from state, command and time to the new state and the answer."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.changed_routine import within_dose
from skill.coach.commands import Command, Meaning
from skill.coach.context import Moment, Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.position import ADVICE, every_day
from skill.coach.runner import Runner
from skill.coach.session import OF_THE_BODY, Question, Session, Stopped, phase_of
from skill.coach.standing import left_alone, plays_on, standing
from skill.coach.timeline import Part, Span, SpanKind, Timeline
from skill.coach.transitions import ANSWERS, ASK_AGAIN, ASKED_AGAIN, move_for
from skill.coach.turn import Prompt, Turn, kind_of
from skill.coach.undo import a_turn_older, undo_of
from skill.coach.workout import Phase
from skill.routine.model import Routine

CHOICES = Message.of("wait.choices", phase=Phase.OPENED)
WITH_YOU = Message.of("wait.with_you")
RUNNING = Message.of("elsewhere.running")
TAKEN_OVER = Message.of("elsewhere.taken_over")
KEEPS_QUESTION = frozenset({Meaning.NOT_UNDERSTOOD, Meaning.REPEAT})
"""Meanings that keep a question open for another turn; it is then asked again."""
YES_OR_NO = frozenset({Meaning.YES, Meaning.NO})
DENIABLE = OF_THE_BODY | {
    *(Question.EASIER, Question.FORGET, Question.HEAR_AGAIN, Question.HURT_OR_WORK)
}
"""The questions that "I'm fine" says no to."""
STEP_ANSWERS = {Meaning.HARDER: True, Meaning.TOO_EASY: True, Meaning.NOT_READY: False}
"""Other answers to the question about one step more, "too easy" and "not yet": is it a yes?"""
DENIALS = {
    Question.CARRY_ON: (Meaning.DONT_STOP,),
    Question.FORGET: (Meaning.DENY, Meaning.KEEP_DATA),
    Question.START_FRESH: (Meaning.DENY, Meaning.DONT_GO_BACK),
    Question.START_SHORT: (Meaning.DENY, Meaning.DONT_SKIP),
    Question.HARDER: (Meaning.DENY, Meaning.AS_IT_IS),
    Question.EASIER: (Meaning.DENY, Meaning.AS_IT_IS),
    Question.STEP: (Meaning.DENY, Meaning.AS_IT_IS),
}
"""The denials that answer a question: no to what it would do, or yes to going on."""
HURT_OR_WORK = frozenset({Meaning.MAYBE_HURT, Meaning.EFFORT})
"""Other answers to "hurt, or hard work?" besides yes and no: a second sound means pain."""
NAMES_ONE = frozenset({Meaning.CHOOSE, Meaning.CORRECT})
"""Meanings of an exercise's name on its own."""

NAMES_NONE = frozenset({Meaning.NOT_UNDERSTOOD, Meaning.OUT_OF_SCOPE, Meaning.LIST_EXERCISES})
"""Meanings without an exercise that may have been meant to name one, or that ask for the names."""


URGENT = frozenset(
    {
        *(Meaning.PAIN, Meaning.SIT_BONE_PAIN, Meaning.CRAMP),
        *(Meaning.RED_FLAG, Meaning.EMERGENCY),
    }
)
"""Meanings that are answered before anything else is said."""


def step(
    routine: Routine, runner: Runner, session: Session, command: Command, moment: Moment
) -> tuple[Runner, Session, Turn]:
    """Runner and session after the command, and the turn that answers it. A pure function."""
    stored = runner.workout
    context = standing(routine, runner, session, command, moment)
    before = context.runner
    meant = _completed(_known(_again(context), context), context)
    if meant is not command:
        context = replace(context, command=meant)
    outcome = _beside(context, runner) if context.elsewhere else _move(context)
    played = _playing_on(runner, context, outcome)
    runner = _resting_on(within_dose(played or outcome.runner, routine), context)
    runner = replace(runner, turn=runner.turn + 1, seen_ms=context.now_ms)
    turn = _turn(outcome, context)
    quiets = outcome.plays is None and plays_on(stored, moment.playing)
    return runner, _remember(outcome, before, context), replace(turn, quiets=quiets)


def _beside(context: TurnContext, stored: Runner) -> Outcome:
    """The move while a set plays on another device. It plays on there unless the move leads on; the
    runner is then told."""
    outcome = _move(context)
    if context.command.meaning in URGENT:
        return outcome
    if _playing_on(stored, context, outcome) is None:
        return _move(replace(context, notices=(*context.notices, TAKEN_OVER)))
    if context.new_session:
        return _move(replace(context, notices=(*context.notices, RUNNING)))
    return outcome


def _playing_on(stored: Runner, context: TurnContext, outcome: Outcome) -> Runner | None:
    """The runner with the set on another device left alone; None if none plays there any more."""
    if not context.elsewhere:
        return None
    playing = left_alone(stored.workout, context.runner.workout, outcome.runner.workout)
    return None if playing is None else replace(outcome.runner, workout=playing)


def _again(context: TurnContext) -> Command:
    """The command, or the last question if the runner wants it repeated."""
    last = context.session.last
    return last if context.command.meaning is Meaning.REPEAT and last else context.command


def _known(command: Command, context: TurnContext) -> Command:
    """The command, with exercises and answers that don't exist, or no longer exist, as unknown."""
    if command.meaning is Meaning.ANSWER and command.answer not in context.fixed_answers:
        return Command(Meaning.NOT_UNDERSTOOD)
    others = tuple(each for each in command.others if each in context.routine.by_id)
    if others != command.others:
        command = replace(command, others=others)
    if command.exercise is None or command.exercise in context.routine.by_id:
        return command
    return replace(command, exercise=None, unknown_exercise=True)


NUMBERS = frozenset({Meaning.NUMBER, Meaning.SET_NUMBER, Meaning.SET_DURATION})
"""Meanings that answer the question for a number."""


def _completed(command: Command, context: TurnContext) -> Command:
    """The command, or the previous one completed if this only supplies its number or exercise."""
    pending, unfinished = context.session.pending, context.session.unfinished
    if context.session.question is Question.NUMBER and command.meaning in NUMBERS:
        number = command.seconds if command.number is None else command.number
        if unfinished is not None and number is not None:
            return replace(unfinished, number=number, seconds=command.seconds, sets=number)
    if context.session.question in OF_A_WEIGHT and unfinished is not None:
        return _with_weight(unfinished, command)
    named = command.exercise or command.unknown_exercise
    if pending is None or not named or command.meaning not in NAMES_ONE:
        return command
    return replace(pending, exercise=command.exercise, unknown_exercise=command.unknown_exercise)


OF_A_WEIGHT = frozenset({Question.WEIGHT, Question.UNIT})


def _with_weight(told: Command, command: Command) -> Command:
    """The weight reported so far with what this command adds; the command itself if it adds
    none."""
    if command.meaning in NUMBERS and command.number is not None:
        return replace(told, number=command.number, half=False)
    if command.meaning is not Meaning.REPORT_WEIGHT:
        return command
    if command.number is not None:
        told = replace(told, number=command.number, half=command.half)
    return replace(told, unit=command.unit or told.unit)


def _move(context: TurnContext) -> Outcome:
    """The outcome of the command. A question is open for this one turn only."""
    session, meaning = context.session, context.command.meaning
    question, misses = session.question, session.misses
    if question is not None and meaning in KEEPS_QUESTION:
        return ASK_AGAIN(context)
    # ask again after one word that leads nowhere, and after every wrong name
    unnamed = meaning in NAMES_NONE and not misses
    pending = session.pending if unnamed or context.command.unknown_exercise else None
    context = replace(context, asked=question, declined=session.declined).with_session(
        declined=False,
        misses=misses if meaning is Meaning.NOT_UNDERSTOOD else 0,
        question=None,
        set_to_go_on=False,
        pending=pending,
    )
    answered = None if question is None else _answered(context, question)
    if question is not None and answered is not None:
        yes, no = ANSWERS[question]
        told = replace(context, set_to_go_on=session.set_to_go_on)
        return yes(told) if answered else no(told.with_session(declined=True))
    if question is Question.NUMBER:
        context = replace(context, set_to_go_on=session.set_to_go_on)
    if session.pending is not None and meaning is Meaning.NEVER_MIND:
        # "never mind" takes back the request, not the session
        return move_for(Meaning.NO, context.phase)(context)
    return move_for(meaning, context.phase)(context)


def _answered(context: TurnContext, question: Question) -> bool | None:
    """Whether the command is a yes to the question; None if it is no answer to it."""
    meaning = context.command.meaning
    if meaning is Meaning.UNHURT and question in DENIABLE:
        return False
    if meaning is Meaning.NEVER_MIND:
        # if in doubt, assume that somebody is hurt
        return question in OF_THE_BODY
    if question is Question.HURT_OR_WORK and meaning in HURT_OR_WORK:
        return meaning is Meaning.MAYBE_HURT
    if question is Question.SPACING and meaning is Meaning.CHOOSE:
        return True if context.command.exercise == every_day(context.routine) else None
    if meaning in DENIALS.get(question, ()):
        return question is Question.CARRY_ON
    if question is Question.STEP and meaning in STEP_ANSWERS:
        return STEP_ANSWERS[meaning]
    return meaning is Meaning.YES if meaning in YES_OR_NO else None


def _resting_on(runner: Runner, context: TurnContext) -> Runner:
    """The runner with a rest running on through questions and answers, unless it was paused."""
    workout = runner.workout
    if workout is None or workout.phase is not Phase.RESTING or workout.playback is not None:
        return runner
    if not workout.rest_runs:
        return runner
    rest = Span(SpanKind.REST, 0, workout.rest_left_ms, set_number=workout.set_number)
    return replace(runner, workout=replace(workout, playback=context.playback_of((rest,))))


def _remember(outcome: Outcome, before: Runner, context: TurnContext) -> Session:
    """The session with what "repeat" and "not that one" need."""
    session, meaning = outcome.session, context.command.meaning
    undo = undo_of(before, outcome.runner, context)
    if undo is None and session.undo is not None:
        undo = a_turn_older(session.undo, meaning)
    return replace(
        session,
        unfinished=session.unfinished if session.question else None,
        last=context.command if _is_asked_again(context) else None,
        undo=None if session.stopped else undo,
        timed_ms=outcome.timeline.length_ms if outcome.timeline.timed else 0,
    )


def _is_asked_again(context: TurnContext) -> bool:
    """Whether "repeat" answers this command again."""
    answer = context.fixed_answer
    return context.command.meaning in ASKED_AGAIN or (answer is not None and not answer.once)


def _turn(outcome: Outcome, context: TurnContext) -> Turn:
    timeline, prompt, reprompt = outcome.timeline, outcome.prompt, None
    after = phase_of(outcome.runner, outcome.session)
    if prompt is not None:
        wait_ms = 1000 * context.routine.reprompt_seconds if outcome.waits else None
        reprompt = outcome.reprompt or _reprompt(context, prompt, wait_ms, _advice(outcome.session))
    return Turn(
        timeline,
        prompt,
        reprompt,
        outcome.card,
        outcome.effects,
        context.phase,
        after,
        outcome.kind or kind_of(timeline, prompt, outcome.card),
        outcome.plays,
    )


def _advice(session: Session) -> Message | None:
    """The advice that a runner who is done for today hears again, even after silence."""
    stopped = session.stopped
    if stopped is None or not stopped.for_today:
        return None
    asked = session.question is not None and stopped is not Stopped.EMERGENCY
    return None if asked else ADVICE[stopped]


def _reprompt(
    context: TurnContext, prompt: Prompt, wait_ms: int | None, advice: Message | None
) -> Timeline:
    """The reprompt: in a workout it waits with the runner; before one, it names the choices.

    If the workout is over for today, it repeats the advice at once.
    """
    tape = context.blank_tape()
    if advice is not None:
        tape.speak(advice)
    elif wait_ms is None:
        tape.speak(CHOICES)
    else:
        tape.speak(WITH_YOU)
        tape.wait(wait_ms)
    tape.speak(prompt.line, Part.PROMPT)
    return tape.finish()
