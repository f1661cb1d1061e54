"""What each meaning does in each phase: the whole conversation on one page.

Read a row as: if the runner means this, make that move in each phase. Pain is the same in every
phase and leads to one of its own: HURT, until the runner goes on or answers no to "are you hurt?".
A session that begins with an unfinished workout is RETURNING, whatever is said first.
"""

from __future__ import annotations

from collections.abc import Mapping

from skill.coach.commands import Meaning as M
from skill.coach.context import Move
from skill.coach.moves import (
    body,
    cool_down,
    corrections,
    dosing,
    fitting_plan,
    forms,
    habit,
    hurt,
    know,
    navigation,
    opening,
    progress,
    reports,
    rests,
    running,
    sets,
    settings,
    social,
    tempo,
    warm_up,
    weighing,
    where,
)
from skill.coach.moves.answer import unless_over
from skill.coach.moves.introduce import step_by_step
from skill.coach.moves.work import work
from skill.coach.session import Question
from skill.coach.workout import Phase

COLUMNS = (
    Phase.OPENED,
    Phase.RETURNING,
    Phase.WARMING_UP,
    Phase.INTRODUCING,
    Phase.WORKING,
    Phase.PAUSED,
    Phase.RESTING,
    Phase.BETWEEN,
    Phase.COOLING_DOWN,
    Phase.HURT,
)

Row = tuple[Move, ...]
"""A move for each column."""

start, begin_short = opening.start, fitting_plan.start_short
fresh, carry = opening.start_fresh, opening.carry_on
ask, back_to, stop, on = opening.start_or_ask, opening.welcome_back, opening.stop, work
first, next_set, next_ex = navigation.first_set, work, opening.next_exercise
onward = navigation.onward
here, noted = where.where_am_i, warm_up.noted
wait, none = navigation.not_ready, navigation.nothing_to_resume
straight, chosen = navigation.straight_to_set, navigation.choose
decline, again = opening.decline, opening.restart
past, not_now, unless = hurt.past_it, hurt.not_now, unless_over
shorter = fitting_plan.shorten
to_set, past_set = sets.go_to_set, sets.skip_set


def always(move: Move, *, hurt: Move | None = None) -> Row:
    """The same move in every phase; or another one once pain or a warning sign was heard."""
    return (*(move,) * (len(COLUMNS) - 1), hurt or move)


def underway(move: Move, opened: Move = none, *, hurt: Move | None = None) -> Row:
    """One move while a workout is under way, another if none is."""
    return (opened, *always(move, hurt=hurt)[1:])


def around(moves: Row, warming: Move, cooling: Move) -> Row:
    """The moves of a row, with others during the warm-up and the cool-down."""
    other = {Phase.WARMING_UP: warming, Phase.COOLING_DOWN: cooling}
    return tuple(other.get(phase, move) for phase, move in zip(COLUMNS, moves, strict=True))


