"""One request, answered: recall the runner, let the coach decide, save, and only then answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any

from skill.alexa.journals import JournalTexts, carried
from skill.coach.coach import Moment, step
from skill.coach.commands import Command, Meaning
from skill.coach.journal import Journal, JournalError, NewerJournal, sets_finished
from skill.coach.lines import Line
from skill.coach.scene import Turn
from skill.coach.talk import Question
from skill.progress.port import ProgressStore, RevisionConflict, StoreError, cause_of
from skill.progress.steady import for_one_request
from skill.routine.model import Routine
from skill.speech.wording import Voice

logger = logging.getLogger(__name__)

TRIES = 6
"""A lost race against another device is run again so often; the coach is pure, so it may be."""
JOURNAL, UNSAVED, QUIET = "journal", "unsaved", "quiet"
"""The session's attributes: the text of the journal, the request ids of the turns that made it
since the last one that is surely saved (that one first, "" where there was none), and what no store
may hold: that pain was spoken of, and where the runner stood before.
The ids tell whether what the store holds is what the session went on from."""
BEATS_ALL = frozenset({Meaning.PAIN, Meaning.CRAMP, Meaning.RED_FLAG})
"""What is never answered with anything else, not even where it comes twice."""
UNSAVED_LIMIT = 200
"""So many ids of turns at most, besides the first: a response has room for them."""


class StoreState(StrEnum):
    """How the store did during a request, for the log."""

    FINE = "fine"
    UNREAD = "unread"
    """The runner's journal could not be loaded."""
    UNSAVED = "unsaved"
    """It could be loaded, but not saved again."""
    SET_ASIDE = "set aside"
    """It was loaded, but no version of the skill that is here can read it."""


