"""Changing the dose and the count by voice: from this very moment, and for next time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from skill.coach.dose import STANDARD_PACE, Dose
from skill.coach.lines import Line
from skill.coach.moves.lengths import left_ms, minutes
from skill.coach.moves.offer import say_and_offer
from skill.coach.moves.opening import short_fresh
from skill.coach.moves.steering import after_set, before_set, done_in_set
from skill.coach.moves.subject import subject, which
from skill.coach.moves.work import work
from skill.coach.place import place_line
from skill.coach.scene import Move, Outcome, Scene
from skill.coach.settle import set_over, when_done
from skill.coach.workout import Phase, SetRecord, Workout
from skill.routine.model import Choice, Form, Hold

IN_SET = (Phase.WORKING, Phase.PAUSED)


def say_back(scene: Scene, *lines: Line) -> Outcome:
    """Say the new value, and go straight on where a set was running, or is over by that value."""
    if scene.phase not in IN_SET:
        return say_and_offer(scene, *lines)
    go_on = work if scene.phase is Phase.WORKING else say_and_offer
    dose, workout = scene.dose, scene.workout
    if workout.side not in dose.sides:
        workout = replace(workout, side=dose.sides[0], done=0)
    workout = when_done(workout, dose)
    scene = scene.having(workout)
    if workout.phase in IN_SET:
        return go_on(scene, *lines)
    tape = scene.tape()
    for line in lines:
        tape.speak(line)
    return after_set(scene, tape)


def _form(scene: Scene, exercise: str) -> Form:
    preferred = scene.journal.preference(exercise).form
    found = scene.routine.exercise(exercise)
    return found.form(preferred) if preferred else found.form()


def _changed(
    scene: Scene, exercise: str, key: str, wish: int, choice: Choice, **change: int
) -> Outcome:
    """The preference changed to the sensible value nearest to the wish, said back in a phrase."""
    preference = replace(scene.journal.preference(exercise), **change)  # type: ignore[arg-type]  # whole numbers only
    scene = scene.writing(scene.journal.prefer(exercise, preference))
    return say_back(scene, *_said(scene, exercise, key, wish, choice.nearest(wish)))


def _said(scene: Scene, exercise: str, key: str, wish: int, value: int) -> tuple[Line, ...]:
    """The new value in a phrase; why, where it is not the one wished for; and of which exercise,
    where it is not the one at hand."""
    lines = [Line.of(key, {"n": value, "exercise": exercise})]
    if value != wish:
        lines.insert(0, Line.of("dose.at_most" if wish > value else "dose.at_least"))
    workout = scene.journal.workout
    if workout is None or workout.exercise != exercise:
        lines.insert(0, Line.of("answer.steps_of", {"exercise": exercise}))
    return tuple(lines)


Wish = Callable[[Scene, Dose], int | None]


def _number(scene: Scene) -> int | None:
    return scene.command.number if scene.command.number is not None else scene.command.seconds


def _named(scene: Scene, dose: Dose) -> int | None:
    return _number(scene)


def _more(direction: int) -> Wish:
    """The dose at hand, plus (or for `direction` -1, less) the number named, or else a step."""

    def wish(scene: Scene, dose: Dose) -> int:
        step = scene.routine.hold_step_seconds if dose.held else scene.routine.reps_step
        return dose.target + direction * (scene.command.number or step.start)

    return wish


def _target(key: str, held: bool, wish_of: Wish) -> Move:
    """A move that changes reps (`held` false) or seconds of a hold (`held` true)."""

    def change(scene: Scene) -> Outcome:
        exercise = subject(scene)
        if exercise is None or scene.command.unknown_exercise:
            return which(scene)
        work_now = _form(scene, exercise).work
        dose = scene.dose_of(exercise)
        if isinstance(work_now, Hold) is not held:
            other = "dose.not_reps" if isinstance(work_now, Hold) else "dose.not_held"
            return say_and_offer(scene, Line.of(other, {"exercise": exercise}))
        wish = wish_of(scene, dose)
        if wish is None:
            return say_and_offer(scene, Line.of("dose.what_number"))
        if isinstance(work_now, Hold):
            value = work_now.seconds.nearest(wish)
            return _changed(scene, exercise, key, wish, work_now.seconds, hold=value)
        value = work_now.count.nearest(wish)
        return _changed(scene, exercise, key, wish, work_now.count, reps=value)

    return change


set_reps = _target("dose.reps", False, _named)
more_reps = _target("dose.reps", False, _more(+1))
fewer_reps = _target("dose.reps", False, _more(-1))
set_hold = _target("dose.hold", True, _named)
longer_hold = _target("dose.hold", True, _more(+1))
shorter_hold = _target("dose.hold", True, _more(-1))


def set_number(scene: Scene) -> Outcome:
    """A bare number means reps, or seconds where the exercise is held."""
    exercise = subject(scene)
    if exercise is None:
        return which(scene)
    held = isinstance(_form(scene, exercise).work, Hold)
    return set_hold(scene) if held else set_reps(scene)


def set_duration(scene: Scene) -> Outcome:
    """A bare length of time means the hold, or the rest where nothing is held."""
    exercise = subject(scene)
    if exercise is None:
        return which(scene)
    held = isinstance(_form(scene, exercise).work, Hold)
    return set_hold(scene) if held and scene.phase is not Phase.RESTING else set_rest(scene)


def set_sets(scene: Scene) -> Outcome:
    """Sets of one exercise, or of every exercise before a workout begins."""
    wish = scene.command.number
    if wish is None:
        return say_and_offer(scene, Line.of("dose.what_number"))
    exercise = subject(scene)
    if scene.command.unknown_exercise:
        return which(scene)
    if exercise is None:
        journal = scene.journal
        for entry in scene.routine.exercises:
            value = entry.form().sets.nearest(wish)
            journal = journal.prefer(entry.id, replace(journal.preference(entry.id), sets=value))
        all_sets = Line.of("dose.sets_everywhere", {"n": value})
        return say_and_offer(scene.writing(journal), all_sets)
    return _sets(scene, exercise, wish)


def _sets(scene: Scene, exercise: str, wish: int) -> Outcome:
    choice = _form(scene, exercise).sets
    workout = scene.journal.workout
    at_hand = workout is not None and workout.exercise == exercise
    value = max(choice.nearest(wish), _reached(workout) if workout and at_hand else 0)
    scene = _with_own_sets(scene, exercise)
    preference = replace(scene.journal.preference(exercise), sets=value)
    scene = scene.writing(scene.journal.prefer(exercise, preference))
    said = _said(scene, exercise, "dose.sets", wish, value)
    resting = at_hand and scene.workout.phase is Phase.RESTING
    if not resting or scene.workout.set_number <= value:
        return say_back(scene, *said)
    # the sets wished for are done already
    over = replace(
        scene.workout, phase=Phase.BETWEEN, set_number=value, rest_left_ms=0, rest_paused=False
    )
    tape = scene.tape()
    for line in said:
        tape.speak(line)
    return after_set(scene.having(over), tape)


def _reached(workout: Workout) -> int:
    """The sets that are done or begun: there can't be fewer."""
    return workout.set_number - (workout.phase is Phase.RESTING)


