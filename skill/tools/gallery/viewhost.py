"""Runs Amazon's renderer in a headless browser: documents in, screenshots and a report out.

Needs node, npm and Debian's chromium; installs its packages into the project's cache folder once.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import cast

HERE = Path(__file__).parent
CACHE = HERE.parents[2] / ".cache" / "screens"
PACKAGES = (
    "apl-viewhost-web@1.4.0",
    "apl-suggester@2024.2.0",
    "playwright-core@1.65.1",
    "@fontsource/open-sans@5.3.0",
)
"""The renderer, a linter for its documents, a driver for the browser, and a free font that replaces
Amazon's."""
PATIENCE_SECONDS = 1800


class ToolMissing(RuntimeError):
    """A program is not installed; the text says how to install it."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """A device's screen, in dp."""

    name: str
    width: int
    height: int
    shape: str = "RECTANGLE"
    mode: str = "HUB"


VIEWPORTS = (
    Viewport("show8", 1280, 800),
    Viewport("show5", 960, 480),
    Viewport("spot", 480, 480, "ROUND"),
    Viewport("show15", 1920, 1080),
    Viewport("show15-upright", 1080, 1920),
    Viewport("tv", 960, 540, mode="TV"),
    Viewport("tablet", 1024, 600, mode="MOBILE"),
    Viewport("tablet-upright", 600, 960, mode="MOBILE"),
    Viewport("large-tablet-upright", 800, 1280, mode="MOBILE"),
)
"""An Echo Show 8 or 10, a Show 5, a round Spot, a Show 15 or 21 in both orientations, Fire TV, and
Fire tablets."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A document to show, and when to look at it."""

    name: str
    document: Mapping[str, object]
    data: dict[str, object]
    """The value of `coach` among the datasources."""
    viewport: Viewport
    at_ms: tuple[int, ...] = (0,)
    touch: tuple[tuple[int, int], ...] = ()
    """Where to touch it after the last look, in dp."""
    keys: tuple[str, ...] = ()
    """The keys of a remote to press then."""
    picture: bool = True
    """Whether to take pictures."""
    width: int = 0
    """The width to scale pictures to, in pixels; 0 leaves them as they are."""
    kept: str = ""
    """A folder of reference pictures; each look then has a `difference`."""

    def to_json(self) -> dict[str, object]:
        """The shot as viewhost.mjs reads it."""
        return {**asdict(self), "data": {"coach": self.data}}


@dataclass(frozen=True, slots=True)
class Seen:
    """The report on a shot."""

    name: str
    seen: tuple[dict[str, object], ...]
    """For each time: `at_ms`, the `texts`, each `measured`, the boxes of the `touches`, the width
    and box of the `strokes`, and the numbers of `graphics` and `paths`."""
    touched: tuple[object, ...] = field(default=())
    """The arguments that the screen sent."""
    complaints: tuple[str, ...] = ()
    """Warnings and errors of the renderer and the page."""


def show(shots: Sequence[Shot], out: Path) -> tuple[Seen, ...]:
    """Render the shots, and write a PNG for each of their times to `out`.

    Raises ToolMissing if node, npm or chromium is absent, RuntimeError if rendering fails.
    """
    browser = tool("chromium", "apt-get install chromium")
    node = tool("node", "apt-get install nodejs npm")
    install()
    out.mkdir(parents=True, exist_ok=True)
    jobs = out / "shots.json"
    jobs.write_text(json.dumps([shot.to_json() for shot in shots]), encoding="utf-8")
    report = _run([node, str(HERE / "viewhost.mjs"), str(jobs), str(out), str(CACHE), browser])
    jobs.unlink()
    return tuple(
        Seen(
            entry["name"], tuple(entry["seen"]), tuple(entry["touched"]), tuple(entry["complaints"])
        )
        for entry in json.loads(report)
    )


def suggestions(
    documents: Mapping[str, Mapping[str, object]], folder: Path
) -> dict[str, list[object]]:
    """What apl-suggester reports on each document; ideally an empty list.

    Raises ToolMissing if node or npm is absent, RuntimeError if it fails.
    """
    node = tool("node", "apt-get install nodejs npm")
    install()
    file = folder / "documents.json"
    file.write_text(json.dumps(documents), encoding="utf-8")
    found = _run([node, str(HERE / "suggester.cjs"), str(file), str(CACHE)])
    return cast("dict[str, list[object]]", json.loads(found))


def install() -> None:
    """Install the packages into the cache; raises ToolMissing if npm is absent or fails."""
    marker = CACHE / "installed.txt"
    wanted = "\n".join(PACKAGES)
    if marker.exists() and marker.read_text(encoding="utf-8") == wanted:
        return
    npm = tool("npm", "apt-get install nodejs npm")
    CACHE.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--prefix", str(CACHE), *PACKAGES],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ToolMissing(f"npm could not install {', '.join(PACKAGES)}: {done.stderr[-500:]}")
    marker.write_text(wanted, encoding="utf-8")


def tool(name: str, cure: str) -> str:
    """The path of a program; raises ToolMissing, with the cure, if there is none."""
    found = shutil.which(name)
    if found is None:
        raise ToolMissing(f"{name} is not installed: {cure}")
    return found


def _run(command: list[str]) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
    )
    if done.returncode:
        raise RuntimeError(f"{command[1]} failed: {done.stderr[-2000:]}")
    return done.stdout
