"""The baseline: the smallest skill on ask-sdk-core, from its documentation."""

from __future__ import annotations

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import Response


class HelloWorldHandler(AbstractRequestHandler):
    """Answers hello to every request."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Handle everything."""
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        """Say hello and keep the session open."""
        builder = handler_input.response_builder
        return builder.speak("Hello world").ask("Say hello again").response


def builder() -> SkillBuilder:
    """The skill's builder."""
    made = SkillBuilder()
    made.add_request_handler(HelloWorldHandler())
    return made


lambda_handler = builder().lambda_handler()
