"""Every line the coach can say: its key and the names of its values. The words stand elsewhere.

The catalogue of each language must have exactly these keys and use no other values; a test and
the loader hold it to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

Value = int | str
LINES_KEPT = 4096
"""So many lines are kept once they were made: the same few are said over and over."""


@dataclass(frozen=True, slots=True)
class Message:
    """One line to be said: a key of the catalogue with its values."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    def __hash__(self) -> int:
        return hash((self.key, self.values))

    @staticmethod
    def of(key: str, values: Mapping[str, Value] | None = None) -> Message:
        """The line; raises KeyError where it, or one of its values, is not declared below."""
        return _line(key, tuple(values.items()) if values else ())


@lru_cache(LINES_KEPT)
def _line(key: str, values: tuple[tuple[str, Value], ...]) -> Message:
    names, given = MESSAGES[key], [name for name, _ in values]
    if sorted(names) != sorted(given):
        raise KeyError(f"line {key} takes {names}, not {tuple(given)}")
    return Message(key, tuple(sorted(values)))


MESSAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # opening and finishing
        "welcome.first": ("total",),
        "welcome.again": (),
        "welcome.back": (),
        "start.warm_up": ("seconds",),
        "start.short": ("minutes",),
        "start.shortened": ("sets", "minutes"),
        "start.shortened_after": ("sets", "minutes"),
        "start.safety": (),
        "finish.all_whole": ("whole",),
        "finish.one_whole": ("whole",),
        "finish.some_cut": ("whole", "cut"),
        "finish.nothing": (),
        "finish.none_whole": (),
        "finish.skipped": ("exercises",),
        "finish.cool_down": (),
        "finish.easy": (),
        "finish.again": (),
        "stop.bye": (),
        "stop.saved": (),
        "stop.warned": (),
        # the introduction of an exercise
        "intro.number": ("n", "total", "exercise"),
        "intro.form": ("form",),
        "intro.dose_hold": ("sets", "target", "each"),
        "intro.dose_reps": ("sets", "target", "each"),
        "intro.needs": ("needs",),
        "intro.why": ("exercise",),
        "intro.caution": ("exercise",),
        "intro.step": ("step",),
        "hint.steps": (),
        # the work
        "work.set": ("set", "sets", "leg"),
        "work.resume_hold": ("left", "first", "leg"),
        "work.resume_reps": ("left", "first", "leg"),
        "work.change_legs": ("leg",),
        "cheer.whole_set": (),
        "cheer.whole_workout": (),
        "work.hold": (),
        "work.count": ("n",),
        "work.phase": ("phase",),
        "work.own_pace": ("reps",),
        "work.end": (),
        "work.cut": (),
        "work.done": (),
        "rest.start": ("seconds", "set", "sets"),
        "rest.over": ("set", "sets"),
        "rest.half": ("seconds",),
        "rest.late": ("seconds",),
        "between.done": ("exercise", "next"),
        "between.needs": ("next", "needs"),
        "between.last": ("exercise",),
        # where the runner stands
        "place.introducing": ("exercise",),
        "place.between": ("exercise", "next"),
        "place.all_done": (),
        "place.resting": ("exercise", "set", "sets"),
        "place.set_start": ("exercise", "set", "sets", "leg"),
        "place.own_pace": ("exercise", "set", "sets", "leg"),
        "place.hold": ("exercise", "set", "sets", "leg", "done", "target"),
        "place.reps": ("exercise", "set", "sets", "leg", "done", "target"),
        # prompts: the last thing before the microphone opens
        "prompt.start": (),
        "prompt.carry_on": (),
        "prompt.start_fresh": (),
        "prompt.in_position": (),
        "prompt.next_step": (),
        "prompt.next_set": ("set",),
        "prompt.next_exercise": ("next",),
        "prompt.wrap_up": (),
        "prompt.other_leg": ("leg",),
        "prompt.resume": (),
        "prompt.resume_rest": (),
        "prompt.say_done": (),
        "prompt.hear_again": (),
        "prompt.forget": (),
        "prompt.easier": (),
        "prompt.misheard": (),
        "prompt.which": (),
        "prompt.after_pain": ("exercise",),
        "prompt.after_pain_on": (),
        "prompt.after_red_flag": (),
        "wait.with_you": (),
        "wait.choices": ("phase",),
        # steering
        "skip.done": ("exercise",),
        "skip.later": ("exercise",),
        "skip.onward": ("exercise",),
        "skip.not_ahead": ("exercise",),
        "back.first": (),
        "back.exercise": (),
        "back.set": ("set", "sets"),
        "choose.going": (),
        "choose.which": (),
        "pause.paused": (),
        "pause.rest": ("seconds",),
        "resume.nothing": (),
        "wait.take_your_time": (),
        "correct.nothing": (),
        "correct.undone": (),
        "leg.already": ("leg",),
        "leg.swapped": ("leg",),
        # where
        "where.exercise": ("exercise", "n", "total"),
        "where.number": ("n", "total"),
        "where.rest_left": ("seconds",),
        "where.rest_over": (),
        "where.hold_left": ("left", "leg", "more"),
        "where.reps_left": ("left", "leg", "more"),
        "where.own_pace": ("target", "leg"),
        "where.target_hold": ("target", "each"),
        "where.target_reps": ("target", "each"),
        "where.sets_in": ("set", "sets", "left"),
        "where.sets_left": ("left", "sets"),
        "where.sets_over": ("exercise",),
        "where.both_legs": (),
        "where.leg_now": ("leg",),
        "where.leg_next": ("leg",),
        "where.next_set": ("set", "sets"),
        "where.next_exercise": ("exercise",),
        "where.then_finish": (),
        "where.last_set": (),
        "where.list": ("total", "exercises"),
        "where.length": ("minutes", "short"),
        "where.routine_left": ("left", "minutes"),
        "where.minutes_left": ("minutes",),
        "where.nothing_left": (),
        # know
        "answer.why": ("exercise",),
        "answer.tip": ("exercise",),
        "answer.feel": ("exercise",),
        "answer.steps_of": ("exercise",),
        "answer.unknown_exercise": ("total",),
        "answer.needs": ("exercise", "needs"),
        "answer.needs_nothing": ("exercise",),
        "answer.needs_all": ("needs",),
        "answer.frequency": ("low", "high"),
        "answer.before_or_after_run": (),
        "answer.soreness": (),
        "answer.warm_up": ("seconds",),
        "answer.cool_down": (),
        "answer.why_hamstrings": (),
        "answer.beginner": (),
        "answer.experienced": (),
        # the clinic
        "clinic.phone": ("phone",),
        "clinic.again_hint": (),
        "clinic.email": ("email",),
        "clinic.booking": ("phone",),
        "clinic.unknown": ("phone",),
        "clinic.about": ("clinic", "years"),
        "clinic.about_briefly": ("clinic",),
        "clinic.where": ("phone",),
        "card.title": ("clinic",),
        "card.contact": ("phone_written", "email_written"),
        # the body
        "body.pain": (),
        "body.pain_again": (),
        "body.red_flag": (),
        "body.red_flag_again": (),
        "body.cramp": (),
        "body.before": (),
        "body.first_rest": (),
        "body.not_today": (),
        "body.way_back": (),
        "body.left_out": ("exercise", "next"),
        "body.left_out_last": ("exercise",),
        "body.tired": (),
        "body.no_easier": (),
        "body.only_if_gone": (),
        "body.effort": (),
        "body.clinic": ("phone",),
        # dose, count, talk
        "dose.reps": ("n", "exercise"),
        "dose.hold": ("n", "exercise"),
        "dose.sets": ("n", "exercise"),
        "dose.sets_everywhere": ("n",),
        "dose.sets_enough": ("n",),
        "dose.rest": ("n", "exercise"),
        "dose.at_most": (),
        "dose.at_least": (),
        "dose.what_number": (),
        "dose.not_reps": ("exercise",),
        "dose.not_held": ("exercise",),
        "dose.second_is_a_second": (),
        "dose.slower": (),
        "dose.slower_limit": (),
        "dose.faster": (),
        "dose.faster_limit": (),
        "dose.reported": ("n",),
        "dose.reported_whole": (),
        "dose.nothing_to_report": (),
        "count.aloud": (),
        "count.fives": (),
        "count.ends": (),
        "count.none": (),
        "count.none_held": (),
        "talk.less": (),
        "talk.more": (),
        "talk.normal": (),
        "talk.auto": (),
        "talk.wait": (),
        "talk.step_by_step": (),
        "talk.not_again": (),
        "form.no_easier": ("exercise",),
        "form.no_easier_hold": ("exercise",),
        "form.no_harder": ("exercise",),
        "form.usual": (),
        "form.from_start": (),
        "form.later": ("form", "exercise"),
        "form.usual_later": ("exercise",),
        "form.nothing_needed": (),
        "form.leave_out": ("exercise",),
        # habit
        "habit.week": ("workouts", "whole"),
        "habit.week_cut": ("workouts", "whole", "cut"),
        "habit.week_nothing": (),
        "habit.never": (),
        "habit.last_finished": ("hours", "whole"),
        "habit.last_unfinished": ("hours", "whole"),
        "habit.last_none": ("hours",),
        "habit.known": (),
        "habit.forgotten": (),
        # help and the social side
        "help.by_phase": ("phase",),
        "miss.first": (),
        "miss.second": ("phase",),
        "miss.hold": (),
        "social.thanks": (),
        "social.frustration": (),
        "social.fair_enough": (),
        "social.out_of_scope": (),
        "social.remind_me": (),
        # trouble, said kindly
        "trouble.place_unreadable": (),
        "trouble.not_saved": (),
        "trouble.not_forgotten": (),
        "trouble.sorry": (),
        "audio.failed": (),
    }
)
