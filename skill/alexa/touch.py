"""From a touch on the screen to the coach's command: the same as if it had been said.

The arguments come back from the device as the screen sent them, ["meaning", "next"] or
["choose", "glute_bridge"], but they are not to be trusted: whatever the screens never send was
not understood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from skill.coach.commands import Command, Meaning
from skill.routine.model import Routine
from skill.screen.screens import TOUCHABLE

if TYPE_CHECKING:
    from ask_sdk_core.handler_input import HandlerInput
    from ask_sdk_model.interfaces.alexa.presentation.apl import UserEvent

SCREEN_TOKEN = "hamstring-coach-screen"


def touched(event: UserEvent, routine: Routine) -> Command:
    """The command a touch stands for; anything unexpected was not understood."""
    arguments: object = event.arguments
    if event.token != SCREEN_TOKEN or not isinstance(arguments, list) or len(arguments) != 2:
        return Command(Meaning.NOT_UNDERSTOOD)
    kind, value = arguments
    if not isinstance(kind, str) or not isinstance(value, str):
        return Command(Meaning.NOT_UNDERSTOOD)
    if kind == "meaning" and value in TOUCHABLE:
        return Command(Meaning(value))
    if kind == "choose" and value in routine.by_id:
        return Command(Meaning.CHOOSE, exercise=value)
    return Command(Meaning.NOT_UNDERSTOOD)


def apl_version(handler_input: HandlerInput) -> str | None:
    """The highest APL version the device shows; None where it has no such screen."""
    context = handler_input.request_envelope.context
    device = context.system.device if context and context.system else None
    interfaces = device.supported_interfaces if device else None
    interface = interfaces.alexa_presentation_apl if interfaces else None
    version = interface.runtime.max_version if interface and interface.runtime else None
    return str(version) if version else None
