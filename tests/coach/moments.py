"""Moments of a workout to try a command in: one for every phase, and the halves of some."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from msgspec import Struct, field
from msgspec.structs import replace

from skill.coach.coach import step
from skill.coach.commands import Command, Meaning
from skill.coach.context import Moment
from skill.coach.runner import Runner
from skill.coach.session import Session
from skill.coach.turn import Turn
from skill.routine.model import Routine
from tests.support.household import MONDAY_MORNING_MS, led_routine, routine, voice
from tests.support.warm_up_moves import moving


class Played(Struct, frozen=True):
    """A runner, the time, and the turn that was answered last."""

    runner: Runner
    now_ms: int
    turn: Turn | None = None
    session: Session = field(default_factory=Session)
    by: Routine = field(default_factory=routine)
    """The routine that leads."""

    def after(self, seconds: float) -> Played:
        """The same, so much later."""
        return replace(self, now_ms=self.now_ms + round(1000 * seconds))

    def heard_out(self) -> Played:
        """The same, two seconds after the turn was heard to its end."""
        assert self.turn is not None
        return self.after(self.turn.timeline.length_ms / 1000 + 2)

    def told(self, command: Command | Meaning, *, new_session: bool = False) -> Played:
        """What comes of a command."""
        if isinstance(command, Meaning):
            command = Command(command)
        heard = voice(self.runner.variation)
        moment = Moment(self.now_ms, heard.measure, new_session, fixed_answers=heard.fixed_answers)
        runner, session, turn = step(self.by, self.runner, self.session, command, moment)
        return Played(runner, self.now_ms, turn, session, self.by)


def asking(answer: str) -> Command:
    """The question that a row of content answers."""
    return Command(Meaning.ANSWER, answer=answer)


def keys_of(turn: Turn) -> frozenset[str]:
    """The keys of all messages that a turn says."""
    return frozenset(cue.line.key for cue in turn.timeline.cues)


def opened(by: Routine | None = None) -> Played:
    first = Played(Runner(), MONDAY_MORNING_MS, by=by or routine())
    return first.told(Meaning.OPEN, new_session=True).after(8)


def introduced(exercise: str = "glute_bridge") -> Played:
    return opened().told(Command(Meaning.CHOOSE, exercise=exercise)).heard_out()


def asked_to_warm_up(exercise: str = "standing_hamstring_stretch") -> Played:
    """Where the warm-up and the cool-down are led."""
    return opened(led_routine()).told(Command(Meaning.CHOOSE, exercise=exercise)).heard_out()


def after_the_last_set(*, led: bool) -> Played:
    played = introduced("lying_leg_raise")
    if led:
        played = asked_to_warm_up("lying_leg_raise").told(Meaning.READY)
    for _ in range(3):
        played = played.heard_out().told(Meaning.NEXT)
    return played.heard_out()


def holding() -> Played:
    """In the seventeenth second of the first hold, left leg."""
    started = introduced("standing_hamstring_stretch").told(Meaning.NEXT)
    assert started.turn is not None
    hold = next(span for span in started.turn.timeline.spans if span.kind == "hold")
    return started.after(hold.start_ms / 1000 + 17.4)


@cache
def moments() -> Mapping[str, Played]:
    """Every kind of place a runner can be in when something is said."""
    bridging = introduced().told(Meaning.NEXT)
    stepping = introduced().told(Meaning.STEP_BY_STEP).after(20)
    return {
        "opened": opened(),
        "introducing": introduced(),
        "step by step": stepping,
        "getting ready": bridging.after(3),
        "in a hold": holding(),
        "in a changeover": introduced("standing_hamstring_stretch").told(Meaning.NEXT).after(42),
        "in reps": bridging.after(35),
        "in an advanced exercise": introduced("nordic_curl").told(Meaning.NEXT).after(30),
        "paused in a hold": holding().told(Meaning.PAUSE).after(6),
        "paused in reps": bridging.after(35).told(Meaning.PAUSE).after(6),
        "resting": bridging.after(100),
        "rest paused": bridging.after(100).told(Meaning.PAUSE).after(6),
        "rested": bridging.heard_out(),
        "between": last_set_of_bridges(),
        "after the last set": after_the_last_set(led=False),
        **stages(),
        "returning to a set": returning(bridging.after(35)),
        "returning to an introduction": returning(introduced()),
        "asked to start fresh": returning(introduced()).told(Meaning.NO).after(3),
        "returning after days": returning(bridging.after(35), days=4),
        "asked for the short version": returning(bridging.after(35))
        .told(Meaning.START_SHORT)
        .after(4),
        "asked which exercise": opened().told(Command(Meaning.SET_REPS, number=8)).after(6),
        "asked to forget": bridging.after(35).told(Meaning.FORGET_ME).after(5),
        "asked for easier": bridging.after(35).told(Meaning.EFFORT).after(5),
        "in pain": bridging.after(35).told(Meaning.PAIN).after(9),
        "warned": bridging.after(35).told(Meaning.RED_FLAG).after(9),
        "asked whether it was misheard": bridging.after(35)
        .told(Meaning.RED_FLAG)
        .after(9)
        .told(Meaning.CORRECT)
        .after(4),
        "in pain at a second exercise": bridging.after(35)
        .told(Meaning.PAIN)
        .after(9)
        .told(Meaning.NEXT)
        .after(30)
        .told(Meaning.PAIN)
        .after(9),
        "in an emergency": holding().told(Meaning.EMERGENCY).after(9),
        "asked whether anybody is unwell": holding()
        .told(Meaning.EMERGENCY)
        .after(9)
        .told(Meaning.UNHURT)
        .after(4),
        "in an emergency before a workout": opened().told(Meaning.EMERGENCY).after(9),
        "warned on the return": returning(introduced()).told(Meaning.RED_FLAG).after(9),
        "in pain twice": bridging.after(35).told(Meaning.PAIN).after(9).told(Meaning.PAIN).after(4),
        "not counting": uncounted(),
        "misunderstood twice": misunderstood(),
    }


def stages() -> Mapping[str, Played]:
    """Moments of the warm-up and the cool-down, if they are led."""
    asked = asked_to_warm_up()
    timed = asked.told(Meaning.TIME_IT)
    cooling = after_the_last_set(led=True).told(Meaning.NEXT)
    stretching = cooling.after(150)
    walked = opened(moving()[0]).told(Meaning.START).after(20).told(Meaning.TIME_IT).after(320)
    in_a_move = walked.told(Meaning.NEXT).after(20)
    return {
        "asked to warm up": asked,
        "warming up": timed.after(100),
        "warming up in silence": timed.after(240),
        "paused in the warm-up": timed.after(100).told(Meaning.PAUSE).after(6),
        "warm": timed.after(320),
        "back in the warm-up": returning(timed.after(100), days=1),
        "asked to warm up again": returning(
            asked.told(Meaning.READY).heard_out().told(Meaning.NEXT).after(20)
        ).told(Meaning.YES),
        "before the moves of the warm-up": walked,
        "in a move of the warm-up": in_a_move,
        "paused in a move of the warm-up": in_a_move.told(Meaning.PAUSE).after(6),
        "before the cool-down": after_the_last_set(led=True),
        "cooling down": cooling.after(60),
        "stretching": stretching,
        "paused in the stretch": stretching.told(Meaning.PAUSE).after(6),
        "cooled down": cooling.heard_out(),
    }


def last_set_of_bridges() -> Played:
    played = introduced()
    for _ in range(3):
        played = played.told(Meaning.NEXT).heard_out()
    return played


def returning(played: Played, days: int = 1) -> Played:
    ended = played.told(Meaning.SESSION_ENDED)
    return ended.after(86_400 * days).told(Meaning.OPEN, new_session=True).after(9)


def uncounted() -> Played:
    return introduced().told(Meaning.DONT_COUNT).after(4).told(Meaning.NEXT).after(30)


def misunderstood() -> Played:
    once = introduced().told(Meaning.NEXT).after(35).told(Meaning.NOT_UNDERSTOOD).after(5)
    return once.told(Meaning.NOT_UNDERSTOOD).after(5)
