"""The page's routes, all below /desk and for this machine only.

The browser keeps no state but what it shows. The device, its session and its clock are here, in a
`Conversation`; the page sends what was said and how much of the last answer was heard.
"""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    jsonify,
    redirect,
    request,
    send_file,
    send_from_directory,
)
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import Headers

from skill.tools.desk.device_player import DevicePlayer
from skill.tools.desk.limits import microphone_ms
from skill.tools.desk.page import dialogue_file, page_fields
from skill.tools.desk.page.apl_renderer import Renderer
from skill.tools.desk.page.devices import DEVICES, UnknownDevice, device_named
from skill.tools.desk.page.dialogue_file import DialogueError
from skill.tools.desk.page.page_conversation import USER, Clock, Conversation, NotHeard, Turn
from skill.tools.desk.page.page_fields import BadRequest
from skill.tools.desk.page.sounds import Render, Rendering, Sounds
from skill.tools.desk.page.suggestions import load_chips
from skill.tools.desk.page.timeline_strip import Mark
from skill.tools.desk.recogniser import Recogniser
from skill.tools.desk.speaker import SmartSpeaker, Transport
from skill.tools.serving.loopback import UnsignedOnLoopback
from skill.web.app import endpoint_of
from skill.web.refusal import RequestRefused
from skill.web.request_body import parse_json, read_body
from skill.web.verification import IncomingRequest

STATIC = Path(__file__).parent / "static"
MOST_CONVERSATIONS = 16
"""Every reload of the page begins one; the oldest are dropped."""
REHEARSED_FROM_MS = 1_767_600_000_000
"""5 January 2026, 08:00 UTC, when the project's tests begin."""
RUNNERS = {"first": USER, "second": f"{USER}.2"}
"""The accounts that the desk remembers; the coach can't tell apart runners of one account."""
LONGEST_AFTER_MS = 3_600_000
LONGEST_PASS_MS = 86_400_000

