"""What is said in one locale only."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.routine.table import DataError
from skill.tools.language_model.regions import in_locale
from skill.tools.language_model.sentences import Intent

CALL = Intent("CallIntent", "clinic", {}, ("call them",), frozenset({"call them"}))
PAIN = Intent("PainIntent", "body", {}, ("ouch",), frozenset({"ouch"}))


def write(folder: Path, text: str) -> Path:
    (folder / "regions").mkdir()
    (folder / "regions" / "en-GB.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_locale_gets_its_own_sentences_and_another_does_not(tmp_path: Path) -> None:
    folder = write(tmp_path, 'CallIntent = """\nring the surgery\n"""')

    assert in_locale((CALL, PAIN), folder, "en-US") == (CALL, PAIN)
    call, pain = in_locale((CALL, PAIN), folder, "en-GB")
    assert call.samples == ("call them", "ring the surgery")
    assert call.sentences == {"call them", "ring the surgery"}
    assert pain == PAIN


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('RingIntent = """\nring them\n"""', "RingIntent: intent: is not an intent"),
        ('CallIntent = """\nouch\n"""', "'ouch': is also in PainIntent"),
        ('CallIntent = """\nRing 2\n"""', "holds what Alexa refuses"),
        ('CallIntent = """\nring {who}\n"""', "uses {who}; declare it"),
        ("CallIntent = 1", "give one text of many lines"),
    ],
)
def test_a_wrong_sentence_is_refused_with_its_place(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(DataError) as refused:
        in_locale((CALL, PAIN), write(tmp_path, text), "en-GB")

    assert complaint in str(refused.value)
    assert str(refused.value).startswith("regions/en-GB.toml: ")
