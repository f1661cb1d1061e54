"""What is denied is not done, and what is cancelled by its name does not end the workout."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import permutations

import pytest

from skill.tools.desk.denials import DENIALS
from skill.tools.desk.pain_words import BODY
from skill.tools.language_model.denied import is_command
from skill.tools.language_model.generate import sources_from
from skill.tools.language_model.sentences import words_of_rule
from tests.support.household import recogniser
from tests.tools.language_model.sources import intents

DENIED: Mapping[str, str] = {
    "StartRoutineIntent": "start | start the workout | start the routine | begin",
    "ShortRoutineIntent": "do the short version",
    "AMAZON.StartOverIntent": "start over | start again",
    "AMAZON.NextIntent": "go to the next one | move on | go on to the next set",
    "NextExerciseIntent": "go to the next exercise",
    "SkipExerciseIntent": "skip it | skip this one | skip this exercise | skip the glute bridge",
    "SkipRestIntent": "skip the rest | cut the rest | end the break",
    "RedoSetIntent": "redo it | redo the set | redo this set",
    "AMAZON.PreviousIntent": "go back",
    "AMAZON.StopIntent": "stop | stop the workout | end the workout | quit",
    "AMAZON.CancelIntent": "cancel | cancel the workout",
    "AMAZON.PauseIntent": "pause | take a break | stop the count",
    "AMAZON.ResumeIntent": "carry on | continue | go on | resume",
    "OtherLegIntent": "change legs | swap legs",
    "ForgetMeIntent": "forget me | delete anything",
    "CountAloudIntent": "count | count out loud | count for me",
    "DontCountIntent": "stop counting",
    "CountFivesIntent": "just count the last five",
    "TalkLessIntent": "talk less | say less",
    "TalkMoreIntent": "talk more | say more | explain more",
    "StepByStepIntent": "go step by step | read it step by step",
    "AutoContinueIntent": "start the next set by yourself | go on by yourself | go straight on",
    "WaitForMeIntent": "wait for me | wait",
    "SlowerIntent": "go slower | slow down",
    "FasterIntent": "go faster | speed up",
    "EasierIntent": "make it easier",
    "HarderIntent": "make it harder",
}
"""What each intent is asked for with; to be denied in every way below."""
WAYS = (
    "don't {}",
    "do not {}",
    "never {}",
    "no don't {}",
    "there's no need to {}",
    "i don't want you to {}",
    "i never said to {}",
    "we're not going to {}",
)
GRAVE = (
    "AMAZON.StopIntent",
    "AMAZON.CancelIntent",
    "AMAZON.StartOverIntent",
    "ForgetMeIntent",
)
ENDS_IT = ("AMAZON.StopIntent", "AMAZON.CancelIntent")
CANCELS = ("cancel", "stop", "abort", "halt", "scrap")
THINGS = ("rest", "timer", "clock", "count", "countdown", "hold", "set", "instructions")


@cache
def taken(said: str) -> str:
    return recogniser().recognise(said).intent


def test_what_is_denied_is_never_done_and_nothing_ends_or_erases() -> None:
    done = {}
    for intent, phrases in DENIED.items():
        for said in (way.format(asked) for asked in phrases.split(" | ") for way in WAYS):
            if taken(said) in (intent, *GRAVE):
                done[said] = taken(said)

    assert not done


CONSEQUENTIAL = {
    *("AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.PauseIntent", "ForgetMeIntent"),
    *("AMAZON.StartOverIntent", "RestartExerciseIntent", "RedoSetIntent", "AMAZON.PreviousIntent"),
    *("SkipExerciseIntent", "SkipSetIntent", "SkipRemainingIntent", "SkipRestIntent"),
    *("AMAZON.NextIntent", "NextExerciseIntent", "ShortRoutineIntent", "OtherLegIntent"),
    *("EasierIntent", "HarderIntent", "SlowerIntent", "FasterIntent", "NoRestsIntent"),
    *("LongerHoldIntent", "ShorterHoldIntent", "LongerRestIntent", "ShorterRestIntent"),
    *("MoreRepsIntent", "FewerRepsIntent", "MoreSetsIntent", "FewerSetsIntent"),
}
"""What ends, erases, leaves out or changes something."""
FEWEST_DENIED = 10


@cache
def commands() -> Mapping[str, tuple[str, ...]]:
    """The short commands of each intent that others deny."""
    begin = words_of_rule(sources_from({}).folder("en"), "commands")
    denied = {name for intent in intents() for name in intent.denies}
    return {
        intent.name: tuple(each for each in intent.samples if is_command(each, begin))
        for intent in intents()
        if intent.name in denied
    }


def test_each_consequential_meaning_is_denied_by_an_intent_in_many_samples() -> None:
    denials = [s for intent in intents() if intent.denies for s in intent.samples]
    denied = {
        name: sum(any(d.endswith(f" {command}") for d in denials) for command in asked)
        for name, asked in commands().items()
    }

    assert set(denied) == CONSEQUENTIAL
    assert all(times >= FEWEST_DENIED for times in denied.values()), denied


@pytest.mark.parametrize("way", ["i won't {}", "you must never {}"])
def test_no_command_is_done_by_its_denial(way: str) -> None:
    said = {way.format(each): name for name, asked in commands().items() for each in asked[::9]}

    assert not {each for each, name in said.items() if taken(each) in (name, *GRAVE)}


@pytest.mark.parametrize(
    "said",
    [
        "don't fancy this one let's skip it",
        "i don't want to do this one",
        "don't count just say when time is up",
        "i don't need another round give me the next exercise",
        "not too fast",
        "it isn't hard enough for me",
        "i don't have a ball",
    ],
)
def test_a_dislike_a_degree_and_what_comes_after_are_no_denials(said: str) -> None:
    assert taken(said) not in (*DENIALS, "AMAZON.NoIntent", "AMAZON.ResumeIntent")


PAINS = ("pain", "cramp", "twinge", "numbness")


@pytest.mark.parametrize("pain", PAINS)
@pytest.mark.parametrize(
    "denied",
    ["no {}", "there's no {} at all", "i don't have any {}", "i have no {} in my knee"],
)
def test_denied_pain_is_no_pain(denied: str, pain: str) -> None:
    assert taken(denied.format(pain)) == "UnhurtIntent"


SIGNS = ("dizzy", "faint", "numb", "sore", "sick")
NOUNS = ("dizziness", "numbness", "chest pain", "cramp", "tingling")


@pytest.mark.parametrize(
    "said",
    [
        *(f"i'm not {one} or {two}" for one, two in permutations(SIGNS, 2)),
        *(f"neither {one} nor {two}" for one, two in permutations(SIGNS, 2)),
        *(f"no {one} no {two}" for one, two in permutations(NOUNS, 2)),
        *(f"no {one} or {two}" for one, two in permutations(NOUNS, 2)),
        *(f"i don't have any {one} or {two}" for one, two in permutations(NOUNS, 2)),
    ],
)
def test_all_of_a_list_of_signs_is_denied_by_one_denial(said: str) -> None:
    assert taken(said) == "UnhurtIntent"


@pytest.mark.parametrize("unwell", ["sore", "stiff", "swollen", "injured", "tender"])
@pytest.mark.parametrize("denied", ["my back isn't {}", "my ankle is not {}", "i'm not {}"])
def test_what_is_pain_only_beside_other_words_is_denied_like_pain(denied: str, unwell: str) -> None:
    assert taken(denied.format(unwell)) not in BODY


@pytest.mark.parametrize(
    "said",
    [
        "none of it hurts",
        "ain't nothing hurting",
        "i haven't hurt my knee",
        "it hasn't hurt since monday",
        "i've had no pain this month",
        "i'm pain free",
    ],
)
def test_pain_is_denied_in_other_ways_too(said: str) -> None:
    assert taken(said) == "UnhurtIntent"


@pytest.mark.parametrize("whose", ["my wife's", "his", "her", "their", "dad's", "the dog's"])
@pytest.mark.parametrize("part", ["knee", "back", "hip", "leg"])
def test_the_pain_of_somebody_else_is_not_the_runner_s(whose: str, part: str) -> None:
    assert taken(f"{whose} {part} is bad again") not in BODY


@pytest.mark.parametrize(
    "said", ["i'm not ready i'm dizzy or faint", "not now i'm sick or dizzy", "not fun knee hurts"]
)
def test_a_denial_of_something_else_leaves_a_list_of_signs_what_it_is(said: str) -> None:
    assert taken(said) in BODY


KEPT = {
    "KeepRestIntent": "keep the rest | i want to keep the rests | the rest stays | "
    "leave the rest as it is | keep the rests",
    "KeepDataIntent": "i want you to remember me | please remember me | hold on to my data | "
    "don't lose my place | i want to keep my history",
    "SameLegIntent": "stay on this leg | the other leg can wait",
    "AsItIsIntent": "the pace is fine | i'm happy at this level",
    "DontSkipIntent": "i'm keeping this one | stay on this one",
}


@pytest.mark.parametrize("intent", KEPT)
def test_what_is_to_stay_is_neither_skipped_nor_forgotten(intent: str) -> None:
    assert {said: taken(said) for said in KEPT[intent].split(" | ")} == dict.fromkeys(
        KEPT[intent].split(" | "), intent
    )


@pytest.mark.parametrize(
    "said",
    [
        "oh no cramp",
        "no it hurts",
        "it's never hurt like this",
        "it doesn't stop hurting",
        "the pain won't go away",
        "i'm not sore but it stings",
        "i don't like it it hurts",
        "not only does it hurt i can't move",
        "no my knee hurts",
        "it's not a stretch it's pain",
    ],
)
def test_a_no_beside_pain_that_denies_something_else_leaves_it_pain(said: str) -> None:
    assert taken(said) in BODY


def test_what_is_cancelled_by_its_name_does_not_end_the_workout() -> None:
    ended = {}
    for said in (f"{verb} the {thing}" for verb in CANCELS for thing in THINGS):
        intent = recogniser().recognise(said).intent
        if intent in ENDS_IT:
            ended[said] = intent

    assert not ended


def test_cancel_alone_keeps_the_meaning_that_amazon_gives_it() -> None:
    assert {recogniser().recognise(said).intent for said in ("cancel", "cancel that")} == {
        "AMAZON.CancelIntent"
    }
