"""A set from a file: each number sounds on its second, and the place told is that of the offset."""

from __future__ import annotations

import subprocess
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from skill.coach.player import Recording
from skill.coach.timeline import Cue, Part, SpanKind
from skill.speech.wording import Voice, number
from skill.tools.apla_render.engines import Engine, EspeakNg
from skill.tools.apla_render.renderer import render
from skill.tools.apla_render.sound import Samples, from_pcm
from skill.tools.prerender.plan import sets
from skill.tools.prerender.rendering import mp3, rendered
from tests.support.clips import clips, device_player
from tests.support.household import Household, catalogue, in_process, routine
from tests.tools.desk.page.chromium import BROWSER, CACHE, installed, tool

VOICE = Voice(catalogue()).at(0)
AUDIBLE = 0.03
MOST_DRIFT_MS = 40
HALF_A_SECOND_MS = 500
LATE_MS = 100
"""What an encoder may put before the sound; the same for every number."""


def counted() -> tuple[Recording, list[Cue]]:
    """The first set of the first exercise, and the numbers of its first hold."""
    recording = next(iter(sets(routine(), VOICE.measure)))
    timeline = recording.timeline
    hold = next(span for span in timeline.spans if span.kind is SpanKind.HOLD)
    numbers = [
        cue
        for cue in timeline.cues
        if cue.part is Part.COUNT and hold.start_ms < cue.at_ms <= hold.end_ms
    ]
    assert len(numbers) == 30
    return recording, numbers


def onset_ms(sound: Samples, rate: int, after_ms: float = 0) -> float:
    start = round(after_ms * rate / 1000)
    (loud,) = np.nonzero(np.abs(sound[start:]) > AUDIBLE)
    return float((start + loud[0]) * 1000 / rate)


def late_ms(sound: Samples, rate: int, engine: Engine, numbers: list[Cue]) -> list[float]:
    """How much after its time each number is heard, found by the sound alone: each is looked for
    after the end of the one before."""
    late = []
    after = numbers[0].at_ms - 100.0
    for cue in numbers:
        ssml = f"<speak>{VOICE.say(cue.line).ssml}</speak>"
        own = render({"outputSpeech": {"type": "SSML", "ssml": ssml}}, engine).samples
        start = onset_ms(sound, rate, after) - onset_ms(own, rate)
        late.append(start - cue.at_ms)
        (loud,) = np.nonzero(np.abs(own) > AUDIBLE)
        after = start + float(loud[-1]) * 1000 / rate + 60
    return late


@pytest.mark.browser
def test_thirty_counts_of_a_clip_do_not_drift_as_a_player_decodes_it(tmp_path: Path) -> None:
    recording, numbers = counted()
    engine = EspeakNg(240)  # a number is over before the next one begins
    sound, rate = rendered(recording, VOICE, engine)
    file, heard = tmp_path / "set.mp3", tmp_path / "set.pcm"
    file.write_bytes(mp3(sound, rate, routine().platform.clip_kilobits))
    modules = installed(BROWSER, CACHE / "browser-tests")
    script = Path(__file__).with_name("decode.mjs")
    told = [script, modules, tool("chromium"), file, rate, heard]
    command = [tool("node"), *map(str, told)]
    subprocess.run(command, check=True, timeout=300)

    late = late_ms(from_pcm(heard.read_bytes()), rate, engine, numbers)

    assert max(late) - min(late) < MOST_DRIFT_MS, late
    assert all(abs(each) < LATE_MS for each in late), late


def test_the_second_told_is_that_of_the_players_offset() -> None:
    _, numbers = counted()
    transport = partial(in_process, audio=clips(with_sets=True))
    for passed_ms in range(numbers[1].at_ms + 150, numbers[-1].at_ms, 1_700):
        household = Household(transport=transport, player=device_player)
        device = household.device()
        for words in ("ask hamstring coach to start my routine", "next"):
            device.say(words)
            device.listen()
        device.pass_time(passed_ms)
        assert device.player is not None
        offset_ms = device.player.offset_ms

        answer = device.say("alexa, pause").heard.text

        told = household.workout().done
        assert f"Paused in second {number(catalogue(), told)}." in answer
        assert abs(offset_ms - passed_ms) <= HALF_A_SECOND_MS
        begun, next_begins = numbers[told - 1].at_ms, numbers[told].at_ms
        assert begun - HALF_A_SECOND_MS <= offset_ms < next_begins + HALF_A_SECOND_MS
