"""Serves the AudioPlayer's clips, each under its hash, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, Response, send_file
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from skill.audio.library import AUDIO_SETTING, audio_place

CLIP = re.compile(r"[0-9a-f]{64}\.(?:mp3|png)", re.ASCII)
TYPES = {"mp3": "audio/mpeg", "png": "image/png"}
FOREVER_S = 31_536_000
"""A year, the usual maximum; the clip under a name never changes."""


def serve_clips(app: Flask, environ: Mapping[str, str]) -> None:
    """Serve the clips if HAMSTRING_COACH_AUDIO names their folder. Raises ValueError."""
    place = audio_place(environ.get(AUDIO_SETTING) or "")
    if place is not None and place.folder is not None:
        add_clips(app, place.folder)


def add_clips(app: Flask, folder: Path) -> None:
    """Serve the clips in a folder at /audio/, in parts if asked for, to be cached for a year."""

    @app.get("/audio/<name>")
    def clip(name: str) -> ResponseReturnValue:
        path = folder / name
        if not CLIP.fullmatch(name) or path.is_symlink() or not path.is_file():
            raise NotFound
        kind = TYPES[path.suffix[1:]]
        answer: Response = send_file(path.absolute(), kind, conditional=True, etag=path.stem)
        answer.cache_control.public = True
        answer.cache_control.max_age = FOREVER_S
        answer.cache_control.immutable = True
        return answer
