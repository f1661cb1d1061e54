"""Easier, harder, or without equipment: another form of the same exercise."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.commands import Command
from skill.coach.context import Move, Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import ask, of_exercise, say_and_offer, subject, tell
from skill.coach.moves.dosing import TODAY, changing
from skill.coach.moves.navigation import skip
from skill.coach.moves.steps import dose_line, say_form, say_steps
from skill.coach.position import prompt_for
from skill.coach.runner import Preference
from skill.coach.session import Question
from skill.coach.workout import Phase
from skill.routine.model import STANDARD, Adjustable, Form, Hold


def _rung(direction: int) -> Move:
    """A move to the next easier (-1) or harder (+1) form."""

    @of_exercise
    def change(context: TurnContext, exercise: str) -> Outcome:
        preferred = context.runner.preference(exercise).form or STANDARD
        form = context.routine.exercise(exercise).beside(preferred, direction)
        if form is None:
            key = "form.no_harder" if direction > 0 else _no_easier(context, exercise)
            return tell(context, key, exercise=exercise)
        advanced = context.routine.exercise(exercise).advanced
        if direction > 0 and advanced and context.asked is not Question.HARDER:
            # what is hard for most is not made harder by a remark alone
            about = replace(context.command, exercise=exercise)
            return ask(context, Question.HARDER, about=about)
        return to_form(context, exercise, form)

    return change


def _no_easier(context: TurnContext, exercise: str) -> str:
    """The line for the easiest form; a smaller dose is offered only for the current exercise."""
    if exercise != subject(replace(context, command=Command(context.command.meaning))):
        return "form.easiest"
    return "form.no_easier_hold" if context.dose_of(exercise).held else "form.no_easier"


easier = _rung(-1)
harder = _rung(+1)


def harder_indeed(context: TurnContext) -> Outcome:
    """Yes to a harder version of the exercise that was asked about."""
    about = context.session.unfinished
    return harder(context if about is None else replace(context, command=about))


def to_form(context: TurnContext, exercise: str, form: Form) -> Outcome:
    """Change to a form: its steps and dose, then the current set from its start.

    The runner's own reps or seconds stay if they are allowed in that form, too.
    """
    preference = context.runner.preference(exercise)
    context = changing(context, exercise, form=form.id, **_fitting(preference, form))
    today = context.command.lasting == TODAY
    workout = context.runner.workout
    at_hand = workout is not None and workout.exercise == exercise
    ahead = context.phase is Phase.WARMING_UP and context.workout.phase is Phase.INTRODUCING
    if workout is None or not at_hand or ahead or workout.phase is Phase.BETWEEN:
        return say_and_offer(context, _later(exercise, form, today=today))
    dose = context.dose
    tape = context.tape()
    if form.id == STANDARD:
        tape.say("form.usual")
    say_form(tape, dose)
    if today:
        tape.say("form.today")
    if workout.phase in (Phase.WORKING, Phase.PAUSED):
        tape.say("form.from_start")
    tape.speak(dose_line(dose))
    say_steps(tape, dose)
    number = min(workout.set_number, dose.sets)
    before = workout.before_set(
        phase=Phase.INTRODUCING, set_number=number, side=dose.sides[0], step=None
    )
    context = context.resumed().with_workout(before)
    return context.end(tape, prompt_for(context))


def _fitting(preference: Preference, form: Form) -> dict[str, int | None]:
    work = form.work
    if isinstance(work, Hold):
        return {"reps": None, "hold": _if_allowed(preference.hold, work.seconds)}
    return {"reps": _if_allowed(preference.reps, work.count), "hold": None}


def _if_allowed(own: int | None, choice: Adjustable) -> int | None:
    return own if own is not None and choice.nearest(own) == own else None


def _later(exercise: str, form: Form, *, today: bool) -> Message:
    standard = form.id == STANDARD
    key = "form.usual_later" if standard else "form.later"
    values = {"exercise": exercise} | ({} if standard else {"form": f"{exercise}/{form.id}"})
    return Message.of(f"{key}_today" if today else key, **values)


@of_exercise
def usual_form(context: TurnContext, exercise: str) -> Outcome:
    """Back to the clinic's own form."""
    if context.form_of(exercise).id == STANDARD:
        return tell(context, "form.usual_already", exercise=exercise)
    return to_form(context, exercise, context.routine.exercise(exercise).form())


def have_equipment(context: TurnContext) -> Outcome:
    """On "I have the ball again": undo the changes made for lack of it."""
    equipment, runner = context.command.equipment, context.runner
    swapped = [
        entry
        for entry in context.routine.exercises
        if set(entry.form().needs) - set(context.dose_of(entry.id).needs)
        and (equipment is None or equipment in entry.form().needs)
    ]
    swapped.sort(key=lambda entry: entry.id != subject(context))
    if not swapped:
        return tell(context, "form.as_it_is")
    entry = swapped[0]
    before = runner.after_today.get(entry.id)
    form = entry.form(before.form if before and before.form else STANDARD)
    return to_form(context, entry.id, form)


def substitute(context: TurnContext) -> Outcome:
    """Without equipment: swap in a suitable form, or leave the exercise out and say so."""
    equipment = context.command.equipment
    exercise = subject(context)
    needing = [
        entry.id
        for entry in context.routine.exercises
        if (equipment is None or equipment in context.dose_of(entry.id).needs)
        and context.dose_of(entry.id).needs
    ]
    if exercise not in needing:
        exercise = needing[0] if needing and equipment else None
    if exercise is None:
        return tell(context, "form.nothing_needed")
    missing = (equipment,) if equipment else context.dose_of(exercise).needs
    now = context.dose_of(exercise).form
    swaps = (context.routine.exercise(exercise).without(need, now) for need in missing)
    form = next((swap for swap in swaps if swap is not None), None)
    if form is not None:
        return to_form(context, exercise, form)
    if context.runner.workout is None:
        return tell(context, "form.leave_out", exercise=exercise)
    return skip(replace(context, command=replace(context.command, exercise=exercise)))
