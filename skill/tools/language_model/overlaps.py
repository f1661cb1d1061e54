"""Finds samples that equal another one with a value in its slot.

"the other exercise" is "the {exercise}" if an exercise is called "other exercise". Between two
intents that is a mistake; within one, the sample without the slot is dropped, so that the slot is
filled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from skill.routine.table import DataError
from skill.tools.language_model.sentences import BUILT_IN_SLOT_TYPES, SLOT, Intent
from skill.tools.language_model.slot_types import Value

SPOKEN: Mapping[str, tuple[str, ...]] = {
    "AMAZON.NUMBER": ("one", "two", "five", "eight", "ten", "twenty", "thirty", "sixty"),
    "AMAZON.DURATION": (
        "a second", "one second", "ten seconds", "thirty seconds", "sixty seconds",
        "a minute", "one minute", "two minutes", "five minutes",
    ),
}  # fmt: skip
"""Values of Amazon's slot types, which have no lists; "just a minute" is not a duration."""


def without_overlaps(
    intents: Sequence[Intent], types: Mapping[str, Sequence[Value]]
) -> tuple[Intent, ...]:
    """The intents without the samples that are another sample with a value in its slot.

    Raises DataError if that sample is another intent's.
    """
    owner: dict[str, Intent] = {}
    for intent in intents:
        for sentence in sorted(intent.sentences):
            other = owner.setdefault(_typed(sentence, intent), intent)
            if other is not intent:
                raise _taken_twice(intent, sentence, f"is also in {other.name}, for Alexa")
    covered: dict[str, set[str]] = {intent.name: set() for intent in intents}
    sayable = {name: _sayable(name, types) for name in (*BUILT_IN_SLOT_TYPES, *types)}
    for intent in intents:
        for sample, filled in _filled(intent, sayable):
            owned_by = owner.get(filled)
            if owned_by is intent:
                covered[intent.name].add(filled)
            elif owned_by is not None:
                raise _taken_twice(intent, sample, f"becomes {filled!r} of {owned_by.name}")
    return tuple(
        replace(
            intent,
            samples=tuple(
                sample
                for sample in intent.samples
                if _typed(sample, intent) not in covered[intent.name]
            ),
        )
        for intent in intents
    )


def _taken_twice(intent: Intent, sample: str, what: str) -> DataError:
    cure = f"{what}; take it, or the slot's value, out of one of the two."
    return DataError(f"{intent.group}.toml", intent.name, f"samples {sample!r}", cure)


def _filled(intent: Intent, sayable: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Each sample with each name of each value in one of its slots."""
    for sample in intent.samples:
        for slot in SLOT.findall(sample):
            before, after = (_typed(part, intent) for part in sample.split(f"{{{slot}}}"))
            for said in sayable.get(intent.slots[slot], ()):
                yield sample, f"{before}{said}{after}"


def _sayable(slot_type: str, types: Mapping[str, Sequence[Value]]) -> tuple[str, ...]:
    """Each way to say each value of a slot type, in small letters."""
    own = (said.lower() for value in types.get(slot_type, ()) for said in value.spoken)
    return *SPOKEN.get(slot_type, ()), *own


def _typed(sentence: str, intent: Intent) -> str:
    """The sentence with slot types in place of names, as intents name slots differently."""
    if "{" not in sentence:
        return sentence
    return SLOT.sub(lambda slot: f"{{{intent.slots[slot.group(1)]}}}", sentence)
