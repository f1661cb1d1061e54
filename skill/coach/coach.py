"""One step of the conversation: what stands, what was meant and when, to what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from skill.coach.commands import Command, Meaning
from skill.coach.journal import Journal, Preference, undone
from skill.coach.lines import Line
from skill.coach.scene import Outcome, Scene, Turn
from skill.coach.settle import settle
from skill.coach.table import ANSWERS, ASKED_AGAIN, move_for
from skill.coach.talk import Question, Talk
from skill.coach.timeline import Measure, Part, Tape, Timeline
from skill.coach.workout import Phase, Workout
from skill.routine.model import Routine

CHOICES = Line.of("wait.choices", {"phase": Phase.OPENED})
WITH_YOU = Line.of("wait.with_you")
REPROMPTS_KEPT = 128
"""So many reprompts are kept: they are the same for every runner."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When a command came, and what is handed in with it."""

    now_ms: int
    """The time of the request in ms since 1970: never read from a clock in this room."""
    measure: Measure
    new_session: bool = False
    notices: tuple[Line, ...] = ()
    """Said before anything else, such as word of a place that could not be read."""


KEEPS_UNDO = frozenset({Meaning.NOT_UNDERSTOOD, Meaning.REPEAT, Meaning.HELP, Meaning.FRUSTRATION})
"""What may come between a step and "not that one": an answer that led nowhere."""
NAMES_ONE = frozenset({Meaning.CHOOSE, Meaning.CORRECT})
"""What an exercise that is named by itself is taken for."""

NAMES_NONE = frozenset({Meaning.NOT_UNDERSTOOD, Meaning.OUT_OF_SCOPE, Meaning.LIST_EXERCISES})
"""What names no exercise, but may have been meant to, or asks for the names."""


def step(
    routine: Routine, journal: Journal, command: Command, moment: Moment
) -> tuple[Journal, Turn]:
    """The journal after the command, and the turn that answers it. Pure."""
    scene = standing(routine, journal, command, moment)
    before = scene.journal.workout
    meant = _completed(_known(_again(scene), routine), scene)
    if meant is not command:
        scene = replace(scene, command=meant)
    outcome = _move(scene)
    return _remember(outcome.journal, before, scene), _turn(outcome, scene)


def standing(routine: Routine, journal: Journal, command: Command, moment: Moment) -> Scene:
    """The scene with everything settled as it stands at this moment."""
    journal = _fitting(journal, routine)
    scene = Scene(
        routine, journal, command, moment.now_ms, moment.measure, moment.new_session, moment.notices
    )
    workout = journal.workout
    if workout is not None and command.meaning is Meaning.AUDIO_FAILED:
        # nothing of that turn was heard, so no time counts
        scene = scene.having(replace(workout, track=None))
    elif workout is not None:
        settled, interrupted = settle(workout, moment.now_ms, scene.dose_of)
        if settled is not workout:
            scene = replace(scene.having(settled), interrupted=interrupted)
        left_leg = workout.track is not None and settled.side is not workout.side
        if settled.log is not workout.log or left_leg:
            scene = scene.writing(_with_place_kept(scene.journal))
    return _new_session(scene, _last_heard_ms(journal, moment)) if moment.new_session else scene


def _with_place_kept(journal: Journal) -> Journal:
    """The journal once a leg or a set has been done: "not that" takes back no more than a dose."""
    undo = journal.talk.undo
    if undo is None or undo["workout"] is None:
        return journal
    _, preferences = undone(undo)
    same = preferences == journal.preferences
    return journal.with_talk(undo=None if same else {**undo, "workout": None})


def _last_heard_ms(journal: Journal, moment: Moment) -> int:
    """When the runner was last at it, in ms since 1970, as far as the workout tells."""
    workout = journal.workout
    if workout is None:
        return moment.now_ms
    if workout.track is None:
        return min(workout.started_ms, moment.now_ms)
    ended = workout.track.started_ms + max(span.end_ms for span in workout.track.spans)
    return min(ended, moment.now_ms)


def _fitting(journal: Journal, routine: Routine) -> Journal:
    """The journal without exercises that have since left the routine."""
    workout, known = journal.workout, routine.by_id
    if workout is None or routine.ids.issuperset(workout.plan):
        return journal
    plan = tuple(exercise for exercise in workout.plan if exercise in known)
    if not plan:
        return replace(journal, workout=None)
    if workout.exercise in known:
        index = plan.index(workout.exercise)
        return replace(journal, workout=replace(workout, plan=plan, index=index))
    index = min(workout.index, len(plan) - 1)
    fresh = Workout(workout.started_ms, plan, workout.short, index, log=workout.log)
    return replace(journal, workout=fresh)


def _new_session(scene: Scene, ended_ms: int) -> Scene:
    """A new session forgets the talk of the last; an unfinished workout awaits its runner."""
    journal = replace(scene.journal, talk=Talk())
    workout = journal.workout
    if workout is not None and workout.phase is Phase.BETWEEN and workout.last_exercise:
        # the last exercise is over, only the goodbye was never heard
        finished = any(
            (record.exercise, record.number) == (workout.exercise, scene.dose.sets)
            for record in workout.log
        )
        journal = journal.archived(ended_ms, finished=finished)
    elif workout is not None:
        paused = Phase.PAUSED if workout.phase is Phase.WORKING else workout.phase
        workout = replace(workout, phase=paused, rest_left_ms=0, rest_paused=False)
        journal = replace(journal, workout=workout, talk=Talk(returning=True))
    return scene.writing(journal)


