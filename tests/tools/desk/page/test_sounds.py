"""The sound of an answer: made while it plays, dropped when it is broken into."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator, Mapping
from threading import Event
from typing import Any

import pytest
from flask.testing import FlaskClient

from skill.stores.memory import MemoryStore
from skill.tools.desk.page.sounds import HEADER, Rendering, Sounds
from skill.tools.desk.page.timeline_strip import Mark
from tests.tools.desk.page.conftest import Act
from tests.tools.desk.page.desk_server import desk_app
from tests.tools.desk.page.small_sound import RATE, Beeps, header


class Halting:
    """A voice that waits to be let on after its first second."""

    def __init__(self, output: Mapping[str, Any]) -> None:
        self.output = output
        self.marks = [Mark(0, 500, "one")]
        self.go_on = Event()

    def wav(self) -> Iterator[bytes]:
        yield header() + bytes(2 * RATE)
        self.go_on.wait()
        yield bytes(2 * RATE)


class Failing(Halting):
    """A voice that fails after its first second."""

    def wav(self) -> Iterator[bytes]:
        yield header() + bytes(2 * RATE)
        raise RuntimeError("the engine hangs")


def output(words: str) -> dict[str, Any]:
    return {"outputSpeech": {"type": "SSML", "ssml": f"<speak>{words}</speak>"}}


def test_an_engine_that_fails_midway_is_told_and_what_there_is_can_be_heard() -> None:
    rendering = Rendering(Failing({}))
    assert len(rendering.wav()) == HEADER + 2 * RATE
    assert rendering.problem == "the engine hangs"
    assert not rendering.whole


def test_the_first_second_is_there_before_the_second_is_made() -> None:
    voice = Halting({})
    rendering = Rendering(voice)
    pieces = rendering.pieces()
    assert len(next(pieces)) == HEADER + 2 * RATE
    assert (rendering.length_ms, rendering.done) == (1000, False)
    voice.go_on.set()
    assert len(b"".join(pieces)) == 2 * RATE
    assert (rendering.length_ms, rendering.whole) == (2000, True)


def test_a_finished_sound_says_its_length_in_its_header() -> None:
    with wave.open(io.BytesIO(Rendering(Beeps(output("Hello."))).wav())) as told:
        assert told.getnframes() > RATE // 2


def test_the_same_answer_is_rendered_once() -> None:
    rendered: list[Mapping[str, Any]] = []

    def render(what: Mapping[str, Any]) -> Beeps:
        rendered.append(what)
        return Beeps(what)

    sounds = Sounds(render)
    first = sounds.rendering(output("Hello."))
    kept = sounds.cached(first)
    assert kept is not None
    kept.wav()
    assert sounds.rendering({**output("Hello."), "shouldEndSession": True}) == first
    assert len(rendered) == 1


def test_an_answer_that_was_broken_into_is_not_rendered_on() -> None:
    voices: list[Halting] = []

    def render(what: Mapping[str, Any]) -> Halting:
        voices.append(Halting(what))
        return voices[-1]

    sounds = Sounds(render)
    first = sounds.rendering(output("A long story."))
    broken = sounds.cached(first)
    assert broken is not None
    sounds.rendering(output("Paused."))
    assert sounds.cached(first) is None
    for voice in voices:
        voice.go_on.set()
    broken.wav()
    assert not broken.whole


def test_an_answer_that_no_voice_can_play_is_told(store: MemoryStore) -> None:
    from dataclasses import replace

    def refuse(_output: Mapping[str, Any]) -> Beeps:
        raise ValueError("directives[0]: Loudspeaker is no component")

    page = desk_app(store, changed=lambda desk: replace(desk, render=refuse)).test_client()
    name = page.post("/desk/conversations", json={"device": "dot"}).get_json()["name"]
    page.post(f"/desk/conversations/{name}/say", json={"words": "open hamstring coach"})
    answer = page.post(f"/desk/conversations/{name}/turns/0/answer", json={})
    assert answer.status_code == 400
    assert "Loudspeaker" in answer.get_json()["error"]


def test_the_page_gets_the_sound_and_the_marks_as_it_has_them(
    page: FlaskClient, talk: str, act: Act
) -> None:
    told = act("say", words="open hamstring coach")
    sound = page.post(f"{talk}/turns/0/answer", json={}).get_json()["sound"]
    with wave.open(io.BytesIO(page.get(f"/desk/sounds/{sound}.wav").get_data())):
        pass
    strip = page.get(f"{talk}/turns/0/strips/{sound}").get_json()
    assert strip["done"]
    assert strip["strip"]["marks"] == told["strip"]["marks"]


def test_a_part_of_a_sound_can_be_asked_for(page: FlaskClient, talk: str, act: Act) -> None:
    act("say", words="open hamstring coach")
    sound = page.post(f"{talk}/turns/0/answer", json={}).get_json()["sound"]
    whole = page.get(f"/desk/sounds/{sound}.wav").get_data()
    part = page.get(f"/desk/sounds/{sound}.wav", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.get_data()) == (206, whole[100:200])


@pytest.mark.parametrize("part", ["answer", "reprompt"])
def test_the_reprompt_has_a_sound_as_the_answer_has(
    page: FlaskClient, talk: str, act: Act, part: str
) -> None:
    act("say", words="open hamstring coach")
    assert page.post(f"{talk}/turns/0/{part}", json={}).status_code == 200


def test_a_sound_that_was_never_made_is_not_found(page: FlaskClient) -> None:
    assert page.get("/desk/sounds/0.wav").status_code == 404
