"""One request, answered: recall the runner, let the coach decide, save, and only then answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from skill.coach.coach import step
from skill.coach.commands import Command, Meaning
from skill.coach.context import Moment, Playable
from skill.coach.history import HOUR_MS
from skill.coach.messages import Message
from skill.coach.player import Playing, Sound
from skill.coach.runner import Runner, digest, sets_finished
from skill.coach.session import Question, Session
from skill.coach.turn import Effect, Turn
from skill.routine.model import Platform
from skill.service.documents import (
    DocumentError,
    NewerDocument,
    read_runner,
    read_session,
    runner_text,
    session_attribute,
)
from skill.service.languages import Coaching, Library
from skill.service.played import Clip, beats_in, can_wait, clip_of
from skill.service.player_events import PlayerEvents
from skill.service.ports import (
    AudioLibrary,
    ProgressStore,
    RevisionConflict,
    StoreError,
    Stores,
    cause_of,
)
from skill.speech.wording import Voice

logger = logging.getLogger(__name__)

TRIES = 6
"""How often to retry a lost race against another device; the coach is pure, so it may be rerun."""
RUNNER, SESSION, PENDING_WRITES = "runner", "session", "unsaved"
"""The session's attributes: the text of the runner's document, for as long as the store may be
down; the session, which no store may hold; and the digests of the requests whose turns made the
document since the last one that is surely saved (that one first, "" if there was none). These tell
whether what the store holds is what the session went on from."""
BEATS_ALL = frozenset(
    {
        *(Meaning.PAIN, Meaning.SIT_BONE_PAIN, Meaning.CRAMP),
        *(Meaning.RED_FLAG, Meaning.EMERGENCY),
    }
)
"""Meanings that always get their own answer, even when replayed."""
UNSAVED_LIMIT = 200
"""The most digests of turns besides the first: a response has room for them."""


class StoreState(StrEnum):
    """The store's state during a request, for the log."""

    FINE = "fine"
    UNREAD = "unread"
    """The runner's document could not be loaded."""
    UNSAVED = "unsaved"
    """It could be loaded but not saved."""
    SET_ASIDE = "set aside"
    """It was loaded, but this release can't read it."""


class Result(StrEnum):
    """The result of a request, for the log."""

    ANSWERED = "answered"
    REPLAYED = "replayed"
    UNSAVED = "unsaved"
    FORGOTTEN = "forgotten"


class Asked(Struct, frozen=True):
    """What a request contains, free of Alexa."""

    command: Command
    user_id: str | None
    now_ms: int
    new_session: bool
    request_id: str
    attributes: Mapping[str, object]
    """The session's attributes as the device sent them back: not to be trusted blindly."""
    device_id: str = ""
    locale: str | None = None
    spoken: bool = True
    """Whether it was spoken, not touched or sent by the device itself."""
    has_player: bool = False
    """Whether the device plays clips without a session."""
    playing: Playing | None = None
    """Which of our sounds the device is playing, or played last."""


class Answered(Struct, frozen=True):
    """The answer to a request."""

    turn: Turn
    coaching: Coaching
    voice: Voice
    runner: Runner
    """The runner after the turn."""
    attributes: dict[str, Any]
    result: Result = Result.ANSWERED
    sets: int = 0
    """How many sets were found completed."""
    store: StoreState = StoreState.FINE
    clip: Clip | None = None
    """What the device's player plays after the session."""
    beats: Mapping[int, str] = {}
    """The address of each run of beats, if there are any."""


class Recalled(Struct, frozen=True):
    """What is known about the runner as the request comes in."""

    runner: Runner
    session: Session
    revision: int
    reachable: bool
    notices: tuple[Message, ...] = ()
    store: StoreState = StoreState.FINE


