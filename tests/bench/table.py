"""Medians, with min and max, and ratios taken run by run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

YARDSTICK = "hello"


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, run by run, of whom."""

    what: str
    unit: str
    runs: Mapping[str, Sequence[float]]
    """Of each candidate as many numbers as there were runs; the same place is the same run."""
    reach: float | None = None
    """The ratio to the yardstick that `skill` should not exceed."""

    def lines(self) -> list[str]:
        """The row, one candidate a line."""
        told = [f"{self.what}{f' (reach {self.reach})' if self.reach else ''}"]
        yardstick = self.runs.get(YARDSTICK)
        for name, runs in self.runs.items():
            line = f"  {name:<8}{median(runs):>10.2f} {self.unit}"
            if yardstick:
                ratios = [run / other for run, other in zip(runs, yardstick, strict=True)]
                line += f"   ratio {median(ratios):5.2f}  ({min(ratios):.2f} to {max(ratios):.2f})"
                if name == "skill" and self.reach:
                    line += "   reached" if median(ratios) <= self.reach else "   NOT reached"
            else:
                line += f"   ({min(runs):.2f} to {max(runs):.2f})"
            told.append(line)
        return told
