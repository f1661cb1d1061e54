"""Checks that all the coach invites a runner to say is a sample, word for word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from skill.coach.fixed_answers import FAMILY
from skill.routine.table import Complaints
from skill.speech.words import Catalogue, Template
from skill.tools.language_model.sentences import SLOT, Intent
from skill.tools.language_model.slot_types import Value

NUMBER = "AMAZON.NUMBER"


def check_offers(
    catalogue: Catalogue, intents: Sequence[Intent], types: Mapping[str, Sequence[Value]]
) -> None:
    """Raise DataError with every offer of the catalogue that is not a sample."""
    samples = {_plain(sample) for intent in intents for sample in intent.samples}
    typed = {_typed(sample, intent) for intent in intents for sample in intent.samples}
    sayable = {
        name: frozenset(_plain(said) for value in values for said in value.spoken)
        for name, values in types.items()
    }
    framed = [frame for intent in intents for frame in _framed(intent, sayable)]
    complaints = Complaints()
    for key, offers in catalogue.offers.items():
        kind = key.partition(".")[0]
        file = {"tables": "words.toml", FAMILY: "answers"}.get(kind, "lines.toml")
        for offer in offers:
            for said in spoken(offer, catalogue):
                known = said in samples or any(_fits(said, *frame) for frame in framed)
                if not known and typed.isdisjoint(_typings(said, types, catalogue.numbers)):
                    cure = (
                        "is not a sample of any intent; offer one that is, or add it to the "
                        "`in_full` of its intent."
                    )
                    complaints.wrong(file, key, f"offers {said!r}", cure)
    complaints.finish()


def spoken(offer: Template, catalogue: Catalogue) -> Iterable[str]:
    """Every form of an offer in lower case; its value is the name of an exercise."""
    names = [words.texts["name"] for words in catalogue.exercises.values()]
    said = [""]
    for piece in offer:
        values = names if piece.value is not None else [""]
        said = [f"{before}{piece.literal}{value}" for before in said for value in values]
    return [_plain(text) for text in said]


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").replace(",", "").split())


def _typed(sample: str, intent: Intent) -> str:
    """The sample with the type of each slot in place of its name."""
    return SLOT.sub(lambda slot: f"{{{intent.slots[slot[1]]}}}", _plain(sample))


def _typings(
    said: str, types: Mapping[str, Sequence[Value]], numbers: Sequence[str]
) -> Iterable[str]:
    """What is said, with every choice of its words replaced by slot types."""
    of_type = {name: {n for v in values for n in v.spoken} for name, values in types.items()}
    of_type[NUMBER] = set(numbers)
    places = [
        [word, *(f"{{{name}}}" for name, known in of_type.items() if word in known)]
        for word in said.split()
    ]
    return (" ".join(words) for words in product(*places))


def _framed(
    intent: Intent, sayable: Mapping[str, frozenset[str]]
) -> Iterable[tuple[str, str, frozenset[str]]]:
    """The text before and after a sample's only slot, and the slot's values."""
    for sample in intent.samples:
        slots = SLOT.findall(sample)
        if len(slots) == 1 and intent.slots[slots[0]] in sayable:
            before, after = _plain(sample).split(f"{{{slots[0].lower()}}}")
            yield before, after, sayable[intent.slots[slots[0]]]


def _fits(said: str, before: str, after: str, values: frozenset[str]) -> bool:
    framed = said.startswith(before) and said.endswith(after)
    return framed and said[len(before) : len(said) - len(after)] in values
