"""The error of a response that cannot be rendered."""

from __future__ import annotations


class UnplayableError(ValueError):
    """A response that cannot be rendered; the text begins with the path of the problem.

    directives[0].document.mainTemplate.item.type: "Speach" is not a component; ...
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
