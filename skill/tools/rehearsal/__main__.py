"""The certification rehearsal: `python -m skill.tools.rehearsal`.

Plays Amazon's functional checklist for custom skills against this skill, and prints a report with
the conversation of every row. Exits with 1 if a row fails.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from skill.alexa.entry import answer
from skill.operations.command_line import Parser, run
from skill.routine.content import content_from
from skill.routine.loader import load_routine
from skill.speech.catalogue import load_catalogue
from skill.tools.desk.models import model_of
from skill.tools.desk.recogniser import Recogniser
from skill.tools.desk.speaker import Transport
from skill.tools.rehearsal.checklist import (
    example_rows,
    instruction_row,
    intent_rows,
    open_points,
    written_rows,
)
from skill.tools.rehearsal.play import Open, Played, play
from skill.wiring import STORE_SETTING, skill_from

PROJECT = Path(__file__).parent.parent.parent.parent
PACKAGE = PROJECT / "interaction_model"
POLICIES = ("PRIVACY.md", "TERMS.md")
MONDAY_MORNING_MS = 1_767_600_000_000
"""5 January 2026, 08:00 UTC, when every row begins, so that reports are comparable."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Rehearse; 1 if a row fails."""
    return run(lambda: _rehearse(arguments))


def _rehearse(arguments: Sequence[str] | None) -> int:
    parser = Parser(prog="python -m skill.tools.rehearsal")
    parser.add_argument("--locale", help="the locale to listen in, such as en-GB")
    parser.add_argument("--report", type=Path, help="also write the report to this file")
    parser.add_argument("--brief", action="store_true", help="only show conversations that fail")
    options = parser.parse_args(arguments)
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)  # the report has what goes wrong on purpose
    try:
        rows = rehearse(options.locale)
    finally:
        logging.disable(before)
    text = report(rows, to_do(), brief=options.brief)
    if options.report is not None:
        options.report.write_text(report(rows, to_do(), brief=False), encoding="utf-8")
    print(text, end="")
    return 1 if any(row.problems for row in rows) else 0


def skill_with(store: str) -> Transport:
    """The skill as it ships, with a store."""
    skill = skill_from({STORE_SETTING: store})
    return lambda envelope: answer(skill, envelope, None)


def _facts() -> dict[str, str]:
    content = content_from({})
    routine = load_routine(content)
    names = [
        load_catalogue(content, routine).exercises[e.id].texts["name"] for e in routine.exercises
    ]
    return {
        "phone": ", ".join(routine.clinic.phone_groups),
        "phone.written": routine.clinic.phone,
        "first": names[0],
        "last": names[-1],
    }


def rehearse(locale: str | None = None, open_skill: Open = skill_with) -> list[Played]:
    """Play every row. `open_skill` is called once for each store."""
    manifest = _json(PACKAGE / "skill.json")["manifest"]
    locale, model = model_of(PACKAGE / "interactionModels" / "custom", locale)
    recogniser = Recogniser(model)
    rows = [
        *example_rows(manifest, locale),
        *written_rows(_facts()),
        instruction_row(manifest),
        *intent_rows(model),
    ]
    opened = cache(open_skill)
    return [play(row, opened, recogniser, MONDAY_MORNING_MS) for row in rows]


def to_do() -> list[str]:
    """What the publisher has to fill in before submitting."""
    manifest = _json(PACKAGE / "skill.json")["manifest"]
    texts = {name: (PROJECT / name).read_text(encoding="utf-8") for name in POLICIES}
    return list(open_points(manifest, texts))


def report(rows: Sequence[Played], open_ends: Iterable[str], *, brief: bool) -> str:
    """The report: the verdicts, the conversations, what is left to fill in, and the totals."""
    lines = ["CERTIFICATION REHEARSAL", ""]
    lines += [f"{'FAIL' if row.problems else 'pass'}  {row.row.title}" for row in rows]
    for row in rows:
        if brief and not row.problems:
            continue
        lines += ["", "-" * 72, row.row.title, f"Wanted: {row.row.asks}", "", *row.lines]
        lines += [f"FAIL: {problem}" for problem in row.problems]
    ends = list(open_ends)
    if ends:
        lines += ["", "-" * 72, "Before you submit, fill in:"]
        lines += [f"  {end}" for end in ends]
    failing = sum(bool(row.problems) for row in rows)
    lines += ["", f"{len(rows)} rows, {len(rows) - failing} pass, {failing} fail."]
    return "\n".join(lines) + "\n"


def _json(path: Path) -> Any:
    loaded: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


if __name__ == "__main__":
    sys.exit(main())
