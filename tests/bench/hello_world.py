"""The yardstick: the smallest skill on ask-sdk-core, as its documentation has it."""

from __future__ import annotations

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import Response


class HelloWorldHandler(AbstractRequestHandler):
    """Says hello to whatever is asked."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Always."""
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        """Hello, and the microphone stays open."""
        builder = handler_input.response_builder
        return builder.speak("Hello world").ask("Say hello again").response


def builder() -> SkillBuilder:
    """The skill, about to be made."""
    made = SkillBuilder()
    made.add_request_handler(HelloWorldHandler())
    return made


lambda_handler = builder().lambda_handler()
