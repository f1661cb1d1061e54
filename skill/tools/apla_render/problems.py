"""What is wrong with a response, and where in it."""

from __future__ import annotations


class UnplayableError(ValueError):
    """A response that cannot be rendered; the text begins with the place in it.

    directives[0].document.mainTemplate.item.type: "Speach" is no component; ...
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
