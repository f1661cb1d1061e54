"""What the skill reads from Alexa's JSON, and what it answers, as small records.

An envelope is 4 kB or more, and the skill uses some twenty values of it. The rest is not parsed, so
nonsense there does no harm. The names are those of Amazon's reference (developer.amazon.com,
"Request and Response JSON Reference").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from typing import TypeAlias

Json: TypeAlias = "dict[str, Any]"

LAUNCH, INTENT, SESSION_ENDED = "LaunchRequest", "IntentRequest", "SessionEndedRequest"
TOUCHED = "Alexa.Presentation.APL.UserEvent"
AUDIO_FAILED = "Alexa.Presentation.APLA.RuntimeError"
"""The device could not play the exact audio; plain speech takes over."""
DISABLED = "AlexaSkillEvent.SkillDisabled"
PLAYER = "AudioPlayer"
"""The device's AudioPlayer: the prefix of its requests, and its name in the context."""
PLAYBACK_FAILED = "AudioPlayer.PlaybackFailed"
PLAYER_EVENTS = frozenset(
    {
        *("AudioPlayer.PlaybackStarted", "AudioPlayer.PlaybackStopped"),
        *("AudioPlayer.PlaybackNearlyFinished", "AudioPlayer.PlaybackFinished"),
        PLAYBACK_FAILED,
    }
)
BUTTONS = frozenset(
    {
        *("PlaybackController.NextCommandIssued", "PlaybackController.PreviousCommandIssued"),
        *("PlaybackController.PlayCommandIssued", "PlaybackController.PauseCommandIssued"),
    }
)
"""Buttons on a remote or a screen. Like player events, they have no session and allow no speech."""
FAILURES = frozenset({AUDIO_FAILED, PLAYBACK_FAILED})
KINDS = frozenset(
    (LAUNCH, INTENT, SESSION_ENDED, TOUCHED, AUDIO_FAILED, DISABLED, *PLAYER_EVENTS, *BUTTONS)
)
"""The request types that a handler looks at; all others are left to the SDK."""
REASONS = frozenset(("USER_INITIATED", "ERROR", "EXCEEDED_MAX_REPROMPTS"))
"""The reasons for a session's end that the SDK knows."""
MATCHED = "ER_SUCCESS_MATCH"
SCREEN = "Alexa.Presentation.APL"
DIGITS_OF_ID = 16
"""Of the SHA-256 of a request's id, in hexadecimal: `printf %s ID | sha256sum | cut -c 1-16`."""
FINE = "fine"
"""What the log says about the store if nothing went wrong."""


class UnsupportedRequest(Exception):
    """A value is not of the kind that Alexa sends there: the SDK must read the request."""


class Slot(Struct, frozen=True):
    """A slot of an intent."""

    value: str | None
    """What was said."""
    entity: str | None = None
    """The id it was resolved to: the first value of the first authority that matched."""


class Player(Struct, frozen=True):
    """What a device's AudioPlayer is playing, or played last."""

    token: str
    """The token given with the clip; not to be trusted blindly."""
    offset_ms: int


class Request(Struct, frozen=True):
    """What the skill reads from a request."""

    kind: str
    """Its type, such as "IntentRequest"."""
    request_id: str | None
    """A digest of Alexa's id: enough to recognize it again; the id itself is never stored."""
    locale: str | None
    timestamp_ms: int | None
    """Alexa's timestamp, in ms since 1970."""
    application_id: str | None
    """The skill it is addressed to."""
    user_id: str | None
    """The account's id, not the person's: a breathless voice is not always recognized, and the
    place must not depend on it."""
    apl_version: str | None
    """The highest APL version the device supports; None without such a screen."""
    session: Session | None
    intent: str | None = None
    slots: Mapping[str, Slot] | None = None
    touch: tuple[str | None, object] | None = None
    """The token and the arguments of a touch on the screen; not to be trusted blindly."""
    reason: str | None = None
    """One of REASONS, if a session ended."""
    device_id: str | None = None
    failures: tuple[tuple[str, str], ...] | None = None
    """Why exact audio could not be played: types and reasons."""
    has_player: bool = False
    """Whether the device has an AudioPlayer."""
    player: Player | None = None


