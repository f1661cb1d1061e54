"""The language model, the intents in the code and the coach's meanings belong together."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from skill.alexa.intents import (
    DAY_SLOTS,
    EQUIPMENT_SLOT,
    EXERCISE_SLOT,
    HALF_SLOT,
    INTENTS,
    LASTING_SLOT,
    LEG_SLOT,
    LENGTH_SLOTS,
    MINUTES_SLOT,
    NUMBER_SLOTS,
    OTHER_EXERCISE_SLOTS,
    SECONDS_SLOT,
    SETS_SLOT,
    TEMPO_SLOTS,
    UNIT_SLOT,
    UNUSED_SLOTS,
    intent_of,
)
from skill.coach.asks import Asks
from skill.coach.commands import Meaning
from skill.coach.hard_days import SEVERAL, WEEK
from skill.coach.message_keys import MESSAGES
from skill.coach.moves.weighing import NONE
from skill.coach.runner import Unit
from skill.coach.session import Question, Stopped
from skill.coach.timeline import Side
from skill.tools.desk.speaker import INVOCATION
from tests.support.household import Household, catalogue, routine

MODELS = sorted(Path("interaction_model/interactionModels/custom").glob("*.json"))
SUFFIX = re.compile("_(limit|today|above|range)$")
COMPOSED_OF = {
    *("hold", "reps", "sets", "rest"),
    *("leg", "set", "exercise", "finish"),
    *map(str, Stopped),
}
"""The values that keys such as f"where.next_{what}" are composed of."""
YES_OR_NO = set(map(str, Question))
NOT_SPOKEN = {Meaning.OPEN, Meaning.SESSION_ENDED, Meaning.AUDIO_FAILED}
"""These come from the platform itself, not as intents."""


def language_model(path: Path) -> dict[str, Any]:
    model: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["interactionModel"]
    return dict(model["languageModel"])


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_every_intent_of_the_model_has_a_meaning_and_every_meaning_an_intent(path: Path) -> None:
    intents = {intent["name"] for intent in language_model(path)["intents"]}

    answered = set(map(intent_of, catalogue().fixed_answers))
    assert not answered & set(INTENTS)
    assert intents == set(INTENTS) | answered
    assert set(INTENTS.values()) == set(Meaning) - NOT_SPOKEN - {Meaning.ANSWER}


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_every_slot_of_the_model_is_read(path: Path) -> None:
    slots = {
        slot["name"]
        for intent in language_model(path)["intents"]
        for slot in intent.get("slots", ())
    }

    read = {EXERCISE_SLOT, LEG_SLOT, EQUIPMENT_SLOT, SECONDS_SLOT, MINUTES_SLOT, SETS_SLOT}
    read |= {LASTING_SLOT, UNIT_SLOT, HALF_SLOT, *DAY_SLOTS, *OTHER_EXERCISE_SLOTS}
    read |= {name for pair in TEMPO_SLOTS for name in pair}
    assert slots == {*read, *NUMBER_SLOTS, *LENGTH_SLOTS, *UNUSED_SLOTS}


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_the_ids_of_slot_values_are_the_ids_in_the_code(path: Path) -> None:
    types = {kind["name"]: kind["values"] for kind in language_model(path)["types"]}
    ids = {name: {value["id"] for value in values} for name, values in types.items()}

    assert ids["EXERCISE"] == set(routine().by_id)
    assert ids["EQUIPMENT"] == set(catalogue().tables["needs"])
    assert ids["TEMPO_WAY"] == set(routine().tempo.ways)
    assert set(Side) <= ids["LEG"]
    assert ids["DAY"] == {*WEEK, *SEVERAL}
    assert ids["UNIT"] == {*Unit, NONE}


@pytest.mark.parametrize(
    "path", [path for path in MODELS if path.stem.startswith("en-")], ids=lambda path: path.stem
)
def test_the_invocation_name_is_the_one_the_speaker_listens_for(path: Path) -> None:
    assert language_model(path)["invocationName"] == INVOCATION == "hamstring coach"


@pytest.mark.parametrize("intent", sorted({*INTENTS, *map(intent_of, catalogue().fixed_answers)}))
def test_every_intent_is_answered_as_a_one_shot_with_no_earlier_state(intent: str) -> None:
    speaker = Household().device()

    exchange = speaker.send({"type": "IntentRequest", "intent": {"name": intent, "slots": {}}})

    assert exchange.heard.text


def test_every_line_the_coach_declares_is_used_by_it() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path("skill").rglob("*.py"))
    for keys in ("message_keys", "change_keys"):
        code = code.replace(Path(f"skill/coach/{keys}.py").read_text(encoding="utf-8"), "")

    # "dose.slower_limit" is made of its move's own key, "dose.reps_today" of the dose's
    asked = {f"prompt.{asks}" for asks in Asks if f"Asks.{asks.name}" in code or asks in YES_OR_NO}
    composed = re.findall(r'f"([a-z_]+\.[a-z_]*)\{[\w.]+\}([a-z_]*)"', code)
    written = {f"{before}{part}{after}" for before, after in composed for part in COMPOSED_OF}
    written |= set(re.findall(r'"([a-z_]+\.[a-z_]+)"', code))
    unused = {key for key in MESSAGES if not {key, SUFFIX.sub("", key)} & written}
    assert unused == asked
