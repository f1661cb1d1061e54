"""One warm turn, repeated: the same runner sends the same request again and again.

It shows changes in the cost of a turn, not what runners feel: see `workouts.py`. In CPU time of all
threads, with the garbage collector off.
"""

from __future__ import annotations

import gc
import json
import logging
import time
from collections import defaultdict
from collections.abc import Mapping
from typing import cast

from ask_sdk_core.skill import CustomSkill
from ask_sdk_model import RequestEnvelope

from skill.alexa.entry import answer
from skill.alexa.runtime.direct import AnySkill
from skill.wiring import STORE_SETTING, skill_from
from tests.bench.hello_world import builder
from tests.bench.requests import Json, request
from tests.bench.table import Row

NEXT, HELP, REPEAT = "AMAZON.NextIntent", "AMAZON.HelpIntent", "AMAZON.RepeatIntent"
SMALLEST_COUNTED_SET = 3_000
"""Characters of JSON that the answer with a counted set surely has."""


def a_skill() -> AnySkill:
    """The full skill with a memory store."""
    logging.disable(logging.INFO)
    return skill_from({STORE_SETTING: "memory:"})


def hello(skill: CustomSkill, envelope: Json) -> Json:
    """The baseline's answer, with the steps of the SDK's lambda_handler."""
    asked = skill.serializer.deserialize(json.dumps(envelope), RequestEnvelope)
    return cast("Json", skill.serializer.serialize(skill.invoke(asked, None)))


class Runner:
    """A runner who starts the routine again and again."""

    def __init__(self, skill: AnySkill) -> None:
        self.skill = skill

    def begin(self) -> Json:
        """Start the routine in a new session; the attributes."""
        return self.ask(request("StartRoutineIntent", {}, new=True))[0]

    def ask(self, envelope: Json) -> tuple[Json, float, int]:
        """The attributes after a request, its microseconds, and the characters of the answer."""
        begun = time.process_time()
        response = answer(self.skill, envelope, None)
        took = 1e6 * (time.process_time() - begun)
        text = json.dumps(response)
        return json.loads(text)["sessionAttributes"], took, len(text)


def warm_rows(rounds: int) -> list[Row]:
    """The time of a "next" that counts a set, of "help" and of "repeat"."""
    took = _beside_hello(Runner(a_skill()), rounds)
    return [
        Row(f"one turn, repeated: {intent.removeprefix('AMAZON.')}", "us", took[intent])
        for intent in (NEXT, HELP, REPEAT)
    ]


def _beside_hello(runner: Runner, rounds: int) -> Mapping[str, dict[str, list[float]]]:
    """The microseconds of each turn, by intent and candidate."""
    yardstick = builder().create()
    runs: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    trial = max(3, rounds // 10)
    gc.disable()  # a collection would be counted in some random run
    for number in range(rounds + trial):
        # the first turn is not measured: the collection has just emptied Python's free lists
        for place, intent in enumerate((NEXT, NEXT, REPEAT, HELP)):
            hello_us = _hello_us(yardstick, intent)
            _, us, length = runner.ask(request(intent, runner.begin()))
            assert intent != NEXT or length > SMALLEST_COUNTED_SET, "no counted set"
            if number >= trial and place:
                runs[intent]["hello"].append(hello_us)
                runs[intent]["skill"].append(us)
        gc.collect()
    gc.enable()
    return runs


def _hello_us(skill: CustomSkill, intent: str) -> float:
    envelope = request(intent, {})
    begun = time.process_time()
    hello(skill, envelope)
    return 1e6 * (time.process_time() - begun)
