"""From "start" to the last set with nothing but "next", on every way in: the same words."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from skill.coach.dose import dose_for
from skill.coach.runner import Runner
from skill.coach.timeline import Side
from skill.routine.loader import load_routine
from skill.routine.model import Exercise, Hold, Sides
from skill.service.ports import ProgressStore
from skill.speech.wording import number
from skill.tools.desk.playback import Heard
from skill.tools.desk.speaker import REACTION_MS, Transport
from tests.e2e.entries import over_http, through_lambda
from tests.support.content import SHIPPED
from tests.support.household import Household, catalogue, in_process

MOST_TURNS_AN_EXERCISE = 10
COUNT_IN = ("three", "two", "one")
TODAY = load_routine(SHIPPED)
"""What the clinic prescribes today: the other conversations have a prescription of their own."""


def first_sets(exercise: Exercise) -> int:
    """How many sets of it somebody does who never did any."""
    return dose_for(Runner(), TODAY, exercise.id).sets


@dataclass(frozen=True)
class Run:
    """A whole workout, as it was heard."""

    answers: tuple[Heard, ...]
    household: Household

    @property
    def words(self) -> list[str]:
        return [clip.text for answer in self.answers for clip in answer.clips]


def here(store: ProgressStore) -> Transport:
    return in_process(store, TODAY)


def run_with_nothing_but_next(household: Household) -> Run:
    speaker = household.device()
    answers = [speaker.say("ask hamstring coach to start my routine").heard]
    while speaker.session_open:
        most = MOST_TURNS_AN_EXERCISE * len(TODAY.exercises)
        assert len(answers) < most, "the routine does not end by itself"
        speaker.listen()
        speaker.listen(REACTION_MS)
        answers.append(speaker.say("next").heard)
    return Run(tuple(answers), household)


@pytest.fixture(scope="module")
def run() -> Run:
    return run_with_nothing_but_next(Household(transport=here))


def test_all_exercises_come_in_the_routines_order(run: Run) -> None:
    announced = [text for text in run.words if text.startswith("Exercise ")]

    assert [text.partition(": ")[2].rstrip(".") for text in announced] == [
        catalogue().exercises[exercise.id].texts["name"] for exercise in TODAY.exercises
    ]


def test_every_set_of_every_leg_is_counted_in_and_to_its_end(run: Run) -> None:
    expected: list[str] = []
    cool_down: list[str] = []
    for exercise in TODAY.exercises:
        form = exercise.form()
        target = form.work.seconds if isinstance(form.work, Hold) else form.work.count
        legs = len(Side) if form.sides is Sides.EACH else 1
        one_leg = [*COUNT_IN, *(spoken(n) for n in range(1, target.start + 1))]
        expected += one_leg * legs * first_sets(exercise)
        if exercise.id == TODAY.led.stretch:
            cool_down = one_leg * legs
    expected += cool_down if TODAY.led.cool_down else []

    numbers = {spoken(n) for n in range(1, 100)}
    assert [text for text in run.words if text in numbers] == expected


def spoken(value: int) -> str:
    return number(catalogue(), value)


def test_all_sets_are_kept_as_whole_and_the_workout_is_over(run: Run) -> None:
    journal = run.household.journal()

    assert journal.workout is None
    assert journal.workouts == 1
    sets = sum(first_sets(exercise) for exercise in TODAY.exercises)
    assert [(entry.finished, entry.completed, entry.partial) for entry in journal.history.past] == [
        (True, sets, 0)
    ]


def test_over_signed_http_the_same_words_are_heard(run: Run) -> None:
    assert (
        run_with_nothing_but_next(
            Household(transport=lambda store: over_http(store, led=TODAY))
        ).answers
        == run.answers
    )


def test_through_lambda_the_same_words_are_heard(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    household = Household(transport=lambda _: through_lambda(monkeypatch))

    assert run_with_nothing_but_next(household).answers == run.answers


def test_in_the_terminal_the_same_words_are_read(run: Run, tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    nexts = ["next"] * (len(run.answers) - 1)
    script.write_text("\n".join(["ask hamstring coach to start my routine", *nexts]))

    played = subprocess.run(
        [sys.executable, "-m", "skill", "talk", "--script", str(script), "--speed", "100000"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )

    read = re.findall(r"^  \d+:\d\d\.\d  (.*)$", played.stdout, re.MULTILINE)
    assert read == run.words


def test_after_the_last_exercise_is_skipped_the_workout_ends_with_what_was_left_out() -> None:
    speaker = Household(transport=here).device()
    names = [catalogue().exercises[exercise.id].texts["name"] for exercise in TODAY.exercises]
    speaker.say("ask hamstring coach to start my routine")
    speaker.say("i'm warm")
    speaker.say("next")
    speaker.listen()
    speaker.listen(REACTION_MS)

    skipped = [speaker.say("skip this exercise").heard.text for _ in names]
    ended = speaker.say("stop for today").heard.text

    assert all(f"Skipping the {name}" in text for name, text in zip(names, skipped, strict=True))
    assert skipped[-1].endswith("Say next to cool down, or stop for today.")
    assert f"You left out the {names[1]}" in ended
    assert f"and {names[-1]}" in ended
    assert "You did one set" in ended
    assert not speaker.session_open
