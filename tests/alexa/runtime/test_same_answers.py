"""The direct way and the stock SDK: the same answers, byte for byte, whatever is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from itertools import cycle
from typing import Any

import pytest
from ask_sdk_model import Request
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import to_builtins
from msgspec.structs import replace

from skill.alexa.entry import EMPTY_RESPONSE, answer
from skill.alexa.requests import SCREEN_TOKEN
from skill.alexa.runtime.direct import AnySkill
from skill.alexa.runtime.request import UnsupportedRequest, read
from skill.routine.model import Routine
from skill.service.ports import AudioLibrary, ProgressStore
from skill.stores.memory import MemoryStore
from skill.tools.desk.speaker import Transport
from skill.wiring import build_skill
from tests.alexa.runtime.model_examples import changed, envelope_of, places, request_of
from tests.dialogues.test_dialogues import DIALOGUES
from tests.intents.test_meanings import BEGIN, MOMENTS, ROWS
from tests.support.clips import device_player
from tests.support.dialogue import Dialogue, play
from tests.support.household import (
    MONDAY_MORNING_MS,
    SKILL_ID,
    Household,
    led_routine,
    libraries,
)
from tests.support.serialised import assert_as_the_sdk_writes
from tests.support.warm_up_moves import moving

MEANINGS = [
    Dialogue(
        f"{row['intent']}-{moment}",
        moment,
        (*BEGIN, {"say": row["say"], "intent": row["intent"], "after": seconds} | row[moment]),
    )
    for row, (moment, seconds) in zip(ROWS, cycle(MOMENTS.items()), strict=False)
]
"""Every meaning in one moment: the moments take turns, as both ways differ in the reading alone."""
KINDS = sorted(Request.discriminator_value_class_map)
ODD: list[Any] = [
    None,
    "",
    "some text",
    "false",
    "2026-02-30T08:00:00Z",
    "2026-01-05T08:00:00.123+02:00",
    "2026-01-05T08:00:00",
    "20260105T080000Z",
    "2026-W01-1T08:00:00Z",
    "January 5th 2026",
    0,
    -1,
    2.5,
    True,
    [],
    ["type"],
    [None],
    {},
    {"type": "Simple"},
    {"type": None},
]


def by_both(
    store: ProgressStore, led: Routine | None = None, audio: AudioLibrary | None = None
) -> Transport:
    """Two skills, each with a memory of its own; every request goes to both.

    What a conversation puts into `store`, such as a journal that cannot be read, both find.
    """
    assert isinstance(store, MemoryStore)
    beside = BesideStore(store)
    direct = _skill(store, led, audio, direct=True)
    stock = _skill(beside, led, audio, direct=False)

    def ask(envelope: dict[str, Any]) -> Mapping[str, Any]:
        beside.note()
        by_stock = answer(stock, as_sent(envelope), None)
        by_direct = answer(direct, envelope, None)
        assert json.dumps(by_direct) == json.dumps(by_stock)
        assert_as_the_sdk_writes(by_direct["response"])
        beside.assert_alike()
        return by_direct

    return ask


class BesideStore(MemoryStore):
    """Starts each request with what another store holds, and ends it alike."""

    def __init__(self, other: MemoryStore) -> None:
        super().__init__()
        self._other = other

    def note(self) -> None:
        """Take over what the other store holds now."""
        vars(self).update({k: deepcopy(v) for k, v in _held(self._other).items()})

    def assert_alike(self) -> None:
        """Fail if the two stores came to differ."""
        assert _held(self) == _held(self._other)


def _held(store: MemoryStore) -> dict[str, Any]:
    return {name: value for name, value in vars(store).items() if name not in ("_lock", "_other")}


def _skill(
    store: ProgressStore,
    led: Routine | None = None,
    audio: AudioLibrary | None = None,
    *,
    direct: bool,
    skill_id: str | None = SKILL_ID,
) -> AnySkill:
    return build_skill(
        libraries=libraries(led),
        store=store,
        audio=audio,
        clock=lambda: MONDAY_MORNING_MS,
        skill_id=skill_id,
        direct=direct,
    )


@pytest.mark.parametrize("dialogue", [*DIALOGUES, *MEANINGS], ids=lambda dialogue: dialogue.name)
def test_a_conversation_is_answered_alike_by_both(dialogue: Dialogue) -> None:
    led = led_routine() if dialogue.led else None
    led = moving()[0] if dialogue.moves else led
    play(
        dialogue,
        Household(
            transport=lambda store: by_both(store, led, dialogue.audio),
            player=device_player if dialogue.player else None,
        ),
    )


# ---------------------------------------------------------------- odd requests

RICH = envelope_of("IntentRequest")
RICH["request"]["intent"]["name"] = "ChooseExerciseIntent"
RICH["request"]["intent"]["slots"] = {
    "exercise": RICH["request"]["intent"]["slots"]["key"],
    "reps": {"name": "reps", "value": "8"},
}
TOUCH = envelope_of("Alexa.Presentation.APL.UserEvent")
TOUCH["request"] |= {"token": SCREEN_TOKEN, "arguments": ["meaning", "next"]}
LAUNCH = envelope_of("LaunchRequest")
PYTHONS_OWN: list[dict[str, Any]] = [{"__dict__": {}}, {"__dict__": "x"}, {"__class__": {"a": 1}}]


def places_in_the_request(envelope: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [place for place in places(envelope) if place[0] == "request"]


def as_sent(envelope: dict[str, Any]) -> dict[str, Any]:
    """The same once more, as it comes over the wire."""
    sent: dict[str, Any] = json.loads(json.dumps(envelope))
    return sent


def assert_answered_alike(envelope: dict[str, Any]) -> None:
    """Fail if the two differ, but for nonsense that only the SDK looks at.

    There it refuses the whole request, and the direct way answers it.
    """
    stock = answer(_skill(MemoryStore(), direct=False, skill_id=None), as_sent(envelope), None)
    direct = answer(_skill(MemoryStore(), direct=True, skill_id=None), envelope, None)
    if stock == EMPTY_RESPONSE and direct != EMPTY_RESPONSE:
        read(envelope)  # nothing that the skill looks at is unusual
    else:
        assert json.dumps(direct) == json.dumps(stock)


@pytest.mark.parametrize("rich", [RICH, TOUCH], ids=["intent", "touch"])
@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_an_odd_value_in_any_place_is_answered_alike(odd: Any, rich: dict[str, Any]) -> None:
    looked_at = places_in_the_request(rich)
    if rich is RICH:  # beside the request, both hold the same
        looked_at = [
            place
            for place in places(RICH)
            if place[0] != "context" or place[1:2] in ((), ("System",))
        ]
    # every place meets every third value; the test with any JSON at all knows no such bounds
    for place in looked_at[ODD.index(odd) % 3 :: 3]:
        assert_answered_alike(changed(rich, place, odd))


@pytest.mark.parametrize("own", PYTHONS_OWN, ids=repr)
def test_a_name_of_pythons_own_in_any_place_is_answered_alike(own: dict[str, Any]) -> None:
    # every place meets one of the names, as they are taken out alike wherever they stand
    for place in [*places(RICH)][PYTHONS_OWN.index(own) :: len(PYTHONS_OWN)]:
        assert_answered_alike(changed(RICH, place, own))
    for place in places_in_the_request(LAUNCH):
        assert_answered_alike(changed(LAUNCH, place, own))


@pytest.mark.parametrize("kind", KINDS)
def test_every_request_type_is_answered_alike(kind: str) -> None:
    envelope = envelope_of(kind)
    unknown = {"brand_new": {"deep": [1]}, "to_dict": 1}
    names = {"deserialized_types": 7, "attribute_map": "x", "to_dict": 1}

    assert_answered_alike(envelope)
    assert_answered_alike({**envelope, "session": None})
    assert_answered_alike({"version": "1.0", "request": {"type": kind}})
    assert_answered_alike({**envelope, "request": {**request_of(kind), **unknown}})
    user = {**envelope["context"]["System"]["user"], **names}
    assert_answered_alike(changed(envelope, ("context", "System", "user"), user))
    assert_answered_alike({**envelope, "request": {**request_of(kind), **names}})


@given(
    st.sampled_from(["LaunchRequest", "IntentRequest", "SessionEndedRequest", *KINDS]),
    st.data(),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=6,
    ),
)
@settings(max_examples=150, deadline=None)
def test_any_json_in_any_place_of_any_request_is_answered_alike(
    kind: str, data: st.DataObject, odd: Any
) -> None:
    envelope = envelope_of(kind)
    place = data.draw(st.sampled_from(list(places(envelope))))

    assert_answered_alike(changed(envelope, place, odd))


@pytest.mark.parametrize("envelope", [{}, {"request": []}, {"request": {}}, {"request": None}])
def test_what_is_no_envelope_is_answered_alike(envelope: dict[str, Any]) -> None:
    assert_answered_alike(envelope)


@pytest.mark.parametrize("kind", ["LaunchRequest", "SessionEndedRequest"])
def test_no_usual_request_is_left_to_the_sdk(kind: str) -> None:
    assert read(envelope_of(kind)).kind == kind
    assert read(RICH).slots
    assert read(TOUCH).touch == (SCREEN_TOKEN, ["meaning", "next"])


@pytest.mark.parametrize("odd", [7, True, ["x"], {"a": 1}])
@pytest.mark.parametrize(
    "place",
    [
        ("request", "type"),
        ("request", "requestId"),
        ("request", "locale"),
        ("request", "intent", "name"),
        ("request", "intent", "slots", "exercise", "value"),
        ("context", "System", "application", "applicationId"),
        ("context", "System", "user", "userId"),
    ],
)
def test_what_is_not_as_alexa_sends_it_is_left_to_the_sdk(
    place: tuple[str, ...], odd: object
) -> None:
    with pytest.raises(UnsupportedRequest):
        read(changed(RICH, place, odd))


EIGHT_O_CLOCK_MS = 1_767_600_000_000


@pytest.mark.parametrize(
    "written",
    [
        EIGHT_O_CLOCK_MS,
        float(EIGHT_O_CLOCK_MS),
        EIGHT_O_CLOCK_MS // 1000,
        EIGHT_O_CLOCK_MS / 1000,
        str(EIGHT_O_CLOCK_MS),
        str(EIGHT_O_CLOCK_MS // 1000),
        "2026-01-05T08:00:00Z",
    ],
)
def test_a_time_may_be_written_as_a_number(written: object) -> None:
    asked = changed(RICH, ("request", "timestamp"), written)

    assert read(asked).timestamp_ms == EIGHT_O_CLOCK_MS
    assert_answered_alike(asked)


@pytest.mark.parametrize(
    "odd",
    [True, ["x"], {"a": 1}, -1, 10**15, 1e300, 10**400, float("nan"), float("-inf"), "20260105"],
)
def test_what_is_no_time_is_left_to_the_sdk(odd: object) -> None:
    with pytest.raises(UnsupportedRequest):
        read(changed(RICH, ("request", "timestamp"), odd))


HALF = "\ud83d"


def test_half_a_character_in_any_place_is_answered() -> None:
    for place in places(RICH):
        try:
            assert_answered_alike(changed(RICH, place, f"left {HALF}"))
        except Exception as failure:
            failure.add_note(f"at {place}")
            raise


def test_half_a_character_gets_no_further_than_the_reading() -> None:
    for place in places(RICH):
        try:
            request = read(changed(RICH, place, HALF))
        except UnsupportedRequest:
            continue
        plain = replace(request, session=None, touch=None)
        assert HALF not in json.dumps(to_builtins(plain), ensure_ascii=False)
