"""AWS Lambda's way in. Nothing of the web server or of request signatures is loaded for it."""

import gc
import os
from typing import Any

gc.disable()  # a start makes nothing that is garbage: looking for it takes 4 ms

from skill.alexa.entry import answer  # noqa: E402
from skill.wiring import skill_from, warn_without_skill_id  # noqa: E402

SKILL = skill_from(os.environ, default_store="dynamodb:hamstring-coach")
warn_without_skill_id(os.environ)
gc.freeze()
gc.enable()


def lambda_handler(event: object, context: object) -> dict[str, Any]:
    """The response to one Alexa request, both as plain JSON."""
    return answer(SKILL, event, context)
