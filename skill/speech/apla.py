"""A timeline as an APL for Audio document in which every cue starts at its exact offset.

The cues alternate between two lanes that play together. A slot of a lane lasts until the next cue
of the same lane begins, so a clip may run into the next second without moving anything: the count
is a clock by construction. A single lane drifts, because a slot lasts as long as its longest child
and clips end in silence.

    Mixer [ Sequencer [ (one, 2000) (three, 2000) ... ],
            Sequencer [ 1000, (two, 2000) (four, 2000) ... ] ]
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from skill.coach.timeline import Part, Timeline
from skill.speech.wording import Phrase, Voice

VERSION = "0.91"
LONGEST_SILENCE_MS = 20_000
"""No maximum is documented; a sample by Amazon's staff has this much."""
LANES = 2

Component = dict[str, object]


def apla_document(
    timeline: Timeline, voice: Voice, beats: Mapping[int, str] | None = None
) -> Component:
    """The document that speaks the timeline. It is cached and shared: do not change it.

    `beats` has the address of each run of beats, by its number of beats.
    """
    runs = dict(beats or {})
    key = (timeline, *runs.items()) if runs else timeline
    return voice.cached(key, lambda: _document(timeline, voice, runs))


def _document(timeline: Timeline, voice: Voice, beats: Mapping[int, str]) -> Component:
    lanes: list[list[Component]] = [[] for _ in range(LANES)]
    spoken = [cue for cue in timeline.cues if cue.part is not Part.BEATS]
    for lane, items in enumerate(lanes):
        own = spoken[lane::LANES]
        if own:
            items.extend(_silences(own[0].at_ms))
        for cue, following in pairwise(own):
            slot = following.at_ms - cue.at_ms
            head = min(slot, LONGEST_SILENCE_MS)
            items.append(_slot(voice.say(cue.line), head))
            if slot > head:
                items.extend(_silences(slot - head))
        if own:
            items.append(_speech(voice.say(own[-1].line)))
    lanes.append(_beats(timeline, beats) if beats else [])
    playing = [_sequencer(items) for items in lanes if items]
    item = playing[0] if len(playing) == 1 else {"type": "Mixer", "items": playing}
    return {"type": "APLA", "version": VERSION, "mainTemplate": {"item": item}}


def _beats(timeline: Timeline, beats: Mapping[int, str]) -> list[Component]:
    """A lane of its own for beats: a run lasts for many cues of the others."""
    items: list[Component] = []
    now_ms = 0
    for cue in (cue for cue in timeline.cues if cue.part is Part.BEATS):
        items += _silences(cue.at_ms - now_ms)
        run = {"type": "Audio", "source": beats[int(dict(cue.line.values)["n"])]}
        items.append({"type": "Mixer", "items": [run, *_silences(cue.slot_ms)]})
        now_ms = cue.at_ms + cue.slot_ms
    return items


def _sequencer(items: list[Component]) -> Component:
    return {"type": "Sequencer", "items": items}


def _slot(phrase: Phrase, milliseconds: int) -> Component:
    return {"type": "Mixer", "items": [_speech(phrase), _silence(milliseconds)]}


def _speech(phrase: Phrase) -> Component:
    if phrase.plain:
        return {"type": "Speech", "contentType": "PlainText", "content": phrase.text}
    content = f"<speak>{phrase.ssml}</speak>"
    return {"type": "Speech", "contentType": "SSML", "content": content}


def _silence(milliseconds: int) -> Component:
    return {"type": "Silence", "duration": milliseconds}


def _silences(milliseconds: int) -> list[Component]:
    whole, rest = divmod(milliseconds, LONGEST_SILENCE_MS)
    lengths = [LONGEST_SILENCE_MS] * whole + ([rest] if rest else [])
    return [_silence(length) for length in lengths]
