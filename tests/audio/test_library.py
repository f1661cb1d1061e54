"""Which clips there are, by their index; and the setting that says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.audio.library import (
    ASKED_AGAIN_AFTER_S,
    AudioPlace,
    ClipLibrary,
    Index,
    audio_place,
    index_text,
    open_library,
    read_index,
)

NAME, OTHER = "a" * 64, "b" * 64
INDEX = Index("piper", frozenset({NAME}), OTHER)
TEXT = index_text(INDEX, {NAME: 1000})


def test_a_clip_of_the_index_has_an_address_and_no_other_has() -> None:
    library = ClipLibrary("https://x.example/audio/", lambda: TEXT, lambda: 0.0)

    assert library.address_of(NAME) == f"https://x.example/audio/{NAME}.mp3"
    assert library.address_of(OTHER) is None
    assert library.picture == f"https://x.example/audio/{OTHER}.png"
    assert library.speaker == "piper"


def test_an_index_is_read_back_as_it_was_written() -> None:
    assert read_index(TEXT) == INDEX


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"clips": 3}', "<html>"])
def test_what_is_no_index_leaves_the_library_empty(text: str) -> None:
    library = ClipLibrary("https://x.example", lambda: text, lambda: 0.0)

    assert library.address_of(NAME) is None
    assert library.picture is None


def test_an_index_that_cannot_be_fetched_is_asked_for_again_only_after_a_while() -> None:
    asked: list[float] = []
    now_s = [0.0]

    def read() -> str:
        asked.append(now_s[0])
        if len(asked) == 1:
            raise OSError("unreachable")
        return TEXT

    library = ClipLibrary("https://x.example", read, lambda: now_s[0])
    assert library.address_of(NAME) is None
    now_s[0] = ASKED_AGAIN_AFTER_S - 1
    assert library.address_of(NAME) is None
    now_s[0] = ASKED_AGAIN_AFTER_S
    assert library.address_of(NAME) is not None
    assert library.address_of(NAME) is not None

    assert asked == [0.0, ASKED_AGAIN_AFTER_S]


def test_the_setting_names_an_address_and_perhaps_a_folder() -> None:
    assert audio_place("") is None
    assert audio_place("https://x.example/audio") == AudioPlace("https://x.example/audio")
    served = audio_place("https://x.example/audio=/srv/audio")
    assert served == AudioPlace("https://x.example/audio", Path("/srv/audio"))


@pytest.mark.parametrize("setting", ["http://x.example", "/srv/audio", "https://", "=/srv/audio/"])
def test_an_address_that_no_device_plays_from_is_refused(setting: str) -> None:
    if setting.startswith("="):
        assert audio_place(setting) is None
        return
    with pytest.raises(ValueError, match="HAMSTRING_COACH_AUDIO: .*https://"):
        audio_place(setting)


def test_a_library_with_a_folder_reads_its_index_there(tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text(TEXT, encoding="utf-8")

    library = open_library(AudioPlace("https://x.example/audio", tmp_path), lambda: 0.0)

    assert library.address_of(NAME) is not None
