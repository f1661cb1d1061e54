"""A rendered answer, listened to: is a spoken count a clock, and can it be understood?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest

from skill.alexa.responses import response_of
from skill.coach.timeline import Cue, Part, Span, SpanKind, Timeline
from skill.routine.model import Hold
from skill.speech.wording import Voice
from skill.tools.apla_render.engines import Engine, EspeakNg, Flite, Piper
from skill.tools.apla_render.renderer import Stream, render
from skill.tools.apla_render.sound import Samples, read_wav
from skill.tools.apla_render.sound_clips import KeptClips
from skill.tools.apla_render.spoken import SENTENCE_END
from skill.tools.apla_render.spoken_forms import say_as
from skill.tools.desk.voices import words_of_work
from tests.support.household import Household, catalogue, routine
from tests.support.work_turns import usual_turn
from tests.tools.desk.voice.ear import NotHeardError, heard_digits, heard_number, late_ms

pytestmark = pytest.mark.audio

DRIFT_MS = 40
WORST_MS = 80
SECONDS = 30

INSTALL = "install it (pip install -r requirements-voice.txt; apt-get install espeak-ng flite)"
MAKERS: dict[str, Callable[[], Engine]] = {
    "piper": Piper,
    "espeak-ng, slow": lambda: EspeakNg(140),
    "espeak-ng": EspeakNg,
    "flite": Flite,
}
every_engine = pytest.mark.parametrize("name", MAKERS)

VOICE = Voice(catalogue())
TURNS = {e.id: usual_turn(routine(), e, VOICE).turn for e in routine().exercises}
HELD = next(e.id for e in routine().exercises if isinstance(e.form().work, Hold))
RESTED = next(
    name for name, turn in TURNS.items() if any(c.part is Part.MARK for c in turn.timeline.cues)
)
"""The first exercise with a hold, and the first one with a rest so long that it has marks."""
TIMELINE: Timeline = TURNS[HELD].timeline


@dataclass(frozen=True)
class Heard:
    """A turn in one voice."""

    engine: Engine
    samples: Samples

    def late(self, cues: Sequence[Cue]) -> list[float]:
        """How late each cue is heard, in ms."""
        return [late_ms(self.samples, self.engine, words(cue), cue.at_ms) for cue in cues]


def words(cue: Cue) -> str:
    """The first sentence of a cue; the renderer makes a clip of each."""
    return SENTENCE_END.split(VOICE.say(cue.line).text)[0]


@cache
def engine_named(name: str) -> Engine:
    try:
        return KeptClips(MAKERS[name]())
    except (ImportError, FileNotFoundError) as error:
        pytest.fail(f"this test listens to {name}: {INSTALL}. ({error})")


@cache
def body_of(exercise: str) -> dict[str, Any]:
    return response_of(TURNS[exercise], VOICE, exact_audio=True)


@cache
def heard(name: str, exercise: str = HELD) -> Heard:
    """The turn rendered to WAV and read back."""
    engine = engine_named(name)
    samples, _ = read_wav(render(body_of(exercise), engine).wav())
    return Heard(engine, samples)


def spans(kind: SpanKind) -> list[Span]:
    return [span for span in TIMELINE.spans if span.kind is kind]


def count_of(span: Span) -> list[Cue]:
    counted = (cue for cue in TIMELINE.cues if cue.part is Part.COUNT)
    return [cue for cue in counted if span.start_ms < cue.at_ms <= span.end_ms]


def check_even(late: Sequence[float]) -> None:
    drift = late[-1] - late[0]
    assert abs(drift) <= DRIFT_MS, f"{drift:.0f} ms of drift over {len(late)} counts"
    worst = max(late, key=abs)
    assert abs(worst) <= WORST_MS, f"a count is {worst:.0f} ms off"


# ---------------------------------------------------------------- the ear is not deaf


def test_a_count_that_is_late_is_noticed() -> None:
    hold = heard("espeak-ng")
    cues = count_of(spans(SpanKind.HOLD)[0])
    rate = hold.engine.sample_rate
    at = round((cues[15].at_ms - 100) * rate / 1000)
    pause = np.zeros(rate // 10, dtype=np.float32)
    broken = Heard(hold.engine, np.concatenate([hold.samples[:at], pause, hold.samples[at:]]))

    late = broken.late(cues)

    assert late[14] == pytest.approx(0, abs=1)
    assert late[15] == pytest.approx(100, abs=1)
    with pytest.raises(AssertionError, match="100 ms of drift"):
        check_even(late)


def test_a_count_that_is_missing_is_noticed() -> None:
    hold = heard("espeak-ng")
    cue = count_of(spans(SpanKind.HOLD)[0])[9]
    rate = hold.engine.sample_rate
    gap = hold.samples.copy()
    gap[cue.at_ms * rate // 1000 :][:rate] = 0

    with pytest.raises(NotHeardError, match="'ten'"):
        Heard(hold.engine, gap).late([cue])


def test_the_recogniser_does_not_hear_numbers_in_silence_or_one_for_another() -> None:
    piper = engine_named("piper")
    quiet = np.zeros(piper.sample_rate, dtype=np.float32)

    assert heard_number(quiet, piper.sample_rate) == ""
    assert heard_number(piper.speak("twelve"), piper.sample_rate) != "eleven"


# ---------------------------------------------------------------- a count is a clock


@every_engine
def test_thirty_counts_are_heard_on_their_seconds(name: str) -> None:
    for span in spans(SpanKind.HOLD):
        cues = count_of(span)
        assert len(cues) == SECONDS

        check_even(heard(name).late(cues))


@every_engine
def test_a_changeover_is_heard_when_it_is_due(name: str) -> None:
    changed = [cue for cue in TIMELINE.cues if cue.line.key == "work.change_legs"]

    (late,) = heard(name).late(changed)

    assert abs(late) <= WORST_MS


@every_engine
def test_rest_marks_are_heard_when_they_are_due(name: str) -> None:
    marks = [cue for cue in TURNS[RESTED].timeline.cues if cue.part is Part.MARK]

    late = heard(name, RESTED).late(marks)

    assert max(map(abs, late)) <= WORST_MS, late


@every_engine
@pytest.mark.parametrize("exercise", [HELD, RESTED])
def test_nothing_in_a_whole_turn_is_heard_too_early_or_too_late(name: str, exercise: str) -> None:
    late = heard(name, exercise).late(TURNS[exercise].timeline.cues)

    assert max(map(abs, late)) <= WORST_MS, late


# ---------------------------------------------------------------- the natural voice is understood


def test_at_least_29_of_30_counts_are_understood_in_the_natural_voice() -> None:
    hold = heard("piper")
    rate = hold.engine.sample_rate
    for span in spans(SpanKind.HOLD):
        understood = []
        for cue in count_of(span):
            clip = hold.samples[cue.at_ms * rate // 1000 :][: rate - rate // 50]
            understood.append(heard_number(clip, rate) == words(cue).replace("-", " "))

        assert understood.count(True) >= 29, understood


def test_the_clinics_ten_digits_are_understood_in_the_natural_voice() -> None:
    device = Household().device()
    device.open()
    answer = device.say("what's the clinic's phone number").response["response"]
    piper = engine_named("piper")

    sound = render(answer, piper)
    rate = sound.sample_rate
    groups = [mark for mark in sound.marks if mark.text.strip(".").isdigit()]
    heard_groups = [
        heard_digits(sound.samples[m.start_ms * rate // 1000 : m.end_ms * rate // 1000], rate)
        for m in groups
    ]

    assert tuple(heard_groups) == routine().clinic.phone_groups


@pytest.mark.parametrize("group", ["8675", "3094", "1402", "5599", "717", "828"])
def test_the_digits_of_any_number_are_understood_in_the_natural_voice(group: str) -> None:
    piper = engine_named("piper")

    said = piper.speak(say_as("telephone", group), rate=0.75)

    assert heard_digits(said, piper.sample_rate) == group


def test_the_natural_voice_says_the_same_every_time() -> None:
    assert (Piper().speak("twenty-seven") == engine_named("piper").speak("twenty-seven")).all()


def test_the_first_sound_of_a_work_turn_needs_one_sentence_only() -> None:
    class Counting(KeptClips):
        spoken = 0

        def speak(self, text: str, *, rate: float = 1.0) -> Samples:
            self.spoken += 1
            return super().speak(text, rate=rate)

    engine = Counting(engine_named("espeak-ng"))

    next(Stream(body_of(HELD), engine).blocks())

    assert engine.spoken == 1


def test_every_word_of_work_is_a_clip_shorter_than_the_slot_after_the_next() -> None:
    for name in ("piper", "espeak-ng, slow"):
        engine = engine_named(name)
        for word in words_of_work(catalogue()):
            assert len(engine.speak(word)) <= 2 * engine.sample_rate, (name, word)
