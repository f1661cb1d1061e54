"""Rows of medians, with the range, and ratios of each run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

BASELINE = "hello"


@dataclass(frozen=True)
class Row:
    """A row of the table: the runs of each candidate."""

    what: str
    unit: str
    runs: Mapping[str, Sequence[float]]
    """The results of each candidate, in the order of the runs."""
    target: float | None = None
    """The ratio to the baseline that `skill` should not exceed."""

    def lines(self) -> list[str]:
        """The row as lines, one per candidate."""
        told = [f"{self.what}{f' (target {self.target})' if self.target else ''}"]
        baseline = self.runs.get(BASELINE)
        for name, runs in self.runs.items():
            line = f"  {name:<8}{median(runs):>10.2f} {self.unit}"
            if baseline:
                ratios = [run / other for run, other in zip(runs, baseline, strict=True)]
                line += f"   ratio {median(ratios):5.2f}  ({min(ratios):.2f} to {max(ratios):.2f})"
                if name == "skill" and self.target:
                    line += "   met" if median(ratios) <= self.target else "   NOT met"
            else:
                line += f"   ({min(runs):.2f} to {max(runs):.2f})"
            told.append(line)
        return told
