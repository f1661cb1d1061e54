"""Reading the figures of figures.toml, and checking them against the routine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from skill.routine.model import Exercise, Form, Reps, Routine
from skill.routine.table import Complaints, Table
from skill.routine.toml_file import read_file
from skill.screen.figures import FLOOR, HEIGHT, PROPS, SCENE, SCENES, WIDTH, Figure, Figures
from skill.screen.pose import (
    PARAMETERS,
    SHIN,
    THIGH,
    Limb,
    Pose,
    along,
    between,
    joints_of,
)

ROOTS = ("pelvis", "shoulder", "knee")
ACROSS, DOWN = (0, WIDTH), (0, HEIGHT)
ANGLE = (-1000, 1000)

Poses = Mapping[str, Pose | None]
"""Every pose by its name; None for one that cannot be drawn."""


def load_figures(routine: Routine, path: Path) -> Figures:
    """The figures in a figures.toml, one for each form of the routine.

    Raises DataError naming file, entry, field and cure.
    """
    complaints = Complaints()
    file = read_file(path, complaints)
    poses = _poses(file.table("pose"), complaints)
    drawn, scenes = file.table("figure"), file.table(SCENE)
    file.done()
    figures: dict[tuple[str, str], Figure | None] = {}
    used: set[str] = set()
    for exercise in routine.exercises:
        forms = drawn.table(exercise.id)
        for form in exercise.forms.values():
            table = _followed(forms, form.id)
            used |= set(_named(table))
            figures[exercise.id, form.id] = _figure(table, form, poses)
        _take_out(forms, exercise.forms, "is not a form; remove it.")
    _take_out(drawn, routine.by_id, "is not an exercise; remove it.")
    for name in sorted({*scenes.names, *SCENES}):
        table = scenes.table(name)
        used |= set(_named(table))
        figures[SCENE, name] = _scene(table, poses)
    for name in sorted(set(poses) - used):
        complaints.wrong(file.file, f"pose.{name}", "id", "is not used by any figure; remove it.")
    complaints.finish()
    return {key: figure for key, figure in figures.items() if figure is not None}


def _take_out(table: Table, known: Mapping[str, Form | Exercise], cure: str) -> None:
    for name in table.names:
        if name not in known:
            table.wrong(name, cure)


def _poses(table: Table, complaints: Complaints) -> Poses:
    poses: dict[str, Pose | None] = {}
    for name in table.names:
        before = len(complaints)
        pose = _pose(table.table(name))
        poses[name] = pose if len(complaints) == before else None
    return poses


def _pose(table: Table) -> Pose:
    pose = Pose(
        root=table.one_of("root", ROOTS),
        at=table.pair("at", ACROSS, DOWN),
        torso=table.decimal("torso", low=ANGLE[0], high=ANGLE[1]),
        head=table.decimal("head", low=ANGLE[0], high=ANGLE[1], default=0),
        near_arm=_limb(table.table("near_arm")),
        far_arm=_limb(table.table("far_arm" if table.has("far_arm") else "near_arm")),
        near_leg=_limb(table.table("near_leg")),
        far_leg=_limb(table.table("far_leg")),
        ball=table.decimal("ball", low=0, high=WIDTH, default=0),
    )
    table.done()
    return pose


def _limb(table: Table) -> Limb:
    has_end = table.has("end")
    if has_end == table.has("angles"):
        table.wrong("end", "and angles are both given, or both missing; give one of them.")
    limb = Limb(
        end=table.pair("end", ACROSS, DOWN) if has_end else None,
        bend=table.number("bend", low=-1, high=1) if table.has("bend") else 1,
        angles=table.pair("angles", ANGLE, ANGLE) if table.has("angles") else None,
        toe=table.decimal("toe", low=ANGLE[0], high=ANGLE[1], default=0),
    )
    if not limb.bend:
        table.wrong("bend", "is 0; give 1 or -1, the side it bends to.")
    table.done()
    return limb


def _followed(forms: Table, form: str) -> Table:
    """The table of a form, or of the form that it is like."""
    table = forms.table(form)
    if not table.has("like"):
        return table
    like = table.one_of("like", forms.names)
    table.done()
    return forms.table(like)


def _named(table: Table) -> tuple[str, ...]:
    return table.texts("poses")


def _figure(table: Table, form: Form, poses: Poses) -> Figure | None:
    """The figure of a form; None if something is wrong with it."""
    drawn = _drawn(table, poses)
    props = table.texts("props") if table.has("props") else ()
    for prop in props:
        if prop not in PROPS:
            table.wrong("props", f"names {prop!r}; choose from {', '.join(PROPS)}.")
    zoom, centre = _zoom(table), table.decimal("centre", low=0, high=WIDTH, default=WIDTH / 2)
    moves = _moves(table, form, len(_named(table)))
    angles = table.raw("angles")
    table.done()
    if not table.in_order or len(drawn) < 2:
        return None
    figure = Figure(tuple(drawn.values()), moves, props, zoom, centre)
    _check_drawing(table, figure, drawn)
    _check_angles(table, angles, drawn)
    return figure


def _scene(table: Table, poses: Poses) -> Figure | None:
    """A scene; None if something is wrong with it."""
    drawn = _drawn(table, poses)
    zoom = _zoom(table)
    beat_ms = table.number("beat_ms", low=100, high=5000, unit="ms")
    table.done()
    if not table.in_order or len(drawn) < 2:
        return None
    figure = Figure(tuple(drawn.values()), {}, (), zoom, beat_ms=beat_ms)
    _check_drawing(table, figure, drawn)
    return figure


def _drawn(table: Table, poses: Poses) -> dict[str, Pose]:
    """The poses of a figure, by name; none if one of them is wrong."""
    names = _named(table)
    if len(names) < 2:
        table.wrong("poses", "needs at least two: the start and the end.")
    for name in names:
        if name not in poses:
            table.wrong("poses", f"names {name!r}, which is not a pose.")
    found = {name: pose for name in names if (pose := poses.get(name)) is not None}
    return found if len(found) == len(names) else {}


def _zoom(table: Table) -> float:
    return table.decimal("zoom", low=0.5, high=2, default=1.0)


def _check_drawing(table: Table, figure: Figure, drawn: Mapping[str, Pose]) -> None:
    """Each pose leads to the next, and no hip, knee or ankle leaves the picture or sinks into the
    floor."""
    try:
        for start, end in zip(figure.poses, figure.poses[1:], strict=False):
            between(start, end, 0.5)
    except ValueError as error:
        table.wrong("poses", f"cannot be joined: {error}.")
        return
    for pose, name in enumerate(drawn):
        frame = dict(zip(PARAMETERS, figure.frame(pose), strict=True))
        hip = frame["px"], frame["py"]
        knee = along(hip, frame["nearThigh"], THIGH)
        ankle = along(knee, frame["nearThigh"] + frame["nearShin"], SHIN)
        for x, y in (hip, knee, ankle):
            across = WIDTH / 2 + figure.zoom * (x - figure.centre)
            if not (0 < across < WIDTH and y < FLOOR + 2):
                cure = f"with {name} a leg leaves the picture; change the pose, zoom or centre."
                table.wrong("poses", cure)


def _check_angles(table: Table, given: object, drawn: Mapping[str, Pose]) -> None:
    """Every joint is as the form's steps have it."""
    if not isinstance(given, list) or len(given) != len(drawn):
        table.wrong("angles", "needs a table for each pose, in order.")
        return
    for (name, pose), wanted in zip(drawn.items(), given, strict=True):
        joints = joints_of(pose)
        if not isinstance(wanted, dict) or not wanted or not set(wanted) <= set(joints):
            table.wrong("angles", f"of {name} are ranges of some of {', '.join(joints)}.")
            continue
        for joint, limits in wanted.items():
            angle = joints[joint]
            if not _is_range(limits):
                cure = f"of {name}: {joint} is {limits!r}; give its smallest and largest angle."
                table.wrong("angles", cure)
            elif not limits[0] <= round(angle) <= limits[1]:
                cure = f"{joint} is {angle:.0f} degrees; draw {limits[0]} to {limits[1]}."
                table.wrong("angles", f"of {name}: {cure}")


def _is_range(limits: object) -> bool:
    return (
        isinstance(limits, list)
        and len(limits) == 2
        and all(type(limit) is int for limit in limits)
        and limits[0] <= limits[1]
    )


def _moves(table: Table, form: Form, count: int) -> Mapping[str, tuple[int, ...]]:
    """The poses that each phase of the form's tempo goes through."""
    cues = {phase.cue for phase in form.work.tempo.phases} if isinstance(form.work, Reps) else set()
    moves = table.table("moves") if cues or table.has("moves") else None
    if moves is None:
        return {}
    if set(moves.names) != cues:
        wanted = ", ".join(sorted(cues)) or "no phase, as it is held"
        table.wrong("moves", f"must name {wanted}.")
    found: dict[str, tuple[int, ...]] = {}
    for cue in moves.names:
        target = moves.raw(cue)
        path: list[object] = target if isinstance(target, list) else [target]
        if not path or not all(type(n) is int and 0 <= n < count for n in path):
            table.wrong(f"moves.{cue}", f"is a pose from 0 to {count - 1}.")
        found[cue] = tuple(n for n in path if isinstance(n, int))
    return found
