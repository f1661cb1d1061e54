"""Whole workouts of many runners, interleaved, with the garbage collector on.

In CPU time of all threads. A turn is a request read, answered and written as JSON; hello world
answers the same requests, turn by turn. The clock moves on: "next" is said after the answer, all
else somewhere in it.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from statistics import quantiles

from skill.alexa.entry import answer
from skill.service.conversation import SESSION
from tests.bench.hello_world import builder
from tests.bench.requests import Json, request
from tests.bench.table import Row
from tests.bench.warm import a_skill, hello

RUNNERS = 60
LONGEST = 120
"""More turns than any workout has."""
ASIDES = ["AMAZON.RepeatIntent", "AMAZON.HelpIntent", "AMAZON.PauseIntent", "ClinicPhoneIntent"]
"""Said instead of "next" in one turn of SHARE."""
SHARE = 6
BREATH_MS = 4_000
"""From the end of an answer to the next request; untimed answers take no time."""


def workout_rows(rounds: int) -> list[Row]:
    """The sum, median and 99th percentile of turns, without and with a screen."""
    rows = []
    for screen, target in ((False, 0.90), (True, 1.00)):
        told: dict[str, dict[str, list[float]]] = {
            what: {"hello": [], "skill": []} for what in ("sum", "p50", "p99")
        }
        for number in range(rounds + 1):
            took = _one_day(screen=screen, seed=number)
            for name, turns in took.items():
                if number:
                    cuts = quantiles(turns, n=100)
                    told["sum"][name].append(sum(turns) / 1000)
                    told["p50"][name].append(cuts[49])
                    told["p99"][name].append(cuts[98])
        what = f"(c) {RUNNERS} whole workouts {'with' if screen else 'without'} a screen"
        rows += [
            Row(f"{what}, sum", "ms", told["sum"], target),
            Row(f"{what}, p50 of a turn", "us", told["p50"]),
            Row(f"{what}, p99 of a turn", "us", told["p99"]),
        ]
    return rows


def _one_day(*, screen: bool, seed: int) -> dict[str, list[float]]:
    """The microseconds of each turn, by candidate."""
    skill, yardstick = a_skill(), builder().create()
    runners = [_Runner(f"{seed}-{number}", screen=screen) for number in range(RUNNERS)]
    took: dict[str, list[float]] = {"hello": [], "skill": []}
    while present := [runner for runner in runners if not runner.gone]:
        for runner in present:
            envelope = runner.asks()
            begun = time.process_time()
            json.dumps(hello(yardstick, envelope))
            took["hello"].append(1e6 * (time.process_time() - begun))
            begun = time.process_time()
            text = json.dumps(answer(skill, envelope, None))
            took["skill"].append(1e6 * (time.process_time() - begun))
            runner.hears(json.loads(text))
    return took


class _Runner:
    def __init__(self, name: str, *, screen: bool) -> None:
        self._name = name
        self._screen = screen
        self._chance = random.Random(name)
        self._attributes: Json = {}
        self._turns = 0
        self._now_ms = 0
        self.gone = False
        self._says = self._words()

    def asks(self) -> Json:
        """The next request."""
        self._turns += 1
        intent = next(self._says)
        timed_ms = self._attributes.get(SESSION, {}).get("timed_ms", 0)
        heard = self._chance.random() if intent in ASIDES else 1
        self._now_ms += round(heard * timed_ms) + BREATH_MS
        return request(
            intent,
            self._attributes,
            new=self._turns == 1,
            user=self._name,
            screen=self._screen,
            after_ms=self._now_ms,
        )

    def hears(self, answered: Json) -> None:
        """Keep the session's attributes, or leave once the workout is over."""
        assert self._turns < LONGEST, "the workout does not end"
        self._attributes = answered.get("sessionAttributes", {})
        self.gone = answered["response"].get("shouldEndSession") is True

    def _words(self) -> Iterator[str]:
        yield "StartRoutineIntent"
        while True:
            aside = self._chance.randrange(SHARE) == 0
            yield self._chance.choice(ASIDES) if aside else "AMAZON.NextIntent"
