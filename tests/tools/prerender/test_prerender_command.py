"""`python -m skill prerender`: what it writes, what it leaves alone and what it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from skill.audio.library import INDEX, AudioPlace, index_in, read_index
from skill.routine.content import CONTENT_SETTING
from skill.tools.prerender.command import prerender
from tests.support.content import changed_content
from tests.tools.apla_render.fake_aws import asked, fake_aws

SHORT = {"waiting_sound_seconds/start": 60, "longest_countdown_minutes/start": 1}
"""Minutes of sound in place of an hour, so that it is rendered in no time."""


@pytest.fixture
def clips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for clips, beside a working directory that is another; with Polly at hand."""
    content = changed_content(tmp_path, "platform.toml", SHORT)
    monkeypatch.setenv(CONTENT_SETTING, str(content.root))
    monkeypatch.setenv("PATH", str(fake_aws(tmp_path).parent))
    for name in ("clips", "elsewhere"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return tmp_path / "clips"


def test_the_clips_their_index_and_the_picture_go_into_the_folder_and_nowhere_else(
    clips: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prerender(clips, "polly", with_sets=False) == 0

    index = read_index(index_in(AudioPlace("https://x.example", clips)))
    wanted = {INDEX, *(f"{name}.mp3" for name in index.clips)}
    wanted |= {f"{index.picture}.png"} if index.picture else set()
    assert {file.name for file in clips.iterdir()} == wanted
    assert len(index.clips) > 1
    assert (index.speaker, index.has_sets) == ("polly neural Matthew", False)
    assert list(Path().iterdir()) == []
    size = sum(file.stat().st_size for file in clips.glob("*.mp3")) / 1_000_000
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.startswith(f"{clips}: {len(index.clips)} clips, ")
    assert f", {size:.1f} MB, in the voice polly neural Matthew" in said


def test_a_clip_that_is_there_is_not_rendered_again(clips: Path, tmp_path: Path) -> None:
    prerender(clips, "polly", with_sets=False)
    before = {file.name: file.stat().st_mtime_ns for file in clips.glob("*.mp3")}
    times = len(asked(tmp_path))
    assert times > 0
    lost = next(iter(sorted(before)))
    (clips / lost).unlink()

    prerender(clips, "polly", with_sets=False)

    after = {file.name: file.stat().st_mtime_ns for file in clips.glob("*.mp3")}
    assert set(after) == set(before)
    assert {name for name in before if after[name] != before[name]} == {lost}
    assert len(asked(tmp_path)) < 2 * times


def test_what_is_broken_off_leaves_no_half_clip_and_no_index(clips: Path, tmp_path: Path) -> None:
    (tmp_path / "aws").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")

    with pytest.raises(RuntimeError, match="could not speak"):
        prerender(clips, "polly", with_sets=False)

    assert not (clips / INDEX).exists()
    assert all(file.suffix == ".mp3" and file.stat().st_size > 0 for file in clips.iterdir())


@pytest.mark.parametrize("named", ["", "."])
def test_the_working_directory_is_not_taken_for_the_folder(clips: Path, named: str) -> None:
    with pytest.raises(ValueError, match="is the working directory"):
        prerender(Path(named), "polly", with_sets=False)

    assert list(Path().iterdir()) == []


def test_a_folder_that_is_not_there_is_not_made(clips: Path) -> None:
    with pytest.raises(ValueError, match="is not a folder; make it first"):
        prerender(clips / "typo", "polly", with_sets=False)

    assert not (clips / "typo").exists()


@pytest.mark.parametrize("name", ["notes.txt", INDEX])
def test_a_folder_of_other_things_is_left_alone(clips: Path, name: str) -> None:
    (clips / name).write_text('{"name": "of a web page"}', encoding="utf-8")

    with pytest.raises(ValueError, match="holds other files"):
        prerender(clips, "polly", with_sets=False)

    assert [file.name for file in clips.iterdir()] == [name]


def test_a_voice_that_is_not_installed_is_named_with_the_cure(clips: Path, tmp_path: Path) -> None:
    (tmp_path / "aws").unlink()

    with pytest.raises(ValueError, match="aws is not installed.*make voice"):
        prerender(clips, "polly", with_sets=False)

    assert list(clips.iterdir()) == []


@pytest.mark.audio
def test_with_the_sets_it_tells_how_many_clips_and_how_much_room_the_standard_doses_take(
    clips: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prerender(clips, "polly", with_sets=True) == 0

    index = read_index(index_in(AudioPlace("https://x.example", clips)))
    told = re.search(r"(\d+) clips, (\d+) minutes, (\d+\.\d) MB", capsys.readouterr().out)
    assert told is not None
    count, minutes, megabytes = (float(each) for each in told.groups())
    assert index.has_sets
    assert count == len(index.clips) > 20
    assert minutes > 10
    # 48 kilobits a second are 0.36 MB a minute
    assert megabytes == pytest.approx(0.36 * minutes, rel=0.1)