def _with_own_sets(scene: Scene, exercise: str) -> Scene:
    workout = scene.journal.workout
    if workout is None:
        return scene
    own = tuple(dict.fromkeys((*workout.own_sets, exercise)))
    return scene.having(replace(workout, own_sets=own))


def _more_sets(direction: int) -> Move:
    """A move that adds (+1) or drops (-1) as many sets as were named, or else one."""

    def change(scene: Scene) -> Outcome:
        exercise = subject(scene)
        if exercise is None or scene.command.unknown_exercise:
            return which(scene)
        wish = scene.dose_of(exercise).sets + direction * (scene.command.number or 1)
        return _sets(scene, exercise, wish)

    return change


more_sets = _more_sets(+1)
fewer_sets = _more_sets(-1)


def another_set(scene: Scene) -> Outcome:
    """Between exercises, "one more set" is one more of the exercise just done."""
    workout = scene.workout
    if scene.command.exercise not in (None, workout.exercise):
        return more_sets(scene)
    choice = _form(scene, workout.exercise).sets
    value = choice.nearest(workout.set_number + (scene.command.number or 1))
    if value <= workout.set_number:
        return say_and_offer(scene, Line.of("dose.sets_enough", {"n": value}))
    preference = replace(scene.journal.preference(workout.exercise), sets=value)
    scene = scene.writing(scene.journal.prefer(workout.exercise, preference))
    said = Line.of("dose.sets", {"n": value, "exercise": workout.exercise})
    return before_set(_with_own_sets(scene, workout.exercise), workout.set_number + 1, said)


def _rest(scene: Scene, wish: int | None) -> Outcome:
    exercise = subject(scene)
    if exercise is None:
        return which(scene)
    if wish is None:
        return say_and_offer(scene, Line.of("dose.what_number"))
    choice = _form(scene, exercise).rest
    value = choice.nearest(wish)
    if scene.phase is Phase.RESTING:
        # the rest that is running grows or shrinks with the wish
        gone = scene.dose.rest_ms - scene.workout.rest_left_ms
        left = max(0, 1000 * value - gone)
        scene = scene.having(replace(scene.workout, rest_left_ms=left))
    return _changed(scene, exercise, "dose.rest", wish, choice, rest=value)


