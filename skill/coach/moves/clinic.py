"""What is known of the clinic, and that the rest is not known."""

from __future__ import annotations

from dataclasses import replace

from skill.coach.lines import Line
from skill.coach.moves.offer import offer, say_and_offer
from skill.coach.moves.opening import decline, stop
from skill.coach.moves.subject import out_of_breath
from skill.coach.scene import Card, Outcome, Scene
from skill.coach.talk import Question
from skill.coach.workout import Phase


def phone(scene: Scene) -> Outcome:
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


def email(scene: Scene) -> Outcome:
    """The address, and the card, as nobody can write it down on a mat."""
    tape = scene.tape()
    tape.say("clinic.email", email=scene.routine.clinic.email)
    return offer(scene, tape, contact_card(scene))


def booking(scene: Scene) -> Outcome:
    """How a session is booked."""
    tape = scene.tape()
    tape.say("clinic.booking", phone=" ".join(scene.routine.clinic.phone_groups))
    return offer(scene, tape, contact_card(scene))


def unknown(scene: Scene) -> Outcome:
    """What the clinic did not give is said to be unknown; the phone is the way to find out."""
    tape = scene.tape()
    tape.say("clinic.unknown", phone=" ".join(scene.routine.clinic.phone_groups))
    return offer(scene, tape, contact_card(scene))


def where(scene: Scene) -> Outcome:
    """As much as the clinic gave: the quarter and the city; the rest by phone."""
    tape = scene.tape()
    tape.say("clinic.where", phone=" ".join(scene.routine.clinic.phone_groups))
    return offer(scene, tape, contact_card(scene))


def about(scene: Scene) -> Outcome:
    """Who the coach is and who the clinic is; in a set or a rest, the coach alone."""
    clinic = scene.routine.clinic
    if out_of_breath(scene):
        return say_and_offer(scene, Line.of("clinic.about_briefly", {"clinic": clinic.name}))
    about_it = Line.of("clinic.about", {"clinic": clinic.name, "years": clinic.years})
    return say_and_offer(scene, about_it)


def contact_card(scene: Scene) -> Card:
    """The clinic's number and e-mail for the phone app."""
    clinic = scene.routine.clinic
    return Card(
        Line.of("card.title", {"clinic": clinic.name}),
        Line.of("card.contact", {"phone_written": clinic.phone, "email_written": clinic.email}),
    )


def decline_number(scene: Scene) -> Outcome:
    """No second hearing: goodbye where nothing is under way, else back to the place."""
    return stop(scene) if scene.phase is Phase.OPENED else decline(scene)