def _again(scene: Scene) -> Command:
    """The command, or what was asked last where the runner wants it repeated."""
    last = scene.journal.talk.last
    return last if scene.command.meaning is Meaning.REPEAT and last else scene.command


def _known(command: Command, routine: Routine) -> Command:
    """The command; an exercise that the routine does not have, or has no longer, is unknown."""
    if command.exercise is None or command.exercise in routine.by_id:
        return command
    return replace(command, exercise=None, unknown_exercise=True)


def _completed(command: Command, scene: Scene) -> Command:
    """The command, or the one before it, where this only says of which exercise that was meant."""
    pending = scene.journal.talk.pending
    named = command.exercise or command.unknown_exercise
    if pending is None or not named or command.meaning not in NAMES_ONE:
        return command
    return replace(pending, exercise=command.exercise, unknown_exercise=command.unknown_exercise)


def _move(scene: Scene) -> Outcome:
    talk, meaning = scene.journal.talk, scene.command.meaning
    misses = talk.misses if meaning is Meaning.NOT_UNDERSTOOD else 0
    careful = talk.question is Question.MISHEARD
    asked = meaning in (Meaning.NOT_UNDERSTOOD, Meaning.NOT_READY) or (
        meaning is Meaning.START and scene.phase is not Phase.HURT
    )
    asked = asked or (careful and meaning in (Meaning.REPEAT, Meaning.PAUSE))
    # one word that leads nowhere is asked about again, and wrong names as long as they come
    unnamed = meaning in NAMES_NONE and not talk.misses
    pending = talk.pending if unnamed or scene.command.unknown_exercise else None
    question = talk.question if asked else None
    cleared = scene
    if (misses, question, pending) != (talk.misses, talk.question, talk.pending):
        fresh = replace(talk, misses=misses, question=question, pending=pending)
        cleared = scene.writing(replace(scene.journal, talk=fresh))
    if talk.pending is not None and meaning is Meaning.NEVER_MIND:
        # taken back is the request, not the session
        return move_for(Meaning.NO, scene.phase)(cleared)
    answered = meaning in (Meaning.YES, Meaning.NO)
    if talk.question is not None and (answered or (careful and meaning is Meaning.NEVER_MIND)):
        yes, no = ANSWERS[talk.question]
        return (yes if meaning is Meaning.YES else no)(cleared)
    return move_for(meaning, scene.phase)(cleared)


def _remember(journal: Journal, before: Workout | None, scene: Scene) -> Journal:
    """The journal with what "repeat" and "not that one" will need."""
    meaning = scene.command.meaning
    after = journal.workout
    last = scene.command if meaning in ASKED_AGAIN else None
    undo = _undo(before, after, journal.preferences, scene)
    if undo is None and meaning in KEEPS_UNDO:
        undo = journal.talk.undo
    talk = journal.talk
    undo = None if talk.halt else undo
    if talk.last is not last or talk.undo is not undo:
        talk = replace(talk, last=last, undo=undo)
    return replace(journal, talk=talk, turn=journal.turn + 1)


def _undo(
    before: Workout | None,
    after: Workout | None,
    preferences: Mapping[str, Preference],
    scene: Scene,
) -> Mapping[str, object] | None:
    """What this step changed, as it was; None where it changed nothing that can be taken back."""
    undoes = scene.command.meaning is Meaning.CORRECT and scene.command.exercise is None
    if before is None or after is None or undoes:
        return None
    led_away = _place(before) != _place(after)
    if not led_away and preferences == scene.journal.preferences:
        return None
    kept = {name: each.to_json() for name, each in scene.journal.preferences.items()}
    workout = replace(before, track=None).to_json() if led_away else None
    return {"workout": workout, "preferences": kept}


def _place(workout: Workout) -> tuple[object, ...]:
    # a question pauses the count: that is no step to take back
    phase = Phase.WORKING if workout.phase is Phase.PAUSED else workout.phase
    return workout.index, workout.set_number, phase, workout.side, workout.log, workout.plan


def _turn(outcome: Outcome, scene: Scene) -> Turn:
    timeline, prompt, reprompt = outcome.timeline, outcome.prompt, None
    if prompt is not None:
        wait_ms = 1000 * scene.routine.reprompt_seconds.start if outcome.waits else None
        reprompt = _reprompt(scene.measure, prompt, wait_ms)
    return Turn(timeline, prompt, reprompt, outcome.card, outcome.forget, scene.phase)


@lru_cache(REPROMPTS_KEPT)
def _reprompt(measure: Measure, prompt: Line, wait_ms: int | None) -> Timeline:
    """In a workout the reprompt waits with the runner; before one, it says what can be done."""
    tape = Tape(measure)
    if wait_ms is None:
        tape.speak(CHOICES)
    else:
        tape.speak(WITH_YOU)
        tape.wait(wait_ms)
    tape.speak(prompt, Part.PROMPT)
    return tape.finish()
