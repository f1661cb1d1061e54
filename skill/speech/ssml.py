"""A timeline as SSML: plain speech if timing does not matter, and the fallback if it does.

Breaks between numbers are no clock (measured on three voices, a count to thirty takes 43 to 57 s),
so only a device that could not play exact audio gets a timed turn like this.
"""

from __future__ import annotations

from skill.coach.timeline import Cue, Part, Timeline
from skill.speech.wording import Voice

NUMBER_MS = 650
"""Roughly what a voice needs for a number or a phase word with its silence, in ms."""
USUAL_PACE = 0.75
"""The share of a slow voice's time that a typical voice needs."""


def speak(timeline: Timeline, voice: Voice) -> str:
    """The timeline as one <speak> element."""
    return voice.cached(("ssml", timeline), lambda: _speak(timeline, voice))


def _speak(timeline: Timeline, voice: Voice) -> str:
    parts = []
    for cue, following in zip(timeline.cues, (*timeline.cues[1:], None), strict=True):
        parts.append(voice.say(cue.line).ssml)
        if following is None:
            break
        silence = _silence_ms(cue, following, voice) if timeline.timed else 0
        parts.append(breaks(silence, voice.longest_break_ms) if silence else " ")
    return f"<speak>{''.join(parts)}</speak>"


def breaks(milliseconds: int, longest_ms: int) -> str:
    """Silence of a length, in breaks that Alexa allows.

    >>> breaks(12_000, 10_000)
    '<break time="10000ms"/><break time="2000ms"/>'
    """
    whole, rest = divmod(milliseconds, longest_ms)
    lengths = [longest_ms] * whole + ([rest] if rest else [])
    return "".join(f'<break time="{length}ms"/>' for length in lengths)


def _silence_ms(cue: Cue, following: Cue, voice: Voice) -> int:
    if cue.part in (Part.COUNT, Part.PHASE):
        spoken = NUMBER_MS
    else:
        spoken = round(USUAL_PACE * voice.measure(cue.line))
    return max(0, following.at_ms - cue.at_ms - spoken)
