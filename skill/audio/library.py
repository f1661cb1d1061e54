"""The clips that exist, by the index that was written beside them when they were rendered.

HAMSTRING_COACH_AUDIO   the address of the clips' folder, as in https://example.org/audio; if
                        this server is to serve them itself, the folder after a "=", as in
                        https://example.org/audio=/srv/hamstring-coach/audio
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

AUDIO_SETTING = "HAMSTRING_COACH_AUDIO"
INDEX = "index.json"
ASKED_AGAIN_AFTER_S = 60.0
"""An index that could not be fetched is tried again after this time."""
LONGEST_FETCH_S = 2.0
"""The runner waits meanwhile, and Alexa gives up after eight seconds."""
LARGEST_INDEX_BYTES = 4_000_000

logger = logging.getLogger(__name__)


class Index(Struct, frozen=True):
    """What an index holds."""

    speaker: str = ""
    """The voice: part of every clip's name."""
    clips: frozenset[str] = frozenset()
    picture: str = ""
    """The picture that a screen shows while a clip plays; empty if there is none."""
    has_sets: bool = False
    """Whether sets are among the clips, and not only waiting sounds."""


class AudioPlace(Struct, frozen=True):
    """Where the clips are."""

    address: str
    folder: Path | None = None


class ClipLibrary:
    """The clips at an address. `read` brings the text of the index and may raise OSError or
    ValueError; `watch` gives seconds and never goes backwards."""

    def __init__(self, address: str, read: Callable[[], str], watch: Callable[[], float]) -> None:
        self._address = address.rstrip("/")
        self._read = read
        self._watch = watch
        self._index: Index | None = None
        self._asked_s: float | None = None

    @property
    def speaker(self) -> str:
        """The voice."""
        return self._known().speaker

    @property
    def has_sets(self) -> bool:
        """Whether sets are among the clips."""
        return self._known().has_sets

    def address_of(self, name: str) -> str | None:
        """Where the clip of that name is; None if there is none."""
        return f"{self._address}/{name}.mp3" if name in self._known().clips else None

    @property
    def picture(self) -> str | None:
        """Where the picture is; None if there is none."""
        name = self._known().picture
        return f"{self._address}/{name}.png" if name else None

    def _known(self) -> Index:
        if self._index is not None:
            return self._index
        now_s = self._watch()
        if self._asked_s is None or now_s - self._asked_s >= ASKED_AGAIN_AFTER_S:
            self._asked_s = now_s
            try:
                self._index = read_index(self._read())
                return self._index
            except (OSError, ValueError) as error:
                logger.warning("no clips are played: their index: %s", type(error).__name__)
        return Index()


def read_index(text: str) -> Index:
    """Parse an index; raises ValueError if the text is not one."""
    told = json.loads(text)
    if not isinstance(told, dict) or not isinstance(told.get("clips"), Mapping):
        raise ValueError("is not an index of clips")
    names, picture = frozenset(told["clips"]), str(told.get("picture") or "")
    return Index(str(told.get("speaker")), names, picture, told.get("has_sets") is True)


def index_text(index: Index, lengths_ms: Mapping[str, int]) -> str:
    """The text of an index, with the length of each clip."""
    clips = {name: lengths_ms[name] for name in sorted(index.clips)}
    told = {
        "speaker": index.speaker,
        "has_sets": index.has_sets,
        "picture": index.picture,
        "clips": clips,
    }
    return json.dumps(told, indent=1) + "\n"


def audio_place(setting: str) -> AudioPlace | None:
    """Where the setting says the clips are; None if it is empty.

    Raises ValueError for an address that no device would play from.
    """
    address, _, folder = setting.partition("=")
    if not address:
        return None
    if not re.match(r"https://[^/]+", address):
        raise ValueError(
            f"{AUDIO_SETTING}: is {setting!r}; give an address with https://, and after a = the "
            "folder if this server serves the clips itself."
        )
    return AudioPlace(address, Path(folder) if folder else None)


def open_library(place: AudioPlace, watch: Callable[[], float]) -> ClipLibrary:
    """The library at a place; its index is read from the folder, or fetched when first needed."""
    return ClipLibrary(place.address, lambda: index_in(place), watch)


def index_in(place: AudioPlace) -> str:
    """The text of the index there; raises OSError or ValueError if it can't be read."""
    if place.folder is not None:
        return (place.folder / INDEX).read_text(encoding="utf-8")
    from urllib.request import urlopen  # only if clips are elsewhere

    with urlopen(f"{place.address}/{INDEX}", timeout=LONGEST_FETCH_S) as answer:
        text: bytes = answer.read(LARGEST_INDEX_BYTES)
    return text.decode()
