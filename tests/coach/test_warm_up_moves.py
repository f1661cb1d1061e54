"""Moves of the warm-up, listed in a routine's files: loaded, led one by one, counted in lengths."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from skill.coach.asks import Asks
from skill.coach.commands import Meaning
from skill.coach.runner import Runner
from skill.coach.timeline import Part, SpanKind
from skill.routine.loader import load_routine
from skill.routine.table import DataError
from skill.speech.catalogue import load_catalogue
from tests.coach.moments import Played, keys_of
from tests.support.content import SHIPPED
from tests.support.household import MONDAY_MORNING_MS, routine
from tests.support.warm_up_moves import LED, WORDS, moving, write_moves

WALK_S, SWINGS_S, CIRCLES_S = 300, 30, 30


def opened() -> Played:
    return Played(Runner(), MONDAY_MORNING_MS, by=moving()[0]).told(Meaning.START).after(20)


def walked() -> Played:
    """Whoever was timed on the walk to its end, and said nothing meanwhile."""
    return opened().told(Meaning.TIME_IT).after(WALK_S + 30)


def spans(played: Played) -> list[tuple[SpanKind, int]]:
    """What is done in a turn, with its seconds."""
    assert played.turn is not None
    return [(s.kind, (s.end_ms - s.start_ms) // 1000) for s in played.turn.timeline.spans]


def test_the_shipped_routine_lists_no_moves() -> None:
    assert load_routine(SHIPPED).led.moves == ()


def test_the_moves_follow_the_walk_one_after_the_other() -> None:
    moves = walked().told(Meaning.NEXT)

    kinds = [span for span in spans(moves) if span[0] is not SpanKind.READY]
    assert kinds == [(SpanKind.MOVE, SWINGS_S), (SpanKind.MOVE, CIRCLES_S)]
    assert "warm_up.over" in keys_of(moves.turn) if moves.turn else False
    after = moves.heard_out().told(Meaning.NEXT)
    assert after.turn is not None
    assert "intro.number" in keys_of(after.turn)


def test_a_rep_of_a_move_is_told_as_it_completes() -> None:
    moves = walked().told(Meaning.NEXT)

    assert moves.turn is not None
    circles = moves.turn.timeline.spans[-1]
    told = {
        dict(cue.line.values)["n"]: cue.at_ms - circles.start_ms
        for cue in moves.turn.timeline.cues
        if cue.part is Part.COUNT and cue.at_ms > circles.start_ms
    }
    assert told == {n: 3_000 * n for n in range(1, 11)}


def test_silence_after_the_walk_ends_with_the_way_to_the_moves() -> None:
    timed = opened().told(Meaning.TIME_IT)

    assert timed.turn is not None and timed.turn.prompt is not None
    assert timed.turn.prompt.asks is Asks.NEXT_MOVE
    assert timed.turn.reprompt is not None
    said = {cue.line.key for cue in timed.turn.reprompt.cues}
    assert {"warm_up.walked", "prompt.next_move"} <= said
    assert "warm_up.over" not in said


@pytest.mark.parametrize("into_s", [2, 12, 29, 31, 50, 80])
def test_a_move_that_was_left_goes_on_where_it_was_and_none_is_done_twice(into_s: int) -> None:
    moves = walked().told(Meaning.NEXT)

    asked = moves.after(into_s).told(Meaning.PAUSE)
    on = asked.after(60).told(Meaning.TIME_IT)

    done = asked.runner.workout.stage_done if asked.runner.workout else 0
    left = sum(seconds for kind, seconds in spans(on) if kind is SpanKind.MOVE)
    assert done >= WALK_S
    assert 0 <= WALK_S + SWINGS_S + CIRCLES_S - done <= left
    assert left < WALK_S + SWINGS_S + CIRCLES_S - done + 3


@pytest.mark.parametrize("meaning", [Meaning.WARM, Meaning.SKIP, Meaning.READY])
def test_whoever_is_warm_skips_what_is_left_of_them(meaning: Meaning) -> None:
    for begun in (opened(), walked(), walked().told(Meaning.NEXT).after(12)):
        after = begun.told(meaning)
        assert after.turn is not None
        assert "intro.number" in keys_of(after.turn)


def test_next_leaves_a_move_for_the_one_after_it() -> None:
    second = walked().told(Meaning.NEXT).after(15).told(Meaning.NEXT)

    kinds = [span for span in spans(second) if span[0] is not SpanKind.READY]
    assert kinds == [(SpanKind.MOVE, CIRCLES_S)]
    third = second.after(15).told(Meaning.NEXT)
    assert third.turn is not None
    assert "intro.number" in keys_of(third.turn)


def test_without_a_walk_the_moves_are_all_of_the_warm_up() -> None:
    still = replace(moving()[0], warm_up_seconds=0)
    begun = Played(Runner(), MONDAY_MORNING_MS, by=still).told(Meaning.START)

    assert begun.turn is not None
    assert "start.moves" in keys_of(begun.turn)
    timed = begun.after(20).told(Meaning.TIME_IT)
    kinds = [span for span in spans(timed) if span[0] is not SpanKind.READY]
    assert kinds == [(SpanKind.MOVE, SWINGS_S), (SpanKind.MOVE, CIRCLES_S)]


def told_minutes(by: Played) -> int:
    told = by.told(Meaning.ROUTINE_LENGTH, new_session=True)
    assert told.turn is not None
    line = next(c.line for c in told.turn.timeline.cues if c.line.key == "where.length")
    return int(dict(line.values)["minutes"])


def test_the_told_length_counts_the_moves() -> None:
    led = replace(routine(), led=replace(moving()[0].led, moves=()))
    long = tuple(replace(move, seconds=120, reps=0) for move in moving()[0].led.moves)
    longer = replace(moving()[0], led=replace(moving()[0].led, moves=long))

    without = told_minutes(Played(Runner(), MONDAY_MORNING_MS, by=led))
    with_moves = told_minutes(Played(Runner(), MONDAY_MORNING_MS, by=longer))

    assert with_moves - without in (4, 5)


def move(**fields: Any) -> dict[str, Any]:
    return {"id": "leg_swings", "source": "test", **fields}


WRONG_MOVES: Mapping[str, tuple[dict[str, Any], str]] = {
    "no length": (move(), "led move leg_swings: seconds: is missing; give a whole number"),
    "far too long": (move(seconds=900), "seconds: is 900; give a whole number of seconds from 5"),
    "both": (move(seconds=30, reps=5, rep_seconds=3), "seconds: stands beside reps"),
    "reps without a pace": (move(reps=5), "rep_seconds: is missing"),
    "too many reps": (move(reps=40, rep_seconds=10), "reps: and rep_seconds come to 400 s; stay"),
    "no source": ({"id": "leg_swings", "seconds": 30}, "source: is missing; give a text"),
    "a bad id": ({"id": "Leg swings", "seconds": 30, "source": "test"}, "id: is 'Leg swings'"),
    "a slip of the pen": (move(seconds=30, secnods=5), "secnods: is not a known field"),
}


@pytest.mark.parametrize("wrong", WRONG_MOVES)
def test_a_wrong_move_is_refused_with_its_place_and_cure(wrong: str, tmp_path: Path) -> None:
    entry, complaint = WRONG_MOVES[wrong]
    content = write_moves(tmp_path, {**LED, "move": [entry]}, {})

    with pytest.raises(DataError) as refused:
        load_routine(content)

    assert "routine.toml: led move " in str(refused.value)
    assert complaint in str(refused.value)


def test_moves_of_a_warm_up_that_is_not_led_and_two_of_one_id_are_refused(tmp_path: Path) -> None:
    entries = [move(seconds=30), move(seconds=40)]
    content = write_moves(tmp_path, {**LED, "warm_up": False, "move": entries}, WORDS)

    with pytest.raises(DataError) as refused:
        load_routine(content)

    assert "led: move: is listed, but warm_up is false" in str(refused.value)
    assert "led: move: has the id leg_swings twice; give each its own." in str(refused.value)


WRONG_WORDS: Mapping[str, tuple[dict[str, dict[str, str]], str]] = {
    "none for a move": (
        {"leg_swings": WORDS["leg_swings"]},
        "warm_up.toml: file: hip_circles: is missing; give a table",
    ),
    "no line": (
        {**WORDS, "hip_circles": {"name": "hip circles"}},
        "warm_up.toml: hip_circles: line: is missing; give a text",
    ),
    "for no move": (
        {**WORDS, "jumps": {"name": "jumps", "line": "Jump."}},
        "warm_up.toml: file: jumps: is not a known field",
    ),
    "a figure": (
        {**WORDS, "hip_circles": {"name": "hip circles", "line": "Draw ten circles."}},
        "warm_up.toml: hip_circles: line:",
    ),
}


@pytest.mark.parametrize("wrong", WRONG_WORDS)
def test_wrong_words_of_a_move_are_refused_with_their_place_and_cure(
    wrong: str, tmp_path: Path
) -> None:
    words, complaint = WRONG_WORDS[wrong]
    content = write_moves(tmp_path, LED, words)
    loaded = load_routine(content)

    with pytest.raises(DataError) as refused:
        load_catalogue(content, loaded)

    assert complaint in str(refused.value)
