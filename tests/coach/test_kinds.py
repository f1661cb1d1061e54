"""Every turn says what kind of turn it is, for screens, touches and whoever else asks."""

from __future__ import annotations

import pytest

from skill.coach.commands import Command, Meaning
from skill.coach.turn import TurnKind
from tests.coach.moments import asking, moments

KINDS = [
    ("opened", Command(Meaning.CHOOSE, exercise="nordic_curl"), TurnKind.INTRODUCTION),
    ("opened", Command(Meaning.DESCRIBE, exercise="nordic_curl"), TurnKind.INTRODUCTION),
    ("opened", asking("thanks"), TurnKind.ANSWER),
    ("opened", Command(Meaning.NOT_READY), TurnKind.PLACE),
    ("opened", Command(Meaning.WHATS_NEXT), TurnKind.LISTING),
    ("opened", Command(Meaning.WHY), TurnKind.LISTING),
    ("opened", Command(Meaning.CHOOSE), TurnKind.LISTING),
    ("opened", Command(Meaning.WHY, unknown_exercise=True), TurnKind.LISTING),
    ("opened", Command(Meaning.CLINIC_PHONE), TurnKind.CONTACT),
    ("opened", Command(Meaning.FORGET_ME), TurnKind.QUESTION),
    ("opened", Command(Meaning.STOP), TurnKind.FAREWELL),
    ("introducing", Command(Meaning.NEXT), TurnKind.WORK),
    ("in a hold", Command(Meaning.LIST_EXERCISES), TurnKind.LISTING),
    ("in a hold", Command(Meaning.WHERE_AM_I), TurnKind.WORK),
    ("in a hold", Command(Meaning.PAUSE), TurnKind.PLACE),
    ("in a hold", Command(Meaning.PAIN), TurnKind.WARNING),
    ("in a hold", Command(Meaning.RED_FLAG), TurnKind.WARNING),
    ("in a hold", Command(Meaning.MAYBE_HURT), TurnKind.QUESTION),
    ("in reps", Command(Meaning.NEXT), TurnKind.REST),
    ("resting", Command(Meaning.TIP), TurnKind.REST),
    ("in pain", Command(Meaning.PAIN), TurnKind.WARNING),
    ("in pain", Command(Meaning.CLINIC_PHONE), TurnKind.CONTACT),
]


@pytest.mark.parametrize(("moment", "command", "kind"), KINDS)
def test_a_turn_says_what_kind_of_turn_it_is(moment: str, command: Command, kind: TurnKind) -> None:
    turn = moments()[moment].told(command).turn

    assert turn is not None
    assert turn.kind is kind


def test_the_last_next_of_a_workout_finishes_it() -> None:
    over = moments()["opened"].told(Meaning.START).told(Meaning.SKIP_REMAINING)

    turn = over.told(Meaning.NEXT).turn

    assert turn is not None
    assert turn.kind is TurnKind.FINISH
