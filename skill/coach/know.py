"""Short answers from the data, then the exact place again."""

from __future__ import annotations

from dataclasses import replace

from skill.coach.introduce import say_dose, say_steps
from skill.coach.journal import Question
from skill.coach.lines import Line
from skill.coach.offer import offer, say_and_offer
from skill.coach.scene import Card, Move, Outcome, Scene
from skill.coach.workout import Phase


def subject(scene: Scene) -> str | None:
    """The exercise a question is about: the one named, or else the one at hand."""
    if scene.command.exercise:
        return scene.command.exercise
    workout = scene.journal.workout
    if workout is None:
        return None
    return scene.next_exercise if workout.phase is Phase.BETWEEN else workout.exercise


def _about(key: str) -> Move:
    """A move that answers with one line about an exercise."""

    def about(scene: Scene) -> Outcome:
        exercise = subject(scene)
        if exercise is None or scene.command.unknown_exercise:
            return which(scene)
        return say_and_offer(scene, Line.of(key, {"exercise": exercise}))

    return about


why = _about("answer.why")
tip = _about("answer.tip")
feel = _about("answer.feel")


def which(scene: Scene) -> Outcome:
    """The question was about an exercise that is not known."""
    key = "answer.unknown_exercise" if scene.command.unknown_exercise else "answer.which"
    return say_and_offer(scene, Line.of(key))


def read_steps(scene: Scene) -> Outcome:
    """The steps of an exercise, each with its time to move."""
    exercise = subject(scene)
    if exercise is None or scene.command.unknown_exercise:
        return which(scene)
    tape = scene.tape()
    tape.say("answer.steps_of", exercise=exercise)
    say_steps(tape, scene.dose_of(exercise))
    return offer(scene, tape)


def describe(scene: Scene) -> Outcome:
    """What an exercise is: why, how much, and its steps."""
    exercise = subject(scene)
    if exercise is None or scene.command.unknown_exercise:
        return which(scene)
    dose = scene.dose_of(exercise)
    tape = scene.tape()
    tape.say("answer.steps_of", exercise=exercise)
    tape.say("answer.why", exercise=exercise)
    say_dose(tape, dose)
    say_steps(tape, dose)
    return offer(scene, tape)


def _says(key: str) -> Move:
    """A move that answers with one line and nothing else."""

    def says(scene: Scene) -> Outcome:
        return say_and_offer(scene, Line.of(key))

    return says


frequency = _says("answer.frequency")
before_or_after_run = _says("answer.before_or_after_run")
soreness = _says("answer.soreness")
warm_up = _says("answer.warm_up")
cool_down = _says("answer.cool_down")
why_hamstrings = _says("answer.why_hamstrings")
thanks = _says("social.thanks")
out_of_scope = _says("social.out_of_scope")
remind_me = _says("social.remind_me")


def frustration(scene: Scene) -> Outcome:
    """Brief and kind, with a way out."""
    return say_and_offer(scene, Line.of("social.frustration"))


def clinic_phone(scene: Scene) -> Outcome:
    """The number, slowly and in groups; on a card; offered again."""
    tape = scene.tape()
    clinic = scene.routine.clinic
    tape.say("clinic.phone", phone=" ".join(clinic.phone_groups))
    if scene.phase in (Phase.OPENED, Phase.RETURNING):
        scene = scene.asking(Question.HEAR_AGAIN)
        return scene.end(tape, Line.of("prompt.hear_again"), contact_card(scene))
    if "repeat" not in scene.journal.hints:
        tape.say("clinic.again_hint")
        hints = (*scene.journal.hints, "repeat")
        scene = scene.writing(replace(scene.journal, hints=hints))
    return offer(scene, tape, contact_card(scene))


def clinic_email(scene: Scene) -> Outcome:
    """The address, and the card, as nobody can write it down on a mat."""
    tape = scene.tape()
    tape.say("clinic.email", email=scene.routine.clinic.email)
    return offer(scene, tape, contact_card(scene))


def clinic_booking(scene: Scene) -> Outcome:
    """Booking is done by phone."""
    tape = scene.tape()
    tape.say("clinic.booking", phone=" ".join(scene.routine.clinic.phone_groups))
    return offer(scene, tape, contact_card(scene))


def clinic_unknown(scene: Scene) -> Outcome:
    """What the clinic did not give is said to be unknown; the phone is the way to find out."""
    tape = scene.tape()
    tape.say("clinic.unknown", phone=" ".join(scene.routine.clinic.phone_groups))
    return offer(scene, tape, contact_card(scene))


def clinic_where(scene: Scene) -> Outcome:
    """As much as the clinic gave: the quarter and the city; the rest by phone."""
    tape = scene.tape()
    tape.say("clinic.where", phone=" ".join(scene.routine.clinic.phone_groups))
    return offer(scene, tape, contact_card(scene))


def clinic_about(scene: Scene) -> Outcome:
    """Who the coach is and who the clinic is."""
    return say_and_offer(scene, Line.of("clinic.about", {"clinic": scene.routine.clinic.name}))


def contact_card(scene: Scene) -> Card:
    """The clinic's number and e-mail for the phone app."""
    clinic = scene.routine.clinic
    return Card(
        Line.of("card.title", {"clinic": clinic.name}),
        Line.of("card.contact", {"phone_written": clinic.phone, "email_written": clinic.email}),
    )


def equipment(scene: Scene) -> Outcome:
    """What is needed: for the exercise named or at hand, else for all."""
    exercise = subject(scene)
    if exercise is None:
        needs = dict.fromkeys(
            need for e in scene.routine.exercises for need in scene.dose_of(e.id).needs
        )
        return say_and_offer(scene, Line.of("answer.needs_all", {"needs": " ".join(needs)}))
    needs_here = scene.dose_of(exercise).needs
    if not needs_here:
        return say_and_offer(scene, Line.of("answer.needs_nothing", {"exercise": exercise}))
    values = {"exercise": exercise, "needs": " ".join(needs_here)}
    return say_and_offer(scene, Line.of("answer.needs", values))


def beginner(scene: Scene) -> Outcome:
    """Someone new gets the easier forms where the routine has them for an advanced exercise."""
    journal = scene.journal
    for exercise in scene.routine.exercises:
        form = exercise.beside("standard", -1)
        if exercise.advanced and form is not None:
            changed = replace(journal.preference(exercise.id), form=form.id)
            journal = journal.prefer(exercise.id, changed)
    return say_and_offer(scene.writing(journal), Line.of("answer.beginner"))


def experienced(scene: Scene) -> Outcome:
    """Someone experienced hears less."""
    return say_and_offer(scene, Line.of("answer.experienced"))
