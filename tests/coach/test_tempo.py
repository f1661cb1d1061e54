"""The tempo that a runner sets: obeyed if reps go that way, refused if it can't be."""

from __future__ import annotations

from itertools import product

import pytest
from msgspec.structs import replace

from skill.coach.commands import Beat, Command, Meaning
from skill.coach.dose import Dose, dose_for
from skill.coach.own_tempo import ways_of
from skill.coach.runner import Preference, Runner
from skill.coach.timeline import SpanKind
from skill.routine.model import Exercise, Form, Reps
from tests.coach.moments import Played, introduced, keys_of, moments, opened
from tests.support.household import routine
from tests.support.prescription import kept_routine

WAYS = kept_routine().tempo.ways
LONGEST = kept_routine().tempo.longest_rep_seconds
FORMS = [
    (exercise, form)
    for exercise in kept_routine().exercises
    for form in exercise.forms.values()
    if isinstance(form.work, Reps)
]


def tempo(*beats: tuple[int | None, str | None]) -> Command:
    return Command(Meaning.TEMPO, tempo=tuple(Beat(seconds, way) for seconds, way in beats))


def dose(exercise: Exercise, form: Form, wish: dict[str, int]) -> Dose:
    preferences = {exercise.id: Preference(form=form.id, pace=120)}
    return dose_for(Runner(preferences=preferences, tempo=wish), routine(), exercise.id)


def own_seconds(form: Form) -> list[tuple[str, int]]:
    assert isinstance(form.work, Reps)
    return [(phase.cue, phase.seconds) for phase in form.work.tempo.phases]


@pytest.mark.parametrize(("down", "up"), [(3, 1), (2, 4), (6, 1), (2, 1)])
@pytest.mark.parametrize(("exercise", "form"), FORMS, ids=lambda each: each.id)
def test_each_phase_takes_the_seconds_of_its_way_to_the_millisecond(
    exercise: Exercise, form: Form, down: int, up: int
) -> None:
    wish = {"down": down, "up": up}
    phases = dict(dose(exercise, form, wish).phases)

    for cue, seconds in own_seconds(form):
        way = next((name for name, way in WAYS.items() if cue in way.cues), None)
        if way in wish and way in ways_of(form, routine()):
            assert phases[cue] == 1000 * wish[way]
        elif wish.keys() & set(ways_of(form, routine())):
            assert phases[cue] == 1000 * seconds, "a way that was not set, at no other pace"
        else:
            assert phases[cue] == 1200 * seconds, "no way of it was set"


def test_a_form_that_is_made_by_its_tempo_keeps_it() -> None:
    nordic = routine().exercise("nordic_curl")

    phases = dose(nordic, nordic.form("slow_lower"), {"down": 2, "up": 1}).phases

    assert dict(phases)["lower"] == 7200


def test_no_tempo_that_can_be_set_makes_a_leg_longer_than_an_answer() -> None:
    for seconds in product(
        *(range(way.seconds.low, way.seconds.high + 1) for way in WAYS.values())
    ):
        set_now = opened().told(tempo(*zip(seconds, WAYS, strict=True)))
        for exercise, form in FORMS:
            assert isinstance(form.work, Reps)
            runner = set_now.runner.prefer(
                exercise.id, Preference(form=form.id, reps=form.work.count.high)
            )
            assert dose_for(runner, routine(), exercise.id).side_ms() <= 190_000


def kept(played: Played) -> dict[str, int]:
    return dict(played.runner.tempo)


def heard(played: Played) -> frozenset[str]:
    assert played.turn is not None
    return keys_of(played.turn)


BAD = {
    "too fast down": (tempo((1, "down"), (1, "up")), "tempo.range"),
    "far too slow": (tempo((60, "down")), "tempo.range"),
    "none at all": (tempo((0, "up")), "tempo.range"),
    "too long together": (tempo((5, "down"), (4, "up")), "tempo.too_long"),
    "twice the same way": (tempo((3, "down"), (2, "down")), "tempo.unclear"),
    "a number without a way": (tempo((3, "down"), (1, None)), "tempo.unclear"),
    "a way without a number": (tempo((None, "down")), "tempo.unclear"),
    "nothing": (Command(Meaning.TEMPO), "tempo.unclear"),
    "a way that no rep goes": (tempo((3, "sideways")), "tempo.nowhere"),
    "one that goes and one that doesn't": (tempo((3, "down"), (2, "sideways")), "tempo.nowhere"),
}


@pytest.mark.parametrize("bad", BAD)
def test_what_cannot_be_or_is_unclear_is_told_and_changes_nothing(bad: str) -> None:
    command, said = BAD[bad]
    for name, moment in moments().items():
        before = replace(moment, runner=replace(moment.runner, tempo={"down": 3, "up": 2}))
        after = before.told(command)

        assert kept(after) == {"down": 3, "up": 2}, name
        assert said in heard(after) or "body.emergency_again" in heard(after), name


def test_what_would_be_too_long_with_what_was_set_before_changes_nothing() -> None:
    set_before = introduced().told(tempo((3, "down"), (3, "up")))

    after = set_before.after(4).told(tempo((2, "top")))

    assert kept(after) == {"down": 3, "up": 3}
    assert "tempo.too_long" in heard(after)


def test_slower_and_faster_step_the_tempo_that_was_set_by_a_second_within_its_bounds() -> None:
    played = introduced().told(tempo((5, "down"), (1, "up")))
    for expected in (6, 6):
        played = played.after(4).told(Meaning.SLOWER)
        assert kept(played) == {"down": expected, "up": 1}
    assert "dose.slower_limit" in heard(played)
    for expected in (5, 4, 3, 2, 2):
        played = played.after(4).told(Meaning.FASTER)
        assert kept(played) == {"down": expected, "up": 1}
    assert "dose.faster_limit" in heard(played)
    assert not played.runner.preferences


