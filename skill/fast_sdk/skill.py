"""A skill of the SDK: its own, or one that asks the same handlers the same way with less around.

The stock CustomSkill brings template engines, API clients and persistence along, and copies the
session's attributes on every request. FastSkill does what is left of it for a skill that uses none
of these, and writes the same responses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from ask_sdk_core.__version__ import __version__
from ask_sdk_model import ResponseEnvelope
from ask_sdk_runtime.utils import UserAgentManager, user_agent_info

if TYPE_CHECKING:
    from ask_sdk_core.handler_input import HandlerInput
    from ask_sdk_core.serialize import DefaultSerializer
    from ask_sdk_core.skill import CustomSkill
    from ask_sdk_model import RequestEnvelope, Response

AnySkill: TypeAlias = "CustomSkill | FastSkill"
RESPONSE_FORMAT_VERSION = "1.0"


class RequestHandler(Protocol):
    """What the SDK asks of a handler, without its base class."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Whether it answers this request."""

    def handle(self, handler_input: HandlerInput) -> Response | None:
        """The response."""


class ExceptionHandler(Protocol):
    """The same for an exception."""

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        """Whether it answers for this exception."""

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        """The response."""


def stock_skill(
    handlers: Sequence[RequestHandler], failed: ExceptionHandler, skill_id: str | None
) -> CustomSkill:
    """The SDK's own skill with these handlers."""
    from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
    from ask_sdk_core.skill_builder import SkillBuilder

    class Asked(AbstractRequestHandler):
        """A handler of ours as one of the SDK's."""

        def __init__(self, handler: RequestHandler) -> None:
            self._handler = handler

        def can_handle(self, handler_input: HandlerInput) -> bool:
            return self._handler.can_handle(handler_input)

        def handle(self, handler_input: HandlerInput) -> Response | None:
            return self._handler.handle(handler_input)

    class Failed(AbstractExceptionHandler):
        """The same for exceptions."""

        def __init__(self, handler: ExceptionHandler) -> None:
            self._handler = handler

        def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
            return self._handler.can_handle(handler_input, exception)

        def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
            return self._handler.handle(handler_input, exception)

    builder = SkillBuilder()
    builder.skill_id = skill_id  # type: ignore[assignment]  # the SDK types it None
    for handler in handlers:
        builder.add_request_handler(Asked(handler))
    builder.add_exception_handler(Failed(failed))
    return builder.create()


class FastSkill:
    """Invokes as CustomSkill does a skill with handlers, one for exceptions, and nothing else."""

    def __init__(
        self,
        handlers: Sequence[RequestHandler],
        failed: ExceptionHandler,
        skill_id: str | None,
        serializer: DefaultSerializer,
    ) -> None:
        self._handlers = tuple(handlers)
        self._failed = failed
        self.skill_id = skill_id
        self.serializer = serializer
        UserAgentManager.register_component(user_agent_info(sdk_version=__version__))

    def invoke(self, request_envelope: RequestEnvelope, context: object) -> ResponseEnvelope:
        """The response to a request; raises AskSdkException for another skill's."""
        if self.skill_id is not None:
            application = request_envelope.context.system.application  # type: ignore[union-attr]
            if application.application_id != self.skill_id:  # type: ignore[union-attr]
                from ask_sdk_runtime.exceptions import AskSdkException

                raise AskSdkException("Skill ID Verification failed!!")
        asked = FastInput(request_envelope, context)
        response = self._answer(asked)
        return ResponseEnvelope(
            response=response,
            version=RESPONSE_FORMAT_VERSION,
            session_attributes=asked.attributes_manager.outgoing(),
            user_agent=UserAgentManager.get_user_agent(),
        )

    def _answer(self, asked: Any) -> Response | None:
        try:
            for handler in self._handlers:
                if handler.can_handle(asked):
                    return handler.handle(asked)
            from ask_sdk_runtime.exceptions import DispatchException

            raise DispatchException("Unable to find a suitable request handler")
        except Exception as error:
            if not self._failed.can_handle(asked, error):
                raise
            return self._failed.handle(asked, error)


class FastInput:
    """What of the SDK's HandlerInput a handler of this skill may use."""

    __slots__ = ("attributes_manager", "context", "request_envelope")

    def __init__(self, request_envelope: RequestEnvelope, context: object) -> None:
        self.request_envelope = request_envelope
        self.context = context
        self.attributes_manager = FastAttributes(request_envelope)


class FastAttributes:
    """The attributes of request and session. Those of the session are not copied: read them."""

    __slots__ = ("_session", "_set", "request_attributes")

    def __init__(self, request_envelope: RequestEnvelope) -> None:
        self._session = request_envelope.session
        self._set: dict[str, object] | None = None
        self.request_attributes: dict[str, object] = {}

    @property
    def session_attributes(self) -> dict[str, object]:
        """As they came, or as they were set; raises AttributesManagerException out of session."""
        if self._session is None:
            self._refuse("Cannot get SessionAttributes from out of session request!")
        found = self.outgoing()
        return {} if found is None else found

    @session_attributes.setter
    def session_attributes(self, attributes: dict[str, object]) -> None:
        if self._session is None:
            self._refuse("Cannot set SessionAttributes to out of session request!")
        self._set = attributes

    def outgoing(self) -> dict[str, object] | None:
        """What the response carries; None out of session."""
        if self._session is None or self._set is not None:
            return self._set
        came: dict[str, object] | None = self._session.attributes
        return {} if came is None else came

    def _refuse(self, why: str) -> None:
        from ask_sdk_core.exceptions import AttributesManagerException

        raise AttributesManagerException(why)
