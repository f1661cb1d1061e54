"""The cost of a turn as the runner's history or the routine grows."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.runner import Runner as Kept
from skill.coach.workout import SetRecord, Workout
from skill.routine.loader import load_routine
from skill.screen.document import load_documents
from skill.screen.figures_file import load_figures
from skill.screen.screens import Screens
from skill.screen.words_file import load_screen_words
from skill.service.conversation import runner_id_of
from skill.service.documents import runner_text
from skill.service.languages import Coaching
from skill.speech.catalogue import load_catalogue
from skill.speech.wording import Voice
from skill.stores.memory import MemoryStore
from skill.wiring import build_skill, libraries_in
from tests.bench.requests import request
from tests.bench.table import Row
from tests.bench.warm import HELP, NEXT, Runner
from tests.support.content import SHIPPED, file_in

DAY_S = 24 * 60 * 60
EXERCISES = (6, 200)
YEARS = (0, 10)
WARM_UP = 3


def routine_rows(rounds: int) -> list[Row]:
    """A turn with the routine's six exercises, and with two hundred copies of them."""
    few, many = map(_with_exercises, EXERCISES)
    return _rows("(f) growth, 200 exercises (hello: six)", few, many, rounds)


def history_rows(rounds: int) -> list[Row]:
    """A turn of a new runner, and of one after ten years of daily workouts."""
    none, years = map(_with_history, YEARS)
    return _rows("(f) growth, ten years (hello: none)", none, years, rounds)


def _rows(what: str, small: Runner, large: Runner, rounds: int) -> list[Row]:
    rows = []
    for intent in (NEXT, HELP):
        runs: dict[str, list[float]] = {"hello": [], "skill": []}
        for number in range(rounds + WARM_UP):
            for name, runner in zip(runs, (small, large), strict=True):
                _, took, _ = runner.ask(request(intent, runner.begin()))
                if number >= WARM_UP:
                    runs[name].append(took)
        rows.append(Row(f"{what}: {intent}", "us", runs, 1.1))
    return rows


def _with_history(years: int) -> Runner:
    routine = load_routine(SHIPPED)
    plan = tuple(exercise.id for exercise in routine.exercises)
    journal = Kept(welcomed=True)
    for day in range(365 * years):
        log = tuple(SetRecord(exercise, 1, True, 30, "standard", 30) for exercise in plan)
        journal = replace(journal, workout=Workout(0, plan, log=log))
        journal = journal.archived(1000 * DAY_S * day, finished=True)
    store = MemoryStore()
    user = request(NEXT, {})["session"]["user"]["userId"]
    store.save(runner_id_of(user), runner_text(journal), after=0)
    skill = build_skill(
        libraries=libraries_in(SHIPPED),
        store=store,
        clock=lambda: 0,
        skill_id=None,
    )
    return Runner(skill)


def _with_exercises(count: int) -> Runner:
    routine = load_routine(SHIPPED)
    words = load_catalogue(SHIPPED, routine)
    copies = [
        replace(exercise, id=exercise.id if not number else f"{exercise.id}_{number}")
        for number in range(count // len(routine.exercises) + 1)
        for exercise in routine.exercises
    ][:count]
    said = {each.id: words.exercises[_original(each.id)] for each in copies}
    many = replace(routine, exercises=tuple(copies))
    catalogue = replace(words, exercises=said)
    figures = load_figures(routine, file_in(SHIPPED, "figures.toml"))
    copied = dict(figures) | {
        (each.id, form): figures[_original(each.id), form] for each in copies for form in each.forms
    }
    words_shown = load_screen_words(file_in(SHIPPED, "screen.toml"))
    screens = Screens(many, catalogue, words_shown, copied, load_documents(SHIPPED.screens))
    coaching = Coaching(many, Voice(catalogue), lambda: screens)
    skill = build_skill(
        libraries={"en": lambda routine_id, clinic_id: coaching},
        store=MemoryStore(),
        clock=lambda: 0,
        skill_id=None,
    )
    return Runner(skill)


def _original(copy: str) -> str:
    return copy.rstrip("0123456789").rstrip("_")
