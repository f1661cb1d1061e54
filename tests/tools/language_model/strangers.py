"""How well the desk hears sentences that no sample was mended by.

    python -m tests.tools.language_model.strangers [--seen] [--stand-in]

strangers.csv holds what nine sorts of runners would say: the intents that are right, or none if
many would do, and the intents it must never be taken for. A language model wrote it.
Sentences that happen to be samples word for word are counted apart. out_of_domain.csv holds what
has nothing to do with the skill. The folder `seen` holds the sets of earlier releases, by which
samples may be mended: `--seen` measures those, and names each sentence that went wrong.
`--stand-in` asks the linear classifier of skill.tools.language_model.measure in place of the desk.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from skill.alexa.intents import INTENTS
from skill.tools.desk.pain_words import BODY, FALLBACK
from skill.tools.language_model import measure
from tests.support.household import recogniser
from tests.tools.language_model.sources import intents, types

FOLDER = Path(__file__).parent
LOCALES: Mapping[str, str] = {
    "chatty": "en-GB",
    **dict.fromkeys(("glasgow", "galway", "croydon", "porto"), "en-GB"),
    "perth": "en-AU",
    "pune": "en-IN",
    "club": "en-GB",
    "learner": "en-IN",
    "student": "en-IN",
}
"""Where an author lives; the others, in America."""
SEEN = FOLDER / "seen"
GRAVE = frozenset(
    {*BODY, "AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.StartOverIntent", "ForgetMeIntent"}
)
"""What ends, erases or interrupts a workout."""
DOSES = frozenset(name for name in INTENTS if name.startswith("Set") and name != "SetsLeftIntent")
"""What takes a figure for a dose."""
GROUPS: Mapping[str, frozenset[str]] = {"body": frozenset(BODY), "hard": GRAVE, "dose": DOSES}
"""What is in the column `never` for several intents."""
TURNED = frozenset({"denial", "opposite", "figure"})
"""The kinds of sentences that name a thing and don't ask for it."""


@dataclass(frozen=True)
class Said:
    """One sentence, and how it should be taken."""

    utterance: str
    expected: frozenset[str]
    """Every intent that is right; none if many would do."""
    never: frozenset[str]
    author: str
    kind: str

    @property
    def verbatim(self) -> bool:
        """Whether it is a sample word for word."""
        return self.utterance in _sentences()


@dataclass(frozen=True)
class Heard(Said):
    """One sentence, and what it was taken for."""

    taken: str

    @property
    def harmful(self) -> bool:
        """Whether it was taken for what it must never be taken for."""
        return self.taken in self.never

    @property
    def right(self) -> bool:
        """Whether it was taken for what it means; among those of the body any will do."""
        if self.harmful or not self.expected:
            return not self.harmful
        body = GROUPS["body"]
        return self.taken in self.expected or (self.taken in body and bool(self.expected & body))


@cache
def _sentences() -> frozenset[str]:
    return frozenset(sentence for intent in intents() for sentence in intent.sentences)


def read_said(folder: Path = FOLDER) -> Iterator[Said]:
    """The sentences of both files of a folder."""
    with (folder / "strangers.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            never = frozenset[str]().union(
                *(GROUPS.get(name, frozenset({name})) for name in row["never"].split())
            )
            expected = frozenset(row["intent"].split())
            yield Said(row["utterance"], expected, never - expected, row["author"], row["kind"])
    with (folder / "out_of_domain.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            fallback = frozenset({FALLBACK})
            yield Said(row["utterance"], fallback, GRAVE, row["source"], "out of domain")


def by_the_desk(said: Sequence[Said], *, in_america: bool = False) -> list[Heard]:
    """The sentences as the desk hears them, in America or where each author lives."""
    home = dict[str, str]() if in_america else LOCALES
    return [
        _heard(one, recogniser(home.get(one.author, "en-US")).recognise(one.utterance).intent)
        for one in said
    ]


def by_the_stand_in(said: Sequence[Said]) -> list[Heard]:
    """The sentences as a linear classifier hears them that learned from the samples."""
    asked = [measure.Heard(one.utterance, "") for one in said]
    verdicts = measure.by_training(asked, intents(), types())
    return [_heard(one, verdict.intent) for one, verdict in zip(said, verdicts, strict=True)]


def _heard(said: Said, taken: str) -> Heard:
    return Heard(said.utterance, said.expected, said.never, said.author, said.kind, taken)


def report(heard: Sequence[Heard]) -> str:
    """The table: by kind, and for each grave meaning how often it was heard wrongly, or not."""
    kinds: dict[str, list[Heard]] = defaultdict(list)
    for one in heard:
        kinds[one.kind].append(one)
        if one.kind == "plain":
            kinds[f"- {one.author}"].append(one)
        if one.kind in TURNED:
            kinds["all turned"].append(one)
    lines = [f"{'':14} sentences  right        not verbatim  right        harmful"]
    for kind, some in kinds.items():
        new = [one for one in some if not one.verbatim]
        harmful = sum(one.harmful for one in some)
        lines.append(f"{kind:14} {_share(some):20}   {_share(new):22} {harmful:8}")
    wrongly, missed = Counter[str](), Counter[str]()
    for one in heard:
        if not one.right:
            wrongly[one.taken] += 1
            missed.update(one.expected & GRAVE)
    lines += [
        f"{intent}: wrongly heard {wrongly[intent]}, wrongly not heard {missed[intent]}"
        for intent in sorted(GRAVE)
    ]
    return "\n".join(lines)


def _share(some: Sequence[Heard]) -> str:
    right = sum(one.right for one in some)
    return f"{len(some):9} {right:6} {right / max(1, len(some)):6.1%}"


def main(arguments: Sequence[str]) -> None:
    """Print the report."""
    seen = "--seen" in arguments
    said = list(read_said(SEEN if seen else FOLDER))
    heard = by_the_stand_in(said) if "--stand-in" in arguments else by_the_desk(said)
    if seen:
        for one in heard:
            if not one.right:
                harm = "HARMFUL " if one.harmful else ""
                meant = " or ".join(sorted(one.expected)) or "anything else"
                print(f"{harm}{one.kind}: {one.utterance!r} taken for {one.taken}, is {meant}")
    print(report(heard))


if __name__ == "__main__":
    main(sys.argv[1:])