class Conversation:
    """The coach with its routines, its words in one language, and its store."""

    def __init__(self, library: Library, stores: Stores, audio: AudioLibrary | None = None) -> None:
        self._library = library
        self._stores = stores
        self._audio = audio

    def answer(self, asked: Asked) -> Answered:
        """The answer to a request; its state is saved before this returns."""
        runner_id = runner_id_of(asked.user_id or "")
        store = (self._stores.for_a_request if asked.user_id else self._stores.for_nobody)()
        in_session = None if asked.user_id else _runner_in_session(asked)
        if in_session is not None:
            store.save(runner_id, runner_text(in_session), after=0)
        for _ in range(TRIES):
            recalled = self._recall(store, runner_id, asked)
            try:
                return self._answer(store, runner_id, asked, recalled)
            except RevisionConflict:
                continue  # another device wrote in between: load again, decide again
        return self._answer(store, runner_id, asked, replace(recalled, reachable=False))

    def press(self, asked: Asked) -> Clip | None:
        """The clip to play after a press of a player's button, which stands for a command.

        Nothing can be said: a command that leads to anything but a recorded set is not carried
        out, and the waiting sound goes on, or begins again.
        """
        if self._audio is None or not asked.user_id:
            return None
        runner_id, store = runner_id_of(asked.user_id), self._stores.for_a_request()
        for _ in range(TRIES):
            recalled = self._recall(store, runner_id, asked)
            if not recalled.reachable:
                return None
            answered = self._decide(asked, recalled)
            clip = answered.clip
            if clip is None or clip.playing.sound is not Sound.SET:
                events = PlayerEvents(self._library, self._audio, store)
                return events.waits_again(digest(asked.request_id), runner_id)
            try:
                store.save(runner_id, answered.attributes[RUNNER], after=recalled.revision)
            except RevisionConflict:
                continue
            except StoreError as error:
                logger.warning("progress not saved: %s", cause_of(error, runner_id))
                return None
            return clip
        return None

    def _answer(
        self, store: ProgressStore, runner_id: str, asked: Asked, recalled: Recalled
    ) -> Answered:
        if recalled.runner.knows(asked.request_id):
            return self._replayed(asked, recalled)
        answered = self._decide(asked, recalled)
        try:
            if not recalled.reachable:
                raise StoreError("the store could not be read")
            if Effect.FORGET in answered.turn.effects:
                store.forget(runner_id)
                return replace(answered, result=Result.FORGOTTEN)
            store.save(runner_id, answered.attributes[RUNNER], after=recalled.revision)
        except RevisionConflict:
            raise
        except StoreError as error:
            cause = cause_of(error, runner_id, asked.user_id or "")
            logger.warning("progress not saved: %s", cause)
            if Effect.FORGET in answered.turn.effects:
                return self._not_forgotten(asked, recalled)
            return self._unsaved(asked, recalled)
        return answered

    def _replayed(self, asked: Asked, recalled: Recalled) -> Answered:
        """A replay is answered, but nothing moves and nothing is saved."""
        before = _runner_in_session(asked)
        if before is not None and before.turn + 1 == recalled.runner.turn:
            # the session still carries that turn's starting state: the answer is identical
            answered = self._decide(asked, replace(recalled, runner=before))
        else:
            if asked.command.meaning not in BEATS_ALL:
                asked = replace(asked, command=Command(Meaning.REPEAT))
            # the replayed request's session is no longer new
            answered = self._decide(replace(asked, new_session=False), recalled)
        attributes = {**answered.attributes, RUNNER: runner_text(recalled.runner)}
        return replace(answered, attributes=attributes, result=Result.REPLAYED, sets=0)

    def _not_forgotten(self, asked: Asked, recalled: Recalled) -> Answered:
        """Deleting failed: say so, and ask again."""
        notices = (*recalled.notices, Message.of("trouble.not_forgotten"))
        again = replace(asked, command=Command(Meaning.FORGET_ME))
        return self._unsaved(again, replace(recalled, notices=notices), told=True)

    def _unsaved(self, asked: Asked, recalled: Recalled, *, told: bool = False) -> Answered:
        """The workout goes on from the session; the runner is told once."""
        turns = _unsaved_turns(asked)
        if not turns:
            turns = [recalled.runner.last_answered]
        if not (told or _unsaved_turns(asked)):
            notices = (*recalled.notices, Message.of("trouble.not_saved"))
            recalled = replace(recalled, notices=notices)
        answered = self._decide(asked, recalled, saves=False)
        if recalled.reachable:
            # the write that failed may have been kept all the same
            turns = [turns[0], *[*turns[1:], digest(asked.request_id)][-UNSAVED_LIMIT:]]
        attributes = {**answered.attributes, PENDING_WRITES: turns}
        store = StoreState.UNSAVED if recalled.reachable else StoreState.UNREAD
        return replace(answered, attributes=attributes, result=Result.UNSAVED, store=store)

    def _decide(self, asked: Asked, recalled: Recalled, *, saves: bool = True) -> Answered:
        coaching = self._library(recalled.runner.routine, recalled.runner.clinic)
        routine = coaching.routine
        before = replace(recalled.runner, routine=routine.id, clinic=routine.clinic.id)
        voice = coaching.voice.at(before.variation)
        # unsaved state lives in the session alone, so the player can't take over
        playable = self._playable(asked, coaching, before) if saves and recalled.reachable else None
        beats = beats_in(self._audio) if self._audio else {}
        moment = Moment(
            asked.now_ms,
            voice.measure,
            asked.new_session,
            recalled.notices,
            voice.fixed_answers,
            asked.device_id,
            ahead_ms=_ahead_ms(asked, routine.platform),
            behind_ms=_behind_ms(asked, routine.platform),
            playable=playable,
            playing=asked.playing,
            beats=bool(beats),
        )
        decided = step(routine, before, recalled.session, asked.command, moment)
        clip = self._clip_of(decided[2], coaching)
        if decided[2].plays is not None and clip is None and playable is not None:
            # there is no recording of that set: count it in the session
            moment = replace(moment, playable=replace(playable, sets=False))
            decided = step(routine, before, recalled.session, asked.command, moment)
            clip = self._clip_of(decided[2], coaching)
        runner, session, turn = decided
        runner = runner.answering(asked.request_id)
        attributes = {RUNNER: runner_text(runner), SESSION: session_attribute(session)}
        sets = sets_finished(recalled.runner, runner)
        answered = Answered(
            turn, coaching, voice, runner, attributes, sets=sets, store=recalled.store, clip=clip
        )
        return replace(answered, beats=beats)

    def _playable(self, asked: Asked, coaching: Coaching, runner: Runner) -> Playable | None:
        """What the device's player can play."""
        audio, voice = self._audio, coaching.voice.at(0)
        if audio is None or not asked.has_player or not asked.user_id:
            return None
        if not can_wait(coaching.routine, voice, audio):
            return None
        exact = runner.hears_exact_audio(asked.device_id, asked.now_ms)
        return Playable(voice.measure, sets=exact and audio.has_sets)

    def _clip_of(self, turn: Turn, coaching: Coaching) -> Clip | None:
        if turn.plays is None or self._audio is None:
            return None
        return clip_of(turn.plays, coaching.voice.at(0), self._audio)

    def _recall(self, store: ProgressStore, runner_id: str, asked: Asked) -> Recalled:
        session = Session() if asked.new_session else read_session(asked.attributes.get(SESSION))
        try:
            saved = store.load(runner_id)
        except StoreError as error:
            cause = cause_of(error, runner_id, asked.user_id or "")
            logger.warning("progress not loaded: %s", cause)
            runner = _runner_in_session(asked) or Runner()
            return Recalled(runner, session, 0, reachable=False)
        revision = saved.revision if saved else 0
        try:
            runner = read_runner(saved.body) if saved else Runner()
        except DocumentError as error:
            in_session = _runner_in_session(asked)
            aside = self._set_aside(store, runner_id, revision, error, in_session)
            return replace(aside, session=session)
        # this turn also saves what could not be saved then
        unsaved = runner.last_answered in _unsaved_turns(asked)
        # a replay after everything was deleted: say again that it was
        forgotten = saved is None and _confirms_forgetting(asked, session)
        if unsaved or forgotten:
            runner = _runner_in_session(asked) or runner
        return Recalled(runner, session, revision, reachable=True)

    def _set_aside(
        self,
        store: ProgressStore,
        runner_id: str,
        revision: int,
        error: Exception,
        in_session: Runner | None,
    ) -> Recalled:
        """Keep an unreadable document for a release that can read it; the runner starts afresh."""
        reason = "newer" if isinstance(error, NewerDocument) else "unreadable"
        logger.warning("saved progress set aside: %s", reason)
        runner = in_session or Runner(welcomed=True)
        notices = () if in_session else (Message.of("trouble.place_unreadable"),)
        try:
            store.set_aside(runner_id, reason, after=revision)
        except StoreError as failure:
            logger.warning("progress not set aside: %s", cause_of(failure, runner_id))
            return Recalled(runner, Session(), 0, reachable=False, notices=notices)
        return Recalled(runner, Session(), 0, True, notices, StoreState.SET_ASIDE)


