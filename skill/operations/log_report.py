"""Summarizes the skill's log: `python -m skill.operations.log_report FILE ...`, or standard input.

Reads the JSON line of every request, whatever a logger or CloudWatch puts before it, and warnings.
Other lines are ignored.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from skill.alexa.request_log import (
    NOT_UNDERSTOOD,
    SESSION_BROKEN,
    is_sentence,
)
from skill.alexa.runtime.request import AUDIO_FAILED, FINE
from skill.operations.command_line import Parser, run

MOST_SAID = 10
"""The most intents listed."""

WARNINGS: Mapping[str, str] = {
    "progress not saved": "store: progress not saved",
    "progress not loaded": "store: progress not loaded",
    "progress not forgotten": "store: progress not deleted; Alexa asks again",
    "progress not set aside": "store: a document that cannot be read could not be set aside",
    "saved progress set aside": "store: a document could not be read and was set aside",
    "request failed": "the skill failed and apologized",
    "Could not answer a request": "server: a request was not answered",
    "Refused a request": "server: a request was refused (not signed by Alexa, or not for us)",
    "Not ready": "server: was not ready",
}
"""Texts to look for in a log, and their meanings."""


@dataclass(slots=True)
class Summary:
    """The counts."""

    intents: Counter[str] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    sentences: Counter[str] = field(default_factory=Counter)
    """How many sentences were said, by phase."""
    missed: Counter[str] = field(default_factory=Counter)
    """How many of them were not understood."""
    store: Counter[str] = field(default_factory=Counter)
    """Requests during which the store failed, by kind of failure."""
    sets: int = 0
    """Completed sets."""
    milliseconds: list[int] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """How many requests are in the log."""
        return len(self.milliseconds)

    def add(self, entry: Mapping[str, object]) -> None:
        """Count one line."""
        intent, phase = str(entry["intent"]), str(entry.get("phase", "-"))
        self.intents[intent] += 1
        self.results[str(entry["result"])] += 1
        self.milliseconds.append(int(str(entry["ms"])))
        self.sets += int(str(entry.get("sets", 0)))
        if is_sentence(intent):
            self.sentences[phase] += 1
            self.missed[phase] += intent == NOT_UNDERSTOOD
        if entry.get("store", FINE) != FINE:
            self.store[str(entry["store"])] += 1


def summarise(lines: Iterable[str]) -> Summary:
    """Count the lines of a log."""
    summary = Summary()
    for line in lines:
        entry = _request_in(line)
        if entry is None:
            for text, meaning in WARNINGS.items():
                if text in line:
                    summary.warnings[meaning] += 1
            continue
        summary.add(entry)
    summary.milliseconds.sort()
    return summary


def _request_in(line: str) -> Mapping[str, object] | None:
    """The request in a line; None if it is some other line."""
    start = line.find('{"request":')
    if start < 0:
        return None
    try:
        entry, _ = json.JSONDecoder().raw_decode(line[start:])
        int(str(entry["ms"])), int(str(entry.get("sets", 0)))
    except (ValueError, KeyError):
        return None
    return entry if {"intent", "result"} <= set(entry) else None


def percentile(ordered: Sequence[int], percent: int) -> int:
    """The value that `percent` of the ordered values do not exceed; 0 if there are none."""
    if not ordered:
        return 0
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def report(summary: Summary) -> str:
    """The summary as text."""
    if not summary.requests and not summary.warnings:
        return "No line of this log is about a request.\n"
    times = ", ".join(f"p{p} {percentile(summary.milliseconds, p)}" for p in (50, 95, 99))
    said, missed = summary.sentences.total(), summary.missed.total()
    lines = [
        f"Requests         {summary.requests}",
        f"Answer time, ms  {times}, longest {percentile(summary.milliseconds, 100)}",
        f"Not understood   {missed} of {said} sentences{_share(missed, said)}",
        *(
            f"  {summary.missed[phase]:7}  of {count} {phase}{_share(summary.missed[phase], count)}"
            for phase, count in summary.sentences.most_common()
        ),
        f"Sets finished    {summary.sets}",
        f"Audio failed     {summary.intents[AUDIO_FAILED]}",
        f"Sessions broken  {summary.intents[SESSION_BROKEN]}",
        f"Store trouble    {summary.store.total()}",
        *(f"  {count:7}  {state}" for state, count in summary.store.most_common()),
        "",
        "Results",
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
    """Report on the files, or on standard input; 2 if a file cannot be read."""
    return run(lambda: _report(arguments))


def _report(arguments: Sequence[str] | None) -> int:
    parser = Parser(prog="python -m skill.operations.log_report")
    parser.add_argument("files", nargs="*", type=Path, help="log files; standard input if none")
    files: list[Path] = parser.parse_args(arguments).files
    lines: list[str] = []
    for file in files:
        lines += file.read_text(encoding="utf-8", errors="replace").splitlines()
    print(report(summarise(lines if files else sys.stdin)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
