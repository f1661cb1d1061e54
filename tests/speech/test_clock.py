"""A spoken count is a clock: second k is heard k seconds after the start, in any voice."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from skill.coach.moves.work import PROMPT_ROOM_MS
from skill.coach.timeline import Cue, Part, Span, SpanKind, Timeline
from skill.routine.model import Hold
from skill.speech.apla import apla_document
from skill.speech.wording import Voice
from skill.tools.desk.limits import platform
from tests.support.clock import check_on_time, clips_of, one_second_slots
from tests.support.household import catalogue, routine
from tests.support.work_turns import WorkTurn, usual_turn, work_turns

LONGEST_TURN_MS = 220_000
LARGEST_RESPONSE = platform().response_bytes
SLOW_NUMBER_MS = 1400
"""Slower than any voice measured."""

VOICE = Voice(catalogue())
every_exercise = pytest.mark.parametrize("exercise", [e.id for e in routine().exercises])


@cache
def turns(exercise_id: str) -> tuple[WorkTurn, ...]:
    """The turns of an exercise that keep time."""
    exercise = routine().exercise(exercise_id)
    return tuple(work for work in work_turns(routine(), exercise, VOICE) if work.timeline.spans)


def count_of_a_hold() -> list[Cue]:
    """The cues of the first leg's hold, "Hold" and every number."""
    held = next(e for e in routine().exercises if isinstance(e.form().work, Hold))
    timeline = usual_turn(routine(), held, VOICE).timeline
    span = next(span for span in timeline.spans if span.kind is SpanKind.HOLD)
    return [cue for cue in timeline.cues if span.start_ms <= cue.at_ms <= span.end_ms]


# ---------------------------------------------------------------- the plain way is no clock


def test_a_row_of_one_second_slots_is_no_clock_once_a_word_outlasts_its_second() -> None:
    cues = count_of_a_hold()
    plain = one_second_slots(cues, VOICE)

    with pytest.raises(AssertionError, match="ms late"):
        check_on_time(plain, cues, VOICE, clips_of(cues, VOICE, 1001))


def test_a_row_of_one_second_slots_keeps_time_only_while_every_word_fits() -> None:
    cues = count_of_a_hold()

    check_on_time(one_second_slots(cues, VOICE), cues, VOICE, clips_of(cues, VOICE, 1000))


def test_the_check_notices_a_word_that_is_missing() -> None:
    cues = count_of_a_hold()

    with pytest.raises(AssertionError):
        check_on_time(one_second_slots(cues[:-1], VOICE), cues, VOICE, lambda _: 500)


# ---------------------------------------------------------------- two lanes are


@every_exercise
@pytest.mark.parametrize("number_ms", [1, 999, SLOW_NUMBER_MS])
def test_every_cue_is_heard_exactly_at_its_offset_however_long_its_clip(
    exercise: str, number_ms: int
) -> None:
    for work in turns(exercise):
        cues = work.timeline.cues
        document = apla_document(work.timeline, VOICE)

        check_on_time(document, cues, VOICE, clips_of(cues, VOICE, number_ms))


@every_exercise
def test_no_slow_word_is_spoken_into_the_one_after_the_next(exercise: str) -> None:
    for work in turns(exercise):
        for cue, later in zip(work.timeline.cues, work.timeline.cues[2:], strict=False):
            longest = SLOW_NUMBER_MS if cue.part in (Part.COUNT, Part.PHASE) else cue.slot_ms
            assert cue.at_ms + longest <= later.at_ms, (work.name, cue, later)


@every_exercise
def test_a_timed_turn_is_short_enough_and_its_document_small_enough(exercise: str) -> None:
    for work in turns(exercise):
        document = apla_document(work.timeline, VOICE)

        assert work.timeline.length_ms <= LONGEST_TURN_MS, work.name
        assert len(json.dumps(document).encode()) < LARGEST_RESPONSE, work.name


def test_a_number_is_plain_text_so_that_nothing_in_it_can_be_taken_for_markup() -> None:
    document = json.dumps(apla_document(Timeline(tuple(count_of_a_hold()), (), 0, True), VOICE))

    assert '"contentType": "PlainText"' in document
    assert '"SSML"' not in document


# ---------------------------------------------------------------- the offsets are the right ones


TIMED = set(Part) - {Part.SPEECH, Part.STEP, Part.CONTACT, Part.BEATS}
"""What a set is made of: it answers nothing, explains nothing and names no clinic. At beats looks
tests/coach/test_beats.py."""


