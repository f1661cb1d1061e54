"""Adds the sentences of one locale, whose words mean something else in others.

A British runner's surgery is the clinic, an American's is an operation. The file regions/en-GB.toml
beside the templates has the format of the files in `said`, without slots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from skill.routine.table import Complaints
from skill.tools.language_model.sentences import Intent, refused, said_in


def in_locale(intents: Sequence[Intent], folder: Path, locale: str) -> tuple[Intent, ...]:
    """The intents with the sentences of the locale's file, if it has one.

    Raises DataError if a sentence has an unknown intent, is not new, or Alexa would refuse it.
    """
    file = f"regions/{locale}.toml"
    said = said_in(folder / file, file)
    if not said:
        return tuple(intents)
    owner = {sentence: intent.name for intent in intents for sentence in intent.sentences}
    names = {intent.name for intent in intents}
    complaints = Complaints()
    for name, sentences in said.items():
        if name not in names:
            complaints.wrong(file, name, "intent", "is not an intent; mend its name.")
        for sentence in sentences:
            cure = refused(sentence, {})
            if cure:
                complaints.wrong(file, name, f"samples {sentence!r}", cure)
            if sentence in owner:
                cure = f"is also in {owner[sentence]}; remove it from one of the two."
                complaints.wrong(file, name, repr(sentence), cure)
            owner[sentence] = name
    complaints.finish()
    return tuple(
        replace(
            intent,
            samples=(*intent.samples, *said.get(intent.name, ())),
            sentences=intent.sentences | {*said.get(intent.name, ())},
        )
        for intent in intents
    )
