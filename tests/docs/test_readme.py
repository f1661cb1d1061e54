"""The README tells the truth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from skill.tools.desk.script import parse_line
from skill.tools.desk.speaker import REACTION_MS
from tests.support.facts import filled
from tests.support.household import Household, leading_all

README = Path("README.md").read_text(encoding="utf-8")


def conversation() -> Iterator[tuple[str, list[str]]]:
    """What is said in the sample conversation, and the lines that are heard then."""
    block = re.search(r"```conversation\n(.*?)```", README, re.DOTALL)
    assert block, "the README has no sample conversation"
    for turn in re.split(r"^> ", block[1], flags=re.MULTILINE)[1:]:
        said, *told = [line for line in turn.splitlines() if line]
        yield said, [_of_today(line) for line in told]


def _of_today(line: str) -> str:
    """A line of the README, with the clinic's number and the count of exercises as they are now."""
    line = re.sub(r"\d{3,}(, \d+)+", filled("{phone}"), line)
    return re.sub(r"\b(of|through) six\b", filled(r"\1 {total}"), line)


def test_the_sample_conversation_goes_as_written() -> None:
    speaker = Household(transport=leading_all).device()

    for said, told in conversation():
        cue = parse_line(said)
        assert cue is not None
        speaker.listen(cue.after_ms)
        if cue.after_ms is None:
            speaker.listen(REACTION_MS)
        rest = speaker.say(cue.words).heard.text
        for line in told:
            _, found, rest = rest.partition(line)
            assert found, f"after {said!r} nobody hears {line!r}"


def test_every_link_leads_to_a_file_or_folder() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert Path(target).exists(), target


def test_the_map_names_every_room() -> None:
    rooms = [path for path in Path("skill").iterdir() if (path / "__init__.py").exists()]

    for room in rooms:
        assert f"](skill/{room.name})" in README, room


def test_the_two_commands_stand_in_the_makefile() -> None:
    makefile = Path("Makefile").read_text(encoding="utf-8")

    for target in re.findall(r"^make ([a-z]+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