# fmt: off
TRANSITIONS: Mapping[M, Row] = {
    #                     OPENED           RETURNING               WARMING_UP         INTRODUCING                WORKING                 PAUSED                  RESTING                  BETWEEN               COOLING_DOWN         HURT
    M.OPEN:              (opening.welcome, back_to,                back_to,           back_to,                   back_to,                back_to,                back_to,                 back_to,              back_to,             hurt.ahead),
    M.START:             (start,           ask,                    warm_up.time,      first,                     on,                     on,                     next_set,                next_ex,              cool_down.on,        past),
    M.START_SHORT:       (begin_short,     fitting_plan.ask_short, shorter,           shorter,                   shorter,                shorter,                shorter,                 shorter,              shorter,             unless(shorter)),
    M.ONLY: around(always(fitting_plan.only, hurt=not_now), fitting_plan.only, here),
    M.NO_LYING: around(always(fitting_plan.no_lying, hurt=not_now), fitting_plan.no_lying, here),
    M.NO_EQUIPMENT: around(always(fitting_plan.no_equipment, hurt=not_now), fitting_plan.no_equipment, here),
    M.CIRCUIT: around(always(fitting_plan.circuit, hurt=not_now), fitting_plan.circuit, here),
    M.ONE_BY_ONE: around(always(fitting_plan.one_by_one, hurt=not_now), fitting_plan.one_by_one, here),
    M.START_OVER:        (start,           fresh,                  again,             again,                     again,                  again,                  again,                   again,                again,               unless(fresh)),
    M.READY:             (start,           carry,                  warm_up.over,      first,                     reports.ready,          reports.ready,          next_set,                next_ex,              cool_down.on,        past),
    M.YES:               (start,           carry,                  warm_up.time,      first,                     on,                     on,                     next_set,                next_ex,              cool_down.on,        past),
    M.NO:                (wait,            opening.ask_fresh,      warm_up.not_yet,   wait,                      wait,                   wait,                   wait,                    wait,                 wait,                corrections.denied),
    M.NOT_READY:         (wait,            wait,                   warm_up.not_yet,   wait,                      navigation.pause,       wait,                   navigation.pause,        wait,                 navigation.pause,    hurt.wait),
    M.WAIT: around(always(rests.wait, hurt=hurt.wait), warm_up.not_yet, rests.wait),
    M.NEXT:              (start,           carry,                  warm_up.following, first,                     navigation.next_in_set, navigation.next_in_set, next_set,                next_ex,              cool_down.following, past),
    M.NEXT_EXERCISE:     (start,           onward,                 warm_up.over,      onward,                    onward,                 onward,                 onward,                  next_ex,              cool_down.following, past),
    M.DONE:              (start,           carry,                  warm_up.following, first,                     navigation.done_in_set, navigation.done_in_set, navigation.done_in_rest, next_ex,              cool_down.following, past),
    M.SKIP:              (none,            navigation.skip,        warm_up.skip,      navigation.skip,           navigation.skip,        navigation.skip,        navigation.skip,         navigation.skip_next, cool_down.following, past),
    M.SKIP_REMAINING: around(underway(navigation.skip_remaining, hurt=unless(navigation.skip_remaining)), navigation.skip_remaining, opening.finish),
    M.SKIP_SET: around(underway(past_set, hurt=past), here, here),
    M.GO_TO_SET: underway(to_set, hurt=unless(to_set)),
    M.SKIP_REST:         (none,            carry,                  warm_up.over,      straight,                  on,                     on,                     next_set,                next_ex,              cool_down.following, past),
    M.SKIP_INSTRUCTIONS: (start,           carry,                  warm_up.over,      straight,                  on,                     on,                     next_set,                next_ex,              cool_down.on,        past),
    M.WARM:              (warm_up.warm,    warm_up.warm,           warm_up.over,      noted,                     noted,                  noted,                  noted,                   noted,                noted,               not_now),
    M.TIME_IT:           (start,           carry,                  warm_up.time,      first,                     on,                     on,                     noted,                   next_ex,              cool_down.on,        past),
    M.REDO:              (none,            sets.redo_set,          warm_up.again,     sets.redo_in_introduction, sets.redo_set,          sets.redo_set,          sets.redo_set,           sets.redo_set,        cool_down.again,     hurt.back_to_it),
    M.RESTART_EXERCISE: around(underway(sets.restart_exercise, hurt=hurt.back_to_it), warm_up.again, cool_down.again),
    M.PAUSE:             (wait,            wait,                   navigation.pause,  navigation.pause,          navigation.pause,       navigation.pause,       navigation.pause,        navigation.pause,     navigation.pause,    hurt.wait),
    M.RESUME:            (none,            carry,                  warm_up.go_on,     first,                     on,                     on,                     navigation.resume_rest,  next_ex,              cool_down.on,        past),
    M.BACK:              (none,            navigation.back,        warm_up.again,     navigation.back,           navigation.back,        navigation.back,        navigation.back,         navigation.back,      navigation.back,     hurt.back_to_it),
    M.OTHER_LEG: underway(reports.other_leg, hurt=not_now),
    M.LEG_DONE: underway(reports.leg_done, hurt=not_now),
    M.KEEP_IN: always(running.keep_in, hurt=not_now),
    M.CHOOSE: around(always(chosen, hurt=unless(chosen)), warm_up.instead, chosen),
    M.CORRECT: underway(corrections.correct, chosen, hurt=corrections.after_pain),
    M.DENY: always(corrections.deny, hurt=hurt.ahead),
    M.DONT_STOP: underway(corrections.dont_stop, corrections.deny, hurt=hurt.ahead),
    M.DONT_SKIP: always(corrections.deny, hurt=hurt.ahead),
    M.KEEP_REST: always(corrections.deny, hurt=hurt.ahead),
    M.KEEP_DATA: always(corrections.deny, hurt=hurt.ahead),
    M.DONT_GO_BACK: always(corrections.deny, hurt=hurt.ahead),
    M.SAME_LEG: always(corrections.deny, hurt=hurt.ahead),
    M.AS_IT_IS: always(corrections.deny, hurt=hurt.ahead),
    M.REPEAT: around(always(navigation.repeat, hurt=hurt.again), warm_up.repeat, here),
    M.STOP: always(stop, hurt=hurt.stop),
    M.NEVER_MIND: always(stop, hurt=hurt.stop),
    M.AUTO_CONTINUE: always(settings.auto_continue),
    M.WAIT_FOR_ME: always(settings.wait_for_me),
    # count and dose
    M.SET_REPS: always(dosing.set_reps),
    M.MORE_REPS: always(dosing.more_reps),
    M.FEWER_REPS: always(dosing.fewer_reps),
    M.SET_HOLD: always(dosing.set_hold),
    M.LONGER_HOLD: always(dosing.longer_hold),
    M.SHORTER_HOLD: always(dosing.shorter_hold),
    M.SET_SETS: always(sets.set_sets),
    M.MORE_SETS: (*(sets.more_sets,) * 7, sets.another_set, sets.another_set, not_now),
    M.FEWER_SETS: always(sets.fewer_sets),
    M.SET_REST: always(rests.set_rest),
    M.LONGER_REST: always(rests.longer_rest),
    M.SHORTER_REST: always(rests.shorter_rest),
    M.SET_NUMBER: always(dosing.set_number),
    M.NO_RESTS: always(rests.no_rests),
    M.MORE_TIME: always(rests.more_time),
    M.LESS_TIME: always(rests.less_time),
    M.NUMBER: always(dosing.bare_number),
    M.REFUSE_DOSE: always(dosing.refuse_dose),
    M.AS_BEFORE: always(progress.as_before),
    M.CLINIC_DOSE: always(dosing.clinic_dose),
    M.SET_DURATION: (fitting_plan.bare_time, *always(rests.set_duration)[1:]),
    M.REPORT_REPS: underway(reports.report_reps, hurt=not_now),
    M.REPORT_WEIGHT: always(weighing.report_weight),
    M.SLOWER: always(tempo.slower),
    M.FASTER: always(tempo.faster),
    M.TEMPO: always(tempo.set_tempo),
    M.TEMPO_HERE: always(tempo.set_tempo_here),
    M.USUAL_TEMPO: always(tempo.usual),
    M.COUNT_ALOUD: always(settings.count_aloud),
    M.COUNT_FIVES: always(settings.count_fives),
    M.BEATS: always(settings.beats),
    M.COUNT_ENDS: always(settings.count_ends),
    M.COUNT_DOWN: always(settings.count_down),
    M.COUNT_UP: always(settings.count_up),
    M.HALFWAY: always(settings.halfway),
    M.NO_HALFWAY: always(settings.no_halfway),
    M.DONT_COUNT: always(settings.dont_count),
    M.CANT_HEAR: always(settings.cant_hear),
    M.COUNT_EXACTLY: always(settings.count_exactly),
    M.EASIER: always(forms.easier, hurt=not_now),
    M.HARDER: always(forms.harder, hurt=not_now),
    M.TOO_EASY: always(progress.too_easy, hurt=not_now),
    M.USUAL_FORM: always(forms.usual_form, hurt=not_now),
    M.HAVE_EQUIPMENT: always(forms.have_equipment, hurt=not_now),
    M.EFFORT: around(always(body.effort, hurt=corrections.denied), wait, wait),
    M.SUBSTITUTE: always(forms.substitute, hurt=not_now),
    # talk
    M.TALK_LESS: always(settings.talk_less),
    M.TALK_MORE: always(settings.talk_more),
    M.TALK_NORMAL: always(settings.talk_normal),
    M.STEP_BY_STEP: always(step_by_step),
    M.DONT_TELL_AGAIN: always(settings.dont_tell_again),
    M.MY_SETTINGS: always(settings.my_settings),
    # where
    M.TIME_LEFT: underway(where.time_left, where.routine_length, hurt=hurt.time_ahead),
    M.ROUTINE_TIME_LEFT: underway(where.routine_time_left, where.routine_length, hurt=hurt.time_ahead),
    M.SETS_LEFT: underway(where.sets_left, hurt=hurt.ahead),
    M.REPS_LEFT: underway(where.reps_left, hurt=hurt.ahead),
    M.REPS_DONE: underway(reports.reps_done, hurt=hurt.ahead),
    M.ABOUT_DOSE: always(dosing.about_dose),
    M.ABOUT_REST: always(dosing.about_rest),
    M.WHICH_SIDE: underway(where.which_side, hurt=hurt.ahead),
    M.WHERE_AM_I: underway(where.where_am_i, hurt=hurt.ahead),
    M.WHATS_NEXT: underway(where.whats_next, where.list_exercises, hurt=hurt.ahead),
    M.ROUTINE_LENGTH: always(where.routine_length),
    M.LIST_EXERCISES: always(where.list_exercises),
    M.ANSWER: always(know.answer),
    # know
    M.WHY: always(know.why),
    M.TIP: always(know.tip),
    M.FEEL: always(know.feel),
    M.READ_STEPS: underway(know.read_steps, social.how_to_start, hurt=hurt.steps_ahead),
    M.DESCRIBE: underway(know.describe, social.describe_or_help),
    M.EQUIPMENT: always(know.equipment),
    M.WARM_UP: (know.warm_up, know.warm_up, know.warm_up, warm_up.wanted, *(know.warm_up,) * 6),
    M.COOL_DOWN: (*(know.cool_down,) * 7, cool_down.wanted, know.cool_down, know.cool_down),
    M.BEGINNER: always(know.beginner),
    M.EXPERIENCED: always(know.experienced),
    # body
    M.PAIN: always(body.pain),
    M.SIT_BONE_PAIN: always(body.sit_bone_pain),
    M.CRAMP: always(body.cramp),
    M.RED_FLAG: always(body.red_flag),
    M.EMERGENCY: always(body.emergency),
    M.MAYBE_HURT: always(body.maybe_hurt, hurt=body.pain),
    M.UNHURT: always(body.unhurt, hurt=corrections.denied),
    M.ASK_FIRST: always(body.ask_first),
    # clinic
    M.CLINIC_PHONE: always(know.phone),
    # habit
    M.WEEK: always(habit.week),
    M.LAST_TIME: always(habit.last_time),
    M.SO_FAR: always(habit.so_far),
    M.STREAK: always(habit.streak),
    M.LAST_WEIGHT: always(weighing.last_weight),
    M.RUN_DAYS: always(running.run_days),
    M.MORE_RUN_DAYS: always(running.more_run_days),
    M.NO_RUN_DAYS: always(running.no_run_days),
    M.MOVE_RUN: always(running.move_run),
    M.RUN_ONCE: always(running.run_once),
    M.NO_RUN_ONCE: always(running.no_run_once),
    M.MOVE_RUN_ONCE: always(running.move_run_once),
    M.DAYS: always(running.bare_days),
    M.TRAINING_DAYS: always(running.training_days, hurt=not_now),
    M.FORGET_ME: always(habit.ask_forget),
    # social
    M.FRUSTRATION: underway(social.frustration, social.fair_enough, hurt=social.fair_enough),
    M.OUT_OF_SCOPE: always(social.out_of_scope),
    M.REMIND_ME: always(social.remind_me),
    M.HELP: always(social.help_here),
    M.NOT_UNDERSTOOD: always(social.not_understood),
    M.AUDIO_FAILED: always(settings.audio_failed, hurt=hurt.audio_failed),
    M.SESSION_ENDED: always(stop, hurt=hurt.stop),
}

