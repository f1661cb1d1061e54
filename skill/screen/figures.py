"""The picture of every exercise and form, read from figures.toml and checked against the
routine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from skill.routine.model import Exercise, Form, Reps, Routine
from skill.routine.table import Complaints, DataError
from skill.routine.toml_file import read_toml
from skill.screen.pose import (
    PARAMETERS,
    SHIN,
    THIGH,
    Frame,
    Pose,
    PoseError,
    along,
    between,
    eased,
    frame_of,
    joints_of,
    pose_of,
)

SCHEMA = 1
WIDTH, HEIGHT, FLOOR = 260, 200, 178
"""The stage in picture units, as in the graphic `figure` of the document."""
PROPS = ("ball", "weight", "towel", "mat", "sofa", "strap")
"""Props of an exercise; each is a parameter of the graphic, 1 if shown."""


class Figure(Struct, frozen=True):
    """The picture of one form of an exercise."""

    poses: tuple[Pose, ...]
    """The start, the end, and for some the poses in between."""
    moves: Mapping[str, tuple[int, ...]]
    """The poses that each phase of the tempo goes through; empty for a hold."""
    props: tuple[str, ...]
    zoom: float = 1.0
    """The magnification: a lying figure takes less height."""
    centre: float = WIDTH / 2
    """The x in the middle of the picture."""
    beat_ms: int = 0
    """How long a scene takes from one pose to the next, in ms; 0 for an exercise."""

    def frame(self, pose: int) -> Frame:
        """The frame of a pose, by index; -1 is the last."""
        return frame_of(self.poses[pose])

    def way(self, path: tuple[int, ...], share: float) -> Frame:
        """The frame on the way through some poses, at `share` from 0 to 1."""
        legs = len(path) - 1
        if legs < 1:
            return self.frame(path[0])
        leg = min(int(share * legs), legs - 1)
        start, end = self.poses[path[leg]], self.poses[path[leg + 1]]
        return frame_of(between(start, end, eased(share * legs - leg)))


Figures = Mapping[tuple[str, str], Figure]
"""Every figure under its exercise and form, and every scene under SCENE and its name."""
SCENE = "scene"
SCENES = ("walk", "finish")
"""The scenes that the screens show."""


def load_figures(routine: Routine, path: Path) -> Figures:
    """The figures in a figures.toml, one for each form of the routine.

    Raises DataError naming file, entry, field and cure.
    """
    complaints = Complaints()
    figures = _figures(read_toml(path), path.name, routine, complaints)
    complaints.finish()
    return figures


def _figures(
    data: Mapping[str, object], file: str, routine: Routine, complaints: Complaints
) -> Figures:
    if data.get("schema") != SCHEMA:
        complaints.wrong(file, "file", "schema", f"is {data.get('schema')!r}; give {SCHEMA}.")
    for name in data:
        if name not in ("schema", "pose", "figure", SCENE):
            complaints.wrong(file, "file", name, "is not a known table; take it out.")
    poses = _poses(file, data, complaints)
    drawn = _table(file, data, "figure")
    for name in drawn:
        if name not in routine.by_id:
            complaints.wrong(file, f"figure.{name}", "id", "is no exercise; take it out.")
    figures: dict[tuple[str, str], Figure] = {}
    used: set[str] = set()
    whole = set(_table(file, data, "pose")) == set(poses)
    for exercise in routine.exercises:
        forms: Mapping[str, object] = {}
        with complaints.gather():
            forms = _table(file, drawn, exercise.id)
        for name in forms:
            if name not in exercise.forms:
                cure = "is no form; take it out."
                complaints.wrong(file, f"figure.{exercise.id}", name, cure)
        for form in exercise.forms.values() if forms else ():
            with complaints.gather():
                entry = _followed(file, exercise, form, forms)
                used |= _named(entry)
                if whole:
                    figures[exercise.id, form.id] = _figure(file, exercise, form, entry, poses)
    scenes = _table(file, data, SCENE)
    for name in sorted({*scenes, *SCENES}):
        with complaints.gather():
            entry = _table(file, scenes, name)
            used |= _named(entry)
            if whole:
                figures[SCENE, name] = _scene(file, name, entry, poses)
    for name in sorted(set(poses) - used):
        complaints.wrong(file, f"pose.{name}", "id", "is used by no figure; take it out.")
    return figures


def _named(entry: Mapping[str, object]) -> set[str]:
    """The poses that a figure or scene names."""
    named = entry.get("poses")
    return set(map(str, named if isinstance(named, list) else ()))


def _poses(file: str, data: Mapping[str, object], complaints: Complaints) -> dict[str, Pose]:
    """The valid poses."""
    poses: dict[str, Pose] = {}
    for name, entry in _table(file, data, "pose").items():
        with complaints.gather():
            poses[name] = _pose(file, name, entry)
    return poses


def _table(file: str, data: Mapping[str, object], name: str) -> Mapping[str, object]:
    table = data.get(name)
    if not isinstance(table, dict):
        raise DataError(file, name, "table", "is missing; draw it.")
    return table


def _pose(file: str, name: str, entry: object) -> Pose:
    if not isinstance(entry, dict):
        raise DataError(file, f"pose.{name}", "table", "is no table; give root, at and limbs.")
    try:
        return _on_stage(pose_of(entry))
    except PoseError as error:
        cure = f"cannot be drawn: {error}; mend it."
        raise DataError(file, f"pose.{name}", error.field, cure) from error


def _on_stage(pose: Pose) -> Pose:
    """The pose; raises PoseError if one of its points is not on the stage."""
    points = {"at": pose.at}
    for name in ("near_arm", "far_arm", "near_leg", "far_leg"):
        end = getattr(pose, name).end
        if end is not None:
            points[name] = end
    for name, (x, y) in points.items():
        if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
            fault = f"[{x:g}, {y:g}] is off the stage, {WIDTH} wide and {HEIGHT} high"
            raise PoseError(name, fault)
    return pose


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
    fields = {"poses", "angles", "moves", "props", "zoom", "centre"}
    names = _names(file, where, entry, poses, fields)
    moves = _moves(file, where, form, entry.get("moves", {}), len(names))
    props = entry.get("props", [])
    if not isinstance(props, list) or not all(prop in PROPS for prop in props):
        raise DataError(file, where, "props", f"are a list of some of {', '.join(PROPS)}.")
    zoom, centre = _zoom(file, where, entry), entry.get("centre", WIDTH / 2)
    if not isinstance(centre, int | float) or not 0 <= centre <= WIDTH:
        raise DataError(file, where, "centre", f"is {centre!r}; give a number from 0 to {WIDTH}.")
    figure = Figure(tuple(poses[name] for name in names), moves, tuple(props), zoom, centre)
    _check_joined(file, where, figure)
    _check_stage(file, where, figure, names)
    _check_angles(file, where, figure, names, entry.get("angles"))
    return figure


def _names(
    file: str,
    where: str,
    entry: Mapping[str, object],
    poses: Mapping[str, Pose],
    fields: set[str],
) -> list[str]:
    """The names of a figure's poses, once its fields are known."""
    for field in set(entry) - fields:
        raise DataError(file, where, field, "is not a known field; take it out.")
    names = entry.get("poses")
    if not isinstance(names, list) or len(names) < 2:
        raise DataError(file, where, "poses", "needs at least two: the start and the end.")
    for name in names:
        if not isinstance(name, str) or name not in poses:
            raise DataError(file, where, "poses", f"names {name!r}, which is no pose.")
    return names


