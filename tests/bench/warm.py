"""Warm requests, in process: what is asked over and over once a process is up.

In CPU time, that of all threads: what else the machine does is left out.
"""

from __future__ import annotations

import cProfile
import gc
import json
import logging
import os
import pstats
import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, cast

from ask_sdk_core.skill import CustomSkill
from ask_sdk_model import RequestEnvelope

from skill.alexa.entry import answer
from skill.alexa.skill import STORE_SETTING, skill_from
from skill.sdk.skill import AnySkill
from skill.sdk.switch import STOCK_SETTING
from tests.bench.hello_world import builder
from tests.bench.requests import Json, request
from tests.bench.table import Row

NEXT, HELP, REPEAT = "AMAZON.NextIntent", "AMAZON.HelpIntent", "AMAZON.RepeatIntent"
REACHES = {NEXT: 0.35, HELP: 0.25, REPEAT: 0.25}
SMALLEST_COUNTED_SET = 3_000
"""Characters of JSON; a "next" that counts a set says far more than this."""


def a_skill(*, stock: bool = False) -> AnySkill:
    """The full skill with a memory store."""
    logging.disable(logging.INFO)
    return skill_from({STORE_SETTING: "memory:", STOCK_SETTING: "1" if stock else ""})


def hello(skill: CustomSkill, envelope: Json) -> Json:
    """The yardstick's answer, by the steps of the SDK's own lambda_handler."""
    asked = skill.serializer.deserialize(json.dumps(envelope), RequestEnvelope)
    return cast("Json", skill.serializer.serialize(skill.invoke(asked, None)))


class Runner:
    """Someone who starts the routine over and over and goes as far as is to be measured."""

    def __init__(self, skill: AnySkill) -> None:
        self.skill = skill

    def begin(self) -> Json:
        """Start a routine in a new session; its attributes."""
        return self.ask(request("StartRoutineIntent", {}, new=True))[0]

    def ask(self, envelope: Json) -> tuple[Json, float, int]:
        """The attributes after it, microseconds it took, and characters of the answer."""
        begun = time.process_time()
        response = answer(self.skill, envelope, None)
        took = 1e6 * (time.process_time() - begun)
        text = json.dumps(response)
        return json.loads(text)["sessionAttributes"], took, len(text)


def warm_rows(rounds: int) -> list[Row]:
    """Time of a "next" that counts a set, of "help" and of "repeat", each beside hello world."""
    skill = _beside_hello("skill", Runner(a_skill()), rounds)
    stock = _beside_hello("stock", Runner(a_skill(stock=True)), rounds // 3)
    rows = []
    for intent, reach in REACHES.items():
        what = f"warm, in process: {intent.removeprefix('AMAZON.')}"
        rows += [
            Row(what, "us", skill[intent], reach),
            Row(f"{what}, on the stock SDK", "us", stock[intent]),
        ]
    return rows


def _beside_hello(name: str, runner: Runner, rounds: int) -> Mapping[str, dict[str, list[float]]]:
    """Microseconds by intent and candidate, turn by turn."""
    yardstick = builder().create()
    runs: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    trial = max(3, rounds // 10)
    gc.disable()  # a collection would fall into whichever run is under way
    for number in range(rounds + trial):
        # the first is a trial: a collection has just taken what Python keeps at hand
        for place, intent in enumerate((NEXT, NEXT, REPEAT, HELP)):
            hello_us = _hello_us(yardstick, intent)
            _, us, length = runner.ask(request(intent, runner.begin()))
            assert intent != NEXT or length > SMALLEST_COUNTED_SET, "no counted set"
            if number >= trial and place:
                runs[intent]["hello"].append(hello_us)
                runs[intent][name].append(us)
        gc.collect()
    gc.enable()
    return runs


def _hello_us(skill: CustomSkill, intent: str) -> float:
    envelope = request(intent, {})
    begun = time.process_time()
    hello(skill, envelope)
    return 1e6 * (time.process_time() - begun)


def where_the_time_goes(rounds: int, most: int = 12) -> list[str]:
    """The functions in which a "next" spends most, of the profiler's own total."""
    runner = Runner(a_skill())
    profile = cProfile.Profile(time.process_time)
    for _ in range(rounds):
        envelope = request(NEXT, runner.begin())
        profile.enable()
        answer(runner.skill, envelope, None)
        profile.disable()
    stats: Mapping[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    spent = sorted(((own, place) for place, (_, _, own, _, _) in stats.items()), reverse=True)
    total = sum(own for own, _ in spent)
    return [
        f"  {own / total:6.1%}  {os.path.relpath(file) if file[0] == '/' else file}:{name}"
        for own, (file, _, name) in spent[:most]
    ]
