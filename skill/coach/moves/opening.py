"""Opening, starting, carrying on, stopping and finishing."""

from __future__ import annotations

from dataclasses import replace

from skill.coach.lines import Line
from skill.coach.moves.introduce import introduce
from skill.coach.moves.lengths import minutes, short_ms, whole_ms
from skill.coach.moves.offer import at_rest, offer
from skill.coach.moves.work import work
from skill.coach.place import place_line, prompt_for
from skill.coach.scene import Outcome, Scene
from skill.coach.talk import Question
from skill.coach.workout import Phase, Workout


def welcome(scene: Scene) -> Outcome:
    """The first welcome says what this is and when to stop; later ones are short."""
    tape = scene.tape()
    if scene.journal.welcomed:
        tape.say("welcome.again")
    else:
        tape.say("welcome.first", total=len(scene.routine.exercises))
    scene = scene.writing(replace(scene.journal, welcomed=True))
    return scene.end(tape, prompt_for(scene))


def welcome_back(scene: Scene) -> Outcome:
    """A workout is unfinished: where it stands, and whether to carry on."""
    scene = at_rest(scene)
    tape = scene.tape()
    tape.say("welcome.back")
    tape.speak(place_line(scene))
    scene = scene.writing(scene.journal.with_talk(question=Question.CARRY_ON, returning=True))
    return scene.end(tape, prompt_for(scene))


def ask_fresh(scene: Scene) -> Outcome:
    """The runner doesn't want to carry on: a fresh start, then?"""
    scene = scene.asking(Question.START_FRESH)
    return scene.end(scene.tape(), Line.of("prompt.start_fresh"))


def start(scene: Scene) -> Outcome:
    """The whole routine from its first exercise."""
    plan = tuple(exercise.id for exercise in scene.routine.exercises)
    return begin(scene, plan, short=False)


def start_short(scene: Scene) -> Outcome:
    """The short version, unless the time that was named suffices for the whole routine."""
    available = scene.command.seconds
    if available is not None and 1000 * available >= whole_ms(scene):
        return start(scene)
    short = scene.routine.short
    plan = tuple(e.id for e in scene.routine.exercises if e.id not in short.leave_out)
    return begin(scene, plan, short=True)


def start_fresh(scene: Scene) -> Outcome:
    """The routine from its beginning; what was done of the last one stays in the history."""
    return start(scene.writing(scene.journal.archived(scene.now_ms, finished=False)))


def short_fresh(scene: Scene) -> Outcome:
    """The short version instead of the workout in hand, which goes to the history."""
    return start_short(scene.writing(scene.journal.archived(scene.now_ms, finished=False)))


def start_or_ask(scene: Scene) -> Outcome:
    """Hearing "start" after a break: ask first, so that nothing is lost; after that, begin."""
    asked = scene.journal.talk.question in (Question.CARRY_ON, Question.START_FRESH)
    return start_fresh(scene) if asked else welcome_back(scene)


def begin(scene: Scene, plan: tuple[str, ...], *, short: bool, index: int = 0) -> Outcome:
    """A new workout. The warm-up is asked about once, before its first exercise."""
    first_ever = not scene.journal.welcomed
    workout = Workout(scene.now_ms, plan, short=short)
    scene = scene.writing(replace(scene.journal, workout=workout, welcomed=True))
    lead = [Line.of("start.warm_up", {"seconds": scene.routine.warm_up_seconds.start})]
    if short:
        lead.insert(0, Line.of("start.short", {"minutes": minutes(short_ms(scene))}))
    if first_ever:
        lead.insert(0, Line.of("start.safety"))
    return introduce(scene, index, *lead)


def carry_on(scene: Scene) -> Outcome:
    """Go on from the very exercise, set and leg."""
    scene = at_rest(scene.underway())
    workout = scene.workout
    if workout.phase is Phase.INTRODUCING:
        return introduce(scene, workout.index)
    if workout.phase is Phase.BETWEEN:
        return next_exercise(scene)
    return work(scene, ready_ms=1000 * scene.routine.return_ready_seconds.start)


def next_exercise(scene: Scene) -> Outcome:
    """The next exercise's introduction, or the finish after the last."""
    index = scene.workout.next_index
    return finish(scene) if index is None else introduce(scene, index)


def finish(scene: Scene, *, brief: bool = False) -> Outcome:
    """What was done, a cool-down, when to do it next, goodbye; in `brief` only what was done."""
    workout = scene.workout
    whole = sum(record.whole for record in workout.log)
    cut = len(workout.log) - whole
    tape = scene.tape()
    if not workout.log:
        tape.say("finish.nothing")
    elif not whole:
        tape.say("finish.none_whole")
    elif cut:
        tape.say("finish.some_cut", whole=whole, cut=cut)
    elif whole == 1:
        tape.say("finish.one_whole", whole=whole)
    else:
        tape.say("finish.all_whole", whole=whole)
    archived = scene.writing(scene.journal.archived(scene.now_ms, finished=True))
    if brief:
        return archived.end(tape, None)
    if workout.skipped:
        tape.say("finish.skipped", exercises=" ".join(workout.skipped))
    if workout.log and not cut and not scene.journal.talk.subdued:
        tape.say("cheer.whole_workout")
    tape.say("finish.easy" if scene.journal.talk.subdued else "finish.cool_down")
    tape.say("finish.again")
    return archived.end(tape, None)


def stop(scene: Scene) -> Outcome:
    """Saved, and goodbye: the session ends at once, the place is kept where there is one."""
    workout = scene.journal.workout
    if workout is not None and workout.phase is Phase.BETWEEN and workout.last_exercise:
        return finish(scene, brief=True)
    tape = scene.tape()
    scene = at_rest(scene)
    if scene.journal.workout is None:
        tape.say("stop.bye")
    else:
        tape.say("stop.saved")
        tape.speak(place_line(scene))
    return scene.end(tape, None)


def decline(scene: Scene) -> Outcome:
    """Hearing "no" to an offer: back to the place."""
    return offer(scene, scene.tape())