class Result(StrEnum):
    """What became of a request, for the log."""

    ANSWERED = "answered"
    REPLAYED = "replayed"
    UNSAVED = "unsaved"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request brings."""

    command: Command
    user_id: str | None
    now_ms: int
    new_session: bool
    request_id: str
    attributes: Mapping[str, object]
    """The session's attributes as the device sent them back: not to be trusted blindly."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What goes back."""

    turn: Turn
    voice: Voice
    journal: Journal
    """What is remembered after the turn."""
    attributes: dict[str, Any]
    result: Result = Result.ANSWERED
    sets: int = 0
    """Sets that were found done to their end."""
    store: StoreState = StoreState.FINE


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is known of the runner as the request comes in."""

    journal: Journal
    revision: int
    reachable: bool
    notices: tuple[Line, ...] = ()
    store: StoreState = StoreState.FINE


class Conversation:
    """The coach with its routine, its words and its memory.

    `texts` remembers journals; conversations in several languages share one.
    """

    def __init__(
        self,
        routine: Routine,
        voice: Voice,
        store: ProgressStore,
        texts: JournalTexts | None = None,
    ) -> None:
        self._routine = routine
        self._voice = voice
        self._store = store
        self._texts = JournalTexts() if texts is None else texts

    def answer(self, asked: Asked) -> Answered:
        """The answer to a request; its state is saved before this returns."""
        runner_id = runner_id_of(asked.user_id or "")
        store = for_one_request(self._store) if asked.user_id else _session_only(runner_id, asked)
        for _ in range(TRIES):
            recalled = self._recall(store, runner_id, asked)
            try:
                return self._answer(store, runner_id, asked, recalled)
            except RevisionConflict:
                continue  # another device wrote in between: read its news, decide again
        return self._answer(store, runner_id, asked, replace(recalled, reachable=False))

    def forget(self, user_id: str | None) -> None:
        """Delete everything of a user, as when the skill is disabled; raises StoreError."""
        if user_id:
            runner_id = runner_id_of(user_id)
            try:
                self._store.forget(runner_id)
            except StoreError as error:
                cause = cause_of(error, runner_id, user_id)
                logger.warning("progress not forgotten: %s", cause)
                raise
            self._texts.clear()

    def _answer(
        self, store: ProgressStore, runner_id: str, asked: Asked, recalled: Recalled
    ) -> Answered:
        if recalled.journal.knows(asked.request_id):
            return self._replayed(asked, recalled)
        answered = self._decide(asked, recalled)
        try:
            if not recalled.reachable:
                raise StoreError("the store could not be read")
            if answered.turn.forget:
                store.forget(runner_id)
                self._texts.clear()
                return replace(answered, result=Result.FORGOTTEN)
            body = answered.attributes[JOURNAL]
            store.save(runner_id, body, after=recalled.revision)
            self._texts.keep(body, answered.journal)
        except RevisionConflict:
            raise
        except StoreError as error:
            cause = cause_of(error, runner_id, asked.user_id or "")
            logger.warning("progress not saved: %s", cause)
            if answered.turn.forget:
                return self._not_forgotten(asked, recalled)
            return self._unsaved(asked, recalled)
        return answered

    def _replayed(self, asked: Asked, recalled: Recalled) -> Answered:
        """A replay is answered, but nothing moves and nothing is saved."""
        before = _journal_in_session(asked)
        if before is not None and before.turn + 1 == recalled.journal.turn:
            # the session still carries what that turn began with: the answer is the very same
            begun = _quietened(before, asked.attributes.get(QUIET))
            answered = self._decide(asked, replace(recalled, journal=begun))
        else:
            if asked.command.meaning not in BEATS_ALL:
                asked = replace(asked, command=Command(Meaning.REPEAT))
            answered = self._decide(asked, recalled)
        attributes = {**answered.attributes, JOURNAL: self._texts.write(recalled.journal)}
        return replace(answered, attributes=attributes, result=Result.REPLAYED, sets=0)

    def _not_forgotten(self, asked: Asked, recalled: Recalled) -> Answered:
        """Never say that something was deleted when it was not: say so, and ask again."""
        notices = (*recalled.notices, Line.of("trouble.not_forgotten"))
        again = replace(asked, command=Command(Meaning.FORGET_ME))
        return self._unsaved(again, replace(recalled, notices=notices), told=True)

    def _unsaved(self, asked: Asked, recalled: Recalled, *, told: bool = False) -> Answered:
        """The workout goes on from the session; the runner is told once."""
        turns = _unsaved_turns(asked)
        if not turns:
            turns = [recalled.journal.request_id]
        if not (told or _unsaved_turns(asked)):
            notices = (*recalled.notices, Line.of("trouble.not_saved"))
            recalled = replace(recalled, notices=notices)
        answered = self._decide(asked, recalled)
        if recalled.reachable:
            # the write that failed may have been kept all the same
            turns = [turns[0], *[*turns[1:], asked.request_id][-UNSAVED_LIMIT:]]
        attributes = {**answered.attributes, UNSAVED: turns}
        store = StoreState.UNSAVED if recalled.reachable else StoreState.UNREAD
        return replace(answered, attributes=attributes, result=Result.UNSAVED, store=store)

    def _decide(self, asked: Asked, recalled: Recalled) -> Answered:
        voice = self._voice.at(recalled.journal.turn)
        moment = Moment(asked.now_ms, voice.measure, asked.new_session, recalled.notices)
        journal, turn = step(self._routine, recalled.journal, asked.command, moment)
        journal = journal.answering(asked.request_id)
        attributes: dict[str, Any] = {
            JOURNAL: self._texts.write(journal),
            QUIET: journal.talk.unsaved(),
        }
        sets = sets_finished(recalled.journal, journal)
        return Answered(turn, voice, journal, attributes, sets=sets, store=recalled.store)

    def _recall(self, store: ProgressStore, runner_id: str, asked: Asked) -> Recalled:
        quiet = None if asked.new_session else asked.attributes.get(QUIET)
        try:
            saved = store.load(runner_id)
        except StoreError as error:
            cause = cause_of(error, runner_id, asked.user_id or "")
            logger.warning("progress not loaded: %s", cause)
            in_session = _journal_in_session(asked)
            return Recalled(_quietened(in_session or Journal(), quiet), 0, reachable=False)
        revision = saved.revision if saved else 0
        try:
            journal = self._texts.read(saved.body) if saved else Journal()
        except (JournalError, ValueError) as error:
            in_session = _journal_in_session(asked)
            return self._set_aside(store, runner_id, revision, error, in_session)
        if journal.request_id in _unsaved_turns(asked):
            # what could not be saved then is saved with this turn
            journal = _journal_in_session(asked) or journal
        if saved is None:
            in_session = _journal_in_session(asked)
            if in_session and _confirms_forgetting(asked, in_session):
                # a replay: all was deleted by then, and is said to be once more
                journal = in_session
        return Recalled(_quietened(journal, quiet), revision, reachable=True)

    def _set_aside(
        self,
        store: ProgressStore,
        runner_id: str,
        revision: int,
        error: Exception,
        in_session: Journal | None,
    ) -> Recalled:
        """A journal that cannot be read is kept for whoever can; the runner starts fresh."""
        reason = "newer" if isinstance(error, NewerJournal) else "unreadable"
        logger.warning("saved progress set aside: %s", reason)
        journal = in_session or Journal(welcomed=True)
        notices = () if in_session else (Line.of("trouble.place_unreadable"),)
        try:
            store.set_aside(runner_id, reason, after=revision)
        except StoreError as failure:
            logger.warning("progress not set aside: %s", cause_of(failure, runner_id))
            return Recalled(journal, 0, reachable=False, notices=notices)
        return Recalled(journal, 0, True, notices, StoreState.SET_ASIDE)


def runner_id_of(user_id: str) -> str:
    """The key a runner is stored under; the account's id itself is kept nowhere."""
    return sha256(user_id.encode()).hexdigest()


def _session_only(runner_id: str, asked: Asked) -> ProgressStore:
    """The store for a runner whom nobody named: what the session carries, and no longer."""
    from skill.progress.memory import MemoryStore  # seldom wanted

    store = MemoryStore()
    journal = _journal_in_session(asked)
    if journal is not None:
        store.save(runner_id, JournalTexts().write(journal), after=0)
    return store


def _journal_in_session(asked: Asked) -> Journal | None:
    """The journal the session carries, where it carries a readable one."""
    value = asked.attributes.get(JOURNAL)
    if value is None or asked.new_session:
        return None
    try:
        return carried(value)
    except JournalError:
        logger.warning("session attributes unreadable: ignored")
        return None


def _confirms_forgetting(asked: Asked, in_session: Journal) -> bool:
    asked_for = in_session.talk.question is Question.FORGET
    return asked_for and asked.command.meaning is Meaning.YES


def _unsaved_turns(asked: Asked) -> list[str]:
    """What the session carries as UNSAVED; empty where everything is saved."""
    carried = asked.attributes.get(UNSAVED)
    return [str(turn) for turn in carried] if isinstance(carried, list) else []


def _quietened(journal: Journal, quiet: object) -> Journal:
    talk = journal.talk.with_unsaved(quiet, halted=journal.workout is not None)
    return journal if talk is journal.talk else replace(journal, talk=talk)
