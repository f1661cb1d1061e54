"""Events and buttons of a device's player: answered with directives, never with speech."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from skill.alexa.audio_player import CLEAR_ALL, play, playing_of
from skill.alexa.requests import asked_of
from skill.alexa.runtime.request import (
    BUTTONS,
    PLAYBACK_FAILED,
    PLAYER_EVENTS,
    Answer,
    Request,
)
from skill.coach.commands import Command, Meaning
from skill.coach.player import Happened
from skill.service.conversation import Conversation, runner_id_of
from skill.service.languages import Languages
from skill.service.played import Clip
from skill.service.player_events import PlayerEvents
from skill.service.ports import AudioLibrary, Stores

logger = logging.getLogger(__name__)

HAPPENED: Mapping[str, Happened] = {
    "AudioPlayer.PlaybackStarted": Happened.STARTED,
    "AudioPlayer.PlaybackNearlyFinished": Happened.NEARLY_OVER,
    "AudioPlayer.PlaybackFinished": Happened.FINISHED,
    "AudioPlayer.PlaybackStopped": Happened.STOPPED,
    PLAYBACK_FAILED: Happened.FAILED,
}
PAUSE = "PlaybackController.PauseCommandIssued"
COMMANDS: Mapping[str, Meaning] = {
    "PlaybackController.NextCommandIssued": Meaning.NEXT,
    "PlaybackController.PreviousCommandIssued": Meaning.BACK,
    "PlaybackController.PlayCommandIssued": Meaning.RESUME,
}


class PlayerHandler:
    """Handles the player's events and buttons.

    `clock` gives ms since 1970 for requests without a timestamp.
    """

    def __init__(
        self,
        languages: Languages,
        stores: Stores,
        clock: Callable[[], int],
        audio: AudioLibrary | None,
    ) -> None:
        self._languages = languages
        self._stores = stores
        self._clock = clock
        self._audio = audio

    def can_handle(self, request: Request) -> bool:
        """Whether the request comes from the player or one of its buttons."""
        return request.kind in PLAYER_EVENTS or request.kind in BUTTONS

    def handle(self, request: Request) -> Answer:
        """The directives that tell the player what to do now."""
        for kind, _ in request.failures or ():
            logger.warning("a clip could not be played: %s", kind if kind.isupper() else "-")
        audio, user_id = self._audio, request.user_id
        if audio is None or not user_id:
            return Answer({})
        library = self._languages.of(request.locale)
        now_ms = self._clock() if request.timestamp_ms is None else request.timestamp_ms
        playing, runner_id = playing_of(request.player), runner_id_of(user_id)
        events = PlayerEvents(library, audio, self._stores.for_a_request())
        if request.kind == PAUSE:
            events.paused(playing, runner_id, now_ms)
            return Answer({"directives": [CLEAR_ALL]})
        if request.kind in COMMANDS:
            conversation = Conversation(library, self._stores, audio)
            asked = asked_of(request, Command(COMMANDS[request.kind]), now_ms)
            pressed = replace(asked, new_session=True, has_player=True)
            return _answer(conversation.press(pressed))
        if playing is None:
            return Answer({})
        return _answer(events.happened(HAPPENED[request.kind], playing, runner_id, now_ms))


def _answer(clip: Clip | None) -> Answer:
    return Answer({} if clip is None else {"directives": [play(clip)]})