ANSWERS: Mapping[Question, tuple[Move, Move]] = {
    # question               yes               no
    Question.CARRY_ON:      (carry,            opening.ask_fresh),
    Question.START_FRESH:   (fresh,            opening.keep_on),
    Question.FRESH_FIRST:   (fresh,            carry),
    Question.START_SHORT:   (fitting_plan.short_fresh, back_to),
    Question.HEAR_AGAIN:    (know.phone, know.decline_number),
    Question.FORGET:        (habit.forget,      decline),
    Question.HARDER:        (forms.harder_indeed, decline),
    Question.STEP:         (progress.take_step, progress.leave_step),
    Question.WHICH_DAYS:    (running.ask_days_again, decline),
    Question.HARD_DAYS:     (running.days_confirmed, decline),
    Question.WEIGHT:        (weighing.ask_weight_again, decline),
    Question.UNIT:          (weighing.ask_weight_again, decline),
    Question.SPACING:      (opening.only_every_day, wait),
    Question.NUMBER:        (dosing.ask_number_again, decline),
    Question.EASIER:        (forms.easier,     decline),
    Question.HURT:          (hurt.heard_right, corrections.misheard),
    Question.UNWELL:        (hurt.heard_right, corrections.misheard),
    Question.HURT_OR_WORK:  (body.pain,        decline),
}
# fmt: on

