"""Writes weeks of workouts as text: what was said besides the calls of each set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from skill.coach.commands import Meaning
from skill.coach.messages import Message
from skill.tools.weeks.habits import Habits
from skill.tools.weeks.play_weeks import PlayedTurn, PlayedWorkout

CALLS = ("work.", "rest.", "between.")
"""The calls of the sets, which are the same in every workout."""
GOING_ON = frozenset(
    f"prompt.{asked}"
    for asked in ("start", "in_position", "next_set", "next_exercise", "other_leg", "wrap_up")
)
UNSAID = frozenset({Meaning.OPEN, Meaning.NEXT, Meaning.START})
"""What runners say in every workout, and so is left out."""


def page(habits: Habits, workouts: Iterable[PlayedWorkout]) -> Iterator[str]:
    """The lines of the page."""
    yield habits.title
    for workout in workouts:
        week, day = divmod(workout.day, 7)
        yield ""
        yield (
            f"Week {int(week) + 1}, day {int(day) + 1}: workout {workout.number}, "
            f"{workout.minutes} minutes"
        )
        for turn in workout.turns:
            yield from _of_turn(turn)


def is_call(line: Message) -> bool:
    """Whether a line is a call of every set."""
    return line.key.startswith(CALLS) or line.key in GOING_ON


def _of_turn(turn: PlayedTurn) -> Iterator[str]:
    said = turn.command.meaning
    if said not in UNSAID:
        named = f" {turn.command.exercise}" if turn.command.exercise else ""
        yield f"  > {said.replace('_', ' ')}{named}"
    heard = " ".join(words for line, words in turn.lines if not is_call(line))
    if heard:
        yield f"  {heard}"
