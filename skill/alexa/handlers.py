"""The request handlers, in the order they are tried. The catch-all comes last."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping

from skill.alexa.player_handler import PlayerHandler
from skill.alexa.request_log import place_of
from skill.alexa.requests import asked_of, command_of, touched
from skill.alexa.responses import output_speech, response_of
from skill.alexa.runtime.direct import RequestHandler
from skill.alexa.runtime.request import (
    AUDIO_FAILED,
    DISABLED,
    INTENT,
    LAUNCH,
    SESSION_ENDED,
    TOUCHED,
    Answer,
    Note,
    Request,
)
from skill.coach.commands import Command, Meaning
from skill.coach.messages import Message
from skill.screen.support import supports
from skill.service.conversation import Answered, Conversation, forget
from skill.service.languages import Languages
from skill.service.ports import AudioLibrary, StoreError, Stores

logger = logging.getLogger(__name__)

AMAZONS_OWN = frozenset({"RENDER_ERROR", "INTERNAL_SERVER_ERROR", "UNKNOWN_ERROR", "UNKNOWN"})
"""Types and reasons of failures that go away by themselves."""
NAME = re.compile("[A-Z_]{1,40}")
"""What may be logged about a failure: Amazon's names for it, never its message."""
BROKE_OFF = "ERROR"
NEW_RUNNER = ("", "")
"""Routine and clinic ids for a runner we know nothing about."""

Clock = Callable[[], int]
"""The time in ms since 1970, for requests that carry none."""


class CoachHandler:
    """Handles everything a runner says or touches, and silence."""

    def __init__(
        self, languages: Languages, stores: Stores, clock: Clock, audio: AudioLibrary | None
    ) -> None:
        self._languages = languages
        self._stores = stores
        self._clock = clock
        self._audio = audio

    def can_handle(self, request: Request) -> bool:
        """Whether the coach answers this request."""
        return request.kind in COMMANDS

    def handle(self, request: Request) -> Answer:
        """The coach's answer; its state is saved first."""
        command = COMMANDS[request.kind](request)
        now_ms = self._clock() if request.timestamp_ms is None else request.timestamp_ms
        if request.kind == AUDIO_FAILED:
            _log_failures(request)
        conversation = Conversation(self._languages.of(request.locale), self._stores, self._audio)
        answered = conversation.answer(asked_of(request, command, now_ms))
        note = _note_of(command, answered)
        if command.meaning is Meaning.SESSION_ENDED:
            return Answer({}, note=note)
        runner, shown = answered.runner, None
        if supports(request.apl_version):
            shown = answered.coaching.screens().show(answered.turn, runner, answered.voice)
        exact = runner.hears_exact_audio(request.device_id or "", now_ms)
        response = response_of(
            answered.turn,
            answered.voice,
            exact_audio=exact,
            screen=shown,
            clip=answered.clip,
            beats=answered.beats,
        )
        return Answer(response, answered.attributes if request.session else None, note)


def _note_of(command: Command, answered: Answered) -> Note:
    """What the log says about an answer."""
    row = answered.voice.fixed_answers.get(command.answer or "")
    named = row is not None and row.logged
    place = place_of(answered.turn.phase)
    return Note(answered.result, place, answered.sets, answered.store, named)


def _log_failures(request: Request) -> None:
    """Log whether Amazon failed, which passes, or one of our documents was bad."""
    for kind, reason in request.failures or (("UNKNOWN", ""),):
        by_amazon = _is_amazons((kind, reason))
        names = [name if NAME.fullmatch(name) else "-" for name in (kind, reason)]
        if by_amazon:
            logger.warning("exact audio failed at Amazon's: %s %s", *names)
        else:
            logger.error("exact audio failed for a document of ours: %s %s", *names)


def _is_amazons(failure: tuple[str, str]) -> bool:
    return not AMAZONS_OWN.isdisjoint(failure)


def _session_ended(request: Request) -> Command:
    return Command(Meaning.SESSION_ENDED, broke_off=request.reason == BROKE_OFF)


def _audio_failed(request: Request) -> Command:
    failures = request.failures or ()
    return Command(Meaning.AUDIO_FAILED, our_fault=not all(map(_is_amazons, failures)))


def _meaning(meaning: Meaning) -> Callable[[Request], Command]:
    return lambda request: Command(meaning)


COMMANDS: Mapping[str, Callable[[Request], Command]] = {
    LAUNCH: _meaning(Meaning.OPEN),
    INTENT: command_of,
    TOUCHED: touched,
    SESSION_ENDED: _session_ended,
    AUDIO_FAILED: _audio_failed,
}
"""The requests the coach answers, each with the command it stands for."""
SPOKEN = (LAUNCH, INTENT, TOUCHED)
"""The requests that a skill may answer with speech."""


class SkillDisabledHandler:
    """Forgets a user who disables the skill."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def can_handle(self, request: Request) -> bool:
        """Whether this is the SkillDisabled event."""
        return request.kind == DISABLED

    def handle(self, request: Request) -> Answer:
        """Delete everything; a failing store raises, so Alexa sends the event again."""
        forget(self._stores.for_a_request(), request.user_id)
        return Answer({})


class SilentHandler:
    """Accepts known requests that need no answer, such as other skill events."""

    def can_handle(self, request: Request) -> bool:
        """Always."""
        return True

    def handle(self, request: Request) -> Answer:
        """An empty response."""
        return Answer({})


class SorryHandler:
    """Answers every exception with a kind word, never with its text."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    def can_handle(self, request: Request, exception: Exception) -> bool:
        """True, unless the store failed to forget someone: Alexa repeats that event."""
        disabled = request.kind == DISABLED
        return not (disabled and isinstance(exception, StoreError))

    def handle(self, request: Request, exception: Exception) -> Answer:
        """Apologize and end the session; what was saved stays saved."""
        # log where it happened, not the exception's text: it may quote the runner
        import traceback

        from skill.routine.table import DataError

        where = "".join(traceback.format_tb(exception.__traceback__))
        logger.error("request failed: %s\n%s", type(exception).__name__, where)
        if request.kind not in SPOKEN:
            return Answer({})
        try:
            voice = self._languages.of(request.locale)(*NEW_RUNNER).voice
        except DataError:  # the words of that language are what is broken
            voice = self._languages.of(None)(*NEW_RUNNER).voice
        words = voice.say(Message.of("trouble.sorry")).ssml
        return Answer({**output_speech(f"<speak>{words}</speak>"), "shouldEndSession": True})


def handlers(
    languages: Languages, stores: Stores, clock: Clock, audio: AudioLibrary | None = None
) -> tuple[RequestHandler, ...]:
    """All handlers, in order."""
    return (
        CoachHandler(languages, stores, clock, audio),
        PlayerHandler(languages, stores, clock, audio),
        SkillDisabledHandler(stores),
        SilentHandler(),
    )
