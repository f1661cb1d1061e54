"""A question is open for the very next turn; "no" leads back to exactly where the runner was."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, product
from operator import attrgetter

import pytest

from skill.coach.coach import DENIALS
from skill.coach.commands import Command, Meaning
from skill.coach.session import Question, phase_of
from skill.coach.turn import Effect
from skill.coach.workout import Phase, Stage
from tests.coach.moments import Played, keys_of, moments
from tests.support.household import routine
from tests.support.trained import again, trained

ASKS: dict[Question, Command | Meaning] = {
    Question.FORGET: Meaning.FORGET_ME,
    Question.EASIER: Meaning.EFFORT,
    Question.HURT_OR_WORK: Meaning.MAYBE_HURT,
    Question.HEAR_AGAIN: Meaning.CLINIC_PHONE,
    Question.CARRY_ON: Meaning.OPEN,
    Question.HARDER: Meaning.HARDER,
    Question.NUMBER: Meaning.SET_REPS,
    Question.WHICH_DAYS: Meaning.RUN_DAYS,
    Question.HARD_DAYS: Command(Meaning.DAYS, days=("tuesday",)),
    Question.WEIGHT: Meaning.REPORT_WEIGHT,
    Question.UNIT: Command(Meaning.REPORT_WEIGHT, number=8),
}
"""What makes the coach ask; the others are asked in moments of their own."""
NEVER_MOVES = frozenset({Meaning.REPEAT, Meaning.NOT_UNDERSTOOD})


def built_up() -> dict[str, Played]:
    """Moments that only a runner has who has trained before."""
    trained_enough = trained(routine().progression.after_workouts)
    return {
        "asked for a step": again(trained_enough).told(Meaning.START).heard_out(),
        "asked so soon": again(trained(1), 0.1).told(Meaning.START).heard_out(),
    }


def asked() -> Iterator[tuple[str, Question, Played]]:
    """Every question in every moment that has it: its name, and the runner who was asked."""
    for name, before in {**moments(), **built_up()}.items():
        if before.session.question is not None:
            yield name, before.session.question, before
        for question, meaning in ASKS.items():
            after = before.told(meaning)
            if after.session.question is question:
                yield f"{question} {name}", question, after.after(6)


ASKED = {name: (question, open_question) for name, question, open_question in asked()}


def test_every_question_is_asked_somewhere() -> None:
    assert {question for question, _ in ASKED.values()} == set(Question)


def alike() -> dict[str, list[str]]:
    """The names of those that are asked the same in the same phase."""
    found: dict[str, list[str]] = {}
    for name, (question, after) in ASKED.items():
        workout = after.runner.workout
        stage = workout.stage if workout else ""
        place = f"{question} {phase_of(after.runner, after.session)} {stage}"
        found.setdefault(place, []).append(name)
    return found


ALIKE = alike()


@pytest.mark.parametrize("place", ALIKE)
def test_a_question_is_gone_once_anything_else_is_said(place: str) -> None:
    meanings = sorted(set(Meaning) - NEVER_MOVES)
    for meaning, name in zip(meanings, cycle(ALIKE[place]), strict=False):  # they take turns
        question, open_question = ASKED[name]
        then = open_question.told(meaning)
        if then.session.question is None:
            continue
        asked_anew = then.turn is not None and then.turn.prompt is not None
        assert asked_anew, (meaning, name)
        # it is open only because this very turn ended with it
        assert then.turn is not None
        assert then.turn.prompt is not None
        assert then.turn.prompt.asks.startswith(then.session.question), (meaning, question)


@pytest.mark.parametrize("question", Question)
def test_what_is_not_understood_or_to_be_repeated_leaves_the_question_open(
    question: Question,
) -> None:
    for (name, open_question), meaning in product(asked_of(question), sorted(NEVER_MOVES)):
        then = open_question.told(meaning)
        assert then.session.question is question, (name, meaning)
        assert then.turn is not None
        assert then.turn.prompt is not None
        assert then.turn.prompt.asks.startswith(question), (name, meaning)


def asked_of(question: Question) -> list[tuple[str, Played]]:
    """Every moment in which a question is open."""
    return [(name, played) for name, (asked, played) in ASKED.items() if asked is question]


def test_everything_is_deleted_only_if_that_question_was_the_last_thing_heard() -> None:
    forgetting = [names for names in ALIKE.values() if ASKED[names[0]][0] is Question.FORGET]
    assert forgetting
    for names in forgetting:
        for meaning, name in zip(Meaning, cycle(names), strict=False):  # they take turns
            _, open_question = ASKED[name]
            between = open_question.told(meaning).after(8)
            heard = between.turn is not None and between.turn.prompt is not None
            last = between.turn.prompt.asks if heard else None  # type: ignore[union-attr]  # heard
            after = between.told(Meaning.YES)
            assert after.turn is not None
            forgotten = Effect.FORGET in after.turn.effects
            assert forgotten is (last == "forget"), (meaning, name)


NO_LEADS_ELSEWHERE = frozenset(
    {Question.CARRY_ON, Question.START_FRESH, Question.HURT, Question.UNWELL}
)
"""Their "no" is an answer about the workout itself."""


@pytest.mark.parametrize("no", [Meaning.NO, Meaning.NEVER_MIND])
@pytest.mark.parametrize("question", sorted(set(Question) - NO_LEADS_ELSEWHERE))
def test_no_leads_back_to_exactly_where_the_runner_was(question: Question, no: Meaning) -> None:
    for name, open_question in asked_of(question):
        check_way_back(name, open_question, open_question.told(no))


def check_way_back(name: str, before: Played, after: Played) -> None:
    """The place is the one before, and a set that was to go on goes on."""
    then, now = before.runner.workout, after.runner.workout
    if then is None or now is None:
        assert then is now, name
        return
    where = attrgetter("exercise", "set_number", "side", "done", "log")
    assert where(now) == where(then), name
    goes_on = before.session.set_to_go_on
    if then.stage is not Stage.EXERCISES:
        assert (now.stage, now.stage_done) == (then.stage, then.stage_done), name
        assert (now.playback is not None) is goes_on, name
        return
    assert now.phase is (Phase.WORKING if goes_on else then.phase), name


def test_a_rest_runs_on_under_a_question_and_after_its_no() -> None:
    resting = moments()["resting"]
    told = resting.told(Meaning.WHERE_AM_I)
    left_ms = told.turn.timeline.spans[-1].end_ms if told.turn else 0
    assert left_ms > 20_000

    asked_then = resting.told(Meaning.EFFORT)
    assert asked_then.session.question is Question.EASIER
    answered = asked_then.after(10).told(Meaning.NO)

    assert answered.runner.workout is not None
    assert answered.runner.workout.phase is Phase.RESTING
    assert answered.turn is not None
    assert abs(answered.turn.timeline.spans[-1].end_ms - (left_ms - 10_000)) <= 1_000


def test_a_set_that_was_running_goes_on_after_no_and_a_paused_one_stays_paused() -> None:
    running, paused = moments()["in a hold"], moments()["paused in a hold"]

    for before, phase in ((running, Phase.WORKING), (paused, Phase.PAUSED)):
        after = before.told(Meaning.FORGET_ME).after(4).told(Meaning.NO)
        assert after.runner.workout is not None
        assert after.runner.workout.phase is phase
        assert after.runner.workout.done == 17


@pytest.mark.parametrize(("question", "denial"), [(q, d) for q in DENIALS for d in DENIALS[q]])
def test_a_denial_of_what_is_asked_about_answers_the_question(
    question: Question, denial: Meaning
) -> None:
    answer = Meaning.YES if question is Question.CARRY_ON else Meaning.NO
    for name, open_question in asked_of(question):
        denied, answered = open_question.told(denial), open_question.told(answer)

        assert denied.runner == answered.runner, name
        assert denied.turn is not None and answered.turn is not None
        assert keys_of(denied.turn) == keys_of(answered.turn), name
