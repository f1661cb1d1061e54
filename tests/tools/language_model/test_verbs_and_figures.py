"""A verb beats a figure: what skips, asks, denies or waits is no dose, whatever number is in it."""

from __future__ import annotations

from itertools import product

import pytest

from skill.routine.table import DataError
from skill.tools.language_model.overlaps import SPOKEN, without_overlaps
from skill.tools.language_model.sentences import Intent
from tests.support.household import recogniser
from tests.tools.language_model.sources import intents

DOSES = frozenset(
    {
        "SetRepsIntent",
        "SetSetsIntent",
        "SetHoldIntent",
        "SetRestIntent",
        "SetNumberIntent",
        "SetDurationIntent",
    }
)
"""The intents that take a figure for a dose."""
VERBS = (
    "skip cancel why was is isn't wasn't can't cannot couldn't not don't too add more less fewer "
    "wait pause stop"
).split()
"""What begins no sentence of theirs."""
SECONDS = ("ten", "twenty", "thirty", "forty five", "sixty", "ninety")
COUNTS = ("two", "five", "eight", "ten", "twelve", "fifteen")
MINUTES = ("two", "three", "five")
ABOUT_SECONDS = (
    "skip the {} second rest",
    "cancel the {} second rest",
    "skip the {} seconds",
    "why is the rest {} seconds",
    "why {} seconds",
    "was that {} seconds",
    "is it {} seconds",
    "is the hold {} seconds",
    "i can't hold it for {} seconds",
    "i cannot hold it for {} seconds",
    "not {} seconds",
    "{} seconds is too long",
    "a {} second hold is too long",
    "add {} seconds",
    "add {} seconds to the hold",
    "{} more seconds",
    "{} more seconds of rest",
    "{} seconds less",
    "take {} seconds off",
    "wait {} seconds",
    "pause for {} seconds",
    "give me {} seconds",
    "time left on the {} second hold",
    "don't hold it for {} seconds",
)
ABOUT_MINUTES = (
    "give me {} minutes",
    "pause for {} minutes",
    "wait {} minutes",
    "can i rest for {} minutes",
    "rest for {} minutes",
    "hold on {} minutes",
    "i need {} minutes",
)
ABOUT_REPS = (
    "skip the last {} reps",
    "why {} reps",
    "why do i have to do {} reps",
    "was that {} reps",
    "is it {} reps",
    "i can't do {} reps",
    "i cannot do {} reps",
    "not {} reps",
    "{} reps is too many",
    "add {} reps",
    "{} more reps",
    "{} fewer reps",
    "{} less reps",
    "don't do {} reps",
)
ABOUT_SETS = (
    "skip set {}",
    "go to set {}",
    "set {}",
    "start set {}",
    "next for set {}",
    "back to set {}",
    "redo set {}",
    "why {} sets",
    "is it {} sets",
    "i can't do {} sets",
    "not {} sets",
    "{} sets is too many",
    "{} more sets",
    "{} fewer sets",
)
NO_FIGURE = (
    "one second",
    "a second",
    "just a minute",
    "just a second",
    "give me a minute",
    "hold on a minute",
    "wait a minute",
    "rest for a minute",
    "pause for a minute",
    "turn off the rests",
    "cancel the rest",
    "skip the rest of this set",
)
SAID = [
    *(template.format(n) for template, n in product(ABOUT_SECONDS, SECONDS)),
    *(template.format(n) for template, n in product(ABOUT_MINUTES, MINUTES)),
    *(template.format(n) for template, n in product(ABOUT_REPS, COUNTS)),
    *(template.format(n) for template, n in product(ABOUT_SETS, COUNTS[:2])),
    *NO_FIGURE,
]


def test_the_desk_takes_no_figure_beside_another_verb_for_a_dose() -> None:
    taken = {said: recogniser().recognise(said).intent for said in SAID}

    assert not {said: intent for said, intent in taken.items() if intent in DOSES}


def test_no_dose_has_a_sample_that_begins_with_another_verb() -> None:
    wrong = [
        sentence
        for intent in intents()
        if intent.name in DOSES
        for sentence in {*intent.samples, *intent.sentences}
        if sentence.split()[0] in VERBS
    ]

    assert not wrong


def test_no_dose_and_no_breather_is_a_sample_without_a_verb_and_a_bare_figure() -> None:
    bare = {
        sentence
        for intent in intents()
        if intent.name != "NumberIntent"
        for sentence in intent.sentences
        if sentence.startswith("{") and sentence.endswith("}") and len(sentence.split()) == 1
        if intent.slots[sentence.strip("{}")] in SPOKEN
    }

    assert not bare


@pytest.mark.parametrize("said", ["just a minute", "one second"])
def test_a_length_of_time_that_is_no_length_of_time_is_refused(said: str) -> None:
    sample = said.replace("a minute", "{duration}").replace("one second", "{duration}")
    dose = Intent(
        "SetDurationIntent",
        "holds_and_rests",
        {"duration": "AMAZON.DURATION"},
        (sample,),
        frozenset({sample}),
    )
    moment = Intent("NotReadyIntent", "start", {}, (said,), frozenset({said}))

    with pytest.raises(DataError, match="becomes"):
        without_overlaps((dose, moment), {})
