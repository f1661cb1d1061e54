"""The handlers, in the order they are asked. The catch-all comes last."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping

from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import IntentRequest, LaunchRequest, Response, SessionEndedRequest
from ask_sdk_model.events.skillevents import SkillDisabledRequest
from ask_sdk_model.interfaces.alexa.presentation.apl import UserEvent
from ask_sdk_model.interfaces.alexa.presentation.apla import RuntimeErrorEvent
from ask_sdk_model.ui import SsmlOutputSpeech

from skill.alexa.conversation import Asked
from skill.alexa.languages import Language, Languages
from skill.alexa.request_log import NOTE, Note, place_of
from skill.alexa.requests import command_of, is_new_session, user_id
from skill.alexa.responses import response_of
from skill.alexa.touch import apl_version, touched
from skill.coach.commands import Command, Meaning
from skill.coach.lines import Line
from skill.fast_sdk.serializer import PlainJson
from skill.progress.port import StoreError
from skill.routine.model import Routine
from skill.routine.table import DataError
from skill.screen.support import supports

logger = logging.getLogger(__name__)

Clock = Callable[[], int]
"""The time in ms since 1970, for requests that carry none."""


class CoachHandler(AbstractRequestHandler):
    """Everything a runner can say, do or leave unsaid."""

    def __init__(self, languages: Languages, routine: Routine, clock: Clock) -> None:
        self._languages = languages
        self._routine = routine
        self._clock = clock

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Whether the request is one the coach answers."""
        return _command(handler_input, self._routine) is not None

    def handle(self, handler_input: HandlerInput) -> Response:
        """The coach's answer, its state saved before it leaves."""
        command = _command(handler_input, self._routine) or Command(Meaning.NOT_UNDERSTOOD)
        request = handler_input.request_envelope.request
        in_session = handler_input.request_envelope.session is not None
        attributes: Mapping[str, object] = {}
        if in_session:
            attributes = handler_input.attributes_manager.session_attributes or {}
        timestamp = request.timestamp if request else None
        language = _language(handler_input, self._languages)
        answered = language.conversation.answer(
            Asked(
                command=command,
                user_id=user_id(handler_input),
                now_ms=round(timestamp.timestamp() * 1000) if timestamp else self._clock(),
                new_session=is_new_session(handler_input),
                request_id=(request.request_id or "") if request else "",
                attributes=attributes,
            )
        )
        handler_input.attributes_manager.request_attributes[NOTE] = Note(
            answered.result, place_of(answered.turn.phase), answered.sets, answered.store
        )
        if command.meaning is Meaning.SESSION_ENDED:
            return Response()
        if in_session:
            handler_input.attributes_manager.session_attributes = PlainJson(answered.attributes)
        shown = None
        if supports(apl_version(handler_input)):
            shown = language.screens().show(answered.turn, answered.journal, answered.voice)
        exact_audio = answered.journal.exact_audio
        return response_of(answered.turn, answered.voice, exact_audio=exact_audio, screen=shown)


def _command(handler_input: HandlerInput, routine: Routine) -> Command | None:
    request = handler_input.request_envelope.request
    if isinstance(request, LaunchRequest):
        return Command(Meaning.OPEN)
    if isinstance(request, IntentRequest):
        return command_of(request)
    if isinstance(request, UserEvent):
        return touched(request, routine)
    if isinstance(request, SessionEndedRequest):
        return Command(Meaning.SESSION_ENDED)
    if isinstance(request, RuntimeErrorEvent):
        return Command(Meaning.AUDIO_FAILED)
    return None


class SkillDisabledHandler(AbstractRequestHandler):
    """A user who disables the skill is forgotten."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Whether the request is the SkillDisabled event."""
        return isinstance(handler_input.request_envelope.request, SkillDisabledRequest)

    def handle(self, handler_input: HandlerInput) -> Response:
        """Delete everything; a store that fails raises, so that Alexa sends the event again."""
        _language(handler_input, self._languages).conversation.forget(user_id(handler_input))
        return Response()


class SilentHandler(AbstractRequestHandler):
    """Known requests that ask nothing of a coach, such as other skill events."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Always."""
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        """Nothing is said."""
        return Response()


class SorryHandler(AbstractExceptionHandler):
    """Whatever goes wrong: a kind word, never the exception's own."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        """Every exception but a store that failed to forget: Alexa repeats that event."""
        disabled = isinstance(handler_input.request_envelope.request, SkillDisabledRequest)
        return not (disabled and isinstance(exception, StoreError))

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        """Say sorry and end the session; what was saved stays saved."""
        # where it happened, but not the exception's text: that may quote what a runner said
        where = "".join(traceback.format_tb(exception.__traceback__))
        logger.error("request failed: %s\n%s", type(exception).__name__, where)
        request = handler_input.request_envelope.request
        if not isinstance(request, LaunchRequest | IntentRequest | UserEvent):
            return Response()
        try:
            voice = _language(handler_input, self._languages).voice
        except DataError:  # the very words of that language are what went wrong
            voice = self._languages.of(None).voice
        words = voice.say(Line.of("trouble.sorry")).ssml
        return Response(
            output_speech=SsmlOutputSpeech(ssml=f"<speak>{words}</speak>"),
            should_end_session=True,
        )


def _language(handler_input: HandlerInput, languages: Languages) -> Language:
    request = handler_input.request_envelope.request
    return languages.of(request.locale if request else None)


def handlers(
    languages: Languages, routine: Routine, clock: Clock
) -> tuple[AbstractRequestHandler, ...]:
    """The one list of handlers, in order."""
    return (
        CoachHandler(languages, routine, clock),
        SkillDisabledHandler(languages),
        SilentHandler(),
    )
