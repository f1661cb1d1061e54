"""Random lives of a runner, every statement held against the count.

python -m tests.independent.life --turns 20000
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from random import Random

from skill.tools.desk.playback import Clip
from skill.tools.desk.speaker import SmartSpeaker
from tests.independent.count import DAY_MS, HOUR_MS, Count, number
from tests.independent.statements import CHECKS
from tests.support.household import Household, recogniser, routine

STARTS = ("start", "start over")
CHOICES = ("do the glute bridge", "do the nordic curl", "do the lying leg raise")
FLOW = {
    "next": 50,
    "pause": 4,
    "ready": 4,
    "skip this exercise": 3,
    "stop": 4,
    "done": 2,
}
FLOW |= dict.fromkeys(CHOICES, 1)
FLOW |= {"three down one up": 2, "the usual tempo": 1}
QUESTION_OF = 0.4
AWAY_MS = (60_000, HOUR_MS, 7 * HOUR_MS, DAY_MS, 3 * DAY_MS, 8 * DAY_MS, 30 * DAY_MS)
COUNTS = ("Get ready", "Going on.")
"""What comes before a count."""
LAST = 8
"""Turns that are shown before an untruth."""
TURNS_OF_A_LIFE = 100


@dataclass
class Life:
    """A runner at a speaker, and who counts beside them."""

    random: Random
    count: Count = field(default_factory=Count)
    found: list[str] = field(default_factory=list)
    """What was said and is not true."""
    told: list[str] = field(default_factory=list)
    """The conversation so far."""
    checked: int = 0
    _heard: int = 0
    _began_ms: int = 0
    _begins: bool = False

    def __post_init__(self) -> None:
        self.speaker: SmartSpeaker = Household().device()
        platform = routine().platform
        asking_ms = platform.device_start_ms + platform.speaking_ms
        self._to_a_whole_second_ms = -asking_ms % 1000

    def turn(self) -> None:
        """One more thing that the runner says."""
        if not self.speaker.session_open:
            self._come_back()
            return
        self._listen()
        if self.count.workout is None:
            self._say("start" if self.random.random() < 0.8 else self._question())
        elif self.random.random() < QUESTION_OF:
            self._say(self._question())
        elif "carry on, or" in self._last_words():
            self._say(self.random.choice(("carry on", "carry on", "carry on", "start over")))
        else:
            self._say(self.random.choices(tuple(FLOW), tuple(FLOW.values()))[0])

    def _question(self) -> str:
        return self.random.choice(tuple(CHECKS))

    def _last_words(self) -> str:
        return self.speaker.playing.text.lower()[-80:]

    def _come_back(self) -> None:
        self._hear_until(self.speaker.playing.length_ms)
        self.speaker.now_ms += self.random.choice(AWAY_MS)
        workout = self.count.workout
        if workout is not None and workout.state == "between" and workout.last_exercise:
            self.count.over()
        if workout is not None and workout.state == "resting":
            workout.rest_until_ms = 0
        self._say(None)

    def _listen(self) -> None:
        """Hear the answer out, or break in on it, so that the request comes at a whole second: it
        tells no more."""
        length_s = -(-self.speaker.playing.length_ms // 1000)
        if self.random.random() < 0.5 and length_s > 2:
            listened_s = self.random.randrange(1, length_s)
        else:
            listened_s = length_s + 2
        listened_ms = 1000 * listened_s + self._to_a_whole_second_ms
        self.speaker.listen(listened_ms)
        self._hear_until(listened_ms)

    def _hear_until(self, played_ms: int) -> None:
        clips = self.speaker.playing.clips
        while self._heard < len(clips) and self._said_ms(clips[self._heard]) <= played_ms:
            clip = clips[self._heard]
            at_ms = self._began_ms + self._said_ms(clip)
            self.count.hear(clip.text, at_ms, begins=self._begins)
            self._heard += 1

    def _said_ms(self, clip: Clip) -> int:
        """When a clip counts: a rep is done once its number was said out."""
        workout = self.count.workout
        in_reps = workout is not None and not workout.held
        said_out = in_reps and number(clip.text.lower().strip(". ")) is not None
        return clip.at_ms + (1000 if said_out else 0)

    def _say(self, words: str | None) -> None:
        workout, now_ms = self.count.workout, self.speaker.now_ms
        self.count.said_done = words == "done"
        leaves = words == "skip this exercise" or words in CHOICES
        if leaves and "carry on, or" not in self._last_words():
            self.count.broken_off(now_ms)
            if words not in CHOICES:
                self.count.left_out()
        exchange = self.speaker.open() if words is None else self.speaker.say(words)
        said = exchange.heard.text
        self.told.append(f"{now_ms // 1000}: {words or '(opens)'} -> {said}")
        self._began_ms, self._heard, self._begins = now_ms, 0, words in STARTS
        if workout is not None and "That's the whole workout" in said and not workout.all_done:
            self._note("that was not the whole workout")
        if workout is not None and "That's it for today" in said and workout.all_done:
            self._note("that was the whole workout")
        if words in CHECKS and "carry on, or" not in said:
            self.checked += 1
            wrong = CHECKS[words](self.count, said.lower(), now_ms)
            if wrong:
                self._note(f"{words}: {wrong}")
        self._hear_before_the_count()

    def _hear_before_the_count(self) -> None:
        """What is announced holds even if it is not heard out; what is counted does not."""
        for clip in self.speaker.playing.clips:
            self.count.hear(clip.text, self._began_ms + clip.at_ms, begins=self._begins)
            self._heard += 1
            if any(words in clip.text for words in COUNTS):
                return

    def _note(self, wrong: str) -> None:
        self.found.append(f"{wrong}\n" + "\n".join(self.told[-LAST:]))


def lives(turns: int, seed: int) -> tuple[int, list[str]]:
    """How many statements were checked in so many turns, and which were untrue."""
    recogniser()
    checked, found = 0, []
    for number_of_life in range(-(-turns // TURNS_OF_A_LIFE)):
        life = Life(Random(f"{seed}/{number_of_life}"))
        for _ in range(TURNS_OF_A_LIFE):
            life.turn()
            if life.found:
                break  # one untruth leads to others
        checked += life.checked
        found += life.found[:1]
    return checked, found


def main() -> None:
    """Play so many turns and print what was untrue."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    checked, found = lives(options.turns, options.seed)
    print("\n\n".join(found))
    print(f"{checked} statements, {len(found)} untrue")


if __name__ == "__main__":
    main()
