"""What is denied is not done, and what is cancelled by its name does not end the workout."""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.household import recogniser

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
WAYS = ("don't {}",)
ENDS_IT = ("AMAZON.StopIntent", "AMAZON.CancelIntent")
CANCELS = ("cancel", "stop", "abort", "halt", "scrap")
THINGS = ("rest", "timer", "clock", "count", "countdown", "hold", "set", "instructions")


def test_what_is_denied_is_never_done() -> None:
    done = [
        way.format(asked)
        for intent, phrases in DENIED.items()
        for asked in phrases.split(" | ")
        for way in WAYS
        if recogniser().recognise(way.format(asked)).intent == intent
    ]

    assert not done


def test_what_is_denied_never_ends_the_workout_or_deletes() -> None:
    ended = {}
    for phrases in DENIED.values():
        for said in (way.format(asked) for asked in phrases.split(" | ") for way in WAYS):
            intent = recogniser().recognise(said).intent
            if intent in (*ENDS_IT, "ForgetMeIntent"):
                ended[said] = intent

    assert not ended


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
