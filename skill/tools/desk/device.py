"""The player of the device on the desk, for the clips that the setting names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath

from skill.audio.library import AUDIO_SETTING, audio_place, index_in
from skill.tools.desk.device_player import DevicePlayer


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
