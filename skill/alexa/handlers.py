"""The handlers, in the order they are asked. The catch-all comes last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ask_sdk_model import Response

from skill.alexa.conversation import Asked
from skill.alexa.languages import Language, Languages
from skill.alexa.request_log import NOTE, Note, place_of
from skill.alexa.requests import command_of, is_new_session, user_id
from skill.alexa.responses import response_of
from skill.alexa.touch import apl_version, touched
from skill.coach.commands import Command, Meaning
from skill.coach.lines import Line
from skill.logs import Log
from skill.plain_json import OpenJson
from skill.progress.port import StoreError
from skill.routine.model import Routine
from skill.routine.table import DataError
from skill.screen.support import supports

if TYPE_CHECKING:
    from ask_sdk_core.handler_input import HandlerInput

    from skill.fast_sdk.skill import RequestHandler

logger = Log(__name__)

Clock = Callable[[], int]
"""The time in ms since 1970, for requests that carry none."""


class CoachHandler:
    """Everything a runner can say, do or leave unsaid."""

    def __init__(self, languages: Languages, routine: Routine, clock: Clock) -> None:
        self._languages = languages
        self._routine = routine
        self._clock = clock

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Whether the request is one the coach answers."""
        return _kind(handler_input) in COMMANDS

    def handle(self, handler_input: HandlerInput) -> Response:
        """The coach's answer, its state saved before it leaves."""
        request = handler_input.request_envelope.request
        command = COMMANDS[_kind(handler_input) or ""](request, self._routine)
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
            handler_input.attributes_manager.session_attributes = OpenJson(answered.attributes)
        shown = None
        if supports(apl_version(handler_input)):
            shown = language.screens().show(answered.turn, answered.journal, answered.voice)
        exact_audio = answered.journal.exact_audio
        return response_of(answered.turn, answered.voice, exact_audio=exact_audio, screen=shown)


def _open(request: Any, routine: Routine) -> Command:
    return Command(Meaning.OPEN)


def _end(request: Any, routine: Routine) -> Command:
    return Command(Meaning.SESSION_ENDED)


def _audio_failed(request: Any, routine: Routine) -> Command:
    return Command(Meaning.AUDIO_FAILED)


COMMANDS: Mapping[str, Callable[[Any, Routine], Command]] = {
    "LaunchRequest": _open,
    "IntentRequest": lambda request, _: command_of(request),
    "Alexa.Presentation.APL.UserEvent": touched,
    "SessionEndedRequest": _end,
    "Alexa.Presentation.APLA.RuntimeError": _audio_failed,
}
"""The requests that the coach answers, and the command that each stands for."""
SPOKEN = ("LaunchRequest", "IntentRequest", "Alexa.Presentation.APL.UserEvent")
"""The requests that may be answered with speech."""
DISABLED = "AlexaSkillEvent.SkillDisabled"


def _kind(handler_input: HandlerInput) -> str | None:
    """The type of the request: one for each class of the SDK, which need not be loaded then."""
    request = handler_input.request_envelope.request
    return request.object_type if request else None


class SkillDisabledHandler:
    """A user who disables the skill is forgotten."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Whether the request is the SkillDisabled event."""
        return _kind(handler_input) == DISABLED

    def handle(self, handler_input: HandlerInput) -> Response:
        """Delete everything; a store that fails raises, so that Alexa sends the event again."""
        _language(handler_input, self._languages).conversation.forget(user_id(handler_input))
        return Response()


class SilentHandler:
    """Known requests that ask nothing of a coach, such as other skill events."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Always."""
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        """Nothing is said."""
        return Response()


class SorryHandler:
    """Whatever goes wrong: a kind word, never the exception's own."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        """Every exception but a store that failed to forget: Alexa repeats that event."""
        disabled = _kind(handler_input) == DISABLED
        return not (disabled and isinstance(exception, StoreError))

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        """Say sorry and end the session; what was saved stays saved."""
        # where it happened, but not the exception's text: that may quote what a runner said
        import traceback

        where = "".join(traceback.format_tb(exception.__traceback__))
        logger.error("request failed: %s\n%s", type(exception).__name__, where)
        if _kind(handler_input) not in SPOKEN:
            return Response()
        from ask_sdk_model.ui import SsmlOutputSpeech

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


def handlers(languages: Languages, routine: Routine, clock: Clock) -> tuple[RequestHandler, ...]:
    """The one list of handlers, in order."""
    return (
        CoachHandler(languages, routine, clock),
        SkillDisabledHandler(languages),
        SilentHandler(),
    )
