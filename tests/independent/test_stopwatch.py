"""What is said of the warm-up and the cool-down is what a stopwatch beside the mat shows."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest

from tests.independent.stopwatch import QUESTIONS, Stopwatch, Walker, seconds_in
from tests.support.household import Household, in_process, led_routine

TURNS = 12


def walker(seed: str) -> Walker:
    household = Household(transport=partial(in_process, led=led_routine()))
    return Walker(Random(seed), household.device(), Stopwatch())


def walks(runner: Walker) -> list[str]:
    """What was untrue of what was said in some turns of a walk or stretch."""
    found = []
    for _ in range(TURNS):
        runner.listens()
        if not runner.watch.stage or not runner.speaker.session_open:
            break
        words = runner.random.choice((*QUESTIONS, *QUESTIONS, "pause"))
        found += [runner.says(words) or ""]
        if words == "pause":
            runner.listens()
            runner.speaker.pass_time(runner.random.randint(0, 40_000))
            runner.says("time it" if runner.watch.stage == "warm-up" else "ready")
    return [wrong for wrong in found if wrong]


@pytest.mark.parametrize("seed", range(25))
def test_what_is_said_of_the_warm_up_is_true(seed: int) -> None:
    runner = walker(f"warm-up {seed}")
    runner.says("ask hamstring coach to start my routine")
    runner.listens()
    runner.watch.hear("Warm up first: five minutes of easy walking", runner.speaker.now_ms)
    runner.says("time it")

    assert not walks(runner)
    assert runner.checked


@pytest.mark.parametrize("seed", range(25))
def test_what_is_said_of_the_cool_down_is_true(seed: int) -> None:
    runner = walker(f"cool-down {seed}")
    for words in ("ask hamstring coach to do the glute bridge", "ready", "next", "done"):
        runner.says(words)
        runner.speaker.listen(40_000)
    runner.says("skip everything else")
    runner.says("next")
    assert "cool down: two minutes" in runner.speaker.playing.text.lower()

    assert not walks(runner)


def test_lengths_of_time_are_read_as_they_are_said() -> None:
    assert seconds_in("two minutes and thirty seconds") == 150
    assert seconds_in("one minute") == 60
    assert seconds_in("ten seconds") == 10


def test_the_stopwatch_notices_what_is_untrue() -> None:
    watch = Stopwatch()
    watch.hear("Warm up first: five minutes of easy walking or jogging.", 0)
    watch.hear("Off you go, for five minutes.", 0)
    watch.hear("Four minutes left.", 63_000)

    assert watch.wrong("three minutes and thirty seconds of the warm-up left.", 93_000) is None
    assert watch.wrong("four minutes of the warm-up left.", 93_000)
    assert watch.wrong("you've warmed up for three minutes of five minutes.", 93_000)
    assert watch.wrong("you've warmed up for one minute of ten minutes.", 63_000)
