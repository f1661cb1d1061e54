"""The figures in sentences are those of the data: change the data, and other figures are said."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from skill.alexa.entry import answer
from skill.routine.model import Routine, Span
from skill.service.ports import ProgressStore
from skill.speech.catalogue import load_catalogue
from skill.tools.desk.speaker import Transport
from skill.wiring import build_skill
from tests.support.content import SHIPPED
from tests.support.household import (
    MONDAY_MORNING_MS,
    SKILL_ID,
    Household,
    libraries,
    routine,
)


def other_figures() -> Routine:
    """The routine with every figure changed that is said in a sentence."""
    shipped = routine()
    return replace(
        shipped,
        exercises=shipped.exercises[:5],
        clinic=replace(shipped.clinic, years=12),
        short=replace(shipped.short, sets=2),
        warm_up_seconds=480,
        days_a_week=Span(3, 4),
    )


def with_other_figures(store: ProgressStore) -> Transport:
    skill = build_skill(
        libraries=libraries(other_figures()),
        store=store,
        clock=lambda: MONDAY_MORNING_MS,
        skill_id=SKILL_ID,
    )
    return lambda envelope: answer(skill, envelope, None)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ([], "I lead you through five exercises"),
        (["start"], "Warm up first: eight minutes of"),
        (["how do i warm up"], "Eight minutes of easy walking"),
        (["how often"], "Three or four days a week"),
        (["do the trampoline"], "hear all five"),
        (["do the bridges", "i'm short of time"], "Two sets each"),
    ],
)
def test_what_is_said_follows_the_data(said: list[str], heard: str) -> None:
    device = Household(transport=with_other_figures).device()

    exchanges = [device.open(), *map(device.say, said)]

    assert heard in exchanges[-1].heard.text


def test_how_long_the_clinic_has_been_at_work_is_said_from_its_facts() -> None:
    led = routine()
    older = replace(led, clinic=replace(led.clinic, years=12))

    assert "for over twelve years" in load_catalogue(SHIPPED, older).clinic["about"]
