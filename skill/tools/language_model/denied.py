"""Samples of denials, made from the samples of what they deny: "skip it", "don't skip it".

An intent that `denies` others gets each of their short commands with a denial before it, taking the
denials in turn. The rules <commands> and <denied_by> list the words that begin a command and those
that deny one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from skill.routine.table import DataError
from skill.tools.language_model.sentences import SLOT, Intent, neighbours, words_of_rule

LONGEST = 7
"""The longest command that is denied, in words."""
NO_PART = frozenset("and please then now i i'm i've mate not don't you you'd".split())
"""Words that make a sample more than a command."""


def with_denials(intents: Sequence[Intent], folder: Path) -> tuple[Intent, ...]:
    """The intents, with denials added to those that deny others.

    A denial is left out if it is a sentence already, or if all pairs of its neighboring words are
    known to its intent. Raises DataError if an intent or a rule is missing.
    """
    if not any(intent.denies for intent in intents):
        return tuple(intents)
    commands, denied_by = (words_of_rule(folder, rule) for rule in ("commands", "denied_by"))
    by_name = {intent.name: intent for intent in intents}
    taken = {sentence for intent in intents for sentence in intent.sentences}
    made: dict[str, Intent] = {}
    for intent in intents:
        for unknown in {*intent.denies} - {*by_name}:
            cure = f"names {unknown}, which is not an intent; correct its name."
            raise DataError(f"{intent.group}.toml", intent.name, "denies", cure)
        if intent.denies:
            new = tuple(_denials(intent, by_name, taken, commands, denied_by))
            samples, sentences = (*intent.samples, *new), intent.sentences | {*new}
            made[intent.name] = replace(intent, samples=samples, sentences=sentences)
    return tuple(made.get(intent.name, intent) for intent in intents)


def _denials(
    intent: Intent,
    by_name: Mapping[str, Intent],
    taken: Collection[str],
    commands: Collection[str],
    denied_by: Sequence[str],
) -> Iterator[str]:
    seen = {pair for sample in intent.samples for pair in neighbours(sample)}
    turns = cycle(denied_by)
    for name in intent.denies:
        for sample in by_name[name].samples:
            if (
                is_command(sample, commands)
                and neighbours(sample) - {("", sample.split()[0])} - seen
            ):
                denial = f"{next(turns)} {sample}"
                seen |= neighbours(denial)
                if denial not in taken:
                    yield denial


def is_command(sample: str, commands: Collection[str]) -> bool:
    """Whether a sample is a short command and no more: "skip this one"."""
    words = sample.split()
    of_doing = words[0] in ("stop", "quit") and words[1:] and words[1].endswith("ing")
    more = of_doing or SLOT.search(sample) or NO_PART & {*words}
    return words[0] in commands and len(words) <= LONGEST and not more
