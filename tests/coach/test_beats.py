"""Beats in place of numbers: only on request, and the end of a count is spoken all the same."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from skill.audio.clips import beats_name
from skill.audio.library import ClipLibrary, Index, index_text
from skill.coach.coach import step
from skill.coach.commands import Command, Meaning
from skill.coach.context import Moment
from skill.coach.dose import dose_for
from skill.coach.moves.asides import ABILITIES
from skill.coach.player import BEAT_RUNS, beats_sound
from skill.coach.runner import CountMode, Preference, Runner
from skill.coach.timeline import Part, SpanKind
from skill.coach.turn import Turn
from skill.service.played import beats_in
from skill.speech.apla import apla_document
from skill.speech.ssml import speak
from skill.tools.desk.playback import BEAT, Clip, play_document
from skill.tools.prerender.beat import beats_at
from skill.tools.prerender.rendering import rendered
from tests.coach.moments import Played, introduced
from tests.support.clips import clips
from tests.support.household import routine, voice
from tests.support.trained import again, trained

EXERCISES = [exercise.id for exercise in routine().exercises]


def numbers_in(exercise: str, *, down: bool = False) -> list[int]:
    """Every number that is spoken in the first set of an exercise in beats."""
    there = introduced(exercise).told(Meaning.BEATS).after(9)
    if down:
        there = there.told(Meaning.COUNT_DOWN).after(9)
    working = there.told(Meaning.NEXT)
    assert working.turn is not None
    cues = [cue for cue in working.turn.timeline.cues if cue.part is Part.COUNT]
    return [int(dict(cue.line.values)["n"]) for cue in cues]


def abilities_told(runner: Runner) -> set[object]:
    """What is told of the coach in a workout that such a runner begins."""
    started = again(runner).told(Meaning.START).heard_out()
    told: set[object] = set()
    for exercise in EXERCISES:
        there = started.told(Command(Meaning.CHOOSE, exercise=exercise)).heard_out()
        assert there.turn is not None
        lines = [cue.line for cue in there.turn.timeline.cues if cue.line.key == "hint.ability"]
        told |= {dict(line.values)["ability"] for line in lines}
    return told


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_count_in_and_the_last_three_are_spoken_and_hardly_a_number_between(
    exercise: str,
) -> None:
    target = dose_for(Runner(), routine(), exercise).target
    sparse = [1, *range(5, target - 2, 5), target - 2, target - 1, target]

    numbers = numbers_in(exercise)

    assert numbers[: 3 + len(sparse)] == [3, 2, 1, *sparse]


def test_counting_down_in_beats_tells_what_is_left_as_sparsely() -> None:
    numbers = numbers_in("standing_hamstring_stretch", down=True)

    assert numbers[:12] == [3, 2, 1, 29, 25, 20, 15, 10, 5, 3, 2, 1]


def test_nobody_is_told_of_beats_in_a_first_workout() -> None:
    first = [abilities_told(replace(trained(0), begun=n)) for n in range(2 * len(ABILITIES))]

    assert any(first)
    assert not any(Meaning.BEATS in told for told in first)


def test_who_counts_every_one_is_told_of_beats_in_some_later_workout() -> None:
    later = [abilities_told(replace(trained(1), begun=n)) for n in range(2 * len(ABILITIES))]

    assert any(Meaning.BEATS in told for told in later)


def test_counting_aloud_ends_the_beats() -> None:
    beats = introduced().told(Meaning.BEATS)

    assert beats.runner.count_mode is CountMode.BEATS
    assert beats.after(9).told(Meaning.COUNT_ALOUD).runner.count_mode is CountMode.EVERY


def beating(exercise: str, played: Played | None = None) -> Turn:
    """The first set of an exercise where beats can be played."""
    there = (played or introduced(exercise)).told(Meaning.BEATS).after(9)
    moment = Moment(there.now_ms, voice(there.runner.variation).measure, beats=True)
    return step(routine(), there.runner, there.session, Command(Meaning.NEXT), moment)[2]


def beats_of(turn: Turn) -> list[int]:
    """The offset of every single beat of a turn."""
    return [
        cue.at_ms + 1000 * beat
        for cue in turn.timeline.cues
        if cue.part is Part.BEATS
        for beat in range(int(dict(cue.line.values)["n"]))
    ]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_where_beats_are_played_each_second_or_rep_has_its_beat_or_its_number(
    exercise: str,
) -> None:
    turn = beating(exercise)
    numbers = [c.at_ms for c in turn.timeline.cues if c.line.key == "work.count"]
    work = [s for s in turn.timeline.spans if s.kind in (SpanKind.HOLD, SpanKind.REPS)]
    sounds = sum(cue.part is Part.BEATS for cue in turn.timeline.cues)

    assert 0 < sounds <= routine().platform.audio_files
    span = work[0]
    said_ms = 0 if span.kind is SpanKind.HOLD else 1000
    done = range(span.start_ms + span.period_ms - said_ms, span.end_ms + 1, span.period_ms)
    heard = [at for at in (*beats_of(turn), *numbers) if span.start_ms < at <= span.end_ms]
    assert sorted(heard) == list(done)
    assert sum(span.start_ms < at <= span.end_ms for at in numbers) == 3


def test_a_response_never_plays_more_sounds_than_alexa_allows_and_speaks_the_rest_sparsely() -> (
    None
):
    there = introduced("lying_leg_raise")
    leg_raise = replace(there, runner=there.runner.prefer("lying_leg_raise", Preference(reps=15)))

    turn = beating("lying_leg_raise", leg_raise)

    sounds = sum(cue.part is Part.BEATS for cue in turn.timeline.cues)
    assert sounds == 12
    right = [s for s in turn.timeline.spans if s.kind is SpanKind.REPS][1]
    told = [
        dict(c.line.values)["n"]
        for c in turn.timeline.cues
        if c.line.key == "work.count" and right.start_ms < c.at_ms
    ]
    assert told == [1, 5, 10, 13, 14, 15]


def test_a_device_that_gets_plain_speech_hears_numbers_not_beats() -> None:
    there = introduced()
    plain = replace(there, runner=there.runner.hearing_plain_speech("", there.now_ms))

    turn = beating("glute_bridge", plain)

    assert not beats_of(turn)
    assert "tick" not in speak(turn.timeline, voice())


def test_the_document_has_each_run_in_a_lane_of_its_own_at_its_exact_offset() -> None:
    turn = beating("standing_hamstring_stretch")
    addresses = {run: f"https://clips.example/{run}.mp3" for run in BEAT_RUNS}

    document = apla_document(turn.timeline, voice(), addresses)
    heard: list[Clip] = []
    play_document(document, 0, heard, lambda _: 300)

    runs = [cue.at_ms for cue in turn.timeline.cues if cue.part is Part.BEATS]
    assert sorted(clip.at_ms for clip in heard if clip.text == BEAT) == runs
    assert "tick" not in {clip.text for clip in heard}
    lanes = document["mainTemplate"]["item"]["items"]  # type: ignore[index]
    assert len(lanes) == 3


@pytest.mark.parametrize("run", BEAT_RUNS)
def test_a_run_of_beats_has_one_knock_a_second_and_ends_before_the_next(run: int) -> None:
    sound, rate = rendered(beats_sound(run), voice(), None)

    assert len(sound) / rate < run
    for second in range(run):
        knock = sound[second * rate : second * rate + rate // 20]
        assert np.abs(knock).max() > 0.1
        silent = sound[second * rate + rate // 5 : (second + 1) * rate]
        assert not silent.size or np.abs(silent).max() < 0.01


def test_the_desk_hears_the_beats_that_a_response_names_and_no_other_file() -> None:
    for run, address in beats_in(clips()).items():
        sound = beats_at(address, 22_050)
        assert sound is not None
        assert len(sound) == beats_sound(run).timeline.length_ms * 22_050 // 1000
    assert beats_at("https://clips.example/other.mp3", 22_050) is None


def test_where_a_run_is_missing_there_are_no_beats() -> None:
    names = {beats_name(run) for run in BEAT_RUNS[1:]}
    index = index_text(Index(clips=frozenset(names)), dict.fromkeys(names, 1))
    library = ClipLibrary("https://clips.example", lambda: index, lambda: 0.0)

    assert beats_in(library) == {}
    assert len(beats_in(clips())) == len(BEAT_RUNS)
