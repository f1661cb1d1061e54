"""Help, misunderstandings, thanks and complaints: brief, kind, and back to the place."""

from __future__ import annotations

from skill.coach.commands import Meaning
from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import answers_with, offer, say_and_offer, tell
from skill.coach.moves.corrections import way_back_is_open
from skill.coach.moves.know import describe, read_steps
from skill.coach.position import asked_prompt
from skill.coach.workout import Phase

MISSES_BEFORE_HOLD = 3

out_of_scope = answers_with("social.out_of_scope")
remind_me = answers_with("social.remind_me")
fair_enough = answers_with("social.fair_enough")


def frustration(context: TurnContext) -> Outcome:
    """Answer a complaint: a fair word, and two ways out."""
    return tell(context, "social.frustration", phase=context.phase)


def how_to_start(context: TurnContext) -> Outcome:
    """On "what do I do" before a workout: help, unless it is about an exercise."""
    command = context.command
    named = command.exercise is not None or command.unknown_exercise
    return read_steps(context) if named else help_here(context)


def help_here(context: TurnContext) -> Outcome:
    """Help: what is useful to say right now."""
    lines = [Message.of("help.by_phase", phase=context.phase)]
    if context.phase is Phase.HURT and way_back_is_open(context):
        lines.append(Message.of("body.way_back"))
    return say_and_offer(context, *lines)


def not_understood(context: TurnContext) -> Outcome:
    """Not understood: ask again briefly, then name two choices, then wait patiently."""
    misses = context.session.misses + 1
    context = context.with_session(misses=misses)
    tape = context.tape()
    if misses == 1:
        tape.say("miss.first")
    elif misses < MISSES_BEFORE_HOLD:
        tape.say("miss.second", phase=context.phase)
    else:
        tape.say("miss.hold")
    if context.session.question is not None:
        return context.at_rest().end(tape, asked_prompt(context))
    return offer(context, tape, named=False)


def ask_again(context: TurnContext) -> Outcome:
    """Ask the open question again."""
    if context.command.meaning is Meaning.NOT_UNDERSTOOD:
        return not_understood(context)
    return context.at_rest().end(context.tape(), asked_prompt(context))


def describe_or_help(context: TurnContext) -> Outcome:
    """Before a workout, "what is this" asks about the skill unless an exercise was named."""
    named = context.command.exercise or context.command.unknown_exercise
    return describe(context) if named else help_here(context)
