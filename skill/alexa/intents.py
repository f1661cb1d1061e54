"""What each intent means, and which slot fills which part of a command."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from skill.coach.commands import Meaning

INTENTS: Mapping[str, Meaning] = MappingProxyType(
    {
        # flow
        "StartRoutineIntent": Meaning.START,
        "ShortRoutineIntent": Meaning.START_SHORT,
        "AMAZON.StartOverIntent": Meaning.START_OVER,
        "OnlyIntent": Meaning.ONLY,
        "NoLyingIntent": Meaning.NO_LYING,
        "NoEquipmentIntent": Meaning.NO_EQUIPMENT,
        "CircuitIntent": Meaning.CIRCUIT,
        "OneByOneIntent": Meaning.ONE_BY_ONE,
        "WarmIntent": Meaning.WARM,
        "TimeItIntent": Meaning.TIME_IT,
        "ReadyIntent": Meaning.READY,
        "NotReadyIntent": Meaning.NOT_READY,
        "WaitIntent": Meaning.WAIT,
        "AMAZON.NextIntent": Meaning.NEXT,
        "NextExerciseIntent": Meaning.NEXT_EXERCISE,
        "DoneIntent": Meaning.DONE,
        "SkipExerciseIntent": Meaning.SKIP,
        "SkipRemainingIntent": Meaning.SKIP_REMAINING,
        "SkipSetIntent": Meaning.SKIP_SET,
        "GoToSetIntent": Meaning.GO_TO_SET,
        "SkipRestIntent": Meaning.SKIP_REST,
        "SkipInstructionsIntent": Meaning.SKIP_INSTRUCTIONS,
        "RedoSetIntent": Meaning.REDO,
        "RestartExerciseIntent": Meaning.RESTART_EXERCISE,
        "AMAZON.PreviousIntent": Meaning.BACK,
        "AMAZON.RepeatIntent": Meaning.REPEAT,
        "AMAZON.PauseIntent": Meaning.PAUSE,
        "AMAZON.ResumeIntent": Meaning.RESUME,
        "AMAZON.StopIntent": Meaning.STOP,
        "AMAZON.CancelIntent": Meaning.NEVER_MIND,
        "AMAZON.NavigateHomeIntent": Meaning.STOP,
        "AMAZON.YesIntent": Meaning.YES,
        "AMAZON.NoIntent": Meaning.NO,
        "AMAZON.HelpIntent": Meaning.HELP,
        "AMAZON.FallbackIntent": Meaning.NOT_UNDERSTOOD,
        "CorrectionIntent": Meaning.CORRECT,
        "DenyIntent": Meaning.DENY,
        "OtherLegIntent": Meaning.OTHER_LEG,
        "LegDoneIntent": Meaning.LEG_DONE,
        "ChooseExerciseIntent": Meaning.CHOOSE,
        "KeepInIntent": Meaning.KEEP_IN,
        "AutoContinueIntent": Meaning.AUTO_CONTINUE,
        "WaitForMeIntent": Meaning.WAIT_FOR_ME,
        # count and dose
        "SetRepsIntent": Meaning.SET_REPS,
        "MoreRepsIntent": Meaning.MORE_REPS,
        "FewerRepsIntent": Meaning.FEWER_REPS,
        "SetHoldIntent": Meaning.SET_HOLD,
        "LongerHoldIntent": Meaning.LONGER_HOLD,
        "ShorterHoldIntent": Meaning.SHORTER_HOLD,
        "SetSetsIntent": Meaning.SET_SETS,
        "MoreSetsIntent": Meaning.MORE_SETS,
        "FewerSetsIntent": Meaning.FEWER_SETS,
        "SetRestIntent": Meaning.SET_REST,
        "LongerRestIntent": Meaning.LONGER_REST,
        "ShorterRestIntent": Meaning.SHORTER_REST,
        "SetNumberIntent": Meaning.SET_NUMBER,
        "SetDurationIntent": Meaning.SET_DURATION,
        "NoRestsIntent": Meaning.NO_RESTS,
        "MoreTimeIntent": Meaning.MORE_TIME,
        "LessTimeIntent": Meaning.LESS_TIME,
        "NumberIntent": Meaning.NUMBER,
        "RefuseDoseIntent": Meaning.REFUSE_DOSE,
        "ClinicDoseIntent": Meaning.CLINIC_DOSE,
        "AsBeforeIntent": Meaning.AS_BEFORE,
        "ReportRepsIntent": Meaning.REPORT_REPS,
        "ReportWeightIntent": Meaning.REPORT_WEIGHT,
        "SlowerIntent": Meaning.SLOWER,
        "FasterIntent": Meaning.FASTER,
        "TempoIntent": Meaning.TEMPO,
        "UsualTempoIntent": Meaning.USUAL_TEMPO,
        "CountAloudIntent": Meaning.COUNT_ALOUD,
        "CountFivesIntent": Meaning.COUNT_FIVES,
        "BeatsIntent": Meaning.BEATS,
        "CountEndsIntent": Meaning.COUNT_ENDS,
        "CountDownIntent": Meaning.COUNT_DOWN,
        "CountUpIntent": Meaning.COUNT_UP,
        "HalfwayIntent": Meaning.HALFWAY,
        "NoHalfwayIntent": Meaning.NO_HALFWAY,
        "DontCountIntent": Meaning.DONT_COUNT,
        "CantHearIntent": Meaning.CANT_HEAR,
        "ExactCountIntent": Meaning.COUNT_EXACTLY,
        "EasierIntent": Meaning.EASIER,
        "HarderIntent": Meaning.HARDER,
        "TooEasyIntent": Meaning.TOO_EASY,
        "UsualFormIntent": Meaning.USUAL_FORM,
        "HaveEquipmentIntent": Meaning.HAVE_EQUIPMENT,
        "EffortIntent": Meaning.EFFORT,
        # talk
        "TalkLessIntent": Meaning.TALK_LESS,
        "TalkMoreIntent": Meaning.TALK_MORE,
        "TalkNormalIntent": Meaning.TALK_NORMAL,
        "StepByStepIntent": Meaning.STEP_BY_STEP,
        "DontTellAgainIntent": Meaning.DONT_TELL_AGAIN,
        "MySettingsIntent": Meaning.MY_SETTINGS,
        # where
        "TimeLeftIntent": Meaning.TIME_LEFT,
        "RoutineTimeLeftIntent": Meaning.ROUTINE_TIME_LEFT,
        "SetsLeftIntent": Meaning.SETS_LEFT,
        "RepsLeftIntent": Meaning.REPS_LEFT,
        "RepsDoneIntent": Meaning.REPS_DONE,
        "AboutDoseIntent": Meaning.ABOUT_DOSE,
        "AboutRestIntent": Meaning.ABOUT_REST,
        "WhichSideIntent": Meaning.WHICH_SIDE,
        "WhereAmIIntent": Meaning.WHERE_AM_I,
        "RoutineLengthIntent": Meaning.ROUTINE_LENGTH,
        "ListExercisesIntent": Meaning.LIST_EXERCISES,
        "WhatsNextIntent": Meaning.WHATS_NEXT,
        # know
        "WhyIntent": Meaning.WHY,
        "TipIntent": Meaning.TIP,
        "FeelIntent": Meaning.FEEL,
        "ReadStepsIntent": Meaning.READ_STEPS,
        "DescribeExerciseIntent": Meaning.DESCRIBE,
        "EquipmentIntent": Meaning.EQUIPMENT,
        "SubstituteIntent": Meaning.SUBSTITUTE,
        "WarmUpIntent": Meaning.WARM_UP,
        "CoolDownIntent": Meaning.COOL_DOWN,
        "BeginnerIntent": Meaning.BEGINNER,
        "ExperiencedIntent": Meaning.EXPERIENCED,
        # body
        "PainIntent": Meaning.PAIN,
        "SitBonePainIntent": Meaning.SIT_BONE_PAIN,
        "CrampIntent": Meaning.CRAMP,
        "RedFlagIntent": Meaning.RED_FLAG,
        "EmergencyIntent": Meaning.EMERGENCY,
        "MaybeHurtIntent": Meaning.MAYBE_HURT,
        "UnhurtIntent": Meaning.UNHURT,
        "AskClinicFirstIntent": Meaning.ASK_FIRST,
        # clinic
        "ClinicPhoneIntent": Meaning.CLINIC_PHONE,
        # habit
        "WeekIntent": Meaning.WEEK,
        "StreakIntent": Meaning.STREAK,
        "LastTimeIntent": Meaning.LAST_TIME,
        "LastWeightIntent": Meaning.LAST_WEIGHT,
        "RunDaysIntent": Meaning.RUN_DAYS,
        "MoreRunDaysIntent": Meaning.MORE_RUN_DAYS,
        "NoRunDaysIntent": Meaning.NO_RUN_DAYS,
        "DaysIntent": Meaning.DAYS,
        "TrainingDaysIntent": Meaning.TRAINING_DAYS,
        "ForgetMeIntent": Meaning.FORGET_ME,
        # social
        "FrustrationIntent": Meaning.FRUSTRATION,
        "OutOfScopeIntent": Meaning.OUT_OF_SCOPE,
        "RemindMeIntent": Meaning.REMIND_ME,
    }
)

WORD = re.compile("(?<=.)(?=[A-Z])")


def answer_of(intent: str) -> str:
    """The name of the content row that would answer an intent.

    >>> answer_of("WhyHamstringsIntent")
    'why_hamstrings'
    """
    return WORD.sub("_", intent.removesuffix("Intent")).lower()


def intent_of(answer: str) -> str:
    """The intent that asks for a content row.

    >>> intent_of("why_hamstrings")
    'WhyHamstringsIntent'
    """
    return "".join(word.capitalize() for word in answer.split("_")) + "Intent"


NUMBER_SLOTS = ("reps", "number")
SETS_SLOT = "sets"
LENGTH_SLOTS = ("hold", "rest", "duration", "available")
"""AMAZON.DURATION slots: a length of time as ISO 8601."""
SECONDS_SLOT = "seconds"
"""An AMAZON.NUMBER slot that counts seconds."""
MINUTES_SLOT = "minutes"
"""An AMAZON.NUMBER slot that counts minutes."""
EXERCISE_SLOT = "exercise"
OTHER_EXERCISE_SLOTS = ("second", "third")
"""Further exercises named in the same sentence."""
LEG_SLOT = "leg"
DAY_SLOTS = ("day", "second_day", "third_day", "fourth_day")
"""Days of the week, each in a slot of its own."""
UNIT_SLOT = "unit"
HALF_SLOT = "half"
"""Half a unit on top of the number: "and a half"."""
EQUIPMENT_SLOT = "equipment"
LASTING_SLOT = "lasting"
TEMPO_SLOTS = (
    ("first_seconds", "first_way"),
    ("second_seconds", "second_way"),
    ("third_seconds", "third_way"),
)
"""AMAZON.NUMBER slots that give the seconds of a phase of the rep."""
UNUSED_SLOTS = ("topic", "figure", "length")
"""Slots that only make a sentence sound natural; their value doesn't change the answer."""
