"""From Alexa requests to the coach's commands: names, slots and touches; no words, no rules."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

from skill.alexa.audio_player import playing_of
from skill.alexa.intents import (
    DAY_SLOTS,
    EQUIPMENT_SLOT,
    EXERCISE_SLOT,
    HALF_SLOT,
    INTENTS,
    LASTING_SLOT,
    LEG_SLOT,
    LENGTH_SLOTS,
    MINUTES_SLOT,
    NUMBER_SLOTS,
    OTHER_EXERCISE_SLOTS,
    SECONDS_SLOT,
    SETS_SLOT,
    TEMPO_SLOTS,
    UNIT_SLOT,
    answer_of,
    intent_of,
)
from skill.alexa.runtime.request import INTENT, LAUNCH, Request, Slot
from skill.coach.commands import Beat, Command, Meaning
from skill.service.conversation import Asked

SCREEN_TOKEN = "hamstring-coach-screen"
"""Marks our documents among all that a touch may come from."""
LONGEST_NUMBER = 6
"""The most digits a slot value may have; anything longer is nonsense."""
NAME = re.compile("[a-z_]{1,64}")
"""An exercise's id; the exercise may have left the routine since the screen was sent."""
AMOUNT = rf"([0-9]{{1,{LONGEST_NUMBER}}}(?:[.,][0-9]{{1,{LONGEST_NUMBER}}})?)"
LENGTH = re.compile(
    rf"P(?:{AMOUNT}W|(?:{AMOUNT}D)?(?:T(?=[0-9])(?:{AMOUNT}H)?(?:{AMOUNT}M)?(?:{AMOUNT}S)?)?)"
)
"""An ISO 8601 duration without years and months, whose length varies."""
ANSWER = re.compile("(?=.{1,64}$)[a-z]+(_[a-z]+)*")
"""The name of a content row."""
UNITS_S = (7 * 86_400, 86_400, 3_600, 60, 1)


def command_of(request: Request) -> Command:
    """The command an intent request stands for; any other intent may be one that content answers.

    An intent that content doesn't answer either is not understood.
    """
    intent = request.intent or ""
    meaning = INTENTS.get(intent)
    if meaning is None:
        name = answer_of(intent)
        named = ANSWER.fullmatch(name) and intent_of(name) == intent
        return Command(Meaning.ANSWER, answer=name) if named else Command(Meaning.NOT_UNDERSTOOD)
    if not request.slots:
        return Command(meaning)
    slots: Mapping[str, Slot] = request.slots
    exercise, known = entity(slots.get(EXERCISE_SLOT))
    return Command(
        meaning,
        exercise=exercise,
        others=_entities(slots, OTHER_EXERCISE_SLOTS),
        unknown_exercise=not known,
        number=_first(whole_number(slots.get(name)) for name in NUMBER_SLOTS),
        sets=whole_number(slots.get(SETS_SLOT)),
        seconds=_first(
            [
                *(length_seconds(slots.get(name)) for name in LENGTH_SLOTS),
                whole_number(slots.get(SECONDS_SLOT)),
                _seconds_in(whole_number(slots.get(MINUTES_SLOT))),
            ]
        ),
        leg=entity(slots.get(LEG_SLOT))[0],
        equipment=entity(slots.get(EQUIPMENT_SLOT))[0],
        days=_entities(slots, DAY_SLOTS),
        unknown_day=not all(entity(slots.get(name))[1] for name in DAY_SLOTS),
        unit=entity(slots.get(UNIT_SLOT))[0],
        half=entity(slots.get(HALF_SLOT))[0] is not None,
        lasting=entity(slots.get(LASTING_SLOT))[0],
        tempo=_tempo(slots),
    )


def asked_of(request: Request, command: Command, now_ms: int) -> Asked:
    """What the request asks of a conversation."""
    session = request.session
    return Asked(
        command=command,
        user_id=request.user_id,
        now_ms=now_ms,
        new_session=session is not None and session.new,
        request_id=request.request_id or "",
        attributes={} if session is None else session.attributes,
        device_id=request.device_id or "",
        locale=request.locale,
        spoken=request.kind in (LAUNCH, INTENT),
        has_player=request.has_player,
        playing=playing_of(request.player),
    )


def _entities(slots: Mapping[str, Slot], names: Iterable[str]) -> tuple[str, ...]:
    found = (entity(slots.get(name))[0] for name in names)
    return tuple(each for each in found if each is not None)


def _tempo(slots: Mapping[str, Slot]) -> tuple[Beat, ...]:
    """The phases of a rep that were named, each with its seconds; a filled slot counts as named."""
    return tuple(
        Beat(whole_number(slots.get(seconds)), entity(slots.get(way))[0])
        for seconds, way in TEMPO_SLOTS
        if any(_is_filled(slots.get(name)) for name in (seconds, way))
    )


def _is_filled(slot: Slot | None) -> bool:
    return slot is not None and bool(slot.value)


def touched(request: Request) -> Command:
    """The command a touch on the screen stands for: the same as if it had been said.

    The arguments come back from the device as the screen sent them, ["meaning", "next"] or
    ["choose", "glute_bridge"], but are not to be trusted: what the screens never send is not
    understood.
    """
    from skill.screen.touches import TOUCHABLE  # only on devices with a screen

    token, arguments = request.touch or (None, None)
    if token != SCREEN_TOKEN or not isinstance(arguments, list) or len(arguments) != 2:
        return Command(Meaning.NOT_UNDERSTOOD)
    kind, value = arguments
    if not isinstance(kind, str) or not isinstance(value, str):
        return Command(Meaning.NOT_UNDERSTOOD)
    if kind == "meaning" and value in TOUCHABLE:
        return Command(Meaning(value))
    if kind == "choose" and NAME.fullmatch(value):
        return Command(Meaning.CHOOSE, exercise=value)
    return Command(Meaning.NOT_UNDERSTOOD)


def _first(values: Iterable[int | None]) -> int | None:
    return next((value for value in values if value is not None), None)


def _seconds_in(minutes: int | None) -> int | None:
    return None if minutes is None else 60 * minutes


def entity(slot: Slot | None) -> tuple[str | None, bool]:
    """The id a slot value was resolved to, and whether all is well.

    (None, True) if the slot is empty; (None, False) if its value is not in the list.
    """
    if slot is None or not slot.value or slot.value == "?":
        return None, True
    return slot.entity, slot.entity is not None


def whole_number(slot: Slot | None) -> int | None:
    """The number in an AMAZON.NUMBER slot; None for "?", nonsense and nothing."""
    value = slot.value if slot else None
    if value is None or not value.isascii() or not value.isdigit():
        return None
    return int(value) if len(value) <= LONGEST_NUMBER else None


def length_seconds(slot: Slot | None) -> int | None:
    """The seconds in an AMAZON.DURATION slot ("PT1M30S" is 90), half a second rounded up.

    The last part may be a fraction: "PT0.5M" is 30. Returns None for nonsense.
    """
    match = LENGTH.fullmatch(slot.value) if slot and slot.value else None
    if match is None:
        return None
    parts = [
        (unit_s, amount.replace(",", "."))
        for unit_s, amount in zip(UNITS_S, match.groups(), strict=True)
        if amount is not None
    ]
    if not parts or any("." in amount for _, amount in parts[:-1]):
        return None
    return math.floor(sum(unit_s * float(amount) for unit_s, amount in parts) + 0.5)
