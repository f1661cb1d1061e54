"""The desk's stand-in for Alexa: pain first, then everything else."""

from __future__ import annotations

import pytest

from skill.tools.desk.intent_json import as_intent
from skill.tools.desk.pain_words import BODY, FALLBACK
from tests.support.household import recogniser


def slots(said: str) -> dict[str, str]:
    found = recogniser().recognise(said).slots
    return {name: reading.resolved_id or reading.value for name, reading in found.items()}


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   ",
        "?!",
        "mary had a little lamb",
        "who let the dogs out",
        "asdf qwer zxcv",
        "translate good morning into spanish",
        "lorem ipsum dolor sit amet",
        "the bank rejected my loan",
        "tickle my elephant",
        "purple elephants",
        "purple monkey dishwasher",
        "severe thunderstorms overnight",
        "spinning jenny museum",
    ],
)
def test_what_nobody_would_say_to_a_coach_is_not_understood(said: str) -> None:
    recognition = recogniser().recognise(said)

    assert recognition.intent == FALLBACK
    assert as_intent(recognition) == {"name": FALLBACK, "confirmationStatus": "NONE"}


COMMANDS = ("stop", "pause", "next", "skip this", "easier", "slower", "done", "yes", "no", "resume")
COMPLAINTS = (
    "it hurts",
    "my knee hurts",
    "my hamstring is killing me",
    "i have a sharp pain",
    "i've got cramp",
    "i'm dizzy",
    "my leg is numb",
    "something popped",
)


@pytest.mark.parametrize("complaint", COMPLAINTS)
@pytest.mark.parametrize("command", COMMANDS)
def test_pain_beats_every_command_in_the_same_breath(command: str, complaint: str) -> None:
    assert recogniser().recognise(f"{command} {complaint}").intent in BODY
    assert recogniser().recognise(f"{complaint} {command}").intent in BODY


@pytest.mark.parametrize(
    "said",
    [
        "could you tell me where i should feel it because my hip hurts",
        "next set please my back's killing me oh and it hurts",
        "skip to the bridge this one hurts my neck",
        "make it ten reps my hamstring is painful",
        "rest for two minutes i have a cramp",
        "is it meant to hurt there",
        "thank you but it's painful",
        "play some music my knee hurts",
        "what's the clinic's number it really hurts",
        "hrm ouch my kneee",
        "numb",
        "woozy",
        "whatsit numb leg",
        "gosh ouch blimey crikey",
    ],
)
def test_a_pain_word_is_never_taken_for_something_harmless(said: str) -> None:
    assert recogniser().recognise(said).intent in BODY


@pytest.mark.parametrize(
    "said",
    [
        "the purple one please",
        "two stars in the michelin guide",
        "the parcel hasn't come",
        "review my resume for spelling errors",
        "we went camping with the kids",
    ],
)
def test_a_word_that_only_happens_to_stand_among_the_pains_is_no_pain(said: str) -> None:
    assert recogniser().recognise(said).intent not in BODY


@pytest.mark.parametrize(
    "word", ["black", "blue", "stars", "purple", "grey", "double", "needles", "table", "hospitals"]
)
def test_a_lone_word_that_tells_of_no_pain_by_itself_is_none(word: str) -> None:
    assert recogniser().recognise(word).intent not in BODY


@pytest.mark.parametrize("word", ["hurts", "painful", "cramp", "dizzy", "numb", "twinge", "ouch"])
@pytest.mark.parametrize(
    "around", ["well {} you know i mean", "the whatsit here {} when i go down on it", "{}"]
)
def test_a_described_pain_is_heard_as_one_whatever_is_said_around_it(
    word: str, around: str
) -> None:
    assert recogniser().recognise(around.format(word)).intent in BODY


@pytest.mark.parametrize(
    "said",
    ["it's gone", "it's gone now", "the cramp is gone", "my cramp's gone now", "it let go"],
)
def test_a_cramp_that_is_gone_is_no_cramp(said: str) -> None:
    assert recogniser().recognise(said).intent == "AMAZON.ResumeIntent"


@pytest.mark.parametrize(
    "said",
    [
        "the cramp is not gone",
        "the cramp isn't gone yet",
        "it won't let go",
        "it's not gone",
        "the cramp is back",
        "my hamstring is gone",
        "the cramp is gone but my knee hurts",
        "pause the cramp in my glute is awful",
    ],
)
def test_what_is_not_over_stays_with_the_body(said: str) -> None:
    assert recogniser().recognise(said).intent in BODY


