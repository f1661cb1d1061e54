"""What is remembered of one runner: habits, the workout in hand, past workouts.

Nothing of a runner's body, pain or health is in it, by design: see SetRecord and Talk for all
that is kept of what was said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Self

from skill.coach.history import History, PastWorkout, Week
from skill.coach.talk import Question, Talk
from skill.coach.workout import SetRecord, Workout, texts, whole_number

VERSION = 3
"""The version of a journal that is written now."""
ANSWERED_LIMIT = 20
"""So many requests are known again when they are replayed: more than a runner makes in the 150 s
for which a request is valid."""


class JournalError(ValueError):
    """A saved journal that cannot be read."""


class NewerJournal(JournalError):
    """A journal written by a newer version of the skill; to be left as it is."""


class CountMode(StrEnum):
    """How much of a count is spoken."""

    EVERY = "every"
    FIVES = "fives"
    ENDS = "ends"
    NONE = "none"


class TalkLevel(StrEnum):
    """How much is explained."""

    LESS = "less"
    NORMAL = "normal"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Preference:
    """What a runner changed about one exercise; None keeps the routine's own value."""

    form: str | None = None
    sets: int | None = None
    reps: int | None = None
    hold: int | None = None
    rest: int | None = None
    pace: int | None = None
    """Percent of the routine's tempo: 125 takes a quarter longer for each rep."""

    def to_json(self) -> dict[str, object]:
        """The preference without what is unchanged."""
        given = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        return {name: value for name, value in given.items() if value is not None}

    @classmethod
    def from_json(cls, data: object) -> Self:
        """The preference in `data`; raises ValueError where there is none."""
        if not isinstance(data, dict):
            raise ValueError("a preference is a table")
        form = data.get("form")
        if form is not None and not isinstance(form, str):
            raise ValueError("a form is named by its id")
        numbers = {name: data.get(name) for name in ("sets", "reps", "hold", "rest", "pace")}
        for name, value in numbers.items():
            numbers[name] = None if value is None else whole_number(value)
        return cls(form=form, **numbers)


UNCHANGED = Preference()


def undone(
    undo: Mapping[str, object],
) -> tuple[Workout | None, Mapping[str, Preference]]:
    """The workout, if it is to be taken back, and the preferences before the last step.

    Raises ValueError, KeyError or TypeError where `undo` holds something else.
    """
    workout, preferences = undo["workout"], undo["preferences"]
    if not (workout is None or isinstance(workout, dict)) or not isinstance(preferences, dict):
        raise ValueError("undo holds a workout or none, and preferences")
    kept = {str(name): Preference.from_json(value) for name, value in preferences.items()}
    return (None if workout is None else Workout.from_json(workout)), kept


