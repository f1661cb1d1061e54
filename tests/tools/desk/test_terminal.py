"""The terminal: what is written comes in the order in which it is heard."""

from __future__ import annotations

from functools import partial
from queue import Queue

from skill.tools.desk.script import parse_line
from skill.tools.desk.terminal import Pace, play_script, talk
from tests.support.clips import clips, device_player
from tests.support.household import Household, in_process


def written(*lines: str) -> list[str]:
    """What the terminal writes of such a script, on a device with a player."""
    transport = partial(in_process, audio=clips())
    speaker = Household(transport=transport, player=device_player).device()
    out: list[str] = []
    cues = [cue for cue in map(parse_line, lines) if cue is not None]
    play_script(speaker, cues, out.append, Pace(1, lambda _: None, lambda: 0.0))
    return [line.strip() for line in out]


PARKED = ("ask hamstring coach to start my routine", "next", "@26 pause")


def test_an_answer_is_written_before_the_hours_that_pass_after_it_and_only_once() -> None:
    told = written(*PARKED, "+3h", "+1h", "alexa, resume")

    (paused,) = (at for at, line in enumerate(told) if "Paused in second seventeen" in line)
    assert paused < told.index("> +3h") < told.index("> +1h")
    assert any(line.startswith("> alexa, resume") for line in told[told.index("> +1h") :])


def test_an_answer_is_written_before_the_button_that_is_pressed_after_it() -> None:
    told = written(*PARKED, "!pause", "!play")

    (paused,) = (at for at, line in enumerate(told) if "Paused in second seventeen" in line)
    assert paused < told.index("> !pause") < told.index("> !play")


def test_a_typed_line_that_cannot_be_is_told_and_the_conversation_goes_on() -> None:
    lines: Queue[str | None] = Queue()
    for line in ("@9999 pause", "start", None):
        lines.put(line)
    out: list[str] = []

    talk(Household().device(), lines, out.append, Pace(1e9, lambda _: None, lambda: 0.0))

    told = "\n".join(out)
    assert told.index("no answer lasts that long") < told.index("> start")
