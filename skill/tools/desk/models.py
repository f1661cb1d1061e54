"""The language models of the simulated speaker, one for each locale."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

USUAL = "en-US"


def model_of(folder: Path, locale: str | None) -> tuple[str, dict[str, Any]]:
    """A locale and its language model from the folder; American English or the first by default.

    Raises ValueError, which lists the locales, if the locale has no model.
    """
    files = {file.stem: file for file in sorted(folder.glob("*.json"))}
    if not files:
        raise ValueError(
            f"{folder}: holds no language models; write them with `python -m skill model`"
        )
    chosen = locale if locale is not None else USUAL if USUAL in files else next(iter(files))
    if chosen not in files:
        raise ValueError(f"--locale: there is no {chosen!r}; choose from {', '.join(files)}")
    try:
        model: dict[str, Any] = json.loads(files[chosen].read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{files[chosen]}: isn't JSON: {error}") from error
    return chosen, model
