"""How the coach talks and counts: changed by voice, at once, and remembered."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Move, Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import offer, say_and_offer, subject, tell
from skill.coach.moves.asides import all_runs
from skill.coach.moves.dosing import say_back
from skill.coach.moves.durations import whole_plan
from skill.coach.moves.work import sets_at_a_go
from skill.coach.own_tempo import tempo_value
from skill.coach.runner import UNCHANGED, CountMode, TalkLevel
from skill.coach.workout import Phase


def _setting(key: str, **changes: object) -> Move:
    """A move that changes some of the coach's settings and goes on."""

    def change(context: TurnContext) -> Outcome:
        return say_back(context.changing_runner(**changes), Message.of(key))

    return change


def _direction(key: str, *, down: bool) -> Move:
    """A move that sets which way the count goes; whoever asks for that wants to hear it."""

    def change(context: TurnContext) -> Outcome:
        context = context.changing_runner(count_down=down)
        if context.runner.count_mode in (CountMode.ENDS, CountMode.NONE):
            context = context.changing_runner(count_mode=CountMode.EVERY)
        return say_back(context, Message.of(key))

    return change


count_aloud = _setting("count.aloud", count_mode=CountMode.EVERY)
count_fives = _setting("count.fives", count_mode=CountMode.FIVES)
count_ends = _setting("count.ends", count_mode=CountMode.ENDS)
count_down = _direction("count.down", down=True)
count_up = _direction("count.up", down=False)
halfway = _setting("count.halfway", halfway=True)
no_halfway = _setting("count.no_halfway", halfway=False)
talk_less = _setting("talk.less", talk_level=TalkLevel.LESS, stepwise=False)
talk_more = _setting("talk.more", talk_level=TalkLevel.MORE)
talk_normal = _setting("talk.normal", talk_level=TalkLevel.NORMAL, stepwise=False)
wait_for_me = _setting("talk.wait", auto_continue=False)


def auto_continue(context: TurnContext) -> Outcome:
    """Go straight on after a rest if one answer can hold the next set too; say whether it can."""
    context = context.changing_runner(auto_continue=True)
    workout = context.runner.workout
    plan = workout.plan[workout.index :] if workout else whole_plan(context)
    sets = {exercise: _at_a_go(context, exercise) for exercise in plan}
    if all(sets[exercise] == context.dose_of(exercise).sets for exercise in plan):
        return say_back(context, Message.of("talk.auto"))
    some = [exercise for exercise in plan if sets[exercise] > 1]
    if not some:
        return say_back(context, Message.of("talk.auto_nowhere"))
    return say_back(context, Message.of("talk.auto_some", exercises=" ".join(some)))


def _at_a_go(context: TurnContext, exercise: str) -> int:
    # at their own pace, runners say themselves when a set is done
    counted = context.dose_of(exercise).held or context.runner.count_mode is not CountMode.NONE
    return sets_at_a_go(context, exercise) if counted else 1


def beats(context: TurnContext) -> Outcome:
    """Beats instead of numbers if the device can play them; otherwise only a few numbers."""
    changed = context.changing_runner(count_mode=CountMode.BEATS)
    return say_back(changed, Message.of("count.beats" if changed.ticks else "count.sparse"))


def dont_count(context: TurnContext) -> Outcome:
    """No counting: the end of a hold is announced, the end of reps is the runner's to say."""
    exercise = subject(context)
    held = exercise is not None and context.dose_of(exercise).held
    quiet = context.changing_runner(count_mode=CountMode.NONE)
    return say_back(quiet, Message.of("count.none_held" if held else "count.none"))


def my_settings(context: TurnContext) -> Outcome:
    """Say how the coach counts and talks, and which exercises the runner changed."""
    runner = context.runner
    after_rest = "goes_on" if runner.auto_continue else "waits"
    silent = runner.count_mode is CountMode.BEATS and not context.ticks
    counts = "sparse" if silent else runner.count_mode
    told = Message.of("settings.told", count=counts, talk=runner.talk_level, after_rest=after_rest)
    lines = [told]
    ways = context.routine.tempo.ways
    tempo = {way: seconds for way, seconds in runner.tempo.items() if way in ways}
    if tempo:
        lines.append(Message.of("settings.tempo", tempo=tempo_value(tempo)))
    own = [e.id for e in context.routine.exercises if runner.preference(e.id) != UNCHANGED]
    if own:
        lines.append(Message.of("settings.changed", exercises=" ".join(own)))
    return say_and_offer(context, *lines, *all_runs(context))


def dont_tell_again(context: TurnContext) -> Outcome:
    """Treat the current exercise as known; outside an introduction, say less in general."""
    runner, exercise = context.runner, subject(context)
    if exercise and context.phase is Phase.INTRODUCING:
        unwanted = tuple(dict.fromkeys((*runner.steps_unwanted, exercise)))
        runner = replace(runner.having_heard("steps"), steps_unwanted=unwanted)
    else:
        runner = replace(runner, talk_level=TalkLevel.LESS)
    return say_back(context.with_runner(runner), Message.of("talk.not_again"))


def cant_hear(context: TurnContext) -> Outcome:
    """Plain speech on this device from now on, even if it could play exact audio."""
    plain = context.runner.hearing_plain_speech(context.device_id, context.now_ms)
    return tell(context.with_runner(plain), "audio.plain")


def count_exactly(context: TurnContext) -> Outcome:
    """Exact audio on this device again."""
    exact = context.runner.hearing_exact_audio(context.device_id)
    return say_back(context.with_runner(exact), Message.of("audio.exact"))


def audio_failed(context: TurnContext) -> Outcome:
    """The device failed to play exact audio: use speech with pauses for a while, from this
    place."""
    return offer(context, context.tape(Message.of("audio.failed")))
