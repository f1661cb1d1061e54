"""A stopwatch kept by ear through the warm-up and the cool-down: it knows the words, not the coach.

It notes what is announced, and holds what is said of it against the time that has passed since.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from skill.tools.desk.speaker import SmartSpeaker
from tests.independent.count import number

LENGTH = r"((?:[a-z-]+ minutes?)?(?: and )?(?:[a-z-]+ seconds?)?)"
WARM_UP = re.compile(rf"warm up first: {LENGTH} of easy walking")
OFF_YOU_GO = re.compile(rf"off you go, for {LENGTH}\.")
COOL_DOWN = re.compile(rf"cool down: {LENGTH} of easy walking\.")
MARK = re.compile(rf"^{LENGTH} left\.$|^([a-z-]+ seconds)\.$")
LEG = re.compile(r"(left|right) leg")
TO_GO = re.compile(r"([a-z-]+ seconds?) to go")
LEFT_OF = re.compile(rf"{LENGTH} of the (warm-up|cool-down) left\.")
WARMED = re.compile(rf"you've warmed up for {LENGTH} of {LENGTH}\.")
WALKING = re.compile(rf"you're cooling down, with {LENGTH} of walking left\.")
STRETCHING = re.compile(r"you're cooling down, at the [a-z ]+, (left|right) leg\.")
SAID_MS = 4_000
"""What it takes at most to announce a walk, which then begins."""
ASKING_MS = 5_000
"""What a device takes to start and a runner to ask: the place is told as the runner heard it."""
HOLD_S = 30


def seconds_in(words: str) -> int:
    """The seconds of a length of time: "two minutes and thirty seconds" is 150."""
    found = re.findall(r"([a-z-]+) (minute|second)", words)
    return sum((number(amount) or 0) * (60 if unit == "minute" else 1) for amount, unit in found)


@dataclass
class Stopwatch:
    """What somebody with a stopwatch knows of the walk or the stretch at hand."""

    stage: str = ""
    """warm-up, cool-down, or nothing."""
    total_s: int = 0
    leg: str = ""
    """The leg that is stretched; empty while walking."""
    left_s: float = 0
    """Of the walk, or of the hold of this leg, at the time noted last."""
    noted_ms: int = 0
    runs: bool = False

    def hear(self, text: str, at_ms: int) -> None:
        """Note one thing that was heard, at a time in ms."""
        said = text.lower()
        if found := WARM_UP.search(said):
            self.stage, self.total_s, self.leg = "warm-up", seconds_in(found[1]), ""
            self._note(self.total_s, at_ms, runs=False)
        elif found := OFF_YOU_GO.search(said):
            self._note(seconds_in(found[1]) + SAID_MS / 1000, at_ms)
        elif found := COOL_DOWN.search(said):
            self.stage, self.leg = "cool-down", ""
            self._note(seconds_in(found[1]) + SAID_MS / 1000, at_ms)
        elif self.stage and (found := MARK.search(said)):
            self._note(seconds_in(found[1] or found[2]), at_ms)
        elif self.stage == "cool-down" and "get ready" in said and (found := LEG.search(said)):
            self.leg = found[1]
            to_go = TO_GO.search(said)
            self._note(seconds_in(to_go[1]) if to_go else HOLD_S, at_ms, runs=False)
        elif self.stage == "cool-down" and said.startswith("change."):
            self.leg = "right"
            self._note(HOLD_S, at_ms, runs=False)
        elif self.leg and said.strip(". ") == "hold":
            self._note(self.left_s, at_ms)
        elif "that's your warm-up" in said or "that's the cool-down" in said:
            self.stage = ""

    def _note(self, left_s: float, at_ms: int, *, runs: bool = True) -> None:
        self.left_s, self.noted_ms, self.runs = left_s, at_ms, runs

    def stops(self, now_ms: int) -> None:
        """The runner stands still."""
        self._note(self.left(now_ms), now_ms, runs=False)

    def left(self, now_ms: int) -> float:
        """What is left of the walk or hold at hand, in seconds."""
        passed = (now_ms - self.noted_ms) / 1000 if self.runs else 0
        return max(0.0, self.left_s - passed)

    def goes_on_from(self, said: str, now_ms: int) -> None:
        """A walk that is told of goes on from there: what asking took is given back."""
        told = LEFT_OF.search(said) or WALKING.search(said)
        warmed = WARMED.search(said)
        if self.leg or not (told or warmed):
            return
        after_s = 2 * HOLD_S if told and "cool-down left" in told[0] else 0
        left_s = self.total_s - seconds_in(warmed[1]) if warmed else 0
        self._note(seconds_in(told[1]) - after_s if told else left_s, now_ms, runs=self.runs)

    def wrong(self, said: str, now_ms: int) -> str | None:
        """What of an answer isn't true; None if all of it is."""
        left = self.left(now_ms)
        if found := STRETCHING.search(said):
            over = left <= ASKING_MS / 1000 and found[1] == {"": "left", "left": "right"}.get(
                self.leg
            )
            return None if over or found[1] == self.leg else f"it was the {self.leg or 'walk'}"
        if found := WARMED.search(said):
            if seconds_in(found[2]) != self.total_s:
                return f"the warm-up takes {self.total_s} s"
            return _off(self.total_s - seconds_in(found[1]), left)
        if found := WALKING.search(said):
            return "it was the stretch" if self.leg else _off(seconds_in(found[1]), left)
        if found := LEFT_OF.search(said):
            legs_after = {"": 2, "left": 1, "right": 0}[self.leg] if found[2] == "cool-down" else 0
            return _off(seconds_in(found[1]), left + HOLD_S * legs_after)
        return None


