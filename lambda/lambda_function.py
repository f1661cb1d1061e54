"""AWS Lambda's way in. Nothing of the web server or of request signatures is loaded for it."""

import gc
import os
from typing import Any

gc.disable()  # a start makes nothing that is garbage: looking for it takes 4 ms

from skill.alexa.entry import answer  # noqa: E402
from skill.alexa.skill import skill_from  # noqa: E402

SKILL = skill_from(os.environ, default_store="dynamodb:hamstring-coach")
gc.freeze()
gc.enable()


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """The response to one Alexa request, both as plain JSON."""
    return answer(SKILL, event, context)
