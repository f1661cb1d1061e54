"""The device on the desk, as the settings set it up."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from skill.alexa.entry import answer
from skill.audio.library import AUDIO_SETTING, audio_place, index_in
from skill.tools.desk.device_player import DevicePlayer
from skill.tools.desk.models import model_of
from skill.tools.desk.recogniser import Recogniser
from skill.tools.desk.speaker import SmartSpeaker
from skill.wiring import SKILL_ID_SETTING, skill_from


def player_from(environ: Mapping[str, str]) -> DevicePlayer | None:
    """A player for the clips that the setting names; None without the setting.

    Raises ValueError for a wrong setting, and OSError or ValueError for an index that can't be
    read.
    """
    place = audio_place(environ.get(AUDIO_SETTING) or "")
    if place is None:
        return None
    lengths_ms: dict[str, int] = json.loads(index_in(place))["clips"]
    return DevicePlayer(lambda address: lengths_ms.get(PurePosixPath(address).stem, 0))


def speaker_from(environ: Mapping[str, str], models: Path, locale: str | None) -> SmartSpeaker:
    """A speaker with the skill in this process, progress in memory unless the settings differ.

    `models` is the folder of the language models. Raises ValueError or OSError for a wrong setting
    or a locale without a model.
    """
    spoken, model = model_of(models, locale)
    skill = skill_from({**environ, SKILL_ID_SETTING: ""}, default_store="memory:")

    def ask(envelope: dict[str, Any]) -> Mapping[str, Any]:
        return answer(skill, envelope, None)

    return SmartSpeaker(
        ask,
        Recogniser(model),
        now_ms=round(time.time() * 1000),
        locale=spoken,
        player=player_from(environ),
    )
