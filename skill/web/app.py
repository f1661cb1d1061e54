"""The web app: POST /alexa for requests, and GET /healthz for monitoring."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

import msgspec
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope
from flask import Flask, jsonify, request
from flask.logging import default_handler
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import EnvironHeaders
from werkzeug.exceptions import InternalServerError

from skill import __version__
from skill.alexa.entry import answer
from skill.alexa.runtime.direct import AnySkill, DirectSkill
from skill.alexa.runtime.unknown_values import without_news
from skill.web.adapter_import import skill_adapter_class
from skill.web.private_logging import WithoutExceptionText
from skill.web.refusal import RequestRefused
from skill.web.request_body import LARGEST_BODY_BYTES, parse_envelope, read_body
from skill.web.verification import IncomingRequest, RequestVerifier

KnowsRequest = Callable[[Mapping[str, object]], bool]
"""Whether the SDK has a class for a request (the value of the envelope's `request`)."""

PATH = "/alexa"
_ENDPOINT = "alexa_endpoint"
_WITHOUT_EXCEPTION_TEXT = WithoutExceptionText()


@dataclass(frozen=True)
class AlexaEndpoint:
    """The arguments that an app was created with."""

    skill_id: str | None
    verifier: RequestVerifier
    max_body_bytes: int


class SkillIdMissing(ValueError):
    """Signed requests need the id of the skill they are meant for."""


def endpoint_of(app: Flask) -> AlexaEndpoint:
    """The arguments of `create_app` for this app."""
    return cast(AlexaEndpoint, app.extensions[_ENDPOINT])


def is_refused_by_headers(
    app: Flask, address: str | None, method: str, path: str, headers: Mapping[str, str]
) -> bool:
    """Whether an app of `create_app` refuses a request whatever its body is.

    A server need not wait for such a body. `headers` are named as in CGI, without HTTP_.
    """
    if (method, path) != ("POST", PATH):
        return False
    named = EnvironHeaders({f"HTTP_{name}": value for name, value in headers.items()})
    try:
        endpoint_of(app).verifier.verify_headers(IncomingRequest(named, b"", address))
    except RequestRefused:
        return True
    return False


def create_app(
    skill: AnySkill,
    *,
    skill_id: str | None,
    verifier: RequestVerifier,
    knows: KnowsRequest,
    max_body_bytes: int = LARGEST_BODY_BYTES,
) -> Flask:
    """A Flask app that answers Alexa's requests with `skill`.

    Every request is first verified on its raw bytes. If the `verifier` refuses it, the answer is an
    empty object with status 400, and the log gives the reason without quoting the body. A request
    whose type the SDK doesn't know (`knows`) gets an empty response. Values that Amazon added
    after the SDK's release are left out; a request that still can't be read gets status 400.

    Raises SkillIdMissing if the verifier checks signatures but there is no `skill_id`.
    """
    if verifier.is_signed and not skill_id:
        raise SkillIdMissing(
            "skill id: is missing; give the id that the developer console shows for this skill "
            "(amzn1.ask.skill. and so on), or serve unsigned on this machine only."
        )
    app = _bare_app()
    app.extensions[_ENDPOINT] = AlexaEndpoint(skill_id, verifier, max_body_bytes)
    dispatch = _dispatch(skill, skill_id, app)

    @app.post(PATH, provide_automatic_options=False)
    def alexa() -> ResponseReturnValue:
        try:
            envelope = _verified(verifier, max_body_bytes, skill_id)
            if knows(cast(Mapping[str, object], envelope["request"])):
                return dispatch(envelope)
            app.logger.warning("Answered a request of an unknown type with an empty response")
            return jsonify(version="1.0", response={})
        except RequestRefused as refusal:
            app.logger.warning("Refused a request from %s: %s", request.remote_addr, refusal)
            return jsonify({}), 400
        except InternalServerError:  # raised by the adapter if the skill fails; it logs why
            return _after_failure(app, skill, request.get_data())
        except Exception:  # no caller ever sees a stack trace
            app.logger.error("Could not answer a request", exc_info=True)
            return jsonify({}), 500

    @app.get("/healthz")
    def healthz() -> ResponseReturnValue:
        return jsonify(status="ok", version=__version__)

    return app


def _bare_app() -> Flask:
    """An app without routes that never logs an exception's text and keeps the order of keys."""
    app = Flask(__name__)
    app.logger.addFilter(_WITHOUT_EXCEPTION_TEXT)
    # Flask adds its own handler if the process has none yet; with the one that waitress adds later,
    # every line would appear twice.
    app.logger.removeHandler(default_handler)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config.update(ASK_SDK_VERIFY_SIGNATURE=False, ASK_SDK_VERIFY_TIMESTAMP=False)
    return app


def _verified(
    verifier: RequestVerifier, max_body_bytes: int, skill_id: str | None
) -> Mapping[str, object]:
    """The envelope of the current request, verified step by step as it is read."""
    incoming = IncomingRequest(request.headers, b"", request.remote_addr)
    verifier.verify_headers(incoming)
    body = read_body(request, limit=max_body_bytes)
    verifier.verify_sender(replace(incoming, body=body))
    envelope = parse_envelope(body)
    verifier.verify_envelope(envelope, skill_id=skill_id)
    return envelope


def _dispatch(
    skill: AnySkill, skill_id: str | None, app: Flask
) -> Callable[[Mapping[str, object]], ResponseReturnValue]:
    """The function that answers a verified envelope.

    On the stock SDK that is its adapter, which reads the body again and raises InternalServerError
    if the skill fails.
    """
    if not isinstance(skill, DirectSkill):
        adapter = skill_adapter_class()(skill=skill, skill_id=skill_id, app=app)
        return lambda _: cast(ResponseReturnValue, adapter.dispatch_request())

    def dispatch(envelope: Mapping[str, object]) -> ResponseReturnValue:
        asked = skill.read(envelope)
        if asked is None:
            return jsonify({}), 400
        # the standard library took a fifth of a request to write it
        body = msgspec.json.encode(skill.answer(asked))
        return app.response_class(body + b"\n", mimetype="application/json")

    return dispatch


def _after_failure(app: Flask, skill: AnySkill, body: bytes) -> ResponseReturnValue:
    """The answer after the SDK's adapter failed.

    A body that doesn't fit the SDK's classes is read again without values added since its release;
    if it still doesn't fit, it is nonsense.
    """
    envelope = json.loads(body)
    if _readable(envelope):
        return jsonify({}), 500
    known = without_news(envelope)
    if not _readable(known):
        return jsonify({}), 400
    try:
        return jsonify(answer(skill, known, None))
    except Exception:  # no caller ever sees a stack trace
        app.logger.error("Could not answer a request", exc_info=True)
        return jsonify({}), 500


def _readable(envelope: object) -> bool:
    """Whether an envelope fits the SDK's classes."""
    try:
        DefaultSerializer().deserialize(payload=json.dumps(envelope), obj_type=RequestEnvelope)
    except SerializationException:
        return False
    return True
