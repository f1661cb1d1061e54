"""A tempo set by the runner, per direction: which forms obey it, and how long their phases are."""

from __future__ import annotations

from collections.abc import Mapping

from skill.coach.runner import Runner
from skill.routine.model import Form, Reps, Routine

Phases = tuple[tuple[str, int], ...]
"""The phases of a rep: cue and length in ms."""


def ways_of(form: Form, routine: Routine) -> tuple[str, ...]:
    """The directions of a form's rep that a runner may set, in order; none if the tempo is what
    makes the form."""
    if not isinstance(form.work, Reps) or form.work.tempo.keeps:
        return ()
    ways = (way_of(phase.cue, routine) for phase in form.work.tempo.phases)
    return tuple(dict.fromkeys(way for way in ways if way is not None))


def way_of(cue: str, routine: Routine) -> str | None:
    """The direction of a phase; None if no runner may set it."""
    return next((name for name, way in routine.tempo.ways.items() if cue in way.cues), None)


def wished(runner: Runner, exercise: str) -> Mapping[str, int]:
    """The seconds of each direction that the runner set, those for this exercise alone first."""
    alone = runner.preference(exercise).tempo
    return {**runner.tempo, **alone} if alone else runner.tempo


def set_in(form: Form, routine: Routine, tempo: Mapping[str, int]) -> dict[str, int]:
    """The seconds of each direction of a form in that tempo; empty if the form keeps its own.

    A tempo that the routine no longer allows is ignored.
    """
    own = {way: tempo[way] for way in ways_of(form, routine) if way in tempo}
    allowed = all(is_within(way, seconds, routine) for way, seconds in own.items())
    return own if allowed and fits(form, routine, own) else {}


def is_within(way: str, seconds: int, routine: Routine) -> bool:
    """Whether a runner may ask for this many seconds in that direction."""
    bounds = routine.tempo.ways[way].seconds
    return bounds.low <= seconds <= bounds.high


def fits(form: Form, routine: Routine, tempo: Mapping[str, int]) -> bool:
    """Whether a rep of the form is short enough with these directions set."""
    if not isinstance(form.work, Reps):
        return True
    taken = (tempo.get(way_of(phase.cue, routine) or "", 0) for phase in form.work.tempo.phases)
    return sum(taken) <= routine.tempo.longest_rep_seconds


def phases_of(form: Form, routine: Routine, tempo: Mapping[str, int]) -> Phases | None:
    """The phases of a form in a tempo; None if it sets none of them."""
    own = set_in(form, routine, tempo)
    if not own or not isinstance(form.work, Reps):
        return None
    return tuple(
        (phase.cue, 1000 * own.get(way_of(phase.cue, routine) or "", phase.seconds))
        for phase in form.work.tempo.phases
    )


def tempo_value(tempo: Mapping[str, int]) -> str:
    """A tempo as one value for the catalogue, which has words for each direction: "down:3 up:1"."""
    return " ".join(f"{way}:{seconds}" for way, seconds in tempo.items())
