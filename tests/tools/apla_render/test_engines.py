"""Engines, found and not found, and clips kept for the next time."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.tools.apla_render.engines import (
    EngineError,
    EspeakNg,
    Flite,
)
from skill.tools.apla_render.sound import Sound, pcm, read_wav
from skill.tools.apla_render.sound_clips import KeptClips, warm
from tests.tools.apla_render.beeper import Beeper


def program(folder: Path, script: str) -> str:
    """A program of that name that does what the script says."""
    file = folder / "speaker"
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)
    return str(file)


@pytest.mark.parametrize("engine", [EspeakNg, Flite])
def test_a_program_that_is_not_there_is_named(
    engine: type[EspeakNg] | type[Flite],
) -> None:
    with pytest.raises(FileNotFoundError, match="no-such-program"):
        engine(program="no-such-program")


def test_a_program_that_fails_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="could not speak"):
        EspeakNg(program=program(tmp_path, "exit 1")).speak("one")


@pytest.mark.parametrize("output", ["true", "printf hello", "head -c 99 /dev/zero"])
def test_a_program_that_gives_no_sound_is_an_error(tmp_path: Path, output: str) -> None:
    with pytest.raises(EngineError, match="gave no sound"):
        EspeakNg(program=program(tmp_path, f"cat >/dev/null; {output}")).speak("one")


def test_a_program_that_speaks_at_another_rate_is_an_error(tmp_path: Path) -> None:
    wav = tmp_path / "low.wav"
    wav.write_bytes(Sound(Beeper().speak("one"), 8000, ()).wav())

    with pytest.raises(EngineError, match="8000"):
        EspeakNg(program=program(tmp_path, f"cat >/dev/null; cat {wav}")).speak("one")


def test_words_are_handed_over_as_input_and_never_as_options(tmp_path: Path) -> None:
    heard, wav = tmp_path / "heard", tmp_path / "sound.wav"
    wav.write_bytes(Sound(Beeper().speak("one"), 22_050, ()).wav())
    script = f'cat >{heard}; echo "$@" >>{heard}; cat {wav}'

    EspeakNg(200, program(tmp_path, script)).speak("--version; one", rate=0.5)

    words, options = heard.read_text(encoding="utf-8").split("-v en-us", maxsplit=1)
    assert words == "--version; one"
    assert "-s 100" in options


# ---------------------------------------------------------------- clips kept


def test_the_same_words_are_spoken_only_once() -> None:
    beeper = Beeper()
    kept = KeptClips(beeper)

    first, again, slow = kept.speak("one"), kept.speak("one"), kept.speak("one", rate=0.5)

    assert first is again
    assert len(slow) == 2 * len(first)
    assert beeper.asked == [("one", 1.0), ("one", 0.5)]


def test_a_kept_clip_cannot_be_spoilt_by_one_who_uses_it() -> None:
    with pytest.raises(ValueError, match="read-only"):
        KeptClips(Beeper()).speak("one")[0] = 1


def test_only_so_much_is_kept_and_what_was_used_last_stays() -> None:
    beeper = Beeper()
    kept = KeptClips(beeper, kept_seconds=0.25)

    for word in ("one", "two", "one", "three", "one", "two"):
        kept.speak(word)

    assert [text for text, _ in beeper.asked] == ["one", "two", "three", "two"]


def test_what_is_longer_than_all_the_room_is_spoken_and_not_kept() -> None:
    beeper = Beeper()
    kept = KeptClips(beeper, kept_seconds=0.1)

    assert len(kept.speak("one two")) == len(kept.speak("one two")) == 200
    assert len(beeper.asked) == 2


def test_short_clips_outlive_the_program_in_a_folder_and_sentences_do_not(tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    first = KeptClips(Beeper(), folder)
    warm(first, ["one", "one two three four"])
    later = Beeper()
    again = KeptClips(later, folder)

    same = pcm(again.speak("one")) == pcm(first.speak("one"))
    again.speak("one two three four")

    assert same
    assert [text for text, _ in later.asked] == ["one two three four"]
    assert len(list(folder.iterdir())) == 1


def test_without_a_folder_that_can_be_written_clips_are_spoken_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("", encoding="utf-8")

    assert KeptClips(Beeper(), tmp_path / "a file" / "clips").speak("one").any()


def test_a_folder_keeps_the_clips_of_two_engines_apart(tmp_path: Path) -> None:
    KeptClips(Beeper("tenor"), tmp_path).speak("one")
    bass = Beeper("bass")

    KeptClips(bass, tmp_path).speak("one")

    assert bass.asked == [("one", 1.0)]


# ---------------------------------------------------------------- WAV


def test_a_sound_survives_its_wav() -> None:
    sound = Sound(Beeper().speak("one two"), 1000, ())

    samples, rate = read_wav(sound.wav())

    assert rate == 1000
    assert abs(samples - sound.samples).max() < 0.001


def test_what_is_too_loud_is_cut_and_does_not_wrap_around() -> None:
    assert pcm(4 * Beeper().speak("one") * 2)[:2] == (32767).to_bytes(2, "little")


def test_a_wav_of_two_channels_is_not_taken_for_one() -> None:
    wav = bytearray(Sound(Beeper().speak("one"), 1000, ()).wav())
    wav[22] = 2

    with pytest.raises(ValueError, match="2 channels"):
        read_wav(bytes(wav))