def set_rest(scene: Scene) -> Outcome:
    """The rest between sets, in seconds."""
    return _rest(scene, _number(scene))


def _another_rest(direction: int) -> Move:
    """A move to a rest that is longer (`direction` +1) or shorter (-1) from now on."""

    def change(scene: Scene) -> Outcome:
        exercise = subject(scene)
        if exercise is None:
            return which(scene)
        now = scene.dose_of(exercise).rest_ms // 1000
        return _rest(scene, now + direction * scene.routine.rest_step_seconds.start)

    return change


longer_rest = _another_rest(+1)
shorter_rest = _another_rest(-1)


def _pace(key: str, direction: int) -> Move:
    """A move that slows (`direction` +1) or quickens (-1) the reps."""

    def change(scene: Scene) -> Outcome:
        exercise = subject(scene)
        if exercise is None:
            return which(scene)
        if scene.dose_of(exercise).held:
            return say_back(scene, Line.of("dose.second_is_a_second"))
        now = scene.journal.preference(exercise).pace or STANDARD_PACE
        step = direction * scene.routine.pace_step_percent.start
        pace = scene.routine.pace_percent.nearest(now + step)
        if pace == now:
            return say_back(scene, Line.of(f"{key}_limit"))
        preference = replace(scene.journal.preference(exercise), pace=pace)
        return say_back(scene.writing(scene.journal.prefer(exercise, preference)), Line.of(key))

    return change


slower = _pace("dose.slower", +1)
faster = _pace("dose.faster", -1)


def report_reps(scene: Scene) -> Outcome:
    """Hearing "I only managed six": the last set, or the one at hand, is kept with that number."""
    number, workout = scene.command.number, scene.workout
    if number is None:
        return say_and_offer(scene, Line.of("dose.what_number"))
    dose = scene.dose
    if workout.phase in IN_SET:
        if scene.uncounted and number >= dose.target and workout.side is not dose.last_side:
            return done_in_set(scene)
        scene = scene.having(replace(workout, done=min(number, dose.target)))
        whole = number >= dose.target and workout.side is dose.last_side
        scene = scene.having(set_over(scene.workout, dose, whole=whole))
        tape = scene.tape()
        tape.speak(_reported(number, dose, whole=whole))
        return after_set(scene, tape)
    done = [record for record in workout.log if record.exercise == workout.exercise]
    if not done:
        return say_and_offer(scene, Line.of("dose.nothing_to_report"))
    last = done[-1]
    value = min(number, dose.target)
    record = SetRecord(last.exercise, last.number, value >= dose.target, value)
    scene = scene.having(workout.with_set(record))
    return say_and_offer(scene, _reported(number, dose, whole=True))


def _reported(number: int, dose: Dose, *, whole: bool) -> Line:
    if number > dose.target and whole:
        return Line.of("dose.reported_whole")
    return Line.of("dose.reported", {"n": min(number, dose.target)})


def shorten(scene: Scene) -> Outcome:
    """Short of time in the middle: one set each of what is ahead; what was begun stays whole."""
    workout = scene.workout
    if not workout.log and not workout.done and not workout.index:
        return short_fresh(scene)
    ahead = workout.index + 1
    left_out = scene.routine.short.leave_out
    kept = tuple(name for name in workout.plan[ahead:] if name not in left_out)
    begun = workout.phase is not Phase.INTRODUCING or workout.set_number > 1
    whole = (*workout.own_sets, workout.exercise) if begun else workout.own_sets
    own = tuple(name for name in dict.fromkeys(whole) if name in workout.plan[:ahead])
    short = replace(workout, short=True, plan=(*workout.plan[:ahead], *kept), own_sets=own)
    scene = scene.having(short)
    if short.phase is Phase.BETWEEN and short.last_exercise:
        return say_and_offer(scene, place_line(scene))
    return say_back(scene, _shortened(scene))


def _shortened(scene: Scene) -> Line:
    """What is true of the sets to come: those of the exercise at hand may be more than one."""
    workout = scene.workout
    left = {"minutes": minutes(left_ms(scene))}
    each = {"sets": scene.routine.short.sets, **left}
    if workout.phase is Phase.BETWEEN or workout.set_number >= scene.dose.sets:
        return Line.of("start.shortened", each)
    if workout.last_exercise:
        return Line.of("where.minutes_left", left)
    return Line.of("start.shortened_after", each)
