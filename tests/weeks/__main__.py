"""Write the examples again: python -m tests.weeks"""

from __future__ import annotations

from tests.weeks.played import EXAMPLES, RUNNERS, example_of


def main() -> None:
    """Write what each runner hears."""
    for runner in RUNNERS:
        (EXAMPLES / f"{runner}.txt").write_text(example_of(runner), encoding="utf-8")


if __name__ == "__main__":
    main()
