"""Sentences written apart from the samples: are they understood?"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from skill.tools.desk.pain_words import BODY
from skill.tools.desk.recogniser import Recognition
from skill.tools.language_model.measure import (
    Heard,
    Verdict,
    body_intents,
    by_meaning_and_spelling,
    by_training,
    judge,
    main,
    read_heard,
    report,
    right,
)
from skill.tools.language_model.sentences import Intent
from skill.tools.language_model.slot_types import Value
from tests.support.content import as_shipped
from tests.support.household import recogniser
from tests.tools.language_model.sources import intents, types

UTTERANCES = Path("tests/tools/language_model/utterances.csv")
"""Written apart from the samples, with the values of their slots; samples were mended by them."""
INDEPENDENT = Path("tests/tools/language_model/independent.csv")
"""Written by people who saw no sample, and never used to mend one: keep it so. When it is used up,
move it into the samples and have another one written."""
FEWEST = 500
FEWEST_AN_INTENT = 5
FEWEST_OF_THE_BODY = 60
WITHOUT_SAMPLES = {"AMAZON.FallbackIntent", "AMAZON.NavigateHomeIntent"}


@dataclass(frozen=True)
class Row:
    """One line of utterances.csv."""

    utterance: str
    intent: str
    slots: dict[str, str]


def rows() -> list[Row]:
    with UTTERANCES.open(encoding="utf-8", newline="") as lines:
        return [
            Row(
                line["utterance"],
                line["intent"],
                dict(part.split("=") for part in line["slots"].split(";") if part),
            )
            for line in csv.DictReader(lines)
        ]


@cache
def taken() -> tuple[tuple[Row, Recognition], ...]:
    """The rows, each with what the desk takes it for."""
    return tuple((row, recogniser().recognise(row.utterance)) for row in rows())


@as_shipped
def test_the_utterances_are_many_and_of_every_intent() -> None:
    times = Counter(row.intent for row in rows())

    assert len(rows()) == len({row.utterance for row in rows()}) >= FEWEST
    assert set(times) == {intent.name for intent in intents()} - WITHOUT_SAMPLES
    assert min(times.values()) >= FEWEST_AN_INTENT
    assert sum(times[intent] for intent in BODY) >= FEWEST_OF_THE_BODY


@pytest.mark.parametrize("path", [UTTERANCES, INDEPENDENT], ids=lambda path: path.stem)
def test_the_utterances_are_not_in_the_model(path: Path) -> None:
    written = {sentence for intent in intents() for sentence in intent.sentences}

    assert not [heard.utterance for heard in read_heard(path) if heard.utterance in written]


def test_the_slots_of_the_utterances_are_declared() -> None:
    declared = {intent.name: intent.slots for intent in intents()}

    assert all(set(row.slots) <= set(declared[row.intent]) for row in rows())


def test_the_desk_understands_them_and_always_hears_pain() -> None:
    wrong = [
        (row.utterance, row.intent, found.intent)
        for row, found in taken()
        if row.intent != found.intent and not {row.intent, found.intent} <= set(BODY)
    ]

    assert not [entry for entry in wrong if entry[1] in BODY]
    assert len(wrong) <= 0.03 * len(taken()), wrong


def test_the_desk_reads_their_slots() -> None:
    wrong = []
    for row, found in taken():
        read = {name: slot.resolved_id or slot.value for name, slot in found.slots.items()}
        if found.intent == row.intent and not row.slots.items() <= read.items():
            wrong.append((row, read))
    assert not wrong


Judged = dict[Path, tuple[Verdict, ...]]
"""What becomes of each line of both files."""


def both_files(taken_for: Callable[[Sequence[Heard]], Sequence[Verdict]]) -> Judged:
    """Both files judged together: the samples are costly to read, so once."""
    files = {path: read_heard(path) for path in (UTTERANCES, INDEPENDENT)}
    verdicts = iter(taken_for([heard for file in files.values() for heard in file]))
    return {path: tuple(next(verdicts) for _ in file) for path, file in files.items()}


@pytest.fixture(scope="module")
def nearest() -> Judged:
    return both_files(lambda heard: judge(heard, intents(), types(), by_meaning_and_spelling))


@pytest.fixture(scope="module")
def trained() -> Judged:
    return both_files(lambda heard: by_training(heard, intents(), types()))


@pytest.mark.understanding
@pytest.mark.parametrize("path", [UTTERANCES, INDEPENDENT], ids=lambda path: path.stem)
def test_the_nearest_sample_is_of_the_right_intent(path: Path, nearest: Judged) -> None:
    body = body_intents(intents())
    wrong = [verdict for verdict in nearest[path] if not right(verdict, body)]

    assert not [verdict for verdict in wrong if verdict.heard.intent in body]
    assert len(wrong) <= 0.05 * len(nearest[path]), report(nearest[path], body)


@pytest.mark.understanding
@pytest.mark.parametrize("path", [UTTERANCES, INDEPENDENT], ids=lambda path: path.stem)
def test_a_classifier_that_learned_from_the_samples_finds_the_right_intent(
    path: Path, trained: Judged
) -> None:
    body = body_intents(intents())
    wrong = [verdict for verdict in trained[path] if not right(verdict, body)]

    assert not [verdict for verdict in wrong if verdict.heard.intent in body]
    assert len(wrong) <= 0.05 * len(trained[path]), report(trained[path], body)


GO = Intent("GoIntent", "flow", {}, ("go",), frozenset({"go"}))
DO = Intent("DoIntent", "flow", {"exercise": "EXERCISE"}, ("do {exercise}",), frozenset())
OUCH = Intent("PainIntent", "body", {}, ("ouch",), frozenset({"ouch"}))
EXERCISES = {
    "EXERCISE": (
        Value("glute_bridge", "bridge", ("bum lifts",)),
        Value("nordic_curl", "nordic curl", ()),
    )
}


@pytest.mark.understanding
def test_an_utterance_is_taken_for_the_nearest_sample_whatever_value_its_slot_has() -> None:
    from skill.tools.language_model.measure import by_spelling

    verdicts = judge(
        [Heard("do bum lifts", "DoIntent"), Heard("do nordic curls", "DoIntent")],
        (GO, DO, OUCH),
        EXERCISES,
        by_spelling,
    )
    verdict = verdicts[0]

    assert verdict.likeness == verdicts[1].likeness

    assert (verdict.intent, verdict.sentence) == ("DoIntent", "do bridge")
    assert verdict.likeness == pytest.approx(1)


def test_the_report_counts_pairs_and_names_what_went_wrong() -> None:
    body = frozenset({"PainIntent", "CrampIntent"})
    verdicts = [
        Verdict(Heard("ow", "PainIntent"), "CrampIntent", "cramp", 0.5),
        Verdict(Heard("hurts", "PainIntent"), "GoIntent", "go", 0.4),
    ]
    lines = report(verdicts, body).splitlines()

    assert lines[0] == "1 of 2 right (50.0%); of the body 1 of 2"
    assert lines[1] == "1 x PainIntent taken for GoIntent"
    assert lines[2] == "'hurts': PainIntent, taken for GoIntent ('go', 0.40)"


def test_a_file_without_the_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "said.csv").write_text("said,intent\ngo,GoIntent\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"said\.csv: has no column utterance; add it"):
        read_heard(tmp_path / "said.csv")


def test_the_program_asks_for_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([])
    assert "arguments are required: file" in capsys.readouterr().err