class Session(Struct, frozen=True):
    """The session that a request is part of."""

    new: bool
    attributes: Json
    """The session's attributes as the device sent them back; not to be trusted blindly."""


class Note(Struct, frozen=True):
    """What the log may say about a request, besides its name."""

    result: str
    """The request's result."""
    place: str
    """Where the runner was when it came in."""
    sets: int = 0
    """How many sets were found to be completed."""
    store: str = FINE
    """The store's state."""
    named: bool = False
    """Whether an intent defined only by content may be named."""


class Answer(Struct, frozen=True):
    """What goes back."""

    response: Json
    """The response as JSON, without None values, in the order of the SDK's model."""
    attributes: Json | None = None
    """The session's new attributes; None to keep those that came in."""
    note: Note | None = None


FIRST_MS = 100_000_000_000
"""Smaller numbers are seconds: in ms this is March 1973, in seconds the year 5138."""
LAST_MS = 253_370_764_800_000
"""The year 9999, the last that Python's calendar knows."""
DIGITS = re.compile(r"[0-9]{10}|[0-9]{13}", re.ASCII)
"""Seconds or ms, from this century to the next two; other strings of digits may be dates."""


def number_ms(value: object) -> int | None:
    """Ms since 1970 for a time given as a number of ms or seconds, or as a string of digits.

    None if it is neither: then it is ISO 8601, as Alexa sends it today, or nonsense.
    """
    if isinstance(value, str) and DIGITS.fullmatch(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 <= value < LAST_MS:  # also refuses NaN
        return None
    return round(value if value >= FIRST_MS else 1000 * value)


def usual_time_ms(text: str) -> int:
    """Ms since 1970 for a time as Alexa writes it, "2026-01-05T08:00:00Z".

    Raises UnsupportedRequest if it is written in another way.
    """
    # the SDK hands other forms to a library that accepts more, and reads some differently
    if len(text) != 20 or text[10] != "T" or text[19] != "Z":
        raise UnsupportedRequest("timestamp")
    if text[4] + text[7] + text[13] + text[16] != "--::":
        raise UnsupportedRequest("timestamp")
    return time_ms(text)


def time_ms(text: str) -> int:
    """Ms since 1970 for a time in ISO 8601; raises UnsupportedRequest."""
    try:
        return round(datetime.fromisoformat(text).timestamp() * 1000)
    except ValueError as error:
        raise UnsupportedRequest("timestamp") from error


def read(envelope: Mapping[str, Any]) -> Request:
    """The request in an envelope; raises UnsupportedRequest if only the SDK can read it."""
    request = read_any(envelope, usual_time_ms)
    if request.kind not in KINDS:
        raise UnsupportedRequest("type")
    return request


def read_any(envelope: Mapping[str, Any], time_ms: Callable[[str], int]) -> Request:
    """A request of any type; `time_ms` reads its timestamp.

    Raises UnsupportedRequest if a value that the skill uses is not as Alexa sends it.
    """
    request = _table(envelope, "request")
    kind = _text(request, "type") if request else None
    if request is None or kind is None:
        raise UnsupportedRequest("request")
    session, context = _table(envelope, "session"), _table(envelope, "context")
    system = _table(context, "System")
    user = _table(system, "user")
    if user is None:
        user = _table(session, "user")
    device = _table(system, "device")
    interfaces = _table(device, "supportedInterfaces")
    screen = _table(_table(interfaces, SCREEN), "runtime")
    intent = _table(request, "intent") if kind == INTENT else None
    return Request(
        kind,
        _digest(_text(request, "requestId")),
        _text(request, "locale"),
        _moment(request, time_ms),
        _text(_table(system, "application"), "applicationId"),
        _text(user, "userId") or None,
        _text(screen, "maxVersion") or None,
        None if session is None else _session(session),
        _text(intent, "name"),
        None if intent is None else _slots(_table(intent, "slots")),
        _touch(request) if kind == TOUCHED else None,
        _reason(request) if kind == SESSION_ENDED else None,
        _text(device, "deviceId"),
        _failures(request) if kind in FAILURES else None,
        _table(interfaces, PLAYER) is not None,
        _player(request if kind in PLAYER_EVENTS else _table(context, PLAYER)),
    )


def _table(table: Mapping[str, Any] | None, name: str) -> Json | None:
    value = table.get(name) if table else None
    if value is None or value.__class__ is dict or isinstance(value, dict):
        return value
    raise UnsupportedRequest(name)


def _text(table: Mapping[str, Any] | None, name: str) -> str | None:
    value = table.get(name) if table else None
    if value is None:
        return None
    if value.__class__ is not str:
        raise UnsupportedRequest(name)
    return value if value.isascii() else _sound(value)


def _sound(text: str) -> str:
    """The text with a question mark for each lone surrogate, which no encoder accepts."""
    return text.encode(errors="replace").decode()


def _player(state: Json | None) -> Player | None:
    token = _text(state, "token")
    return None if state is None or token is None else Player(token, _offset_ms(state))


def _offset_ms(state: Json) -> int:
    offset = state.get("offsetInMilliseconds")
    if offset is None or isinstance(offset, list | dict):
        return 0  # the SDK passes such nonsense on unchanged
    if offset.__class__ is not int:
        raise UnsupportedRequest("offsetInMilliseconds")
    return max(0, offset)


def _digest(request_id: str | None) -> str | None:
    return sha256(request_id.encode()).hexdigest()[:DIGITS_OF_ID] if request_id else None


def _moment(request: Json, time_ms: Callable[[str], int]) -> int | None:
    moment_ms = number_ms(request.get("timestamp"))
    if moment_ms is not None:
        return moment_ms
    text = _text(request, "timestamp")
    return None if text is None else time_ms(text)


def _session(session: Json) -> Session:
    new = session.get("new")
    if new is not None and not isinstance(new, bool):
        raise UnsupportedRequest("new")
    return Session(bool(new), _table(session, "attributes") or {})


def _touch(request: Json) -> tuple[str | None, object]:
    arguments = request.get("arguments")
    if arguments is not None and not isinstance(arguments, list):
        raise UnsupportedRequest("arguments")
    return _text(request, "token"), arguments


def _reason(request: Json) -> str | None:
    reason = _text(request, "reason")
    if reason is not None and reason not in REASONS:
        raise UnsupportedRequest("reason")
    return reason


def _failures(request: Json) -> tuple[tuple[str, str], ...]:
    if (error := _table(request, "error")) is not None:
        return ((_text(error, "type") or "", ""),)
    return tuple(
        (_text(error, "type") or "", _text(error, "reason") or "")
        for error in _tables(request, "errors")
    )


def _slots(slots: Json | None) -> Mapping[str, Slot]:
    if not slots:
        return {}
    return {name: _slot(slot) for name in slots if (slot := _table(slots, name)) is not None}


def _slot(slot: Json) -> Slot:
    return Slot(_text(slot, "value"), _entity(_table(slot, "resolutions")))


def _entity(resolutions: Json | None) -> str | None:
    for authority in _tables(resolutions, "resolutionsPerAuthority"):
        values = _tables(authority, "values")
        if values and _text(_table(authority, "status"), "code") == MATCHED:
            found = _text(_table(values[0], "value"), "id")
            if found:
                return found
    return None


def _tables(table: Mapping[str, Any] | None, name: str) -> list[Json]:
    """A list of objects; null counts as an empty list, or as an empty object within it."""
    entries = table.get(name) if table else None
    if entries is None:
        return []
    if not isinstance(entries, list):
        raise UnsupportedRequest(name)
    if not all(entry is None or isinstance(entry, dict) for entry in entries):
        raise UnsupportedRequest(name)
    return [entry or {} for entry in entries]
