"""What is promised of going straight on is what happens, exercise by exercise."""

from __future__ import annotations

from skill.coach.commands import Command, Meaning
from skill.coach.runner import CountMode, Runner
from tests.coach.moments import Played
from tests.support.household import MONDAY_MORNING_MS, routine


def test_who_goes_straight_on_does_so_in_the_exercises_that_were_named_and_in_no_other() -> None:
    everywhere = tuple(exercise.id for exercise in routine().exercises)
    for mode in CountMode:
        runner = Played(Runner(count_mode=mode), MONDAY_MORNING_MS)
        promised = runner.told(Meaning.AUTO_CONTINUE, new_session=True)
        assert promised.turn is not None
        line = promised.turn.timeline.cues[0].line
        named = {
            "talk.auto": everywhere,
            "talk.auto_some": tuple(str(dict(line.values).get("exercises")).split()),
            "talk.auto_nowhere": (),
        }[line.key]

        went_on = tuple(
            exercise for exercise in everywhere if _sets_in_one_answer(promised, exercise) > 1
        )

        assert named == went_on


def _sets_in_one_answer(promised: Played, exercise: str) -> int:
    set_going = promised.told(Command(Meaning.CHOOSE, exercise=exercise)).heard_out()
    answer = set_going.told(Meaning.NEXT).turn
    assert answer is not None
    return len({span.set_number for span in answer.timeline.spans if span.period_ms})