def _off(told_s: int, left_s: float) -> str | None:
    longer_s = told_s - left_s
    fine = -SAID_MS / 1000 - 2 <= longer_s <= ASKING_MS / 1000 + 2
    return None if fine else f"{told_s} s were told, {left_s:.0f} s were left"


QUESTIONS = ("how long is left", "where am i")


@dataclass
class Walker:
    """A runner who warms up or cools down, asks at any time, and stands still now and then."""

    random: Random
    speaker: SmartSpeaker
    watch: Stopwatch
    checked: int = 0
    _began_ms: int = 0
    _heard: int = 0

    def says(self, words: str) -> str | None:
        """One thing that is said; what was wrong with the answer, if anything was."""
        now_ms = self.speaker.now_ms
        before = self.watch.stage
        exchange = self.speaker.say(words)
        said = exchange.heard.text.lower()
        wrong = None
        if words in QUESTIONS or words == "pause":
            wrong = self.watch.wrong(said, now_ms) if before else None
            self.checked += before != ""
        if words == "pause":
            self.watch.stops(now_ms)
        if not wrong:
            self.watch.goes_on_from(said, self.speaker.now_ms)
        self._began_ms, self._heard = self.speaker.now_ms, 0
        self._hears_before_the_hold()
        return wrong and f"{words}: {wrong}: {said[:120]}"

    def _hears_before_the_hold(self) -> None:
        """Of a leg, what is announced holds even if it is not heard out."""
        clips = self.speaker.playing.clips
        ready = [place for place, clip in enumerate(clips) if "Get ready" in clip.text][:1]
        if ready and self.watch.leg:
            for clip in clips[: ready[0] + 1]:
                self.watch.hear(clip.text, self._began_ms + clip.at_ms)
            self._heard = ready[0] + 1

    def listens(self) -> None:
        """Hear some of the answer, or all of it."""
        length_s = self.speaker.playing.length_ms // 1000
        listened_ms = 1000 * self.random.randint(0, max(1, length_s))
        clips = self.speaker.playing.clips
        self.speaker.listen(listened_ms)
        for clip in clips[self._heard :]:
            if clip.at_ms <= listened_ms:
                self.watch.hear(clip.text, self._began_ms + clip.at_ms)
        self._heard = len(clips)
