"""How well the desk hears sentences that no sample was mended by.

    python -m tests.tools.language_model.strangers

strangers.csv holds what three groups of authors would say: an intent, or none where several would
do, and the intents it must never be taken for. Its authors were language models. Sentences that
happen to be samples word for word are counted apart. out_of_domain.csv holds what has nothing to do
with the skill.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from skill.tools.desk.recogniser import BODY, FALLBACK, Recognition
from tests.support.household import recogniser

FOLDER = Path(__file__).parent
GRAVE = frozenset(
    {*BODY, "AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.StartOverIntent", "ForgetMeIntent"}
)
"""What ends, erases or interrupts a workout."""
GROUPS: Mapping[str, frozenset[str]] = {"body": frozenset(BODY), "hard": GRAVE}
"""What stands in the column `never` for several intents."""


@dataclass(frozen=True)
class Heard:
    """One sentence, and what the desk took it for."""

    utterance: str
    expected: str
    never: frozenset[str]
    kind: str
    taken: Recognition

    @property
    def verbatim(self) -> bool:
        """Whether it is a sample word for word."""
        return self.taken.score == 1

    @property
    def harmful(self) -> bool:
        """Whether it was taken for what it must never be taken for."""
        return self.taken.intent in self.never

    @property
    def right(self) -> bool:
        """Whether it was taken for what it means; among those of the body any will do."""
        both = {self.expected, self.taken.intent}
        return not self.harmful and (not self.expected or len(both) == 1 or both <= GROUPS["body"])


def strangers() -> Iterator[Heard]:
    """The sentences of strangers.csv as the desk hears them."""
    with (FOLDER / "strangers.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            never = frozenset[str]().union(
                *(GROUPS.get(name, frozenset({name})) for name in row["never"].split())
            )
            taken = recogniser().recognise(row["utterance"])
            yield Heard(row["utterance"], row["intent"], never, row["kind"], taken)


def out_of_domain() -> Iterator[Heard]:
    """The sentences of out_of_domain.csv as the desk hears them."""
    with (FOLDER / "out_of_domain.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            taken = recogniser().recognise(row["utterance"])
            yield Heard(row["utterance"], FALLBACK, GRAVE, "out of domain", taken)


def report() -> str:
    """The table: by kind, and for each grave meaning how often it was heard wrongly, or not."""
    kinds: dict[str, list[Heard]] = defaultdict(list)
    for heard in (*strangers(), *out_of_domain()):
        kinds[heard.kind].append(heard)
    lines = [f"{'':14} sentences  right  not verbatim  right  harmful"]
    for kind, all_heard in kinds.items():
        new = [heard for heard in all_heard if not heard.verbatim]
        right, right_new = (sum(one.right for one in some) for some in (all_heard, new))
        harmful = sum(one.harmful for one in all_heard)
        lines.append(
            f"{kind:14} {len(all_heard):9} {right:6} {len(new):13} {right_new:6} {harmful:8}"
        )
    wrongly, missed = Counter[str](), Counter[str]()
    for heard in (one for some in kinds.values() for one in some if not one.right):
        wrongly[heard.taken.intent] += heard.taken.intent in GRAVE
        missed[heard.expected] += heard.expected in GRAVE
    lines += [
        f"{intent}: wrongly heard {wrongly[intent]}, wrongly not heard {missed[intent]}"
        for intent in sorted(GRAVE)
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