ASK_AGAIN: Move = social.ask_again
"""The move for an open question that was not understood or should be repeated."""

PLACES: Mapping[Phase, int] = {phase: place for place, phase in enumerate(COLUMNS)}


def move_for(meaning: M, phase: Phase) -> Move:
    """The table's move for a meaning in a phase."""
    move = TRANSITIONS[meaning][PLACES[phase]]
    return hurt.emergency_first(meaning, move) if phase is Phase.HURT else move


ASKED_AGAIN = frozenset(
    {
        M.TIME_LEFT, M.ROUTINE_TIME_LEFT, M.SETS_LEFT, M.REPS_LEFT, M.REPS_DONE, M.ABOUT_DOSE, M.ABOUT_REST, M.WHICH_SIDE, M.WHERE_AM_I,
        M.WHATS_NEXT, M.ROUTINE_LENGTH, M.LIST_EXERCISES, M.WHY, M.TIP, M.FEEL, M.READ_STEPS,
        M.DESCRIBE, M.EQUIPMENT, M.WARM_UP, M.COOL_DOWN, M.CLINIC_PHONE, M.WEEK, M.LAST_TIME, M.SO_FAR, M.STREAK, M.HELP,
        M.LAST_WEIGHT, M.TRAINING_DAYS,
    }
)  # fmt: skip
"""Questions that "repeat" answers again, besides content rows. None is about the body: those are
never kept."""