@dataclass(frozen=True, slots=True)
class Journal:
    """Everything remembered of one runner."""

    turn: int = 0
    """Counts the turns; picks the variant where a line has several, so none comes twice running."""
    welcomed: bool = False
    met: tuple[str, ...] = ()
    """Exercises whose why was told."""
    practised: Mapping[str, int] = field(default_factory=dict)
    """How many sets of an exercise were done, ever."""
    preferences: Mapping[str, Preference] = field(default_factory=dict)
    count_mode: CountMode = CountMode.EVERY
    talk_level: TalkLevel = TalkLevel.NORMAL
    stepwise: bool = False
    auto_continue: bool = False
    hints: tuple[str, ...] = ()
    """Hints told once, never again."""
    exact_audio: bool = True
    """False once the device failed to play exact audio: speech with pauses is used instead."""
    workout: Workout | None = None
    past: tuple[PastWorkout, ...] = ()
    """The latest workouts, oldest first: see History."""
    weeks: tuple[Week, ...] = ()
    """Older workouts, by week."""
    workouts: int = 0
    """Finished workouts in all."""
    talk: Talk = field(default_factory=Talk)
    request_id: str = ""
    """The last request answered."""
    answered: tuple[str, ...] = ()
    """Digests of the last requests answered, so that a replay changes nothing. Digits and
    letters: whatever else a saved journal holds among them is no digest and is not read."""

    def preference(self, exercise_id: str) -> Preference:
        """What the runner changed about that exercise."""
        return self.preferences.get(exercise_id, UNCHANGED)

    def prefer(self, exercise_id: str, preference: Preference) -> Journal:
        """The journal with that preference."""
        return replace(self, preferences={**self.preferences, exercise_id: preference})

    def with_talk(self, **changes: object) -> Journal:
        """The journal with a changed talk."""
        return replace(self, talk=replace(self.talk, **changes))  # type: ignore[arg-type]  # replace() checks the names

    def settled(self) -> Journal:
        """The journal once it is certain that a halt was not misheard."""
        before = self.talk.before
        return self.with_talk(before=replace(before, settled=True)) if before else self

    def lifted(self) -> Journal:
        """The journal once the runner goes on after a halt."""
        return self.with_talk(halt=None, before=None, question=None)

    def calm(self) -> Journal:
        """The journal without what is never saved, as it would be read back."""
        asked = None if self.talk.question is Question.MISHEARD else self.talk.question
        return self.with_talk(subdued=False, halt=None, before=None, question=asked)

    def knows(self, request_id: str) -> bool:
        """Whether that request was answered lately; one without an id never was."""
        return request_id != "" and _digest(request_id) in self.answered

    def answering(self, request_id: str) -> Journal:
        """The journal with that request as the last one answered."""
        answered = (*self.answered, _digest(request_id)) if request_id else self.answered
        return replace(self, request_id=request_id, answered=answered[-ANSWERED_LIMIT:])

    def to_json(self) -> dict[str, object]:
        """The journal as plain JSON."""
        return {**self.turn_json(), **self.standing_json(), **self.history_json()}

    def turn_json(self) -> dict[str, object]:
        """Of the plain JSON what every turn changes."""
        return {
            "version": VERSION,
            "turn": self.turn,
            "talk": self.talk.to_json(),
            "request_id": self.request_id,
            "answered": list(self.answered),
        }

    def standing_json(self) -> dict[str, object]:
        """Of the plain JSON what only a turn changes that leads on: STANDING."""
        return {
            "workout": self.workout.to_json() if self.workout else None,
            "welcomed": self.welcomed,
            "met": list(self.met),
            "practised": dict(self.practised),
            "preferences": {name: p.to_json() for name, p in self.preferences.items()},
            "count_mode": self.count_mode,
            "talk_level": self.talk_level,
            "stepwise": self.stepwise,
            "auto_continue": self.auto_continue,
            "hints": list(self.hints),
            "exact_audio": self.exact_audio,
            "workouts": self.workouts,
        }

    def history_json(self) -> dict[str, object]:
        """Of the plain JSON what only the end of a workout changes: HISTORY."""
        return {
            "past": [entry.to_json() for entry in self.past],
            "weeks": [entry.to_json() for entry in self.weeks],
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        """The journal in `data`; raises NewerJournal or JournalError where it cannot be read."""
        try:
            return cls._read(data)
        except JournalError:
            raise
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise JournalError("the journal does not have the shape this version writes") from error

    @classmethod
    def _read(cls, data: object) -> Self:
        if not isinstance(data, dict):
            raise JournalError("a journal is a table")
        version = whole_number(data["version"], low=1)
        if version > VERSION:
            raise NewerJournal(f"the journal has version {version}; this skill knows {VERSION}")
        if version < VERSION:
            from skill.coach.migrations import migrated  # seldom wanted

            data = migrated(data, version, VERSION)
        workout, talk = data["workout"], Talk.from_json(data["talk"])
        if talk.undo is not None:
            undone(talk.undo)  # raises here, and not once the runner says "not that one"
        return cls(
            turn=whole_number(data["turn"]),
            welcomed=bool(data["welcomed"]),
            met=texts(data["met"]),
            practised={str(k): whole_number(n) for k, n in data["practised"].items()},
            preferences={
                str(k): Preference.from_json(entry) for k, entry in data["preferences"].items()
            },
            count_mode=CountMode(data["count_mode"]),
            talk_level=TalkLevel(data["talk_level"]),
            stepwise=bool(data["stepwise"]),
            auto_continue=bool(data["auto_continue"]),
            hints=texts(data["hints"]),
            exact_audio=bool(data["exact_audio"]),
            workout=None if workout is None else Workout.from_json(workout),
            past=tuple(PastWorkout.from_json(entry) for entry in data["past"]),
            weeks=tuple(Week.from_json(entry) for entry in data["weeks"]),
            workouts=whole_number(data["workouts"]),
            talk=talk,
            request_id=str(data["request_id"]),
            answered=tuple(entry for entry in texts(data["answered"]) if _is_plain(entry)),
        )

    def archived(self, now_ms: int, *, finished: bool) -> Journal:
        """The journal with the workout in hand laid to the past ones, if anything was done."""
        workout = self.workout
        if workout is None:
            return self
        whole = sum(record.whole for record in workout.log)
        cut = len(workout.log) - whole
        if not workout.log:
            return replace(self, workout=None)
        practised = dict(self.practised)
        for record in workout.log:
            practised[record.exercise] = practised.get(record.exercise, 0) + 1
        entry = PastWorkout(now_ms, int(finished), whole, cut)
        history = History(self.past, self.weeks).with_one_more(entry)
        return replace(
            self,
            workout=None,
            practised=practised,
            past=history.past,
            weeks=history.weeks,
            workouts=self.workouts + (1 if finished else 0),
        )


STANDING = (
    "workout",
    "welcomed",
    "met",
    "practised",
    "preferences",
    "count_mode",
    "talk_level",
    "stepwise",
    "auto_continue",
    "hints",
    "exact_audio",
    "workouts",
)
HISTORY = ("past", "weeks")
"""The fields of a journal that not every turn changes."""


def sets_finished(before: Journal, after: Journal) -> int:
    """How many sets were done to their end between two journals of one runner, a turn apart."""
    if after.past is before.past and _log(after) is _log(before):
        return 0
    ended = after.past[-1:] if after.past[-1:] != before.past[-1:] else ()
    return max(0, _whole(after) + sum(past.whole for past in ended) - _whole(before))


def _log(journal: Journal) -> tuple[SetRecord, ...]:
    return () if journal.workout is None else journal.workout.log


def _whole(journal: Journal) -> int:
    return sum(record.whole for record in _log(journal))


def _is_plain(entry: str) -> bool:
    return entry.isascii() and entry.isalnum()


@lru_cache(1)  # every turn asks for that of its request twice
def _digest(request_id: str) -> str:
    return sha256(request_id.encode(errors="replace")).hexdigest()[:8]
