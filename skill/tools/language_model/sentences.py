"""Expands sentence templates into the sample utterances of each intent.

Templates are in hassil's format: `(a|b)` is a choice, `[a]` is optional, `<rule>` is a rule of
rules.toml or of the file's own `[rules]` table, and `{slot}` is a slot. The sentences of `samples`
are thinned out by `spread`; those of `in_full` are all kept.

The folder `said` beside the templates has a file for each group: sentences as people say them, one
per line. All are kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from hassil.errors import HassilError
from hassil.expression import Sentence
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError
from hassil.sample import sample_sentence

from skill.alexa.intents import intent_of
from skill.routine.table import Complaints, DataError
from skill.routine.toml_file import read_toml

GROUPS = (
    "start",
    "flow",
    "denials",
    "session",
    "reps",
    "holds_and_rests",
    "sound",
    "effort",
    "talk",
    "where",
    "know",
    "training",
    "body",
    "clinic",
    "habit",
    "running",
    "weighing",
    "social",
    "background",
)
"""The files of templates, in the order of the model."""

BODY = "body"
"""The group whose intents win over all others: pain, cramp, warning signs."""

FIELDS = frozenset({"slots", "samples", "in_full", "denies"})
"""The fields of an intent."""

LETTERS = r"[^\W\d_]+"
"""Letters of any alphabet."""
NAME = f"{LETTERS}(?:['.-]{LETTERS})*['.]?"
WORD = rf"(?:{NAME}|\{{[a-z_]+\}})"
SAMPLE = re.compile(f"{WORD}(?: {WORD})*")
"""What Alexa allows in a sample: letters, apostrophes, hyphens, full stops of initialisms, and
slots in braces."""

SAMPLE_LENGTH = 200
"""The longest sample that Alexa allows, in characters."""

SLOT = re.compile(r"\{([a-z_]+)\}")
BUILT_IN_SLOT_TYPES = frozenset({"AMAZON.NUMBER", "AMAZON.DURATION"})


@dataclass(frozen=True)
class Intent:
    """One intent of the interaction model."""

    name: str
    """The name in requests: `PainIntent`, `AMAZON.NextIntent`."""
    group: str
    """Its file of templates: `flow`, `dose`, ..."""
    slots: Mapping[str, str]
    """The type of each slot, by the slot's name."""
    samples: tuple[str, ...]
    """The sample utterances, each once, in the order of the templates."""
    sentences: frozenset[str]
    """All sentences, from which `spread` chooses the samples."""
    denies: tuple[str, ...] = ()
    """The intents whose commands it denies."""


def read_intents(
    folder: Path, names: Mapping[str, Sequence[str]], answers: Path
) -> tuple[Intent, ...]:
    """Every intent of the templates in `folder`, and of the rows in `answers`.

    The rules <clinic_name> and <clinic_around> are the `names` of the clinic. Raises DataError.
    """
    complaints = Complaints()
    shared: dict[str, Sentence] = {}
    with complaints.gather():
        named = {f"clinic_{of}": f"({'|'.join(texts)})" for of, texts in names.items()}
        rules = {**read_toml(folder / "rules.toml"), **named}
        shared = _rules("rules.toml", rules, complaints)
    intents: list[Intent] = []
    for group in GROUPS:
        with complaints.gather():
            said = said_in(folder / "said" / f"{group}.toml", f"said/{group}.toml")
            intents += _group(folder / f"{group}.toml", group, shared, said, complaints)
    elsewhere = {intent.name for intent in intents}
    for path in sorted(answers.glob("*.toml")):
        with complaints.gather():
            intents += _rows(path, shared, elsewhere, complaints)
    _check_sentences_are_told_apart(intents, complaints)
    _check_slot_names_have_one_type(intents, complaints)
    complaints.finish()
    return tuple(intents)


def spread(templates: Iterable[Sequence[str]], kept_already: Iterable[str] = ()) -> tuple[str, ...]:
    """The sentences of each template that are worth being samples.

    The shortest is kept, and any with at most two words besides a slot, or with at least two new
    pairs of neighbouring words (start and end count as words). So each word of each choice appears
    beside its neighbours without all combinations:

    >>> spread([["my back hurts a lot", "my back hurts", "my knee hurts a lot", "my knee hurts"]])
    ('my back hurts a lot', 'my back hurts', 'my knee hurts a lot')

    The pairs of `kept_already` are not new.
    """
    seen = {pair for sentence in kept_already for pair in neighbours(sentence)}
    kept: dict[str, None] = {}
    for sentences in templates:
        shortest = min(sentences, key=lambda sentence: len(sentence.split()))
        for sentence in sentences:
            pairs = neighbours(sentence)
            short = len(sentence.split()) <= 2 + ("{" in sentence)
            if sentence == shortest or short or len(pairs - seen) >= 2:
                kept[sentence] = None
                seen |= pairs
    return tuple(kept)


