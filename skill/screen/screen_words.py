"""The words on the screen."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class ScreenWords(Struct, frozen=True):
    """The words on the screen, in one language."""

    texts: Mapping[str, str]
    touches: Mapping[str, tuple[str, str]]

    def text(self, key: str, **values: object) -> str:
        """A text with its values; raises KeyError if a value is missing."""
        return self.texts[key].format(**values)

    def touch(self, key: str, **values: object) -> tuple[str, str]:
        """What is written on something touchable, and what a screen reader says."""
        label, spoken = self.touches[key]
        return label.format(**values), spoken.format(**values)
