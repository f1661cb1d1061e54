"""One runner's talk with the coach, below Alexa's envelopes: commands in, answers out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from skill.coach.commands import Command, Meaning
from skill.coach.runner import Runner
from skill.service.conversation import Asked, Conversation, runner_id_of
from skill.service.documents import read_runner
from skill.service.ports import ProgressStore, Saved, Stores
from skill.stores.memory import MemoryStore
from tests.support.household import MONDAY_MORNING_MS, USER, libraries, stores_of

Keys = tuple[str, ...]
"""What is heard, as keys of lines: no test here depends on a wording."""


class Talker:
    """A device in a session: it sends its attributes back, as JSON, and every minute a request."""

    def __init__(
        self, store: MemoryStore, device: str = "kitchen", user: str | None = USER
    ) -> None:
        self.store = store
        self.attributes: dict[str, Any] = {}
        self.asked: list[Asked] = []
        self._conversation = Conversation(libraries()["en"], stores_of(store))
        self._device = device
        self._user = user

    def through(self, for_a_request: Callable[[], ProgressStore]) -> None:
        """From now on reach the store by this."""
        stores = Stores(for_a_request, MemoryStore)
        self._conversation = Conversation(libraries()["en"], stores)

    def open(self) -> Keys:
        """Open the skill in a new session."""
        return self.tell(Meaning.OPEN, new_session=True)

    def tell(
        self,
        meaning: Meaning,
        *,
        new_session: bool = False,
        carrying: dict[str, Any] | None = None,
        **given: Any,
    ) -> Keys:
        """Mean something, a minute after the last time. A session carries what it was given last,
        a new one nothing, unless `carrying` says otherwise."""
        carried = {} if new_session else self.attributes
        number = len(self.asked) + 1
        return self.send(
            Asked(
                command=Command(meaning, **given),
                user_id=self._user,
                now_ms=MONDAY_MORNING_MS + 60_000 * number,
                new_session=new_session,
                request_id=f"{self._device}-{number}",
                attributes=carried if carrying is None else carrying,
            )
        )

    def send(self, asked: Asked) -> Keys:
        """Send a request as it is."""
        answered = self._conversation.answer(asked)
        self.asked.append(asked)
        self.attributes = json.loads(json.dumps(answered.attributes))
        return tuple(cue.line.key for cue in answered.turn.timeline.cues)

    def document(self) -> Saved | None:
        """What the store holds of this runner, whether it is down or not."""
        return MemoryStore.load(self.store, runner_id_of(self._user or ""))

    def journal(self) -> Runner:
        """What the store holds, read."""
        saved = self.document()
        assert saved is not None, "nothing is saved"
        return read_runner(saved.body)