def test_slower_is_a_pace_where_the_exercise_at_hand_keeps_its_own_tempo() -> None:
    curling = introduced("stability_ball_curl").told(tempo((3, "down"), (1, "up")))

    after = curling.after(4).told(Meaning.SLOWER)

    assert kept(after) == {"down": 3, "up": 1}
    assert after.runner.preference("stability_ball_curl").pace == 120


def test_the_usual_tempo_takes_off_what_was_set_and_every_pace() -> None:
    slower = introduced().told(Meaning.SLOWER).after(4).told(tempo((3, "down")))

    usual = slower.after(4).told(Meaning.USUAL_TEMPO)

    assert "tempo.usual" in heard(usual)
    assert dose_for(usual.runner, routine(), "glute_bridge") == dose_for(
        introduced().runner, routine(), "glute_bridge"
    )
    assert "tempo.usual_already" in heard(usual.after(4).told(Meaning.USUAL_TEMPO))


def test_a_set_that_runs_goes_on_at_its_rep_in_the_new_tempo() -> None:
    after = moments()["in reps"].told(tempo((4, "down"), (2, "up")))

    assert after.turn is not None
    reps = [span for span in after.turn.timeline.spans if span.kind is SpanKind.REPS]
    assert reps[0].first == 5
    assert reps[0].period_ms == 8_000


def test_what_the_routine_allows_no_more_is_not_obeyed() -> None:
    down = replace(WAYS["down"], seconds=replace(WAYS["down"].seconds, high=4))
    stricter = replace(routine(), tempo=replace(routine().tempo, ways={**WAYS, "down": down}))

    obeyed = dose_for(Runner(tempo={"down": 6}), stricter, "romanian_deadlift")

    assert obeyed == dose_for(Runner(), stricter, "romanian_deadlift")


def test_what_is_unclear_offers_a_tempo_that_can_be() -> None:
    assert sum((3, 1)) <= LONGEST
    assert WAYS["down"].seconds.low <= 3 <= WAYS["down"].seconds.high
    assert WAYS["up"].seconds.low <= 1 <= WAYS["up"].seconds.high


def here(*beats: tuple[int | None, str | None], exercise: str | None = None) -> Command:
    told = tempo(*beats)
    return replace(told, meaning=Meaning.TEMPO_HERE, exercise=exercise)


def seconds_of(played: Played, exercise: str) -> dict[str, int]:
    return {cue: ms // 1000 for cue, ms in dose_for(played.runner, routine(), exercise).phases}


def test_a_tempo_for_one_exercise_leaves_all_others_as_they_are() -> None:
    told = introduced("romanian_deadlift").told(here((4, "down"), (1, "up")))

    assert seconds_of(told, "romanian_deadlift") == {"lower": 4, "stand_up": 1}
    for exercise in routine().exercises:
        if exercise.id != "romanian_deadlift":
            assert seconds_of(told, exercise.id) == seconds_of(opened(), exercise.id)


def test_of_two_tempos_the_one_for_the_exercise_counts_whichever_was_told_first() -> None:
    first, then = here((4, "down")), tempo((2, "down"), (3, "up"))
    for orders in ((first, then), (then, first)):
        told = introduced("romanian_deadlift")
        for order in orders:
            told = told.told(order)
        assert seconds_of(told, "romanian_deadlift") == {"lower": 4, "stand_up": 3}
        assert seconds_of(told, "glute_bridge")["lower"] == 2


def test_a_tempo_for_one_exercise_today_is_gone_with_the_workout() -> None:
    wish = replace(here((5, "down")), lasting="today")
    told = introduced("romanian_deadlift").told(wish)

    assert "tempo.here_today" in heard(told)
    assert seconds_of(told, "romanian_deadlift")["lower"] == 5
    assert told.runner.after_workout().preference("romanian_deadlift").tempo is None


def test_slower_lengthens_the_tempo_of_the_exercise_alone() -> None:
    told = introduced("romanian_deadlift").told(here((4, "down"))).told(Meaning.SLOWER)

    assert seconds_of(told, "romanian_deadlift")["lower"] == 5
    assert told.runner.tempo == {}


def test_the_usual_tempo_takes_the_tempo_of_one_exercise_back() -> None:
    told = introduced("romanian_deadlift").told(here((4, "down"))).told(Meaning.USUAL_TEMPO)

    assert "tempo.usual" in heard(told)
    assert seconds_of(told, "romanian_deadlift") == seconds_of(opened(), "romanian_deadlift")


@pytest.mark.parametrize(
    ("wish", "line"),
    [
        (here((3, "in")), "tempo.not_here"),
        (here(), "tempo.unclear"),
        (here((None, "down")), "tempo.unclear"),
        (here((90, "down")), "tempo.range"),
        (here((3, "down"), exercise="standing_hamstring_stretch"), "tempo.not_here"),
    ],
)
def test_a_tempo_that_the_exercise_cannot_have_changes_nothing(wish: Command, line: str) -> None:
    before = introduced("romanian_deadlift")

    told = before.told(wish)

    assert line in heard(told)
    assert told.runner.preferences == before.runner.preferences


def test_without_an_exercise_it_is_asked_which_one_is_meant() -> None:
    asked = opened().told(here((3, "down")))
    told = asked.told(Command(Meaning.CHOOSE, exercise="glute_bridge"))

    assert seconds_of(told, "glute_bridge")["lower"] == 3
