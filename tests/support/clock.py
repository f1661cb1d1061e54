"""Is a spoken count a clock? Documents played on paper, with clips as long as one likes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skill.coach.timeline import Cue, Part
from skill.speech.apla import VERSION, Component
from skill.speech.wording import Voice
from skill.tools.desk.playback import Clip, ClipLength, play_document

SHORT = frozenset({Part.COUNT, Part.PHASE})
"""The parts whose clips may run over their slot into the next second."""


def check_on_time(
    document: Mapping[str, object], cues: Sequence[Cue], voice: Voice, clip_ms: ClipLength
) -> None:
    """Fail unless the document speaks every cue, and nothing else, exactly at its offset."""
    clips: list[Clip] = []
    play_document(document, 0, clips, clip_ms)
    played = sorted((clip.at_ms, clip.text) for clip in clips)
    due = sorted((cue.at_ms, voice.say(cue.line).text) for cue in cues)
    assert [text for _, text in played] == [text for _, text in due]
    for (at_ms, text), (due_ms, _) in zip(played, due, strict=True):
        assert at_ms == due_ms, f"{text!r} is heard {at_ms - due_ms} ms late"


def clips_of(cues: Sequence[Cue], voice: Voice, number_ms: int) -> ClipLength:
    """A voice whose numbers and phase words take `number_ms`, and all else the slot it has."""
    longest = {
        voice.say(cue.line).text: number_ms if cue.part in SHORT else cue.slot_ms for cue in cues
    }
    return lambda text: longest[text]


def one_second_slots(cues: Sequence[Cue], voice: Voice) -> Component:
    """The plain way to count: a row of slots, each a word mixed with a second of silence."""
    slots: list[Component] = [{"type": "Silence", "duration": cues[0].at_ms}]
    for cue in cues:
        speech = {"type": "Speech", "content": voice.say(cue.line).text}
        slots.append({"type": "Mixer", "items": [speech, {"type": "Silence", "duration": 1000}]})
    item = {"type": "Sequencer", "items": slots}
    return {"type": "APLA", "version": VERSION, "mainTemplate": {"item": item}}
