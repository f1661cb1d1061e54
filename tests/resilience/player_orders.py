"""Any order of speech, player events and buttons: each gets one valid answer, and the place holds.

Two devices with players share one runner. Events are lost, doubled, late and out of order; another
skill plays in between; tokens are of older releases, or of nobody.

    python -m tests.resilience.player_orders 50000
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from random import Random
from typing import Any

from skill.coach.workout import Workout
from skill.tools.desk.device_player import BUTTONS
from skill.tools.desk.speaker import SmartSpeaker
from tests.support.clips import clips, device_player
from tests.support.household import Household, in_process

SAYINGS = (
    *("pause", "resume", "next", "next", "ready", "previous", "repeat", "stop", "start over"),
    *("give me five minutes", "hold on", "no", "yes", "how long left", "bridges", "start", "done"),
    *("it hurts", "i'm fine", "the other leg", "skip this one", "count exactly again"),
)
TOKENS = (
    *("", "another skill's", "hamstring-coach:0:set:abcdef12:0", "hamstring-coach:1:set:zz:0"),
    *("hamstring-coach:1:wait:00000000:3", "hamstring-coach:1:set:00000000:0", "x" * 1024),
)
Place = tuple[object, ...]


class UnreliableSpeaker(SmartSpeaker):
    """A device whose player's events are lost, doubled and late, as `chance` has it."""

    chance: Random
    late: list[Mapping[str, Any]]

    def _tell(self, events: Iterable[Mapping[str, Any]]) -> None:
        for event in events:
            # a button is pressed or not
            told = event["type"].startswith("AudioPlayer.")
            fate = self.chance.random() if told else 1.0
            if fate < 0.1:
                continue
            if fate < 0.2:
                self.late.append(event)
                continue
            super()._tell([event] * (2 if fate < 0.3 else 1))

    def deliver_late(self) -> None:
        """What was held back arrives now, in any order."""
        self.chance.shuffle(self.late)
        late, self.late = self.late, []
        super()._tell(late)


class Orders:
    """A household in which things happen by chance."""

    def __init__(self, seed: int, *, with_sets: bool) -> None:
        self.chance = Random(seed)
        self._with_sets = with_sets
        transport = partial(in_process, audio=clips(with_sets=with_sets))
        self.household = Household(
            transport=transport, player=device_player, speaker=UnreliableSpeaker
        )
        self.speakers = [self._speaker(name) for name in ("kitchen", "garage")]
        self.turns = 0

    def _speaker(self, name: str) -> UnreliableSpeaker:
        speaker = self.household.device(name)
        assert isinstance(speaker, UnreliableSpeaker)
        speaker.chance, speaker.late = self.chance, []
        return speaker

    def turn(self) -> None:
        """Let one thing happen on one of the devices."""
        self.turns += 1
        speaker = self.chance.choice(self.speakers)
        speaker.pass_time(max(0, self.household.now_ms - speaker.now_ms))
        happens = self.chance.choices(
            (self._say, self._wait, self._press, self._be_silent, self._late, self._foreign),
            (40, 25, 10, 8, 10, 7),
        )[0]
        happens(speaker)
        self.household.now_ms = max(self.household.now_ms, speaker.now_ms)
        self._check_log()

    def _say(self, speaker: UnreliableSpeaker) -> None:
        words = self.chance.choice(SAYINGS)
        if not speaker.session_open and not speaker.reaches(words):
            words = f"ask hamstring coach to {words}"
        before = self.place()
        resumes = words == "resume" and not speaker.session_open and speaker.reaches(words)
        away_ms = speaker.now_ms - self.household.journal().seen_ms
        speaker.say(words)
        paused = before is not None and before[0] == "paused"
        if resumes and paused and away_ms < 3_600_000:
            assert self.place() == ("working", *before[1:]) if before else True

    def _wait(self, speaker: UnreliableSpeaker) -> None:
        longest_s = self.chance.choice((5, 60, 600, 7200))
        self.unmoved(lambda: speaker.pass_time(round(1000 * longest_s * self.chance.random())))

    def _press(self, speaker: UnreliableSpeaker) -> None:
        button = self.chance.choice(tuple(BUTTONS))
        if speaker.session_open:
            return
        if button == "pause" or not self._with_sets:
            self.unmoved(lambda: speaker.press(button))
        else:  # a recorded set may follow
            speaker.press(button)

    def _be_silent(self, speaker: UnreliableSpeaker) -> None:
        if speaker.session_open:
            speaker.silence()

    def _late(self, speaker: UnreliableSpeaker) -> None:
        self.unmoved(speaker.deliver_late)

    def _foreign(self, speaker: UnreliableSpeaker) -> None:
        """Another skill plays, or something comes with a token of nobody."""
        player = speaker.player
        assert player is not None
        if self.chance.random() < 0.3:
            other = {"token": "another skill's", "url": "https://other", "offsetInMilliseconds": 0}
            play = {"type": "AudioPlayer.Play", "playBehavior": "REPLACE_ALL"}
            player.obey([{**play, "audioItem": {"stream": other}}])
            return
        kind = self.chance.choice(("Started", "Stopped", "Finished", "NearlyFinished", "Failed"))
        event = {"type": f"AudioPlayer.Playback{kind}", "token": self.chance.choice(TOKENS)}
        self.unmoved(lambda: SmartSpeaker._tell(speaker, [event]))

    def place(self) -> Place | None:
        """Where the stored workout stands."""
        workout = self.household.journal().workout
        return None if workout is None else _place(workout)

    def unmoved(self, happens: Callable[[], object]) -> None:
        """Fail if the stored place moves while that happens."""
        before = self.place()
        happens()
        assert self.place() == before, f"turn {self.turns}: {before} became {self.place()}"

    def _check_log(self) -> None:
        workout = self.household.journal().workout
        if workout is not None:
            sets = [(record.exercise, record.number) for record in workout.log]
            assert len(set(sets)) == len(sets), f"turn {self.turns}: a set is kept twice"


def _place(workout: Workout) -> Place:
    at = (workout.index, workout.set_number, workout.side, workout.done, workout.missed)
    return (str(workout.phase), *at, workout.plan, workout.log)


def play_orders(turns: int, seed: int, *, with_sets: bool) -> Household:
    """Let so many things happen; fails at the first that should not have."""
    orders = Orders(seed, with_sets=with_sets)
    for _ in range(turns):
        orders.turn()
    return orders.household


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    for number in range(10):
        play_orders(wanted // 10, number, with_sets=number % 2 == 1)
        print(f"{(number + 1) * (wanted // 10)} turns in order", flush=True)
