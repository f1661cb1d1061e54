"""Whether a turn costs more as a runner's history or the routine grows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from skill.alexa.skill import build_skill
from skill.fast_sdk.serializer import FastSerializer
from skill.progress.memory import MemoryStore
from skill.routine.loader import load_routine
from skill.speech.catalogue import load_catalogue
from tests.bench.requests import request
from tests.bench.table import Row
from tests.bench.warm import HELP, NEXT, Runner

DAY_S = 24 * 60 * 60
EXERCISES = (6, 200)


def routine_rows(rounds: int) -> list[Row]:
    """A turn with the routine's six exercises, and with two hundred copies of them."""
    runners = {f"{count}": _with_exercises(count) for count in EXERCISES}
    rows = []
    for intent in (NEXT, HELP):
        runs: dict[str, list[float]] = {name: [] for name in runners}
        for number in range(rounds + 3):
            for name, runner in runners.items():
                _, took, _ = runner.ask(request(intent, runner.begin()))
                if number >= 3:
                    runs[name].append(took)
        rows.append(Row(f"warm, by exercises in the routine: {intent}", "us", _named(runs)))
    return rows


def _with_exercises(count: int) -> Runner:
    routine = load_routine()
    words = load_catalogue(routine)
    copies = [
        replace(exercise, id=exercise.id if not number else f"{exercise.id}_{number}")
        for number in range(count // len(routine.exercises) + 1)
        for exercise in routine.exercises
    ][:count]
    said = {each.id: words.exercises[each.id.rstrip("0123456789").rstrip("_")] for each in copies}
    skill = build_skill(
        routine=replace(routine, exercises=tuple(copies)),
        catalogue=replace(words, exercises=said),
        store=MemoryStore(),
        clock=lambda: 0,
        skill_id=None,
        serializer=FastSerializer(),
    )
    return Runner(skill)


def _named(runs: Mapping[str, list[float]]) -> Mapping[str, list[float]]:
    """With six exercises as the yardstick."""
    six, many = (runs[str(count)] for count in EXERCISES)
    return {"hello": six, "200": many}