def neighbours(sentence: str) -> set[tuple[str, str]]:
    """The pairs of neighbouring words; start and end count as words."""
    return set(pairwise(["", *sentence.split(), ""]))


def texts(file: str, entry: str, field: str, value: object) -> tuple[str, ...]:
    """`value` as a list of texts; raises DataError if it is anything else."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise DataError(file, entry, field, f"is {value!r}; give a list of texts.")
    return tuple(value)


def said_in(path: Path, file: str) -> dict[str, tuple[str, ...]]:
    """The sentences of each intent in a file, if it exists.

    Raises DataError, which calls the file `file`.
    """
    said: dict[str, tuple[str, ...]] = {}
    for name, lines in (read_toml(path, file) if path.exists() else {}).items():
        said[name] = _lines(file, name, lines)
    return said


def _lines(file: str, name: str, text: object) -> tuple[str, ...]:
    if not isinstance(text, str):
        raise DataError(file, name, "said", "give one text of many lines.")
    return tuple(text.removesuffix("\n").split("\n")) if text else ()


def _group(
    path: Path,
    group: str,
    shared: Mapping[str, Sentence],
    said: Mapping[str, tuple[str, ...]],
    complaints: Complaints,
) -> Iterator[Intent]:
    table = read_toml(path)
    rules = {**shared, **_rules(path.name, table.pop("rules", {}), complaints)}
    for name in said:
        if name not in table:
            cure = f"is not an intent of {path.name}; mend its name or give it templates."
            complaints.wrong(f"said/{path.name}", name, "intent", cure)
    for name, entry in table.items():
        with complaints.gather():
            yield _intent(path.name, group, name, entry, rules, said.get(name, ()), complaints)


def _rows(
    path: Path, shared: Mapping[str, Sentence], elsewhere: Container[str], complaints: Complaints
) -> Iterator[Intent]:
    """The intents of a file of answers whose sentences are not in another file."""
    file, group = f"{path.parent.name}/{path.name}", f"{path.parent.name}/{path.stem}"
    for name, row in read_toml(path, file).items():
        entry = row if isinstance(row, dict) else {}
        intent, heard = intent_of(name), {field: entry[field] for field in entry.keys() & FIELDS}
        with complaints.gather():
            if intent in elsewhere and heard:
                raise DataError(file, name, "samples", f"are at {intent}, too; keep one of them.")
            if intent not in elsewhere:
                said = _lines(file, name, entry.get("said", ""))
                found = _intent(file, group, name, heard, shared, said, complaints)
                yield replace(found, name=intent)


def _intent(
    file: str,
    group: str,
    name: str,
    entry: object,
    rules: Mapping[str, Sentence],
    heard: tuple[str, ...],
    complaints: Complaints,
) -> Intent:
    if not isinstance(entry, dict) or not set(entry) <= FIELDS:
        cure = "has fields besides `slots`, `samples`, `in_full`, `denies`; remove them."
        raise DataError(file, name, "fields", cure)
    slots = _slots(file, name, entry.get("slots", {}))
    in_full, expanded = (
        [
            _expand(file, name, template, rules)
            for template in texts(file, name, field, entry.get(field, []))
        ]
        for field in ("in_full", "samples")
    )
    templated = frozenset(text for found in in_full + expanded for text in found)
    sentences = templated | set(heard)
    if not sentences and not name.startswith("AMAZON."):
        raise DataError(file, name, "samples", "has no sentence; write one, or remove it.")
    _check_said(file, name, heard, templated, complaints)
    _check_sentences(file, name, templated, heard, slots, complaints)
    whole = tuple(text for found in in_full for text in found)
    samples = tuple(dict.fromkeys((*whole, *spread(expanded, whole), *heard)))
    denies = texts(file, name, "denies", entry.get("denies", []))
    return Intent(name, group, slots, samples, sentences, denies)


def _rules(file: str, rules: object, complaints: Complaints) -> dict[str, Sentence]:
    if not isinstance(rules, dict):
        raise DataError(file, "rules", "rules", f"is {rules!r}; give a table of templates.")
    parsed = {}
    for name, text in rules.items():
        # a placeholder, so that reading goes on if the rule is wrong
        parsed[name] = parse_sentence(name.replace("_", " "))
        with complaints.gather():
            parsed[name] = _parse(file, "rules", name, text)
    return parsed


def words_of_rule(folder: Path, name: str) -> tuple[str, ...]:
    """What a rule of rules.toml stands for; raises DataError if there is none."""
    complaints = Complaints()
    rules = _rules("rules.toml", read_toml(folder / "rules.toml"), complaints)
    complaints.finish()
    return _expand("rules.toml", "rules", f"<{name}>", rules)


def _parse(file: str, entry: str, field: str, template: object) -> Sentence:
    if not isinstance(template, str):
        raise DataError(file, entry, field, f"is {template!r}; give a text.")
    try:
        return _parsed(template)
    except ParseError as error:
        cure = f"cannot be read ({error}); mend its brackets."
        raise DataError(file, entry, f"{field} {template!r}", cure) from error


_parsed = cache(parse_sentence)
"""Cached, as copies of the content share nearly all templates."""


def _slots(file: str, intent: str, slots: object) -> dict[str, str]:
    if not isinstance(slots, dict):
        raise DataError(file, intent, "slots", f"is {slots!r}; give a table of slot types.")
    for name, slot_type in slots.items():
        if not re.fullmatch("[a-z_]+", name):
            raise DataError(file, intent, f"slots {name!r}", "take letters and underscores only.")
        if not isinstance(slot_type, str):
            raise DataError(file, intent, f"slots {name}", f"is {slot_type!r}; name a slot type.")
    return dict(slots)


def _expand(
    file: str, intent: str, template: str, rules: Mapping[str, Sentence]
) -> tuple[str, ...]:
    parsed = _parse(file, intent, "samples", template)
    try:
        found = sample_sentence(parsed, expansion_rules=dict(rules), expand_lists=False)
        return tuple(dict.fromkeys(map(str.strip, found)))
    except HassilError as error:
        cure = f"cannot be expanded ({error}); add the rule or mend its name."
        raise DataError(file, intent, f"samples {template!r}", cure) from error


def _check_said(
    file: str,
    intent: str,
    heard: tuple[str, ...],
    templated: frozenset[str],
    complaints: Complaints,
) -> None:
    seen = set(templated)
    for sentence in heard:
        if sentence in seen:
            cure = "is written twice, or a template stands for it; remove it."
            complaints.wrong(f"said/{file}", intent, repr(sentence), cure)
        seen.add(sentence)


def _check_sentences(
    file: str,
    intent: str,
    templated: Iterable[str],
    heard: Iterable[str],
    declared: Mapping[str, str],
    complaints: Complaints,
) -> None:
    used: set[str] = set()
    for place, sentences in ((file, sorted(templated)), (f"said/{file}", sorted(heard))):
        for sentence in sentences:
            cure = refused(sentence, declared)
            if cure:
                complaints.wrong(place, intent, f"samples {sentence!r}", cure)
            used.update(SLOT.findall(sentence))
    for slot in declared:
        if slot not in used:
            raise DataError(file, intent, f"slots {slot}", "is in no sample; use it or drop it.")


def refused(sample: str, declared: Collection[str]) -> str | None:
    """The cure for a sample that Alexa would refuse or whose slot isn't declared, or None."""
    if not SAMPLE.fullmatch(sample) or sample != sample.lower():
        return "holds what Alexa refuses; write small letters, apostrophes, hyphens and {slots}."
    if len(sample) > SAMPLE_LENGTH:
        return f"is longer than {SAMPLE_LENGTH} characters; cut it."
    for slot in SLOT.findall(sample):
        if slot not in declared:
            return f"uses {{{slot}}}; declare it under `slots`."
        if sample.count(f"{{{slot}}}") > 1:
            return f"uses {{{slot}}} twice; use it once."
    return None


def _check_sentences_are_told_apart(intents: Sequence[Intent], complaints: Complaints) -> None:
    owner: dict[str, Intent] = {}
    for intent in intents:
        for sample in sorted(intent.sentences):
            other = owner.setdefault(sample, intent)
            if other is not intent:
                cure = f"is also in {other.name} ({other.group}.toml); remove it from one."
                complaints.wrong(f"{intent.group}.toml", intent.name, f"samples {sample!r}", cure)


def _check_slot_names_have_one_type(intents: Sequence[Intent], complaints: Complaints) -> None:
    types: dict[str, str] = {}
    for intent in intents:
        for slot, slot_type in intent.slots.items():
            if types.setdefault(slot, slot_type) != slot_type:
                cure = f"is {slot_type} here and {types[slot]} elsewhere; Alexa allows one type."
                complaints.wrong(f"{intent.group}.toml", intent.name, f"slots {slot}", cure)
