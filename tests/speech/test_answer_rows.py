"""An answer of one line is one row of one file: everything else follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.alexa.entry import answer
from skill.coach.fixed_answers import FixedAnswer
from skill.routine.content import Content
from skill.routine.table import DataError
from skill.speech.catalogue import load_catalogue
from skill.stores.memory import MemoryStore
from skill.tools.language_model.generate import Sources, read_sources
from skill.wiring import build_skill
from tests.release.guides import guides
from tests.support.content import as_shipped, copied
from tests.support.envelopes import envelope
from tests.support.household import library_of, routine

GUIDE = guides(Path("GUIDES.md").read_text(encoding="utf-8"))["A one-line answer"]
(ROW,) = [step.text for step in GUIDE if step.kind == "toml"]


def with_row(folder: Path, row: str) -> Content:
    """The content with a file of answers more."""
    content = copied(folder, sentences=True)
    file = content.language_folder("en") / "answers" / "added.toml"
    file.write_text(row, encoding="utf-8")
    return content


@as_shipped
def test_a_row_is_a_sample_an_intent_and_an_answer(tmp_path: Path) -> None:
    content = with_row(tmp_path, ROW)
    asked = {"type": "IntentRequest", "intent": {"name": "ClothesIntent"}}

    found, _ = read_sources(Sources(content, tmp_path))
    intents = {intent.name: intent for intent in found}
    catalogue = load_catalogue(content, routine())
    skill = build_skill(
        libraries={"en": library_of(routine(), catalogue)},
        store=MemoryStore(),
        clock=lambda: 0,
        skill_id=None,
    )

    assert "what should i wear" in intents["ClothesIntent"].samples
    assert catalogue.fixed_answers["clothes"] == FixedAnswer()
    assert "Anything you can stretch in" in str(answer(skill, envelope(asked), None))


WRONG = {
    "a misspelt flag": ("in_pasing = true", "clothes: in_pasing: is not a known field"),
    "a flag that is no flag": ('logged = "yes"', "clothes: logged: is 'yes'; give true or false"),
    "a value nobody knows": ('briefly = "At {street:text}."', "clothes: street: is not a value"),
    "a question": ('briefly = "Do you? Well."', "clothes.briefly: question: asks in its middle"),
    "a figure": ('briefly = "For 12 weeks."', "clothes: briefly: "),
    "a row that is there": ("[soreness]", "soreness: row: is in another file, too; keep it once"),
    "a name that makes no intent": ('[Hat]\nanswer = "No."', "Hat: name: take small letters"),
    "no answer": ("[hat]\nlogged = true", "hat: answer: is missing"),
    "no row": ("[hat.band]", "hat: band: is not a known field"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_slip_in_a_row_is_told_with_its_file_row_field_and_cure(
    name: str, tmp_path: Path
) -> None:
    slip, complaint = WRONG[name]

    with pytest.raises(DataError) as refused:
        load_catalogue(with_row(tmp_path, f"{ROW}{slip}\n"), routine())

    assert any(
        line.startswith("answers/added.toml: ") and complaint in line
        for line in str(refused.value).splitlines()
    ) or "answers/training.toml: soreness: row: is in another file" in str(refused.value)
