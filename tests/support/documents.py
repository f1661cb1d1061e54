"""A runner's document as plain JSON."""

from __future__ import annotations

import json
from typing import Any

from skill.coach.runner import Runner
from skill.service.documents import runner_text


def runner_document(runner: Runner) -> dict[str, Any]:
    """What a store keeps of the runner."""
    document: dict[str, Any] = json.loads(runner_text(runner))
    return document