def test_a_sentence_of_pain_without_a_pain_word_is_heard_inside_a_longer_one() -> None:
    inside = "okay so my back is killing me can we do another one instead"

    assert recogniser().recognise(inside).intent == "PainIntent"


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("Next!", "AMAZON.NextIntent"),
        ("  um, okay next please", "AMAZON.NextIntent"),
        ("Don\N{RIGHT SINGLE QUOTATION MARK}t count", "DontCountIntent"),
        ("start my rutine", "StartRoutineIntent"),
        ("ah next", "AMAZON.NextIntent"),
        ("my legs are burning", "EffortIntent"),
        ("i'm sore from yesterday", "SorenessIntent"),
        ("where should i feel it", "FeelIntent"),
        ("what's the clinic's phone number", "ClinicPhoneIntent"),
        ("when are you open", "ClinicUnknownIntent"),
        ("forget me", "ForgetMeIntent"),
        ("describe it", "DescribeExerciseIntent"),
        ("describe this", "DescribeExerciseIntent"),
        ("describe this exercise", "DescribeExerciseIntent"),
        ("describe yourself", "ClinicAboutIntent"),
        ("false alarm", "CorrectionIntent"),
        ("you got that wrong", "CorrectionIntent"),
        ("i know this", "SkipInstructionsIntent"),
    ],
)
def test_everyday_sentences_get_their_intent(said: str, intent: str) -> None:
    assert recogniser().recognise(said).intent == intent


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("do the are dee ells", {"exercise": "romanian_deadlift"}),
        ("let's do nordic girls", {"exercise": "nordic_curl"}),
        ("go to the hamstirng stretch", {"exercise": "standing_hamstring_stretch"}),
        ("12 reps", {"reps": "12"}),
        ("ten reps of the bridge", {"reps": "10", "exercise": "glute_bridge"}),
        ("make the bridges fifteen reps", {"reps": "15", "exercise": "glute_bridge"}),
        ("hold it for a minute and a half", {"hold": "PT1M30S"}),
        ("i only have a quarter of an hour", {"available": "PT15M"}),
        ("rest ninety seconds between sets", {"rest": "PT90S"}),
        ("two sets", {"sets": "2"}),
        ("just eight", {"number": "8"}),
        ("i don't have a swiss ball", {"equipment": "ball"}),
        ("nobody to hold my feet", {"equipment": "partner"}),
        ("the left leg", {"leg": "left"}),
        ("switch legs", {}),
        ("what are your opening hours", {"topic": "hours"}),
        ("do you take insurance", {"topic": "insurance"}),
    ],
)
def test_slots_are_read(said: str, expected: dict[str, str]) -> None:
    assert slots(said) == expected


def test_an_intent_request_carries_the_words_and_the_id_they_stand_for() -> None:
    intent = as_intent(recogniser().recognise("ten reps of the bum lifts"))

    slots: dict[str, dict[str, object]] = intent["slots"]  # type: ignore[assignment]  # as it is
    said = {name: slot for name, slot in slots.items() if "value" in slot}
    assert {**intent, "slots": said} == {
        "name": "SetRepsIntent",
        "confirmationStatus": "NONE",
        "slots": {
            "reps": {
                "name": "reps",
                "confirmationStatus": "NONE",
                "source": "USER",
                "value": "10",
            },
            "exercise": {
                "name": "exercise",
                "confirmationStatus": "NONE",
                "source": "USER",
                "value": "bum lifts",
                "resolutions": {
                    "resolutionsPerAuthority": [
                        {
                            "authority": "amzn1.er-authority.echo-sdk."
                            "amzn1.ask.skill.tools.desk.EXERCISE",
                            "status": {"code": "ER_SUCCESS_MATCH"},
                            "values": [{"value": {"name": "glute bridge", "id": "glute_bridge"}}],
                        }
                    ]
                },
            },
        },
    }


def test_a_value_no_list_has_comes_without_a_match() -> None:
    intent = as_intent(recogniser().recognise("let's skip the trampoline"))

    assert intent["name"] == "SkipExerciseIntent"
    slot = intent["slots"]["exercise"]  # type: ignore[index]
    assert slot["value"] == "trampoline"
    (resolution,) = slot["resolutions"]["resolutionsPerAuthority"]
    assert resolution["status"] == {"code": "ER_SUCCESS_NO_MATCH"}
    assert "values" not in resolution


def test_slots_that_were_not_said_come_empty() -> None:
    intent = as_intent(recogniser().recognise("more reps"))

    assert intent["slots"] == {
        name: {"name": name, "confirmationStatus": "NONE"} for name in ("lasting", "reps")
    }


@pytest.mark.parametrize(
    "said",
    [
        "make it thursday instead of tuesday for my hard run",
        "i've put my hard run on thursday instead of tuesday",
        "i switched my run from tuesday to thursday",
    ],
)
def test_the_words_between_two_days_tell_which_is_the_old_one(said: str) -> None:
    assert slots(said) == {"day": "tuesday", "second_day": "thursday"}


@pytest.mark.parametrize("before", ["okay fine", "yes", "no no", "right", "oh", "yeah okay"])
def test_stop_is_stop_whatever_agrees_before_it(before: str) -> None:
    assert recogniser().recognise(f"{before} stop").intent == "AMAZON.StopIntent"
