"""A skill: its handlers, tried in order, and one for exceptions.

There are two ways in. The direct one parses the JSON of a usual request itself and leaves unusual
ones to the SDK; the stock one is the SDK's own, with our handlers wrapped for it. Both give the
same answers.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from skill.alexa.runtime.choose import VERIFIED_VERSIONS
from skill.alexa.runtime.request import Answer, Request, UnsupportedRequest, read

if TYPE_CHECKING:
    from ask_sdk_core.skill import CustomSkill

    from skill.alexa.runtime.request import Json

AnySkill: TypeAlias = "CustomSkill | DirectSkill"
RESPONSE_FORMAT_VERSION = "1.0"
USER_AGENT = "ask-python/{} Python/{}.{}.{}".format(
    VERIFIED_VERSIONS["ask_sdk_core"], *sys.version_info[:3]
)
"""What the SDK tells Amazon about itself and about Python."""


class RequestHandler(Protocol):
    """A request handler: the SDK's own protocol, with our records."""

    def can_handle(self, request: Request) -> bool:
        """Whether this handler answers the request."""

    def handle(self, request: Request) -> Answer:
        """The answer."""


class ExceptionHandler(Protocol):
    """An exception handler."""

    def can_handle(self, request: Request, exception: Exception) -> bool:
        """Whether this handler answers the exception."""

    def handle(self, request: Request, exception: Exception) -> Answer:
        """The answer."""


class DirectSkill:
    """Dispatches to handlers as the SDK's CustomSkill does, without the SDK."""

    def __init__(
        self, handlers: Sequence[RequestHandler], failed: ExceptionHandler, skill_id: str | None
    ) -> None:
        self._handlers = tuple(handlers)
        self._failed = failed
        self.skill_id = skill_id

    def read(self, envelope: Mapping[str, Any]) -> Request | None:
        """The request in an envelope; None if the SDK cannot read it either."""
        try:
            return read(envelope)
        except UnsupportedRequest:
            from skill.alexa.runtime.stock_sdk import read_by_sdk  # rarely needed

            return read_by_sdk(envelope)

    def answer(self, request: Request) -> Json:
        """The response envelope; raises the SDK's AskSdkException for another skill's request."""
        if self.skill_id is not None and request.application_id != self.skill_id:
            from ask_sdk_runtime.exceptions import AskSdkException

            raise AskSdkException("Skill ID Verification failed!!")
        answer = self._answer(request)
        envelope: Json = {"version": RESPONSE_FORMAT_VERSION}
        if request.session is not None:
            attributes = answer.attributes
            if attributes is None:
                attributes = request.session.attributes
            envelope["sessionAttributes"] = attributes
        envelope["userAgent"] = USER_AGENT
        envelope["response"] = answer.response
        return envelope

    def _answer(self, request: Request) -> Answer:
        try:
            for handler in self._handlers:
                if handler.can_handle(request):
                    return handler.handle(request)
            from ask_sdk_runtime.exceptions import DispatchException

            raise DispatchException("Unable to find a suitable request handler")
        except Exception as error:
            if not self._failed.can_handle(request, error):
                raise
            return self._failed.handle(request, error)
