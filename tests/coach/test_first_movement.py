"""From launch to the first movement of the tenth workout: short, and nothing twice."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from skill.coach.commands import Meaning
from skill.coach.runner import Runner
from skill.coach.timeline import Cue, SpanKind
from tests.coach.moments import Played
from tests.coach.test_lengths import to_the_end
from tests.support.content import as_shipped
from tests.support.household import DAY_MS, MONDAY_MORNING_MS, led_routine, voice

MOST_WORDS, MOST_S = 40, 25
WARM_UP = frozenset({"start.warm_up", "prompt.warm_up"})
WORKOUTS = 9


@cache
def day_ten() -> Played:
    """The runner before the tenth workout: nine whole ones, three days apart."""
    played = Played(Runner(), MONDAY_MORNING_MS, by=led_routine())
    for _ in range(WORKOUTS):
        opened = played.told(Meaning.OPEN, new_session=True).heard_out()
        ended = to_the_end(opened.told(Meaning.START))
        played = replace(ended, now_ms=ended.now_ms + 3 * DAY_MS)
    assert played.runner.workouts == WORKOUTS
    return played


def answers() -> list[Played]:
    """What is answered from the launch on, until the first hold."""
    opened = day_ten().told(Meaning.OPEN, new_session=True)
    asked = opened.heard_out().told(Meaning.START)
    introduced = asked.heard_out().told(Meaning.WARM)
    begun = introduced.heard_out().told(Meaning.NEXT)
    return [opened, asked, introduced, begun]


def heard(played: Played) -> list[Cue]:
    """The cues until the first movement, without those of the warm-up."""
    assert played.turn is not None
    timeline = played.turn.timeline
    holds = [span.start_ms for span in timeline.spans if span.kind is SpanKind.HOLD]
    until_ms = holds[0] if holds else timeline.length_ms
    return [cue for cue in timeline.cues if cue.at_ms < until_ms and cue.line.key not in WARM_UP]


@as_shipped
def test_the_tenth_workout_is_under_way_within_forty_words_and_twenty_five_seconds() -> None:
    words = 0
    for played in answers():
        turn = played.runner.turn - 1
        words += sum(len(voice(turn).say(cue.line).text.split()) for cue in heard(played))
    spoken_ms = sum(cue.slot_ms for played in answers() for cue in heard(played))

    assert words <= MOST_WORDS
    assert spoken_ms <= 1000 * MOST_S


def test_nothing_is_said_twice_on_the_way() -> None:
    lines = [cue.line for played in answers() for cue in heard(played)]

    assert len(set(lines)) == len(lines)
