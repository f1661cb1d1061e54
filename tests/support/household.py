"""A household in the tests: one account, its devices, one store, and a clock nobody waits for."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from skill.alexa.entry import answer
from skill.coach.runner import Runner
from skill.coach.workout import Workout
from skill.routine.model import Led, Routine
from skill.screen.loading import load_screens
from skill.service.conversation import runner_id_of
from skill.service.documents import read_runner
from skill.service.languages import Coaching, Library
from skill.service.ports import AudioLibrary, ProgressStore, Stores
from skill.speech.catalogue import load_catalogue
from skill.speech.wording import Voice
from skill.speech.words import Catalogue
from skill.stores.memory import MemoryStore
from skill.tools.desk.device_player import DevicePlayer
from skill.tools.desk.recogniser import Recogniser
from skill.tools.desk.speaker import SmartSpeaker, Transport
from skill.wiring import build_skill
from tests.support.content import SHIPPED
from tests.support.platform import check_player_response, check_response
from tests.support.prescription import kept_routine
from tests.support.warm_up_moves import WORDS

MODEL = Path("interaction_model/interactionModels/custom/en-US.json")
MONDAY_MORNING_MS = 1_767_600_000_000
"""5 January 2026, 08:00 UTC."""
DAY_MS = 24 * 60 * 60 * 1000
USER = "amzn1.ask.account.TEST"
SKILL_ID = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"


def routine() -> Routine:
    """The routine of the tests: today's, with the doses that the conversations are told for."""
    return kept_routine()


@cache
def led_routine() -> Routine:
    """The same with a warm-up and a cool-down that are led."""
    return replace(routine(), led=Led(True, True, "standing_hamstring_stretch"))


@cache
def catalogue() -> Catalogue:
    """The shipped words, and those of moves, which the shipped routine does not list."""
    return replace(load_catalogue(SHIPPED, routine()), moves=WORDS)


@cache
def _own_voice() -> Voice:
    return Voice(catalogue())


def voice(turn: int = 0) -> Voice:
    """The words at a turn: one voice for all tests, as the skill has one for all requests."""
    return _own_voice().at(turn)


def libraries(led: Routine | None = None) -> dict[str, Library]:
    """The library of a skill that leads through the tests' own routine, or another, in English."""
    if led is None:
        return _own_libraries()
    return {"en": library_of(led, catalogue())}


@cache
def _own_libraries() -> dict[str, Library]:
    return {
        language: library_of(routine(), load_catalogue(SHIPPED, routine(), language))
        for language in SHIPPED.languages
    }


def library_of(led: Routine, words: Catalogue) -> Library:
    """A library of one routine in one language, with the shipped screens."""
    coaching = Coaching(led, Voice(words), cache(lambda: load_screens(SHIPPED, led, words)))
    return lambda routine_id, clinic_id: coaching


@cache
def recogniser(locale: str = MODEL.stem) -> Recogniser:
    model = MODEL.with_stem(locale).read_text(encoding="utf-8")
    return Recogniser(json.loads(model))


def locale_of(language: str) -> str:
    """The first locale that a language is understood in."""
    store = SHIPPED.understanding_folder(language) / "store.toml"
    locales: list[str] = tomllib.loads(store.read_text(encoding="utf-8"))["locales"]
    return locales[0]


def stores_of(store: ProgressStore) -> Stores:
    """The store for every request, and a fresh one for those that name no user."""
    return Stores(lambda: store, MemoryStore)


def in_process(
    store: ProgressStore, led: Routine | None = None, audio: AudioLibrary | None = None
) -> Transport:
    """The skill in this very process, answering as Lambda's entry does; by the tests' own routine
    if it is handed none."""
    skill = build_skill(
        libraries=libraries(led),
        store=store,
        clock=lambda: MONDAY_MORNING_MS,
        skill_id=SKILL_ID,
        audio=audio,
    )
    return lambda envelope: answer(skill, envelope, None)


def leading_all(store: ProgressStore) -> Transport:
    """The skill in this very process, with a warm-up and a cool-down that are led."""
    return in_process(store, led_routine())


class Household:
    """Devices of one account; each response they get is held against the platform's limits."""

    def __init__(
        self,
        store: ProgressStore | None = None,
        transport: Callable[[ProgressStore], Transport] = in_process,
        locale: str = MODEL.stem,
        player: Callable[[], DevicePlayer] | None = None,
        speaker: type[SmartSpeaker] = SmartSpeaker,
    ) -> None:
        """Each device has a `player` of its own, if any."""
        self._locale = locale
        self._player = player
        self._speaker = speaker
        self.store = store or MemoryStore()
        self._ask = transport(self.store)
        self._devices: dict[str, SmartSpeaker] = {}
        self.now_ms = MONDAY_MORNING_MS
        self.responses: list[Mapping[str, Any]] = []

    def device(self, name: str = "living room") -> SmartSpeaker:
        """The device of that name, its clock set to the household's."""
        if name not in self._devices:
            self._devices[name] = self._speaker(
                self._checked,
                recogniser(self._locale),
                locale=self._locale,
                now_ms=self.now_ms,
                skill_id=SKILL_ID,
                user_id=USER,
                device_id=name,
                player=self._player() if self._player else None,
            )
        return self._devices[name]

    def _checked(self, envelope: dict[str, Any]) -> Mapping[str, Any]:
        response: dict[str, Any] = json.loads(json.dumps(self._ask(envelope)))
        kind = envelope["request"]["type"]
        if kind.startswith(("AudioPlayer.", "PlaybackController.")):
            check_player_response(kind, response["response"])
        elif response.get("response") and kind != "SessionEndedRequest":
            check_response(response)
        self.responses.append(response)
        return response

    def journal(self) -> Runner:
        """What is remembered right now."""
        saved = self.store.load(runner_id_of(USER))
        return read_runner(saved.body) if saved else Runner()

    def workout(self) -> Workout:
        """The workout in hand; raises AssertionError if there is none."""
        workout = self.journal().workout
        assert workout is not None, "no workout is under way"
        return workout

    def remember(self, body: str) -> None:
        """Put a document into the store, whatever it says."""
        saved = self.store.load(runner_id_of(USER))
        self.store.save(runner_id_of(USER), body, after=saved.revision if saved else 0)
