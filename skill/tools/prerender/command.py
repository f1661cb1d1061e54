"""`python -m skill prerender FOLDER`: renders the clips of a device's player, with their index."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path

from skill.audio.clips import clip_name
from skill.audio.library import INDEX, Index, index_text, read_index
from skill.coach.player import Recording
from skill.routine.content import content_from, package_folder
from skill.routine.loader import load_routine
from skill.speech.catalogue import load_catalogue
from skill.speech.wording import Voice
from skill.tools.apla_render.engines import Engine
from skill.tools.desk.voices import HOW_TO_GET_ONE, engine_named
from skill.tools.prerender.plan import runs_of_beats, sets, waits
from skill.tools.prerender.rendering import mp3, rendered

PICTURE = Path("assets") / "images" / "large_icon.png"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Job:
    """A clip to render."""

    recording: Recording
    voice: Voice


def prerender(folder: Path, engine_name: str, *, with_sets: bool) -> int:
    """Write the clips and their index into the folder; 0 on success.

    Raises ValueError if the folder holds anything else or there is no voice, and EngineError.
    """
    _check_folder(folder)
    engine = engine_named(engine_name)
    if engine is None and with_sets:
        raise ValueError(HOW_TO_GET_ONE)
    speaker = engine.name if engine else ""
    jobs, kilobits = _jobs(with_sets=with_sets)
    if engine is None:
        print(f"{HOW_TO_GET_ONE} Only the waiting sound and the beats are rendered.")
        jobs = [job for job in jobs if not job.recording.timeline.cues]
    named = {clip_name(job.recording, job.voice, speaker): job for job in jobs}
    for number, (name, job) in enumerate(named.items(), start=1):
        print(f"\rRendering clip {number} of {len(named)}", end="", flush=True)
        write_clip(folder / f"{name}.mp3", job, engine, kilobits)
    print()
    picture = _copied(package_folder(os.environ) / PICTURE, folder)
    index = Index(speaker, frozenset(named), picture, with_sets)
    lengths = {name: job.recording.timeline.length_ms for name, job in named.items()}
    # last, so that it names only files that exist
    (folder / INDEX).write_text(index_text(index, lengths), encoding="utf-8")
    size = sum((folder / f"{name}.mp3").stat().st_size for name in named)
    minutes = sum(lengths.values()) / 60_000
    print(
        f"{folder}: {len(named)} clips, {minutes:.0f} minutes, {size / MEGABYTE:.1f} MB"
        f"{f', in the voice {speaker}' if speaker else ''}"
    )
    return 0


def _check_folder(folder: Path) -> None:
    """Raise ValueError unless the folder is empty or holds clips.

    The working directory is refused, as an empty variable in a script means it.
    """
    if folder == Path():
        raise ValueError("folder: is the working directory; give a folder only for the clips")
    if not folder.is_dir():
        raise ValueError(f"{folder}: is not a folder; make it first")
    if any(folder.iterdir()) and not _has_clips(folder):
        raise ValueError(f"{folder}: holds other files; give an empty folder, or one with clips")


def _has_clips(folder: Path) -> bool:
    try:
        read_index((folder / INDEX).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return True


def _jobs(*, with_sets: bool) -> tuple[list[Job], int]:
    """The clips of every language, and their kilobits per second."""
    content = content_from(os.environ)
    routine = load_routine(content)
    jobs = []
    for language in content.languages:
        voice = Voice(load_catalogue(content, routine, language)).at(0)
        recordings = [waits(routine, voice.measure), runs_of_beats()]
        if with_sets:
            recordings.append(sets(routine, voice.measure))
        jobs += [Job(recording, voice) for recording in chain(*recordings)]
    return jobs, routine.platform.clip_kilobits


def write_clip(file: Path, job: Job, engine: Engine | None, kilobits: int) -> None:
    """Render a clip unless it exists: one of that name is always the same."""
    if file.is_file():
        return
    sound = mp3(*rendered(job.recording, job.voice, engine), kilobits)
    unfinished = file.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(sound)
    unfinished.replace(file)


def _copied(picture: Path, folder: Path) -> str:
    """Copy the picture into the folder; its name there, or empty if there is none."""
    if not picture.is_file():
        return ""
    content = picture.read_bytes()
    name = sha256(content).hexdigest()
    (folder / f"{name}.png").write_bytes(content)
    return name