FRAME_FILES = ("desk._static", "desk.viewhost", "desk.font")
"""What the frame of the screen may load."""

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
SCREEN_POLICY = (
    # Amazon's renderer needs eval and inline styles, so it runs in a sandboxed frame without an
    # origin, which can reach nothing.
    "sandbox allow-scripts; default-src 'none'; script-src 'self' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src data: blob:; font-src 'self'; "
    "connect-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


class NotThere(LookupError):
    """A conversation, sound or file does not exist."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page needs."""

    ask: Transport
    """The skill."""
    recogniser: Recogniser
    clock: Clock
    saved: Callable[[str], str | None]
    """The progress saved for a user id; None if there is none."""
    rehearsal: Callable[[str | None, str], Transport]
    """A separate skill with only this progress for this user id, to write dialogue files."""
    renderer: Renderer
    render: Render | None = None
    """Renders answers; None if no voice is installed."""
    player: Callable[[], DevicePlayer | None] = lambda: None
    """A device's player, if there are clips for one."""
    others: Mapping[str, Callable[[], Recogniser]] = field(default_factory=dict)
    """The recognisers of other locales, by locale."""
    voice: str = ""
    """The name of the voice, or how to get one."""

    @property
    def listening(self) -> Mapping[str, Callable[[], Recogniser]]:
        """Every recogniser by its locale, the default first."""
        usual = {self.recogniser.locale: lambda: self.recogniser}
        return usual | dict(self.others) | usual


class UnsafeForThePage(ValueError):
    """The app answers signed requests from anywhere, so it must not serve the page."""


def add_page(app: Flask, desk: Desk) -> None:
    """Serve the page at / and /desk of an app for unsigned requests on this machine.

    Raises UnsafeForThePage if the app is for signed requests.
    """
    endpoint = endpoint_of(app)
    if endpoint.verifier.is_signed:
        raise UnsafeForThePage(
            "desk: the app answers signed requests from the internet; make it with "
            "UnsignedOnLoopback() (python -m skill serve --unsigned)."
        )
    app.register_blueprint(_Page(desk, endpoint.max_body_bytes).blueprint())


class _Page:
    def __init__(self, desk: Desk, max_body_bytes: int) -> None:
        self._desk = desk
        self._limit = max_body_bytes
        self._chips = load_chips()
        self._sounds = Sounds(desk.render) if desk.render else None
        self._conversations: OrderedDict[str, Conversation] = OrderedDict()
        self._begun = 0
        self._lock = Lock()

    def blueprint(self) -> Blueprint:
        """The routes."""
        page = Blueprint("desk", __name__)
        page.before_request(_only_from_here)
        page.after_request(_private)
        for refused in (BadRequest, UnknownDevice, DialogueError):
            page.register_error_handler(refused, lambda error: (jsonify(error=str(error)), 400))
        page.register_error_handler(NotHeard, lambda error: (jsonify(not_heard=str(error)), 409))
        page.register_error_handler(NotThere, lambda error: (jsonify(error=str(error)), 404))
        page.register_error_handler(RequestRefused, _refused)
        page.register_error_handler(500, _failed)
        page.get("/")(_home)
        page.get("/desk/")(_index)
        page.get("/desk/static/<path:name>")(_static)
        page.get("/desk/screen")(_screen)
        page.get("/desk/viewhost.js")(self.viewhost)
        page.get("/desk/fonts/<name>")(self.font)
        page.get("/desk/facts")(self.facts)
        page.get("/desk/sounds/<sound>.wav")(self.wav)
        page.post("/desk/conversations")(self.begin)
        page.post("/desk/conversations/<name>/<act>")(self.act)
        page.post("/desk/conversations/<name>/turns/<int:number>/<part>")(self.sound)
        page.get("/desk/conversations/<name>/turns/<int:number>/strips/<sound>")(self.strip)
        page.post("/desk/conversations/<name>/dialogue")(self.write_dialogue)
        page.post("/desk/dialogues")(self.read_dialogue)
        return page

    def facts(self) -> ResponseReturnValue:
        """What stays the same while the page is open."""
        return jsonify(
            devices=[device.to_json() for device in DEVICES.values()],
            chips=self._chips,
            voice=self._desk.voice,
            sounds=self._sounds is not None,
            renderer=self._desk.renderer.installed,
            invocation=self._desk.recogniser.invocation,
            locales=[*self._desk.listening],
            runners=[*RUNNERS],
            plays=self._desk.player() is not None,
            microphone_ms=microphone_ms(),
        )

    def viewhost(self) -> ResponseReturnValue:
        """Amazon's renderer."""
        if not self._desk.renderer.installed:
            raise NotThere("the renderer is not installed")
        response = Response(self._desk.renderer.program, mimetype="text/javascript")
        response.add_etag()
        return response.make_conditional(request)

    def font(self, name: str) -> ResponseReturnValue:
        """A font for the renderer."""
        path = self._desk.renderer.font(name)
        if not path.is_file():
            raise NotThere("the font is not installed")
        response = send_file(path.absolute(), mimetype="font/woff2")
        response.headers["Access-Control-Allow-Origin"] = "*"  # the frame has no origin
        return response

    def begin(self) -> ResponseReturnValue:
        """Begin a conversation: a device without a session, of a known account or a fresh one."""
        body = self._body()
        device = device_named(body.get("device"))
        account = page_fields.choice(body, "runner", RUNNERS)
        recogniser = self._recogniser(body)
        with self._lock:
            self._begun += 1
            name = f"desk-{self._begun}"
            fresh = f"{USER}.{self._desk.clock()}.{name}"
            user = fresh if body.get("fresh") else RUNNERS[account]
            self._conversations[name] = Conversation(
                self._desk.ask,
                recogniser,
                self._desk.clock,
                device,
                user_id=user,
                name=name,
                saved=self._desk.saved(user),
                player=None if body.get("silent") else self._desk.player(),
            )
            while len(self._conversations) > MOST_CONVERSATIONS:
                self._conversations.popitem(last=False)
        return jsonify(name=name)

    def act(self, name: str, act: str) -> ResponseReturnValue:
        """Do what the page asks: say, touch, stay silent, let time pass, change the device."""
        body = self._body()
        with self._lock:
            talk = self._conversation(name)
            if act == "device":
                talk.device = device_named(body.get("device"))
                return jsonify(device=talk.device.to_json())
            if act == "later":
                talk.later(page_fields.number(body, "days", 366))
                return jsonify(turns=[turn.to_json() for turn in talk.turns[-1:]])
            if act == "pass":
                talk.pass_time(round(page_fields.number(body, "ms", LONGEST_PASS_MS)))
                return jsonify(talk.told_by_player())
            if act == "press":
                talk.press(page_fields.button(body))
                return jsonify(talk.told_by_player())
            return jsonify(_acted(talk, act, body).to_json())

    def sound(self, name: str, number: int, part: str) -> ResponseReturnValue:
        """Begin to render a turn or its reprompt; the name of its sound."""
        self._body()
        turn = self._turn(name, number)
        if self._sounds is None or part not in ("answer", "reprompt"):
            raise NotThere("no such sound")
        output = turn.playing if part == "answer" else turn.playing.get("reprompt") or {}
        with self._lock:
            try:
                return jsonify(sound=self._sounds.rendering(output))
            except Exception as error:  # an unplayable response is shown, not hidden
                raise BadRequest(str(error) or type(error).__name__) from error

    def strip(self, name: str, number: int, sound: str) -> ResponseReturnValue:
        """The timeline of a turn as rendered so far, with estimates for the rest."""
        turn, rendering = self._turn(name, number), self._rendering(sound)
        done, length_ms = rendering.done, rendering.length_ms
        marks = [Mark(mark.start_ms, mark.end_ms, mark.text) for mark in rendering.marks]
        if not done:
            marks += [mark for mark in turn.marks if mark.start_ms >= length_ms]
            length_ms = max(length_ms, turn.length_ms)
        strip = turn.strip(marks, length_ms).to_json()
        return jsonify(done=done, problem=rendering.problem, strip=strip)

    def wav(self, sound: str) -> ResponseReturnValue:
        """The sound of an answer, streamed if it is still being rendered."""
        rendering = self._rendering(sound)
        if rendering.done:
            wav = io.BytesIO(rendering.wav())
            return send_file(wav, mimetype="audio/wav", conditional=True)
        return Response(rendering.pieces(), mimetype="audio/wav")

    def write_dialogue(self, name: str) -> ResponseReturnValue:
        """The conversation as a dialogue file, which expects what a replay of it hears."""
        body = self._body()
        talk = self._conversation(name)
        title = body.get("title")
        if not isinstance(title, str) or not title.strip():
            raise BadRequest("title: write a sentence that says what the conversation shows")
        if not talk.turns:
            raise BadRequest("conversation: is empty; say something first")
        speaker = SmartSpeaker(
            self._desk.rehearsal(talk.saved, talk.user_id),
            talk.recogniser,
            locale=talk.recogniser.locale,
            now_ms=REHEARSED_FROM_MS,
            user_id=talk.user_id,
        )
        played = dialogue_file.rehearse(talk.lines(), speaker)
        text = dialogue_file.write(title.strip(), talk.lines(), played, talk.saved)
        return jsonify(text=text, differs=_differences(talk.turns, played))

    def read_dialogue(self) -> ResponseReturnValue:
        """The lines of a dialogue file, for the page to replay."""
        text = self._body().get("text")
        if not isinstance(text, str):
            raise BadRequest("text: give the text of a dialogue file")
        dialogue = dialogue_file.read(text)
        return jsonify(title=dialogue.title, lines=dialogue.lines)

    def _recogniser(self, body: Mapping[str, Any]) -> Recogniser:
        listening = self._desk.listening
        return listening[page_fields.choice(body, "locale", listening)]()

    def _conversation(self, name: str) -> Conversation:
        if name not in self._conversations:
            raise NotThere("this conversation is over; reload the page")
        return self._conversations[name]

    def _turn(self, name: str, number: int) -> Turn:
        turns = self._conversation(name).turns
        if number >= len(turns):
            raise NotThere("no such turn")
        return turns[number]

    def _rendering(self, sound: str) -> Rendering:
        rendering = self._sounds.cached(sound) if self._sounds else None
        if rendering is None:
            raise NotThere("no such sound")
        return rendering

    def _body(self) -> dict[str, Any]:
        sent = read_body(request, limit=self._limit)
        try:
            body = parse_json(sent)
        except RequestRefused as refusal:
            raise BadRequest(f"body: cannot be read: {refusal}") from refusal
        if not isinstance(body, dict):
            raise BadRequest("body: must be an object")
        return body


def _home() -> ResponseReturnValue:
    return redirect("/desk/")


def _index() -> ResponseReturnValue:
    return send_from_directory(STATIC, "index.html")


def _static(name: str) -> ResponseReturnValue:
    return send_from_directory(STATIC, name)


def _screen() -> ResponseReturnValue:
    return send_from_directory(STATIC, "screen.html")


def _acted(talk: Conversation, act: str, body: Mapping[str, Any]) -> Turn:
    after_ms = round(page_fields.number(body, "after_ms", LONGEST_AFTER_MS))
    if act == "say":
        return talk.say(page_fields.text(body, "words"), after_ms)
    if act == "silence":
        return talk.silence(after_ms)
    if act == "end":
        return talk.end(page_fields.text(body, "reason"), after_ms)
    if act in ("touch", "send"):
        event = body.get("event")
        if not isinstance(event, dict):
            raise BadRequest("event: must be an object")
        if act == "touch":
            return talk.touch(event, after_ms)
        page_fields.text(event, "type")
        return talk.send(event, after_ms)
    raise NotThere(f"no such act: {act}")


def _differences(turns: list[Turn], played: dialogue_file.Played) -> list[int]:
    """The numbers of the turns in which the replay heard other words."""
    return [
        turn.number + 1
        for turn, (told, _) in zip(turns, played, strict=True)
        if [mark.text for mark in turn.marks] != [clip.text for clip in told.clips]
    ]


def _only_from_here() -> None:
    headers: Headers = request.headers
    if request.endpoint in FRAME_FILES and headers.get("Origin") == "null":
        # the sandboxed frame has no origin, and may load only these files
        headers = Headers([(name, value) for name, value in headers if name != "Origin"])
    UnsignedOnLoopback().verify_sender(IncomingRequest(headers, b"", request.remote_addr))


def _refused(refusal: RequestRefused) -> ResponseReturnValue:
    current_app.logger.warning("Refused a request to %s: %s", request.path, refusal)
    return jsonify({}), 400


def _failed(_error: Exception) -> ResponseReturnValue:
    return jsonify(error="The skill failed; the server's log says why."), 500


def _private(response: Response) -> Response:
    screen = request.path == "/desk/screen"
    response.headers["Content-Security-Policy"] = SCREEN_POLICY if screen else PAGE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-cache"
    return response