AROUND = {SpanKind.WALK, SpanKind.MOVE, SpanKind.STRETCH}
"""Of the warm-up and the cool-down: test_stages.py and test_warm_up_moves.py of tests/coach look at
those."""


def test_the_turns_looked_at_hold_everything_that_is_timed() -> None:
    everything = [work for exercise in routine().exercises for work in turns(exercise.id)]

    kinds = Counter(span.kind for work in everything for span in work.timeline.spans)
    parts = Counter(cue.part for work in everything for cue in work.timeline.cues)

    assert len(everything) > 200
    assert all(kinds[kind] > 20 for kind in set(SpanKind) - AROUND)
    assert all(parts[part] > 20 for part in TIMED)


@every_exercise
def test_second_k_of_a_hold_is_due_k_seconds_after_its_start(exercise: str) -> None:
    for work in turns(exercise):
        for span in spans(work, SpanKind.HOLD):
            assert span.period_ms == 1000
            for cue in cues_in(work, span, Part.COUNT):
                expected = span.start_ms + 1000 * (number(cue) - span.first + 1)
                assert cue.at_ms == expected, work.name


@every_exercise
def test_a_rep_is_numbered_as_it_completes_and_each_phase_lasts_its_time(
    exercise: str,
) -> None:
    for work in turns(exercise):
        for span in spans(work, SpanKind.REPS):
            length = span.end_ms - span.start_ms
            assert length % span.period_ms == 0, work.name
            for cue in cues_in(work, span, Part.COUNT):
                completed = span.start_ms + span.period_ms * (number(cue) - span.first + 1)
                assert cue.at_ms + cue.slot_ms == completed, work.name
            offsets = [
                ((cue.at_ms - span.start_ms) % span.period_ms, cue.line)
                for cue in cues_in(work, span, Part.PHASE)
            ]
            assert set(Counter(offsets).values()) == {length // span.period_ms}, work.name


@every_exercise
def test_three_two_one_lead_exactly_into_every_start(exercise: str) -> None:
    for work in turns(exercise):
        for span in spans(work, SpanKind.READY, SpanKind.CHANGEOVER):
            lead = cues_in(work, span, Part.COUNT)
            assert [(number(cue), span.end_ms - cue.at_ms) for cue in lead] == [
                (3, 3000),
                (2, 2000),
                (1, 1000),
            ], work.name
            starts = {other.start_ms for other in spans(work, SpanKind.HOLD, SpanKind.REPS)}
            assert span.end_ms in starts, work.name


@every_exercise
def test_each_leg_gets_its_full_time_with_the_changeover_outside_it(exercise: str) -> None:
    for work in turns(exercise):
        ordered = sorted(work.timeline.spans, key=lambda span: span.start_ms)
        for span, following in pairwise(ordered):
            assert span.end_ms <= following.start_ms, work.name


@every_exercise
def test_a_rests_mark_tells_the_time_that_is_truly_left(exercise: str) -> None:
    late_ms = 1000 * routine().rest_mark_seconds
    for work in turns(exercise):
        for span in spans(work, SpanKind.REST):
            for cue in cues_in(work, span, Part.MARK):
                left = span.end_ms - cue.at_ms
                told = dict(cue.line.values)["seconds"]
                assert told == left // 1000, work.name
                assert left in (late_ms, (span.end_ms - span.start_ms + 1) // 2), work.name


@every_exercise
def test_a_long_rest_is_marked_at_half_and_near_its_end(exercise: str) -> None:
    for work in turns(exercise):
        for span in spans(work, SpanKind.REST):
            if span.end_ms - span.start_ms >= 40_000:
                heard = work.timeline.length_ms - PROMPT_ROOM_MS >= span.end_ms
                fewest = 2 if heard else 0  # what an answer can't carry runs on unmarked
                assert len(cues_in(work, span, Part.MARK)) >= fewest, work.name


def spans(work: WorkTurn, *kinds: SpanKind) -> list[Span]:
    return [span for span in work.timeline.spans if span.kind in kinds]


def cues_in(work: WorkTurn, span: Span, part: Part) -> list[Cue]:
    """The cues of one part that belong to a span; a hold's last number falls on its end."""
    last = span.end_ms + (1 if span.kind is SpanKind.HOLD else 0)
    return [
        cue for cue in work.timeline.cues if cue.part is part and span.start_ms <= cue.at_ms < last
    ]


def number(cue: Cue) -> int:
    return int(dict(cue.line.values)["n"])
