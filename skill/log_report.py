"""What the skill's log says: `python -m skill.log_report FILE ...`, or the log on standard input.

Reads the one line of JSON that every request leaves, whatever a logger or CloudWatch puts before
it, and the warnings beside them. Any other line is passed over.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

NOT_UNDERSTOOD = "AMAZON.FallbackIntent"
AUDIO_FAILED = "RuntimeErrorEvent"
"""The exact audio (APL for audio) could not be rendered, and plain speech takes over."""
MOST_SAID = 10
"""So many intents are listed."""

WARNINGS: Mapping[str, str] = {
    "progress not saved": "store: progress not saved",
    "progress not loaded": "store: progress not loaded",
    "saved progress set aside": "store: a document could not be read and was set aside",
    "request failed": "the skill apologised for a failure of its own",
    "Could not answer a request": "server: a request was not answered",
    "Refused a request": "server: a request was refused (not signed by Alexa, or not for us)",
    "Not ready": "server: was not ready",
}
"""What to look for in a log, and what it means."""


@dataclass(slots=True)
class Summary:
    """What was counted."""

    intents: Counter[str] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    milliseconds: list[int] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """How many requests the log tells of."""
        return len(self.milliseconds)


def summarise(lines: Iterable[str]) -> Summary:
    """Count what the lines of a log say."""
    summary = Summary()
    for line in lines:
        entry = _request_in(line)
        if entry is None:
            for text, meaning in WARNINGS.items():
                if text in line:
                    summary.warnings[meaning] += 1
            continue
        summary.intents[str(entry["intent"])] += 1
        summary.results[str(entry["result"])] += 1
        summary.milliseconds.append(int(str(entry["ms"])))
    summary.milliseconds.sort()
    return summary


def _request_in(line: str) -> Mapping[str, object] | None:
    """The request a line tells of; None where it is another line."""
    start = line.find('{"request":')
    if start < 0:
        return None
    try:
        entry, _ = json.JSONDecoder().raw_decode(line[start:])
        int(str(entry["ms"]))
    except (ValueError, KeyError):
        return None
    return entry if {"intent", "result"} <= set(entry) else None


def percentile(ordered: Sequence[int], percent: int) -> int:
    """The value that `percent` of the ordered values do not exceed; 0 where there are none."""
    if not ordered:
        return 0
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def report(summary: Summary) -> str:
    """The summary as text."""
    if not summary.requests and not summary.warnings:
        return "No line of this log tells of a request.\n"
    said = sum(n for name, n in summary.intents.items() if name.endswith(("Intent", "-")))
    times = ", ".join(f"p{p} {percentile(summary.milliseconds, p)}" for p in (50, 95, 99))
    missed = summary.intents[NOT_UNDERSTOOD]
    lines = [
        f"Requests         {summary.requests}",
        f"Answer time, ms  {times}, longest {percentile(summary.milliseconds, 100)}",
        f"Not understood   {missed} of {said} sentences{_share(missed, said)}",
        f"Audio failed     {summary.intents[AUDIO_FAILED]}",
        "",
        "What became of them",
        *(f"  {count:7}  {result}" for result, count in summary.results.most_common()),
        "",
        "Said most",
        *(f"  {count:7}  {intent}" for intent, count in summary.intents.most_common(MOST_SAID)),
    ]
    if summary.warnings:
        lines += ["", "Trouble"]
        lines += [f"  {count:7}  {meaning}" for meaning, count in summary.warnings.most_common()]
    return "\n".join(lines) + "\n"


def _share(part: int, whole: int) -> str:
    return f" ({100 * part / whole:.1f} %)" if whole else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Report on the files, or on standard input; 2 where a file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m skill.log_report")
    parser.add_argument("files", nargs="*", type=Path, help="log files; standard input if none")
    files: list[Path] = parser.parse_args(arguments).files
    lines: list[str] = []
    try:
        for file in files:
            lines += file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        print(f"hamstring coach: {error}", file=sys.stderr)
        return 2
    print(report(summarise(lines if files else sys.stdin)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
