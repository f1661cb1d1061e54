"""Screens with text: a place, an answer or a question, and what to do when it hurts."""

from __future__ import annotations

from msgspec import Struct

from skill.coach.dose import Dose
from skill.coach.runner import Runner
from skill.coach.timeline import Part
from skill.coach.turn import DECISIONS, Turn, TurnKind
from skill.coach.workout import Phase, Stage, Workout
from skill.routine.model import Clinic
from skill.screen.animation import Kind
from skill.screen.exercises import Exercises
from skill.screen.screen_words import ScreenWords
from skill.speech.wording import Voice


class Position(Struct, frozen=True):
    """The runner's position in words."""

    above: str
    title: str
    below: str = ""


def message_data(
    turn: Turn,
    runner: Runner,
    dose: Dose,
    voice: Voice,
    exercises: Exercises,
    words: ScreenWords,
    total: int,
) -> dict[str, object]:
    """The screen's text; `dose` is that of the pictured exercise, `total` the number of
    exercises."""
    workout = runner.workout
    body, said = heard_text(turn, voice, Part.SPEECH), hint(turn, voice)
    scene = ""
    if turn.kind is TurnKind.FINISH:
        scene = "finish"
        position = Position(words.text("name"), words.text(_finish_key(runner)))
    elif turn.prompt is None:
        scene = "walk"
        position = Position(words.text("name"), words.text("goodbye"))
    elif workout is None:
        scene = "walk"
        tagline = words.text("tagline", total=total)
        position = Position("", words.text("name"), tagline)
    else:
        scene = "" if workout.stage is Stage.EXERCISES else "walk"
        position = _position(turn, workout, dose, exercises, words)
    title = position.title
    below = position.below
    if turn.kind is TurnKind.QUESTION:
        title, said = said, ""
        below = below if workout else ""
    return {
        "eyebrow": position.above,
        "title": title,
        "body": body or below,
        "hint": said,
        "side": side_of(workout, dose),
        "figure": exercises.scene(scene) if scene else exercises.picture(Kind.PREVIEW, dose),
    }


def _finish_key(runner: Runner) -> str:
    """A glad headline if the whole workout was done; otherwise just that it is over."""
    past = runner.history.past
    return "did_it" if past and past[-1].finished else "finished"


def _position(
    turn: Turn, workout: Workout, dose: Dose, exercises: Exercises, words: ScreenWords
) -> Position:
    """The runner's place in the workout."""
    name, place = exercises.name(dose.exercise), exercises.place(workout.plan, dose)
    amount, within = exercises.dose(dose), exercises.place_in_set(workout, dose)
    phase = workout.phase_now
    if phase in (Phase.WARMING_UP, Phase.COOLING_DOWN):
        return Position(words.text("name"), words.text(phase.value))
    if phase is Phase.BETWEEN:
        if workout.last_exercise:
            return Position(words.text("name"), words.text("all_done"))
        return Position(place, words.text("next_exercise", exercise=name), amount)
    if turn.after is Phase.RETURNING:
        return Position(words.text("returning"), name, f"{place} · {within}")
    if phase is Phase.RESTING:
        title = words.text("rest_paused" if workout.rest_paused else "rest_over")
        following = words.text("next_set", n=workout.set_number, total=dose.sets)
        return Position(place, title, following)
    if phase is Phase.WORKING:
        return Position(within, words.text("own_pace"), amount)
    if phase is Phase.PAUSED:
        return Position(words.text("paused"), name, within)
    return Position(place, name, amount)


def side_of(workout: Workout | None, dose: Dose) -> str:
    """The next leg, or the one the exercise begins with."""
    own = workout.side if workout and workout.exercise == dose.exercise else None
    side = own or dose.sides[0]
    return side.value if side else ""


def care_data(turn: Turn, clinic: Clinic, voice: Voice) -> dict[str, object]:
    """What to do first, then the question, then whom to call if the clinic can help."""
    decides = turn.prompt is not None and turn.prompt.asks in DECISIONS
    return {
        "body": heard_text(turn, voice, Part.SPEECH, Part.LEAD),
        "question": hint(turn, voice) if decides else "",
        "clinic": clinic.name if turn.card else "",
        "phone": clinic.phone if turn.card else "",
    }


def hint(turn: Turn, voice: Voice) -> str:
    """The prompt in writing."""
    return "" if turn.prompt is None else voice.say(turn.prompt.line).text


def heard_text(turn: Turn, voice: Voice, *parts: Part) -> str:
    """What the turn says in these parts, in writing."""
    lines = (cue.line for cue in turn.timeline.cues if cue.part in parts)
    return " ".join(voice.say(line).text for line in lines)
