"""AWS Lambda's way in. Nothing of the web server or of request signatures is loaded for it."""

import os
from typing import Any

from skill.alexa.entry import answer
from skill.alexa.skill import skill_from

SKILL = skill_from(os.environ, default_store="dynamodb:hamstring-coach")


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """The response to one Alexa request, both as plain JSON."""
    return answer(SKILL, event, context)