def _behind_ms(asked: Asked, platform: Platform) -> int:
    """How long ago the last thing was heard before the request, in ms."""
    return platform.device_start_ms + asked.spoken * platform.speaking_ms


def _ahead_ms(asked: Asked, platform: Platform) -> int:
    """How far the runner's clock is ahead of UTC in ms, as far as the locale tells."""
    return HOUR_MS * platform.hours_ahead.get(asked.locale or "", 0)


def forget(store: ProgressStore, user_id: str | None) -> None:
    """Delete everything of a user, as when the skill is disabled; raises StoreError."""
    if user_id:
        runner_id = runner_id_of(user_id)
        try:
            store.forget(runner_id)
        except StoreError as error:
            logger.warning("progress not forgotten: %s", cause_of(error, runner_id, user_id))
            raise


def runner_id_of(user_id: str) -> str:
    """The key a runner is stored under; the account's id itself is kept nowhere."""
    return sha256(user_id.encode()).hexdigest()


def _runner_in_session(asked: Asked) -> Runner | None:
    """The runner that the session carries, if it carries one that can be read."""
    text = asked.attributes.get(RUNNER)
    if not isinstance(text, str) or asked.new_session:
        return None
    try:
        return read_runner(text)
    except DocumentError:
        logger.warning("session attributes unreadable: ignored")
        return None


def _confirms_forgetting(asked: Asked, session: Session) -> bool:
    return session.question is Question.FORGET and asked.command.meaning is Meaning.YES


def _unsaved_turns(asked: Asked) -> list[str]:
    """The session's PENDING_WRITES; empty if everything is saved."""
    carried = asked.attributes.get(PENDING_WRITES)
    return [str(turn) for turn in carried] if isinstance(carried, list) else []
