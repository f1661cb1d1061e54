"""Forgotten on request, or with the skill disabled: all of that user and only that is gone."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from skill.alexa.entry import answer
from skill.service.conversation import runner_id_of
from skill.service.ports import ProgressStore, Saved
from skill.wiring import build_skill
from tests.stores.conftest import aws, client, dynalite, dynamo_store, kept, sqlite_store
from tests.stores.stores import Kept
from tests.support.envelopes import LAUNCH, SKILL_DISABLED, Json, envelope, intent
from tests.support.household import MONDAY_MORNING_MS, SKILL_ID, libraries

__all__ = ["aws", "client", "dynalite", "dynamo_store", "kept", "sqlite_store"]

LEAVING, STAYING = "amzn1.ask.account.LEAVING", "amzn1.ask.account.STAYING"
ALIKE = ("amzn1.ask.account.LEAVIN", "amzn1.ask.account.LEAVING1", "amzn1.ask.account.leaving")


class Session:
    """Users and the skill; every request has an id of its own."""

    def __init__(self, store: ProgressStore) -> None:
        self.store = store
        self._numbers: Iterator[int] = iter(range(1, 1000))
        self._skill = build_skill(
            libraries=libraries(),
            store=store,
            clock=lambda: MONDAY_MORNING_MS,
            skill_id=SKILL_ID,
        )

    def ask(self, user: str, request: Json, *, session: Json | None = None) -> Json:
        named = {**request, "requestId": f"request.{next(self._numbers)}"}
        return answer(self._skill, envelope(named, user=user, session=session), None)

    def says(self, user: str, *names: str) -> Json:
        answered: Json = {}
        for name in names:
            carried = answered.get("sessionAttributes", {})
            session = {"new": False, "attributes": carried}
            answered = self.ask(user, intent(name), session=session)
        return answered

    def document(self, user: str) -> Saved | None:
        return self.store.load(runner_id_of(user))


@pytest.fixture
def talk(kept: Kept) -> Session:
    """Everyone has a workout in hand, and a document that was set aside."""
    talk = Session(kept.store)
    for user in (LEAVING, STAYING, *ALIKE):
        kept.store.save(runner_id_of(user), "{torn", after=0)
        talk.ask(user, LAUNCH, session={})
        talk.says(user, "StartRoutineIntent", "AMAZON.NextIntent")
    return talk


def forget_me(talk: Session) -> None:
    heard = talk.says(LEAVING, "ForgetMeIntent", "AMAZON.YesIntent")
    assert heard["response"]["shouldEndSession"] is True
    assert "glute_bridge" not in json.dumps(heard["sessionAttributes"])


def disable(talk: Session) -> None:
    assert talk.ask(LEAVING, SKILL_DISABLED)["response"] == {}


@pytest.mark.parametrize("leave", [forget_me, disable])
def test_all_of_that_user_is_gone_and_only_that(kept: Kept, talk: Session, leave: object) -> None:
    others = {user: talk.document(user) for user in (STAYING, *ALIKE)}
    assert None not in others.values()

    leave(talk)  # type: ignore[operator]  # one of the two above

    assert talk.document(LEAVING) is None
    assert kept.copies_set_aside(runner_id_of(LEAVING)) == []
    assert {user: talk.document(user) for user in others} == others
    for user in others:
        assert [copy.body for copy in kept.copies_set_aside(runner_id_of(user))] == ["{torn"]


def test_disabling_twice_is_harmless(talk: Session) -> None:
    disable(talk)
    disable(talk)

    assert talk.document(LEAVING) is None


def test_who_says_no_is_not_forgotten(talk: Session) -> None:
    talk.says(LEAVING, "ForgetMeIntent", "AMAZON.NoIntent")

    assert talk.document(LEAVING) is not None


def test_no_account_id_stands_in_any_document(kept: Kept, talk: Session) -> None:
    for user in (LEAVING, STAYING):
        saved = talk.document(user)
        assert saved is not None
        assert user not in saved.body
        assert kept.store.load(user) is None, "stored under the account's own id"
