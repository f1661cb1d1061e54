"""What an introduction says besides the exercise: extras, weights, hard runs, and progression."""

from __future__ import annotations

from skill.coach.commands import Meaning
from skill.coach.context import Outcome, TurnContext
from skill.coach.hard_days import WEEK, day_of, named, until_run
from skill.coach.history import HOUR_MS
from skill.coach.messages import Message
from skill.coach.position import due_step, step_prompt
from skill.coach.progression import lightened, times_whole, weeks_away
from skill.coach.runner import CountMode, Runner, TalkLevel
from skill.coach.session import Question
from skill.coach.timeline import Tape
from skill.coach.turn import TurnKind

ABILITIES = (
    Meaning.COUNT_FIVES,
    Meaning.SLOWER,
    Meaning.LONGER_REST,
    Meaning.TIME_LEFT,
    Meaning.AUTO_CONTINUE,
    Meaning.EASIER,
    Meaning.LAST_TIME,
    Meaning.TALK_LESS,
    Meaning.SETS_LEFT,
    Meaning.STEP_BY_STEP,
    Meaning.BEATS,
)
"""The abilities to mention, one per workout; each has its words in the table `ability`."""


def tip_of_the_day(context: TurnContext) -> Message | None:
    """The clinic's tip for the current exercise, if it is that exercise's turn in this workout."""
    exercises = context.routine.exercises
    exercise = exercises[context.runner.begun % len(exercises)].id
    if context.workout.exercise != exercise or not _talkative(context):
        return None
    return Message.of("answer.tip", exercise=exercise)


def ability_of_the_day(context: TurnContext) -> Message | None:
    """Something the coach can do, if today it is mentioned before this exercise: never before the
    first, so that the workout is soon under way."""
    workout, begun = context.workout, context.runner.begun
    later = [each for each in workout.plan[1:] if each not in workout.offers]
    if not later or workout.exercise != later[begun % len(later)] or not _talkative(context):
        return None
    new = [each for each in ABILITIES if not _is_no_use(each, context.runner)]
    return Message.of("hint.ability", ability=new[begun % len(new)])


def _talkative(context: TurnContext) -> bool:
    normal = context.runner.talk_level is TalkLevel.NORMAL and not context.runner.stepwise
    return normal and not context.session.subdued and not context.session.newcomer


def _is_no_use(meaning: Meaning, runner: Runner) -> bool:
    """Whether it is already in use, or assumes more than the runner knows yet."""
    if meaning is Meaning.AUTO_CONTINUE:
        return runner.auto_continue
    if meaning is Meaning.BEATS:  # beats are for those who know the count
        return not runner.workouts or runner.count_mode not in (CountMode.EVERY, CountMode.FIVES)
    return meaning is Meaning.COUNT_FIVES and runner.count_mode is not CountMode.EVERY


EQUIPMENT = "weight"
"""The equipment id of a weight."""


def say_weight(context: TurnContext, tape: Tape) -> None:
    """Say what was lifted last in the current exercise, if it is done with a weight."""
    weight = context.runner.weights.get(context.workout.exercise)
    if weight is not None and EQUIPMENT in context.dose.needs:
        tape.say("intro.weight", weight=weight.value)


def so_soon(context: TurnContext) -> Message | None:
    """How long ago the last workout was, if the gap is shorter than it should be."""
    history, routine = context.runner.history, context.routine
    spacing_ms = HOUR_MS * routine.progression.spacing_hours
    recent = [each for each in history.past if context.now_ms - each.ended_ms < spacing_ms]
    if not any(each.finished for each in recent):
        return None
    if sum(each.completed for each in recent) < len(routine.exercises):
        return None  # it was only a small part, such as the stretch alone
    hours = max(0, context.now_ms - recent[-1].ended_ms) // HOUR_MS
    if history.exercises_of_last == routine.ids:
        return Message.of("spacing.all_done", total=len(routine.exercises), hours=hours)
    return Message.of("spacing.last", hours=hours)


def say_if_too_soon(context: TurnContext, tape: Tape) -> None:
    """Say so if the current exercise should have more days between two times."""
    exercise = context.workout.exercise
    rule = context.routine.progression.rules.get(exercise)
    last_day = context.runner.history.last_day(exercise)
    if rule is None or rule.days_between is None or last_day is None:
        return
    if context.day - last_day < rule.days_between:
        tape.say("spacing.too_soon", days=rule.days_between)


def lighter_lines(context: TurnContext) -> list[Message]:
    """Which exercises begin at the lower end again after a break, and how to undo that."""
    light = lightened(context.routine, context.runner, context.workout.plan, context.day)
    if not light:
        return []
    weeks = min(weeks_away(context.runner, exercise, context.day) for exercise in light)
    return [Message.of("progress.lighter", weeks=weeks, exercises=" ".join(light))]


def asks_for_step(context: TurnContext) -> bool:
    """Whether to ask about one step more in the current exercise: not after pain."""
    wanted = context.runner.talk_level is not TalkLevel.LESS
    quiet = context.session.subdued or context.session.newcomer or context.runner.stepwise
    return wanted and not quiet and due_step(context) is not None


def ask_for_step(context: TurnContext, tape: Tape) -> Outcome:
    """Ask about one step more, after enough workouts with every set whole."""
    times = times_whole(context.runner.history, context.dose)
    if times > 1:
        tape.say("progress.completed", times=times)
    else:
        tape.say("progress.completed_once")
    context = context.with_question(Question.STEP)
    return context.end(tape, step_prompt(context), kind=TurnKind.INTRODUCTION)


WHEN = {0: "today", 1: "tomorrow"}


def days_line(days: tuple[int, ...]) -> Message:
    """A line with the days of hard runs."""
    if len(days) == len(WEEK):
        return Message.of("runs.every_day")
    return Message.of("runs.days", weekdays=named(days))


def all_runs(context: TurnContext) -> list[Message]:
    """A line with the weekly hard runs, and one for each day that is different this once."""
    runner, today = context.runner, context.own_day
    lines = [days_line(runner.hard_days)] if runner.hard_days else []
    for key, dates in (("runs.once", runner.runs_once), ("runs.off", runner.runs_off)):
        ahead = (day_of(date, today) for date in dates if date >= today)
        lines += [Message.of(key, when=day) for day in ahead]
    return lines


def left_out_today(context: TurnContext, plan: tuple[str, ...]) -> Message | None:
    """Said once as a workout begins: which exercises are left out for a hard run."""
    asked_for = context.command.meaning is Meaning.ONLY or context.session.run_told
    off = [each for each in context.kept_off if each not in plan]
    if not off or asked_for:
        return None
    return Message.of("runs.left_out", when=_when(context), exercises=" ".join(off))


def say_if_run_near(context: TurnContext, tape: Tape) -> bool:
    """Say so if the current exercise should avoid a hard run nearby; and whether it was said."""
    near = context.workout.exercise in context.kept_off and not context.session.run_told
    if near:
        tape.say("runs.near", when=_when(context))
    return near


def _when(context: TurnContext) -> str:
    until = until_run(context.runner, context.own_day)
    return WHEN.get(0 if until is None else until, "soon")