def _scene(file: str, name: str, entry: Mapping[str, object], poses: Mapping[str, Pose]) -> Figure:
    where = f"{SCENE}.{name}"
    names = _names(file, where, entry, poses, {"poses", "beat_ms", "zoom"})
    beat = entry.get("beat_ms")
    if type(beat) is not int or not 100 <= beat <= 5000:
        raise DataError(file, where, "beat_ms", f"is {beat!r}; give a number from 100 to 5000.")
    zoom = _zoom(file, where, entry)
    figure = Figure(tuple(poses[name] for name in names), {}, (), zoom, beat_ms=beat)
    _check_joined(file, where, figure)
    _check_stage(file, where, figure, names)
    return figure


def _zoom(file: str, where: str, entry: Mapping[str, object]) -> float:
    zoom = entry.get("zoom", 1.0)
    if not isinstance(zoom, int | float) or not 0.5 <= zoom <= 2:
        raise DataError(file, where, "zoom", f"is {zoom!r}; give a number from 0.5 to 2.")
    return zoom


def _check_joined(file: str, where: str, figure: Figure) -> None:
    try:
        for start, end in zip(figure.poses, figure.poses[1:], strict=False):
            between(start, end, 0.5)
    except ValueError as error:
        raise DataError(file, where, "poses", f"cannot be joined: {error}.") from error


def _check_angles(file: str, where: str, figure: Figure, names: list[str], given: object) -> None:
    """Raise DataError if a joint contradicts the form's steps."""
    if not isinstance(given, list) or len(given) != len(names):
        raise DataError(file, where, "angles", "needs a table for each pose, in their order.")
    for name, pose, wanted in zip(names, figure.poses, given, strict=True):
        joints = joints_of(pose)
        if not isinstance(wanted, dict) or not wanted or not set(wanted) <= set(joints):
            known = ", ".join(joints)
            raise DataError(file, where, "angles", f"of {name} are ranges of some of {known}.")
        for joint, limits in wanted.items():
            if not _is_range(limits):
                cure = f"of {name}: {joint} is {limits!r}; give its least and most degrees."
                raise DataError(file, where, "angles", cure)
            low, high = limits
            if not low <= round(joints[joint]) <= high:
                cure = f"of {name}: {joint} is {joints[joint]:.0f} degrees; draw {low} to {high}."
                raise DataError(file, where, "angles", cure)


def _is_range(limits: object) -> bool:
    return (
        isinstance(limits, list)
        and len(limits) == 2
        and all(type(limit) is int for limit in limits)
        and limits[0] <= limits[1]
    )


def _check_stage(file: str, where: str, figure: Figure, names: list[str]) -> None:
    """Raise DataError if a hip, knee or ankle leaves the picture or sinks into the floor."""
    for pose, name in enumerate(names):
        frame = dict(zip(PARAMETERS, figure.frame(pose), strict=True))
        hip = frame["px"], frame["py"]
        knee = along(hip, frame["nearThigh"], THIGH)
        ankle = along(knee, frame["nearThigh"] + frame["nearShin"], SHIN)
        for x, y in (hip, knee, ankle):
            across = WIDTH / 2 + figure.zoom * (x - figure.centre)
            if not (0 < across < WIDTH and y < FLOOR + 2):
                cure = f"with {name} a leg leaves the picture; move the pose, or mend zoom, centre."
                raise DataError(file, where, "poses", cure)


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
