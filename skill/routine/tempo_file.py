"""Reads the tempo of a rep, and the tempos that a runner may set, from the routine's file."""

from __future__ import annotations

from skill.routine.model import Exercise, Form, Reps, Tempo, TempoPhase, TempoWishes, Way
from skill.routine.numbers import numbers_of
from skill.routine.table import Table

LEG_LIMIT_SECONDS = 190
"""The longest work of one leg at any tempo a runner may set, in seconds: it must fit one answer."""


def read_tempo(table: Table) -> Tempo:
    """The tempo of one form."""
    phases = []
    for phase in table.tables("phases"):
        phases.append(
            TempoPhase(phase.text("cue"), phase.number("seconds", low=1, high=10, unit="seconds"))
        )
        phase.done()
    tempo = Tempo(
        phases=tuple(phases),
        count_seconds=table.number("count_seconds", low=1, high=5, unit="seconds"),
        keeps=table.flag("keeps"),
    )
    table.cites()
    table.done()
    return tempo


def read_tempo_wishes(table: Table, exercises: tuple[Exercise, ...]) -> TempoWishes:
    """The directions that a runner may set, each with its bounds; every cue must belong to a
    rep."""
    wishes = numbers_of(TempoWishes, table)
    forms = {(e.id, form.id): form for e in exercises for form in e.forms.values()}
    known = {phase.cue for form in forms.values() for phase in _phases(form)}
    ways: dict[str, Way] = {}
    owner: dict[str, str] = {}
    for entry in table.tables("way"):
        name = entry.text("id")
        if name in ways:
            entry.wrong("id", f"is {name!r}, as another way's; rename one.")
        ways[name] = Way(cues=entry.texts("cues"), **numbers_of(Way, entry))
        for cue in ways[name].cues:
            if cue not in known:
                entry.wrong("cues", f"names {cue}, which is not a phase's cue; remove it.")
            if owner.setdefault(cue, name) != name:
                entry.wrong("cues", f"names {cue}, which also goes {owner[cue]}; keep one.")
        entry.done()
    table.done()
    found = TempoWishes(ways=ways, **wishes)
    longest = found.longest_rep_seconds
    for (exercise, form_id), form in forms.items():
        seconds = _longest_leg(form, owner, longest) if table.in_order else 0
        if seconds > LEG_LIMIT_SECONDS:
            cure = f"allows {seconds} s for one leg of {exercise}, {form_id}; "
            table.wrong("longest_rep_seconds", f"{cure}stay within {LEG_LIMIT_SECONDS} s.")
    return found


def _phases(form: Form) -> tuple[TempoPhase, ...]:
    return form.work.tempo.phases if isinstance(form.work, Reps) else ()


def _longest_leg(form: Form, owner: dict[str, str], longest: int) -> int:
    """The seconds of one leg with every direction set by the runner and the most reps."""
    if not isinstance(form.work, Reps) or form.work.tempo.keeps:
        return 0
    others = sum(phase.seconds for phase in _phases(form) if phase.cue not in owner)
    return form.work.count.high * (longest + others + form.work.tempo.count_seconds)
