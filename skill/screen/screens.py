"""From a turn to its screen: the template and its data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from skill.coach.asks import Asks
from skill.coach.dose import Dose, dose_for
from skill.coach.runner import Runner
from skill.coach.timeline import Part
from skill.coach.turn import Turn, TurnKind
from skill.coach.workout import Phase, Stage, Workout
from skill.routine.model import Routine
from skill.screen.animation import Kind
from skill.screen.document import Document
from skill.screen.exercises import Exercises
from skill.screen.figures import Figures
from skill.screen.message_screen import care_data, hint, message_data, side_of
from skill.screen.screen_words import ScreenWords
from skill.screen.touches import SENDS, touches_for
from skill.screen.work_data import span_data
from skill.speech.wording import Voice
from skill.speech.words import Catalogue

Data = dict[str, Any]

Drawn = tuple[ScreenWords, Figures, Mapping[str, Document]]
"""What screens are made of, besides a routine and its words: the document is by template."""

LETTERS_IN_A_ROW, ROWS_ON_A_PAGE, ROWS_BETWEEN = 19, 6.5, 0.25
"""How much of the steps fits on the narrowest screen at once, at the size in screens.json; a word
that doesn't fit leaves the end of its row empty."""


class Screen(Struct, frozen=True):
    """What is sent to a device with a screen."""

    template: str
    document: Document
    data: Data
    """The value of `coach` among the datasources."""


class Screens:
    """The screens of a routine, in one language. `documents` has one for each template."""

    def __init__(
        self,
        routine: Routine,
        catalogue: Catalogue,
        words: ScreenWords,
        figures: Figures,
        documents: Mapping[str, Document],
    ) -> None:
        self._routine = routine
        self._words = words
        self._exercises = Exercises(catalogue, words, figures)
        self._documents = documents

    def show(self, turn: Turn, runner: Runner, voice: Voice) -> Screen:
        """The screen for a turn; `runner` is the one after it."""
        template, data = self._choose(turn, runner, voice)
        touches = () if template == "list" else touches_for(turn)
        common = {
            "template": template,
            "touch": [_touch(self._words.touch(key), "meaning", _sent(key)) for key in touches],
            "hint": hint(turn, voice),
        }
        shown: Data = {**common, **data}
        letters = {name: len(value) for name, value in shown.items() if isinstance(value, str)}
        shown["letters"] = letters | shown.get("letters", {})
        return Screen(template, self._documents[template], shown)

    def _choose(self, turn: Turn, runner: Runner, voice: Voice) -> tuple[str, Data]:
        if _cares(turn):
            return "care", care_data(turn, self._routine.clinic, voice)
        if turn.card is not None:
            return "clinic", self._clinic()
        if turn.kind is TurnKind.LISTING:
            return "list", self._list(runner)
        workout = runner.workout
        if turn.timeline.spans and workout is not None:
            led = workout.stage is not Stage.EXERCISES
            return "work", (self._led if led else self._work)(turn, runner, workout)
        if workout is not None and _introduces(turn, workout):
            return "introduction", self._introduction(_steps_told(turn), runner, workout)
        dose = self._dose(runner, self._pictured(workout))
        return "message", message_data(
            turn, runner, dose, voice, self._exercises, self._words, len(self._routine.exercises)
        )

    def _dose(self, runner: Runner, exercise_id: str) -> Dose:
        return dose_for(runner, self._routine, exercise_id)

    def _pictured(self, workout: Workout | None) -> str:
        """The exercise to picture: the current one or, between two, the next."""
        if workout is None:
            return self._routine.exercises[0].id
        if workout.phase is Phase.BETWEEN and workout.next_index is not None:
            return workout.plan[workout.next_index]
        return workout.exercise

    def _clinic(self) -> Data:
        clinic = self._routine.clinic
        return {"title": clinic.name, "phone": clinic.phone, "email": clinic.email}

    def _list(self, runner: Runner) -> Data:
        workout = runner.workout
        plan = workout.plan if workout else tuple(e.id for e in self._routine.exercises)
        entries = []
        for number, exercise_id in enumerate(plan, start=1):
            name = self._exercises.name(exercise_id)
            words = self._words.touch("choose", n=number, exercise=name)
            figure = self._exercises.picture(Kind.STILL, self._dose(runner, exercise_id))
            now = workout is not None and workout.exercise == exercise_id
            entries.append({**_touch(words, "choose", exercise_id), "figure": figure, "now": now})
        longest = max(len(entry["label"]) for entry in entries)
        title = self._words.text("list")
        return {"title": title, "exercises": entries, "letters": {"label": longest}}

    def _led(self, turn: Turn, runner: Runner, workout: Workout) -> Data:
        """The warm-up or the cool-down while it runs."""
        stretch = self._routine.led.stretch
        dose = self._dose(runner, stretch or workout.exercise)
        spans = span_data(turn.timeline.spans, self._words, dose, "", staged=True)
        return {
            "eyebrow": self._words.text("name"),
            "place": "",
            "title": self._words.text(workout.phase_now.value),
            "words": [],
            "spans": spans,
            "letters": self._longest(dose, spans, []),
            "figure": self._exercises.led(dose if stretch else None),
        }

    def _longest(self, dose: Dose, spans: list[Data], words: list[str]) -> dict[str, int]:
        """The letters of the longest of the words that follow one another in one place."""
        said = [*words, *(span["word"] for span in spans)]
        legs = [self._words.text(side.value) for side in dose.sides if side]
        return {"word": max(map(len, said)), "leg": max(map(len, legs), default=0)}

    def _work(self, turn: Turn, runner: Runner, workout: Workout) -> Data:
        dose = self._dose(runner, workout.exercise)
        spans = span_data(
            turn.timeline.spans,
            self._words,
            dose,
            self._exercises.amount(dose),
            self._following(turn, workout),
        )
        words = self._exercises.phases(dose)
        return {
            "eyebrow": self._exercises.place_and_form(workout.plan, dose),
            "place": self._exercises.place(workout.plan, dose),
            "title": self._exercises.name(dose.exercise),
            "words": words,
            "spans": spans,
            "letters": self._longest(dose, spans, words),
            "figure": self._exercises.picture(Kind.WORK, dose),
        }

    def _following(self, turn: Turn, workout: Workout) -> str:
        """The next exercise, if the turn ends on the way there."""
        if turn.prompt is None or turn.prompt.asks is not Asks.NEXT_EXERCISE:
            return ""
        index = workout.next_index
        name = self._exercises.name(workout.plan[workout.index if index is None else index])
        return self._words.text("next_exercise", exercise=name)

    def _introduction(
        self, told: Mapping[tuple[str, str], int], runner: Runner, workout: Workout
    ) -> Data:
        exercise_id = next((exercise for exercise, _ in told), workout.exercise)
        dose = self._dose(runner, exercise_id)
        lengths = [len(text) for _, text in self._exercises.steps(dose)]
        pages = pages_of(lengths)
        steps = [
            {"text": text, "at": told.get((exercise_id, step), -1), "page": page}
            for (step, text), page in zip(self._exercises.steps(dose), pages, strict=True)
        ]
        single = len(told) == 1 and len(steps) > 1
        first = next((n for n, step in enumerate(steps) if step["at"] != -1), -1)
        return {
            "eyebrow": self._exercises.place_and_form(workout.plan, dose),
            "place": self._exercises.place(workout.plan, dose),
            "title": self._exercises.name(exercise_id),
            "dose": self._exercises.dose(dose),
            "steps": steps,
            "pages": len(set(pages)),
            "turning": not told,
            "letters": {"steps": sum(lengths), "step": max(lengths)},
            "first": first if single else -1,
            "side": side_of(workout, dose),
            "figure": self._exercises.picture(Kind.PREVIEW, dose),
        }


