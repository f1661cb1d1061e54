"""AWS Lambda's way in. Nothing of the web server or of request signatures is loaded for it."""

import os
from typing import Any

from skill.fast_sdk.switch import prepare_sdk

prepare_sdk(os.environ)  # before the first import of the SDK

from skill.alexa.entry import answer  # noqa: E402
from skill.alexa.skill import skill_from  # noqa: E402

SKILL = skill_from(os.environ, default_store="dynamodb:hamstring-coach")


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """The response to one Alexa request, both as plain JSON."""
    return answer(SKILL, event, context)
