"""The language models that a speaker on the desk can listen with, one for each locale."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

USUAL = "en-US"


def model_of(folder: Path, locale: str | None) -> tuple[str, dict[str, Any]]:
    """A locale of the folder and its language model; without one, American English or the first.

    Raises ValueError, which names the locales there are, for a locale without a model.
    """
    files = {file.stem: file for file in sorted(folder.glob("*.json"))}
    if not files:
        raise ValueError(f"{folder}: holds no language model; python -m skill model writes them")
    chosen = locale if locale is not None else USUAL if USUAL in files else next(iter(files))
    if chosen not in files:
        raise ValueError(f"--locale: there is no {chosen!r}; choose from {', '.join(files)}")
    try:
        model: dict[str, Any] = json.loads(files[chosen].read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{files[chosen]}: isn't JSON: {error}") from error
    return chosen, model
