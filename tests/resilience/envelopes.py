"""Request envelopes with odd values, built from the SDK's own model: every class it can read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from random import Random
from typing import Any

from ask_sdk_model import Request, RequestEnvelope

from skill.alexa.intents import INTENTS
from tests.support.household import SKILL_ID

Json = Any
DEEPEST = 9
"""How deep an envelope is built; deeper down everything is left out."""

TEXTS = (
    *("", "?", "7", "-1", "9" * 40, "PT1M", "PT" + "9" * 30 + "S", "P1Y", "\x00", "</speak>"),
    *("glute_bridge", "ER_SUCCESS_MATCH", "2026-01-05T08:00:00Z", "\ud83c\udfc3", "x" * 200),
    *("__class__", "__dict__", "deserialized_types", "to_dict", "{payload}", "%s", "\u202e"),
)
NUMBERS = (0, 1, -1, 7, 2**31, -(2**63), 10**30, 0.5, -0.0, 1e308)
_GENERIC = re.compile(r"(?P<kind>list\[|dict\(\w+, )(?P<inner>.*)[\])]")


@dataclass(frozen=True)
class OddEnvelopes:
    """Makes envelopes; the same random numbers make the same ones."""

    chance: Random
    oddness: float
    """How likely a value is anything at all instead of what the model wants; 0 to 1."""

    def one(self) -> dict[str, Json]:
        """An envelope for the skill, with a request of any type."""
        kind = self.chance.choice((*request_types(), *("IntentRequest",) * 30))
        envelope: dict[str, Json] = self._fields(RequestEnvelope, 0, without="request")
        request = self._fields(_class(Request.discriminator_value_class_map[kind]), 1)
        envelope["request"] = {**request, "type": kind, "timestamp": "2026-01-05T08:00:00Z"}
        context, session = envelope.get("context"), envelope.get("session")
        context = context if isinstance(context, dict) else {}
        system = context.get("System")
        system = system if isinstance(system, dict) else {}
        application = {"applicationId": SKILL_ID}
        envelope["context"] = {**context, "System": {**system, "application": application}}
        if isinstance(session, dict):
            session.pop("application", None)  # another skill's would be refused at the door
        return envelope

    def anything(self, depth: int = 0) -> Json:
        """Any JSON at all."""
        kinds: list[Callable[[], Json]] = [
            lambda: None,
            lambda: self.chance.random() < 0.5,
            lambda: self.chance.choice(NUMBERS),
            self.text,
        ]
        if depth < 3:
            kinds += [
                lambda: [self.anything(depth + 1) for _ in range(self.chance.randrange(3))],
                lambda: {
                    self.text(): self.anything(depth + 1) for _ in range(self.chance.randrange(3))
                },
            ]
        return self.chance.choice(kinds)()

    def text(self) -> str:
        """A text that is awkward somewhere, or the name of an intent."""
        return self.chance.choice((*TEXTS, *self.chance.sample(sorted(INTENTS), 8)))

    def _value(self, kind: str, depth: int) -> Json:
        if self.chance.random() < self.oddness:
            return self.anything()
        generic = _GENERIC.fullmatch(kind)
        if generic:
            inner = [self._value(generic["inner"], depth + 1) for _ in range(self._few())]
            return inner if kind.startswith("list") else {self.text(): value for value in inner}
        plain: Mapping[str, Callable[[], Json]] = {
            "str": self.text,
            "bool": lambda: self.chance.random() < 0.5,
            "int": lambda: self.chance.choice([n for n in NUMBERS if isinstance(n, int)]),
            "float": lambda: self.chance.choice(NUMBERS),
            "datetime": lambda: "2026-01-05T08:00:00Z",
            "object": self.anything,
        }
        if kind in plain:
            return plain[kind]()
        cls = _class(kind)
        if issubclass(cls, Enum):
            return self.chance.choice([member.value for member in cls])
        return self._model(cls, depth)

    def _model(self, cls: type[Any], depth: int) -> Json:
        children = getattr(cls, "discriminator_value_class_map", None)
        if not children:
            return self._fields(cls, depth)
        tag = self.chance.choice(sorted(children))
        child = _class(children[tag])
        name = cls.json_discriminator_key
        key = getattr(child, "attribute_map", {}).get(name, name)
        return {**self._fields(child, depth), key: tag}

    def _fields(self, cls: type[Any], depth: int, without: str = "") -> dict[str, Json]:
        if depth > DEEPEST:
            return {}
        return {
            cls.attribute_map.get(name, name): self._value(kind, depth + 1)
            for name, kind in cls.deserialized_types.items()
            if name != without and self.chance.random() < 0.8
        }

    def _few(self) -> int:
        return self.chance.choice((0, 1, 1, 2))


@cache
def request_types() -> tuple[str, ...]:
    """Every request type the SDK knows."""
    return tuple(sorted(Request.discriminator_value_class_map))


@cache
def _class(name: str) -> type[Any]:
    module, _, short = name.rpartition(".")
    found: type[Any] = getattr(import_module(module), short)
    return found
