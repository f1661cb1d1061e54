"""The size of the Lambda bundle that `make bundle` built."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path

from skill import __version__

BUNDLE = Path(f".ask/lambda/hamstring-coach-{__version__}.zip")
OURS = ("skill", "lambda_function", "hamstring_coach")


def bundle_lines() -> list[str]:
    """The kilobytes of each part, largest first, with its bytecode, and the total."""
    if not BUNDLE.exists():
        return ["  not measured: run `make bundle` first"]
    sources, bytecode = Counter[str](), Counter[str]()
    with zipfile.ZipFile(BUNDLE) as bundle:
        for entry in bundle.infolist():
            part = re.split(r"[/.-]", entry.filename.removeprefix("__pycache__/"))[0]
            name = "skill and lambda" if part in OURS else part
            kind = bytecode if entry.filename.endswith(".pyc") else sources
            kind[name] += entry.file_size
    lines = [
        f"  {size / 1024:8.0f} kB  + {bytecode[name] / 1024:5.0f} kB bytecode  {name}"
        for name, size in sources.most_common()
    ]
    total = sources.total() + bytecode.total()
    return [*lines, f"  {total / 1024:8.0f} kB  in all"]