def pages_of(lengths: Sequence[int]) -> list[int]:
    """The page of each step, from 0, given the steps' lengths in letters.

    A page has few enough to be read from three metres.
    """
    pages: list[int] = []
    page, used = 0, 0.0
    for letters in lengths:
        rows = -(-letters // LETTERS_IN_A_ROW) + ROWS_BETWEEN
        if used and used + rows > ROWS_ON_A_PAGE:
            page, used = page + 1, 0.0
        used += rows
        pages.append(page)
    return pages


def _introduces(turn: Turn, workout: Workout) -> bool:
    """Whether an exercise is or was introduced, with nothing else asked or told since."""
    at_one = workout.phase_now is Phase.INTRODUCING and turn.after is not Phase.RETURNING
    return turn.kind is TurnKind.INTRODUCTION or (at_one and turn.kind is TurnKind.PLACE)


def _steps_told(turn: Turn) -> Mapping[tuple[str, str], int]:
    """The offset of each spoken step in ms, by exercise and step."""
    told = {}
    for cue in turn.timeline.cues:
        if cue.part is Part.STEP:
            exercise, _, step = str(dict(cue.line.values)["step"]).split("/")
            told[exercise, step] = cue.at_ms
    return told


def _cares(turn: Turn) -> bool:
    """Whether pain or a warning sign takes the whole screen, now or as the session ended."""
    if turn.kind is TurnKind.WARNING:
        return True
    if turn.prompt is None:
        return turn.phase is Phase.HURT
    return turn.after is Phase.HURT and turn.kind is not TurnKind.CONTACT


def _sent(key: str) -> str:
    return SENDS.get(key, key)


def _touch(words: tuple[str, str], kind: str, value: str) -> Data:
    label, spoken = words
    return {"label": label, "spoken": spoken, "sends": [kind, value]}
