"""From the routine's files to checked data; wrong data stops the start."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from skill.routine.content import Content
from skill.routine.led_file import read_led
from skill.routine.model import (
    STANDARD,
    Adjustable,
    Clinic,
    Exercise,
    Form,
    Hold,
    Limits,
    Platform,
    Progression,
    Reps,
    Routine,
    Rule,
    Short,
    Sides,
    Sore,
    Step,
)
from skill.routine.numbers import adjustable, fixed, numbers_of
from skill.routine.table import Complaints, Table, is_name
from skill.routine.tempo_file import read_tempo, read_tempo_wishes
from skill.routine.toml_file import read_file

HOLD = Limits(1, 90, "seconds")
REPS = Limits(1, 50, "reps")
HOURS_AHEAD = Limits(-12, 14, "hours")
WORK_LIMIT_SECONDS = 150
"""The longest work of one leg at the standard tempo, in seconds: with get-ready and the slowest
tempo it must still fit into one answer (Alexa allows 240 s of audio)."""


def load_routine(content: Content) -> Routine:
    """The chosen routine of the chosen clinic; raises DataError naming file, field and cure."""
    complaints = Complaints()
    file = read_file(content.routine_folder / "routine.toml", complaints)
    defaults = file.table("defaults")
    short = file.table("short")
    exercises = tuple(_exercise(table) for table in file.tables("exercise"))
    file.unique("exercise", [exercise.id for exercise in exercises])
    ids = {exercise.id for exercise in exercises}
    progression = read_file(content.routine_folder / "progression.toml", complaints)
    routine = Routine(
        id=content.routine,
        exercises=exercises,
        clinic=_clinic(content, complaints),
        platform=_platform(content, complaints),
        short=_short(short, ids),
        progression=_progression(progression, ids),
        led=read_led(file.table("led"), exercises),
        tempo=read_tempo_wishes(file.table("tempo"), exercises),
        **numbers_of(Routine, defaults),
    )
    defaults.done()
    file.done()
    complaints.finish()
    return routine


def load_platform(content: Content) -> Platform:
    """Alexa's limits; raises DataError."""
    complaints = Complaints()
    platform = _platform(content, complaints)
    complaints.finish()
    return platform


def _platform(content: Content, complaints: Complaints) -> Platform:
    file = read_file(content.platform, complaints)
    hours_ahead = {}
    for entry in file.tables("clock"):
        hours_ahead[entry.text("locale")] = fixed(entry, "hours_ahead", HOURS_AHEAD)
        entry.done()
    platform = Platform(**numbers_of(Platform, file), hours_ahead=hours_ahead)
    file.done()
    return platform


def load_clinic(content: Content) -> Clinic:
    """The chosen clinic; raises DataError."""
    complaints = Complaints()
    clinic = _clinic(content, complaints)
    complaints.finish()
    return clinic


def _clinic(content: Content, complaints: Complaints) -> Clinic:
    file = read_file(content.clinic_folder / "clinic.toml", complaints)
    clinic = Clinic(
        id=content.clinic,
        name=file.text("name"),
        phone=file.text("phone"),
        phone_groups=file.texts("phone_groups", repeats=True),
        email=file.text("email"),
        years=file.number("years", low=1, high=200, unit="years"),
    )
    file.cites()
    file.done()
    digits = "".join(clinic.phone_groups)
    given = clinic.phone and clinic.phone_groups
    if given and digits != "".join(c for c in clinic.phone if c.isdigit()):
        file.wrong("phone_groups", "are not the digits of phone; make them agree.")
    if clinic.email and "@" not in clinic.email:
        file.wrong("email", f"is {clinic.email!r}; give an address with an @.")
    return clinic


def _short(table: Table, known: Collection[str]) -> Short:
    short = Short(
        sets=table.number("sets", low=1, high=5, unit="sets"),
        leave_out=table.texts("leave_out"),
    )
    table.cites()
    table.done()
    for exercise_id in short.leave_out:
        if exercise_id not in known:
            table.wrong("leave_out", f"names {exercise_id}, which is not an exercise's id.")
    if known and set(known) <= set(short.leave_out):
        table.wrong("leave_out", "names every exercise; keep at least one.")
    return short


