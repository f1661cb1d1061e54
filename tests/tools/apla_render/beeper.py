"""An engine whose clips one can read off the samples: 100 ms a word, a sample a millisecond."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from skill.tools.apla_render.engines import is_speech
from skill.tools.apla_render.renderer import render
from skill.tools.apla_render.sound import Samples, Sound

WORD_MS = 100
LOUDNESS = 0.25


@dataclass
class Beeper:
    """Says a word by being as loud as LOUDNESS for WORD_MS."""

    name: str = "beeper"
    sample_rate: int = 1000
    asked: list[tuple[str, float]] = field(default_factory=list)
    """What it was asked to say, and how fast."""

    def speak(self, text: str, *, rate: float = 1.0) -> Samples:
        self.asked.append((text, rate))
        if not is_speech(text):
            return np.zeros(0, dtype=np.float32)
        length = round(len(text.split()) * WORD_MS / rate)
        return np.full(length, LOUDNESS, dtype=np.float32)


def response(item: Any, datasources: Any = None, **document: Any) -> dict[str, Any]:
    """A response whose one document plays the item."""
    template = {"parameters": ["payload"], "item": item}
    return {
        "directives": [
            {
                "type": "Alexa.Presentation.APLA.RenderDocument",
                "token": "test",
                "document": {
                    "type": "APLA",
                    "version": "0.91",
                    "mainTemplate": template,
                    **document,
                },
                "datasources": datasources or {},
            }
        ]
    }


def played(item: Any, datasources: Any = None, **document: Any) -> Sound:
    """What the item sounds like."""
    return render(response(item, datasources, **document), Beeper(), sounds=sound_file)


def spoken(ssml: str) -> Sound:
    """What SSML sounds like."""
    return render({"outputSpeech": {"type": "SSML", "ssml": f"<speak>{ssml}</speak>"}}, Beeper())


def sound_file(source: str, sample_rate: int) -> Samples | None:
    """A second of a bell, and nothing else."""
    return np.full(sample_rate, LOUDNESS, dtype=np.float32) if source == BELL else None


BELL = "soundbank://soundlibrary/bell"


def speech(words: str, **more: Any) -> dict[str, Any]:
    return {"type": "Speech", "content": words, **more}


def silence(milliseconds: int) -> dict[str, Any]:
    return {"type": "Silence", "duration": milliseconds}


def in_turn(*items: Any, **more: Any) -> dict[str, Any]:
    return {"type": "Sequencer", "items": list(items), **more}


def together(*items: Any, **more: Any) -> dict[str, Any]:
    return {"type": "Mixer", "items": list(items), **more}


def loudness(sound: Sound, *at_ms: int) -> list[float]:
    """How loud it is at those moments, in beeps at once."""
    return [round(float(sound.samples[at]) / LOUDNESS, 2) for at in at_ms]


def said(sound: Sound) -> list[tuple[int, int, str]]:
    """What is said when."""
    return [(mark.start_ms, mark.end_ms, mark.text) for mark in sound.marks]
