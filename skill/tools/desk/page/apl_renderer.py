"""Amazon's renderer of APL, as npm installed it, changed to fetch only from this machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

AMAZON_FONTS = "https://d1gkjrhppbyzyh.cloudfront.net/"
"""Where apl-viewhost-web 1.4.0 gets its fonts, which are not free."""
FONTS = "/desk/fonts/"
WEIGHTS = {"Lt": 300, "Rg": 400, "Md": 600, "Bd": 700, "He": 800, "Bold": 700}
WEIGHT = re.compile(r"(Lt|Rg|Md|Bd|He|Bold)(?:Italic)?\.ttf$")


@dataclass(frozen=True)
class Renderer:
    """The renderer and a free font in a node_modules folder, if it exists."""

    folder: Path

    @property
    def installed(self) -> bool:
        """Whether the renderer is installed."""
        return self._program.is_file()

    @cached_property
    def program(self) -> bytes:
        """The renderer's JavaScript; raises OSError if it is not installed."""
        return self._program.read_bytes().replace(AMAZON_FONTS.encode(), FONTS.encode())

    def font(self, name: str) -> Path:
        """The free font that replaces one of Amazon's, such as AmazonEmberDisplay_Bd.ttf."""
        found = WEIGHT.search(name)
        weight = WEIGHTS[found[1]] if found else 400
        files = self.folder / "@fontsource" / "open-sans" / "files"
        return files / f"open-sans-latin-{weight}-normal.woff2"

    @property
    def _program(self) -> Path:
        return self.folder / "apl-viewhost-web" / "index.js"
