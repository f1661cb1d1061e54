"""From an Alexa request to the coach's command: names and slots, no words and no rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from skill.alexa.intents import (
    EQUIPMENT_SLOT,
    EXERCISE_SLOT,
    INTENTS,
    LEG_SLOT,
    LENGTH_SLOTS,
    NUMBER_SLOTS,
    SECONDS_SLOT,
)
from skill.coach.commands import Command, Meaning

if TYPE_CHECKING:
    from ask_sdk_core.handler_input import HandlerInput
    from ask_sdk_model import Intent, IntentRequest, Slot

LENGTH = (
    r"P(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)
LONGEST_NUMBER = 6
"""Digits of a slot value that are still taken for a number; anything longer is nonsense."""


def command_of(request: IntentRequest) -> Command:
    """The command an intent request stands for; an unknown intent was not understood."""
    intent: Intent | None = request.intent
    meaning = INTENTS.get(intent.name or "") if intent else None
    if intent is None or meaning is None:
        return Command(Meaning.NOT_UNDERSTOOD)
    if not intent.slots:
        return Command(meaning)
    slots: Mapping[str, Slot] = intent.slots
    exercise, known = entity(slots.get(EXERCISE_SLOT))
    return Command(
        meaning,
        exercise=exercise,
        unknown_exercise=not known,
        number=_first(whole_number(slots.get(name)) for name in NUMBER_SLOTS),
        seconds=_first(
            [
                *(length_seconds(slots.get(name)) for name in LENGTH_SLOTS),
                whole_number(slots.get(SECONDS_SLOT)),
            ]
        ),
        leg=entity(slots.get(LEG_SLOT))[0],
        equipment=entity(slots.get(EQUIPMENT_SLOT))[0],
    )


def _first(values: Iterable[int | None]) -> int | None:
    return next((value for value in values if value is not None), None)


def entity(slot: Slot | None) -> tuple[str | None, bool]:
    """The id a slot value was resolved to, and whether all is well.

    (None, True) where nothing was said; (None, False) where what was said is not in the list.
    """
    if slot is None or not slot.value or slot.value == "?":
        return None, True
    from ask_sdk_model.slu.entityresolution import StatusCode

    resolutions = slot.resolutions.resolutions_per_authority if slot.resolutions else None
    for authority in resolutions or []:
        matched = authority.status and authority.status.code is StatusCode.ER_SUCCESS_MATCH
        if matched and authority.values and authority.values[0].value:
            found = authority.values[0].value.id
            if found:
                return str(found), True
    return None, False


def whole_number(slot: Slot | None) -> int | None:
    """The number in an AMAZON.NUMBER slot; None for "?", nonsense and nothing."""
    value = slot.value if slot else None
    if not isinstance(value, str) or not value.isascii() or not value.isdigit():
        return None
    return int(value) if len(value) <= LONGEST_NUMBER else None


def length_seconds(slot: Slot | None) -> int | None:
    """The seconds in an AMAZON.DURATION slot ("PT1M30S" is 90); None for nonsense."""
    value = slot.value if slot else None
    match = re.fullmatch(LENGTH, value) if isinstance(value, str) else None
    if match is None or not any(match.groups()):
        return None
    if any(part and len(part) > LONGEST_NUMBER for part in match.groups()):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def is_new_session(handler_input: HandlerInput) -> bool:
    """Whether the request begins a session; requests without a session do not."""
    session = handler_input.request_envelope.session
    return bool(session and session.new)


def user_id(handler_input: HandlerInput) -> str | None:
    """The account's id. Not the person's: a voice out of breath is not always recognised, and
    the place must not depend on it."""
    envelope = handler_input.request_envelope
    system = envelope.context.system if envelope.context else None
    user = (system.user if system else None) or (envelope.session and envelope.session.user)
    return str(user.user_id) if user and user.user_id else None
