"""From a touch on the screen to the coach's command: the same as if it had been said.

The arguments come back from the device as the screen sent them, ["meaning", "next"] or
["choose", "glute_bridge"], but they are not to be trusted: whatever the screens never send was
not understood.
"""

from __future__ import annotations

from skill.coach.commands import Command, Meaning
from skill.routine.model import Routine
from skill.screen.screens import TOUCHABLE
from skill.sdk.request import Request

SCREEN_TOKEN = "hamstring-coach-screen"


def touched(request: Request, routine: Routine) -> Command:
    """The command a touch stands for; anything unexpected was not understood."""
    token, arguments = request.touch or (None, None)
    if token != SCREEN_TOKEN or not isinstance(arguments, list) or len(arguments) != 2:
        return Command(Meaning.NOT_UNDERSTOOD)
    kind, value = arguments
    if not isinstance(kind, str) or not isinstance(value, str):
        return Command(Meaning.NOT_UNDERSTOOD)
    if kind == "meaning" and value in TOUCHABLE:
        return Command(Meaning(value))
    if kind == "choose" and value in routine.by_id:
        return Command(Meaning.CHOOSE, exercise=value)
    return Command(Meaning.NOT_UNDERSTOOD)
