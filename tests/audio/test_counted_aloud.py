"""A count to thirty, rendered and mixed, then listened to: is every number heard on its second?"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from skill.coach.timeline import Cue, SpanKind
from skill.routine.model import Hold
from skill.speech.apla import Component, apla_document
from skill.speech.wording import Voice
from tests.support.clock import one_second_slots
from tests.support.espeak import clip
from tests.support.household import catalogue, routine
from tests.support.mixing import Samples, end_ms, mixed, onset_ms, read_wav, write_wav
from tests.support.work_turns import usual_turn

pytestmark = pytest.mark.audio

TOLERANCE_MS = 60
"""Nobody hears a count as uneven that is less than this off."""
SECONDS = 30

VOICE = Voice(catalogue())
HELD = next(e for e in routine().exercises if isinstance(e.form().work, Hold))
TIMELINE = usual_turn(routine(), HELD, VOICE).timeline
HOLD = next(span for span in TIMELINE.spans if span.kind is SpanKind.HOLD)
CUES = [cue for cue in TIMELINE.cues if HOLD.start_ms <= cue.at_ms <= HOLD.end_ms]


def listened_to(document: Component, path: Path) -> Samples:
    """The document as a WAV file, read back."""
    template = document["mainTemplate"]
    assert isinstance(template, dict)
    write_wav(path, mixed(template["item"], clip))
    return read_wav(path)


def heard_at(sound: Samples, cues: list[Cue]) -> list[float]:
    """When each clip begins, found by its sound alone: each is looked for after the end of the
    one before. What a clip has of silence before its sound is measured on the clip itself."""
    starts: list[float] = []
    after: float = cues[0].at_ms - TOLERANCE_MS
    for cue in cues:
        own = clip(escape(VOICE.say(cue.line).text))
        onset = onset_ms(sound, after)
        starts.append(onset - onset_ms(own))
        after = onset + end_ms(own) - onset_ms(own) + 1
    return starts


def check_even(starts: list[float]) -> None:
    """Fail unless clip k begins k seconds after the first one."""
    for second, start in enumerate(starts):
        late = start - starts[0] - 1000 * second
        assert abs(late) < TOLERANCE_MS, f"number {second} is heard {late:.0f} ms late"


def test_the_hold_counts_to_thirty() -> None:
    assert len(CUES) == SECONDS + 1, "the word before the count, then the numbers"


def test_a_row_of_one_second_slots_drifts_in_a_slow_voice(tmp_path: Path) -> None:
    sound = listened_to(one_second_slots(CUES, VOICE), tmp_path / "plain.wav")
    starts = heard_at(sound, CUES)

    with pytest.raises(AssertionError, match="ms late"):
        check_even(starts)


def test_a_count_to_thirty_is_a_clock_in_a_slow_voice(tmp_path: Path) -> None:
    sound = listened_to(apla_document(TIMELINE, VOICE), tmp_path / "hold.wav")
    starts = heard_at(sound, CUES)

    check_even(starts)
    assert abs(starts[0] - HOLD.start_ms) < TOLERANCE_MS
    assert abs(starts[-1] - starts[0] - 1000 * SECONDS) < TOLERANCE_MS
