"""What goes for every engine, whoever speaks: the port that the renderer relies on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from skill.tools.apla_render.engines import Engine, EngineError, EspeakNg, Flite, Piper, Polly
from tests.tools.apla_render.fake_aws import asked, fake_aws


def polly(folder: Path) -> Engine:
    return Polly(program=str(fake_aws(folder)))


ENGINES: list[object] = [
    pytest.param(polly, id="polly"),
    pytest.param(lambda _: EspeakNg(), id="espeak-ng", marks=pytest.mark.audio),
    pytest.param(lambda _: Flite(), id="flite", marks=pytest.mark.audio),
    pytest.param(lambda _: Piper(), id="piper", marks=pytest.mark.audio),
]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    make: Callable[[Path], Engine] = request.param
    return make(tmp_path)


def test_words_are_heard(engine: Engine) -> None:
    said = engine.speak("one two three")

    assert said.dtype == np.float32
    assert 0.2 < len(said) / engine.sample_rate < 5
    assert 0.02 < np.abs(said).max() <= 1


def test_the_same_words_sound_the_same_each_time(engine: Engine) -> None:
    assert np.array_equal(engine.speak("seventeen"), engine.speak("seventeen"))


def test_what_is_said_faster_is_sooner_over(engine: Engine) -> None:
    words = "push your hips back and lean forward"

    assert len(engine.speak(words, rate=1.4)) < len(engine.speak(words))


@pytest.mark.parametrize("nothing", ["", " ", "...", "—"])
def test_what_is_no_word_is_no_sound(engine: Engine, nothing: str) -> None:
    assert len(engine.speak(nothing)) == 0


@pytest.mark.parametrize("odd", ["Q&A", "a < b", '"so"', "--text", "<speak>one</speak>"])
def test_signs_of_markup_and_options_are_words_like_any_other(engine: Engine, odd: str) -> None:
    assert len(engine.speak(odd)) > 0


def test_it_has_a_name_to_call_its_clips_by(engine: Engine) -> None:
    assert engine.name


def test_another_voice_of_polly_has_another_name(tmp_path: Path) -> None:
    program = str(fake_aws(tmp_path))

    assert Polly("Joanna", program).name != Polly("Matthew", program).name


def test_a_voice_that_polly_does_not_have_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="could not speak"):
        Polly("Nobody", str(fake_aws(tmp_path))).speak("one")


def test_polly_is_paid_for_words_only(tmp_path: Path) -> None:
    engine = polly(tmp_path)

    engine.speak("...")
    engine.speak("one")

    assert asked(tmp_path) == ['<speak><prosody rate="100%">one</prosody></speak>']


def test_without_the_aws_cli_polly_says_what_is_missing() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-aws is not installed"):
        Polly(program="no-such-aws")