def _progression(file: Table, exercises: Collection[str]) -> Progression:
    defaults = file.table("defaults")
    rules: dict[str, Rule] = {}
    for entry in file.tables("exercise"):
        exercise = entry.text("id")
        if exercise not in exercises:
            entry.wrong("id", f"is {exercise!r}, which is not an exercise's id.")
        if exercise in rules:
            file.wrong("exercise", f"has the id {exercise} twice; drop one.")
        rules[exercise] = Rule(**numbers_of(Rule, entry), every_day=entry.flag("every_day"))
        entry.done()
    progression = Progression(rules=rules, **numbers_of(Progression, defaults))
    defaults.done()
    file.done()
    return progression


def _exercise(table: Table) -> Exercise:
    exercise_id = table.name("id")
    advanced = table.flag("advanced")
    lying = table.flag("lying")
    avoid_after = _avoid_after(table)
    own = _form(table)
    variations: tuple[Form, ...] = ()
    if table.has("variation"):
        variations = tuple(_variation(entry, own) for entry in table.tables("variation"))
    table.done()
    forms = (own, *variations)
    table.unique("variation", [form.id for form in forms])
    if table.in_order:
        levels = [form.level for form in forms if not form.swap]
        table.unique("variation", levels, "level")
    return Exercise(exercise_id, advanced, {form.id: form for form in forms}, lying, avoid_after)


def _avoid_after(table: Table) -> tuple[Sore, ...]:
    if not table.has("avoid_after"):
        return ()
    entry = table.table("avoid_after")
    places = entry.texts("pain_in")
    for place in places:
        if place not in list(Sore):
            entry.wrong("pain_in", f"names {place!r}; give {' or '.join(Sore)}.")
    entry.cites()
    entry.done()
    return tuple(place for place in Sore if place in places)


def _variation(table: Table, own: Form) -> Form:
    form_id = table.name("id")
    level = table.number("level", low=-3, high=3)
    swap = table.flag("swap")
    table.cites()
    form = replace(_form(table, own), id=form_id, level=level, swap=swap)
    if level == 0 and not swap and table.in_order:
        table.wrong("level", "is 0, the clinic's own; give -1 (easier) or +1 (harder).")
    table.done()
    return form


def _form(table: Table, own: Form | None = None) -> Form:
    """The form in `table`; a variation inherits what it leaves out from the clinic's `own`."""
    parts = numbers_of(Form, table, given=own is not None)
    if own is None or table.has("sides"):
        parts["sides"] = Sides(table.one_of("sides", list(Sides)))
    if own is None or table.has("needs"):
        parts["needs"] = _needs(table)
    if own is None or table.has("step"):
        parts["steps"] = _steps(table)
    parts["work"] = _work(table, own)
    form = replace(own, **parts) if own else Form(id=STANDARD, level=0, swap=False, **parts)
    if isinstance(form.work, Reps) and table.in_order:
        longest = form.work.count.high * form.work.tempo.seconds
        if longest > WORK_LIMIT_SECONDS:
            cure = f"and tempo allow {longest} s for one leg; stay within {WORK_LIMIT_SECONDS} s."
            table.wrong("reps", cure)
    return form


def _needs(table: Table) -> tuple[str, ...]:
    needs = table.texts("needs")
    for need in needs:
        if not is_name(need):
            table.wrong("needs", f"names {need!r}; use lower-case letters and underscores.")
    return needs


def _work(table: Table, own: Form | None) -> Hold | Reps:
    if table.has("hold") and table.has("reps"):
        table.wrong("hold", "stands beside reps; an exercise has one of the two.")
    if table.has("hold"):
        return Hold(adjustable(table, "hold", HOLD))
    before = own.work if own else None
    if table.has("reps") or table.has("tempo"):
        reps = before if isinstance(before, Reps) else None
        return Reps(
            count=adjustable(table, "reps", REPS) if not reps or table.has("reps") else reps.count,
            tempo=read_tempo(table.table("tempo"))
            if not reps or table.has("tempo")
            else reps.tempo,
        )
    if before is not None:
        return before
    table.wrong("reps", "is missing; give reps with a tempo, or hold.")
    return Hold(Adjustable(start=1, low=1, high=1))


def _steps(table: Table) -> tuple[Step, ...]:
    steps = []
    for entry in table.tables("step"):
        steps.append(
            Step(entry.name("id"), entry.number("seconds", low=1, high=20, unit="seconds"))
        )
        entry.done()
    table.unique("step", [step.id for step in steps])
    return tuple(steps)
