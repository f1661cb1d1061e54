"""What is useful now, as data: wrong data first, then every sentence is understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.tools.desk.page.suggestions import ASLEEP, ChipsError, load_chips
from skill.tools.desk.pain_words import FALLBACK
from skill.tools.desk.speaker import INVOCATION, SmartSpeaker, launches
from tests.support.household import recogniser

CHIPS = load_chips()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("working", "swimming"), "swimming: remove it"),
        (('opened = ["start"', 'other = ["start"'), "opened: give it a list"),
        (('resting = ["next"', 'resting = [1, "next"'), "resting: must be a list of sentences"),
    ],
)
def test_wrong_chips_are_told_with_their_entry(
    tmp_path: Path, change: tuple[str, str], reason: str
) -> None:
    text = Path("skill/tools/desk/page/suggestions.toml").read_text(encoding="utf-8")
    file = tmp_path / "chips.toml"
    file.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(ChipsError, match=reason):
        load_chips(file)


@pytest.mark.parametrize(
    ("phase", "words"), [(phase, words) for phase in CHIPS for words in CHIPS[phase]]
)
def test_every_chip_is_understood(phase: str, words: str) -> None:
    if phase == ASLEEP:
        assert INVOCATION in words
        if words in launches(INVOCATION):
            return
        taken = SmartSpeaker(lambda _: {}, recogniser(), now_ms=0).say(words).recognition
        assert taken is not None
    else:
        taken = recogniser().recognise(words)
    assert taken.intent != FALLBACK
