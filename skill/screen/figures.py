"""The picture of every exercise and form, read from figures.toml and held against the routine."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from skill.routine.model import Exercise, Form, Reps, Routine
from skill.routine.table import DataError
from skill.screen.drawing import PROPS, WIDTH
from skill.screen.skeleton import Frame, Pose, between, eased, frame_of, pose_of

FILE = Path(__file__).parent / "figures.toml"


@dataclass(frozen=True, slots=True)
class Figure:
    """The picture of one form of an exercise."""

    poses: tuple[Pose, ...]
    """The start, the end, and for some what is between."""
    moves: Mapping[str, tuple[int, ...]]
    """For each phase of the tempo the poses it goes through; empty for a hold."""
    props: tuple[str, ...]
    zoom: float = 1.0
    """How much larger than life: those who lie take less height."""
    centre: float = WIDTH / 2
    """Which x stands in the middle of the picture."""

    def frame(self, pose: int) -> Frame:
        """The frame of one of its poses; -1 is the last."""
        return frame_of(self.poses[pose])

    def way(self, path: tuple[int, ...], share: float) -> Frame:
        """The frame on a way through poses, `share` from 0 to 1."""
        legs = len(path) - 1
        if legs < 1:
            return self.frame(path[0])
        leg = min(int(share * legs), legs - 1)
        start, end = self.poses[path[leg]], self.poses[path[leg + 1]]
        return frame_of(between(start, end, eased(share * legs - leg)))


Figures = Mapping[tuple[str, str], Figure]
"""Every figure under its exercise and form."""


def load_figures(routine: Routine, path: Path = FILE) -> Figures:
    """The figures in `path`, one for each form of the routine.

    Raises DataError naming file, entry, field and cure.
    """
    file = path.name
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(file, "file", "TOML", f"cannot be read ({error}); mend it.") from error
    for name in data:
        if name not in ("schema", "pose", "figure"):
            raise DataError(file, "file", name, "is not a known table; take it out.")
    poses = {name: _pose(file, name, entry) for name, entry in _table(file, data, "pose").items()}
    drawn = _table(file, data, "figure")
    for name in drawn:
        if name not in routine.by_id:
            raise DataError(file, f"figure.{name}", "id", "is no exercise; take it out.")
    figures: dict[tuple[str, str], Figure] = {}
    used: set[str] = set()
    for exercise in routine.exercises:
        forms = _table(file, drawn, exercise.id)
        for name in forms:
            if name not in exercise.forms:
                raise DataError(file, f"figure.{exercise.id}", name, "is no form; take it out.")
        for form in exercise.forms.values():
            entry = _followed(file, exercise, form, forms)
            used |= set(map(str, entry.get("poses", ())))  # type: ignore[call-overload]  # checked next
            figures[exercise.id, form.id] = _figure(file, exercise, form, entry, poses)
    for name in set(poses) - used:
        raise DataError(file, f"pose.{name}", "id", "is used by no figure; take it out.")
    return figures


def _table(file: str, data: Mapping[str, object], name: str) -> Mapping[str, object]:
    table = data.get(name)
    if not isinstance(table, dict):
        raise DataError(file, name, "table", "is missing; draw it.")
    return table


def _pose(file: str, name: str, entry: object) -> Pose:
    if not isinstance(entry, dict):
        raise DataError(file, f"pose.{name}", "table", "is no table; give root, at and limbs.")
    try:
        return pose_of(entry)
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(file, f"pose.{name}", "pose", f"cannot be drawn: {error}.") from error


def _followed(
    file: str, exercise: Exercise, form: Form, forms: Mapping[str, object]
) -> Mapping[str, object]:
    entry = _table(file, forms, form.id) if form.id in forms else None
    where = f"figure.{exercise.id}.{form.id}"
    if entry is None:
        raise DataError(file, where, "table", "is missing; draw it, or name the form it is like.")
    if "like" not in entry:
        return entry
    if set(entry) != {"like"} or entry["like"] not in forms:
        raise DataError(file, where, "like", "names a form of the exercise, and stands alone.")
    return _table(file, forms, str(entry["like"]))


def _figure(
    file: str,
    exercise: Exercise,
    form: Form,
    entry: Mapping[str, object],
    poses: Mapping[str, Pose],
) -> Figure:
    where = f"figure.{exercise.id}.{form.id}"
    for field in set(entry) - {"poses", "moves", "props", "zoom", "centre"}:
        raise DataError(file, where, field, "is not a known field; take it out.")
    names = entry.get("poses")
    if not isinstance(names, list) or len(names) < 2:
        raise DataError(file, where, "poses", "needs at least two: the start and the end.")
    for name in names:
        if name not in poses:
            raise DataError(file, where, "poses", f"names {name!r}, which is no pose.")
    moves = _moves(file, where, form, entry.get("moves", {}), len(names))
    props = entry.get("props", [])
    if not isinstance(props, list) or not set(props) <= set(PROPS):
        raise DataError(file, where, "props", f"are a list of some of {', '.join(PROPS)}.")
    zoom, centre = entry.get("zoom", 1.0), entry.get("centre", WIDTH / 2)
    if not isinstance(zoom, int | float) or not 0.5 <= zoom <= 2:
        raise DataError(file, where, "zoom", f"is {zoom!r}; give a number from 0.5 to 2.")
    if not isinstance(centre, int | float) or not 0 <= centre <= WIDTH:
        raise DataError(file, where, "centre", f"is {centre!r}; give a number from 0 to {WIDTH}.")
    figure = Figure(tuple(poses[name] for name in names), moves, tuple(props), zoom, centre)
    try:
        for start, end in zip(figure.poses, figure.poses[1:], strict=False):
            between(start, end, 0.5)
    except ValueError as error:
        raise DataError(file, where, "poses", f"cannot be joined: {error}.") from error
    return figure


def _moves(
    file: str, where: str, form: Form, given: object, count: int
) -> Mapping[str, tuple[int, ...]]:
    work = form.work
    cues = {phase.cue for phase in work.tempo.phases} if isinstance(work, Reps) else set()
    if not isinstance(given, dict):
        raise DataError(file, where, "moves", "is a table: the pose each phase goes to.")
    if set(given) != cues:
        wanted = ", ".join(sorted(cues)) or "no phase, as it is held"
        raise DataError(file, where, "moves", f"must name {wanted}.")
    moves: dict[str, tuple[int, ...]] = {}
    for cue, target in given.items():
        path = target if isinstance(target, list) else [target]
        if not path or not all(type(n) is int and 0 <= n < count for n in path):
            raise DataError(file, where, f"moves.{cue}", f"is a pose from 0 to {count - 1}.")
        moves[cue] = tuple(path)
    return moves
