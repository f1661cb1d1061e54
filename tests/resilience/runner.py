"""A runner who says anything at any time, and what must be remembered of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from skill.alexa.entry import answer
from skill.alexa.intents import INTENTS
from skill.service.conversation import runner_id_of
from skill.service.ports import Saved
from skill.stores.memory import MemoryStore
from skill.wiring import build_skill, libraries_in
from tests.support.content import SHIPPED
from tests.support.envelopes import LAUNCH, Json, envelope, intent
from tests.support.household import MONDAY_MORNING_MS, SKILL_ID

MONDAY_MORNING = datetime.fromtimestamp(MONDAY_MORNING_MS / 1000, UTC)
FORGETFUL = frozenset({"ForgetMeIntent"})
GOING_ON = ("AMAZON.NextIntent",) * 40
"""Said oftener than anything else, so that workouts get somewhere."""
SLOTS: tuple[dict[str, str], ...] = ({}, {"reps": "7"}, {"hold": "PT20S"}, {"sets": "2"})


class Runner:
    """Makes one envelope after another, and knows what is to be saved after each."""

    def __init__(self, chance: Random, user: str) -> None:
        self.user = user
        self._chance = chance
        self._now = MONDAY_MORNING
        self._number = 0
        self._attributes: Json = {}
        self._session_open = False
        self._store = MemoryStore()
        self._skill = build_skill(
            libraries=libraries_in(SHIPPED),
            store=self._store,
            clock=lambda: MONDAY_MORNING_MS,
            skill_id=SKILL_ID,
        )
        self._intents = (*sorted(set(INTENTS) - FORGETFUL), *GOING_ON)

    def next_envelope(self, now: datetime | None = None) -> Json:
        """What the runner says next."""
        self._number += 1
        self._now = now or self._now + timedelta(seconds=self._chance.choice((1, 5, 30, 90, 3600)))
        new = not self._session_open or self._chance.random() < 0.02
        request = (
            LAUNCH
            if new
            else intent(self._chance.choice(self._intents), **self._chance.choice(SLOTS))
        )
        named = {
            "requestId": f"{self.user}.{self._number}",
            "timestamp": self._now.isoformat().replace("+00:00", "Z"),
        }
        session = {"new": new, "attributes": {} if new else self._attributes}
        return envelope({**request, **named}, user=self.user, session=session)

    def saved_after(self, asked: Json) -> str:
        """The document that must be saved once a request was answered; each is given once."""
        answer(self._skill, asked, None)
        saved = self.saved(self._store.load(runner_id_of(self.user)))
        assert saved is not None
        return saved

    def heard(self, answered: dict[str, Any]) -> None:
        """Take an answer in."""
        self._attributes = answered.get("sessionAttributes") or {}
        self._session_open = answered["response"].get("shouldEndSession") is False

    @staticmethod
    def saved(document: Saved | None) -> str | None:
        """The text of a document."""
        return document.body if document else None
