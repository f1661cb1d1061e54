"""An exercise's words and picture for the screens."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import cast

from skill.coach.dose import Dose
from skill.coach.workout import Workout
from skill.routine.model import STANDARD
from skill.screen.animation import Kind, picture, rounded, scene
from skill.screen.figures import SCENE, Figures
from skill.screen.screen_words import ScreenWords
from skill.speech.wording import noun
from skill.speech.words import Catalogue

PICTURES_KEPT = 64
"""How many pictures are cached: one takes 4 ms to draw, ten times the rest of a turn."""


class Exercises:
    """The words and pictures of a routine's exercises, in one language."""

    def __init__(self, catalogue: Catalogue, words: ScreenWords, figures: Figures) -> None:
        self._catalogue = catalogue
        self._words = words
        self._figures = figures
        self._drawn = lru_cache(PICTURES_KEPT)(self._draw)
        self._scenes = cache(lambda name: scene(figures[SCENE, name]))

    def name(self, exercise_id: str) -> str:
        """The name as a title."""
        name = self._catalogue.exercises[exercise_id].texts["name"]
        return name[:1].upper() + name[1:]

    def amount(self, dose: Dose) -> str:
        """The target with its noun: "30 seconds"."""
        return (
            f"{dose.target} {noun(self._catalogue, dose.target, 'second' if dose.held else 'rep')}"
        )

    def dose(self, dose: Dose) -> str:
        """Sets and target in a few characters."""
        key = "dose_each" if len(dose.sides) > 1 else "dose"
        return self._words.text(key, sets=dose.sets, amount=self.amount(dose))

    def steps(self, dose: Dose) -> list[tuple[str, str]]:
        """The steps of the form, each with its id."""
        said = self._catalogue.exercises[dose.exercise].steps[dose.form]
        return [(step, said[step]) for step, _ in dose.steps]

    def phases(self, dose: Dose) -> list[str]:
        """The word called in each phase of a rep."""
        return [self._catalogue.tables["cue"][cue] for cue, _ in dose.phases]

    def place(self, plan: tuple[str, ...], dose: Dose) -> str:
        """The exercise's place in the workout; empty if it is not part of it."""
        if dose.exercise not in plan:
            return ""
        number = plan.index(dose.exercise) + 1
        return self._words.text("exercise_of", n=number, total=len(plan))

    def place_and_form(self, plan: tuple[str, ...], dose: Dose) -> str:
        """The same with the form, if it is not the clinic's own."""
        return " · ".join(filter(None, (self.place(plan, dose), self._form(dose))))

    def place_in_set(self, workout: Workout, dose: Dose) -> str:
        """Set, leg, and second or rep."""
        parts = [self._words.text("set_of", n=workout.set_number, total=dose.sets)]
        if workout.side is not None:
            parts.append(self._words.text(workout.side.value))
        if workout.done:
            key = "hold_at" if dose.held else "reps_at"
            parts.append(self._words.text(key, n=workout.done, total=dose.target))
        return " · ".join(parts)

    def picture(self, kind: Kind, dose: Dose) -> Mapping[str, object]:
        """The figure with its text for a screen reader."""
        name, form = self.name(dose.exercise), self._form(dose)
        key = "picture" if form else "picture_plain"
        return {**self._drawn(kind, dose), "alt": self._words.text(key, exercise=name, form=form)}

    def scene(self, name: str) -> Mapping[str, object]:
        """A scene, with its text for a screen reader."""
        return {**self._scenes(name), "alt": self._words.text(f"scene_{name}")}

    def led(self, stretch: Dose | None) -> Mapping[str, object]:
        """The warm-up or the cool-down: walking, and at the end the stretch."""
        walking = self.scene("walk")
        held = [rounded(self._figures[stretch.exercise, stretch.form].frame(-1))] if stretch else []
        return {**walking, "frames": [*cast("list[object]", walking["frames"]), *held]}

    def _draw(self, kind: Kind, dose: Dose) -> dict[str, object]:
        return picture(self._figures[dose.exercise, dose.form], kind, dose)

    def _form(self, dose: Dose) -> str:
        forms = self._catalogue.exercises[dose.exercise].forms
        return "" if dose.form == STANDARD else forms[dose.form]["name"]
