"""Whatever the coach invites a runner to say does what it promises, in the very next turn."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from operator import attrgetter
from pathlib import Path

from msgspec.structs import replace

from skill.alexa.requests import command_of
from skill.alexa.runtime.request import read
from skill.coach.commands import Command, Meaning
from skill.coach.hard_days import WEEK
from skill.coach.message_keys import MESSAGES
from skill.coach.messages import Message
from skill.coach.prescription import Level
from skill.coach.session import phase_of
from skill.coach.timeline import Part, SpanKind
from skill.coach.workout import Phase
from skill.screen.touches import HURT, SENDS, TOUCHES
from skill.speech.words import Template
from skill.tools.desk.intent_json import as_intent
from tests.coach.moments import Played, introduced, keys_of, moments, opened
from tests.support.content import as_shipped
from tests.support.envelopes import envelope
from tests.support.household import catalogue, recogniser, routine
from tests.support.trained import again as come_back
from tests.support.trained import trained

LABELS = Path("skill/content/language/en/screen.toml")
CHIPS = Path("skill/tools/desk/page/suggestions.toml")
REFUSALS = frozenset(
    {
        "answer.unknown_exercise", "back.first", "body.first_rest", "body.not_today",
        "choose.which", "correct.nothing", "dose.at_least", "dose.at_most", "dose.faster_limit",
        "dose.not_held", "dose.not_reps", "dose.nothing_to_report", "dose.second_is_a_second",
        "dose.sets_enough", "dose.slower_limit", "dose.what_number", "form.leave_out",
        "form.no_easier", "form.no_easier_hold", "form.no_harder", "leg.already", "miss.first",
        "miss.second", "miss.hold", "prompt.which", "resume.nothing", "skip.not_ahead",
        "social.out_of_scope", "tempo.nowhere", "tempo.range", "tempo.too_long", "tempo.unclear",
        "where.both_legs",
    }
)  # fmt: skip
"""Lines that say no, or ask what was meant."""
LEADS_ON = frozenset(
    {
        Meaning.START, Meaning.READY, Meaning.YES, Meaning.NEXT, Meaning.RESUME, Meaning.DONE,
        Meaning.SKIP_REST, Meaning.START_OVER, Meaning.START_SHORT, Meaning.BACK, Meaning.REDO,
        Meaning.SKIP, Meaning.CHOOSE, Meaning.STOP, Meaning.PAUSE,
    }
)  # fmt: skip
"""What leads to another place, or ends the session."""
SETTLES: Mapping[str, frozenset[str]] = {
    "no": frozenset({"body.first_rest", "body.not_today"}),
    "the list": frozenset({"prompt.which"}),
}
"""What sounds like a refusal, but is what was asked for: it was pain after all; a name to say."""
WITH_A_PLAYER = frozenset(key for key in MESSAGES if key.startswith(("parked.", "player.")))
"""What is said on devices with a player: the dialogues of such devices have it."""
ASKS = frozenset({"carry_on", "start_fresh", "hear_again", "forget", "easier", "misheard"})
"""The prompts that ask: yes and no are offered with them."""


def test_every_offer_does_what_it_promises_wherever_it_is_made() -> None:
    wrong, made = [], set()
    for moment, before in every_moment().items():
        tried: list[Played] = []
        for command in commands():
            told = before.told(command)
            if told in tried:
                continue
            tried.append(told)
            for line, phrase, at in offered(told):
                made.add(line.key)
                fault = broken_promise(line, phrase, at, at.told(heard(phrase)))
                if fault:
                    after = f"{moment}, after {command.meaning}"
                    wrong.append(f"{after}: {line.key}: {phrase!r}: {fault}")

    assert not wrong, f"{len(wrong)} of them:\n" + "\n".join(wrong)
    untried = {key for key in catalogue().offers if not key.startswith("tables.")} - made
    assert untried - WITH_A_PLAYER == {"trouble.place_unreadable"}, "a dialogue has that one"


def every_moment() -> Mapping[str, Played]:
    """The moments, and some in which more is offered: at the easiest form, not the first time."""
    easiest = introduced().told(Meaning.EASIER).told(Meaning.EASIER).told(Meaning.EASIER)
    held = introduced("standing_hamstring_stretch").told(Meaning.EASIER).told(Meaning.EASIER)
    built_up = {"glute_bridge": Level(target=14)}
    again = replace(opened(), runner=replace(opened().runner, practised={"glute_bridge": 3}))
    return {
        **moments(),
        "at the easiest form": easiest,
        "in the easiest form": easiest.told(Meaning.NEXT).after(40),
        "at the easiest hold": held,
        "in the easiest hold": held.told(Meaning.NEXT).after(25),
        "not the first time": again,
        "well known": replace(opened(), runner=replace(opened().runner, workouts=10)),
        "before a run": running(opened(), TUESDAY),
        "running every day": running(opened(), *range(7)),
        "with a run to come": running(introduced("nordic_curl"), TUESDAY),
        "so soon": come_back(trained(1), 0.1),
        "after a lapse": come_back(replace(trained(1), levels=built_up), 30),
    }


TUESDAY = WEEK.index("tuesday")


def running(played: Played, *days: int) -> Played:
    return replace(played, runner=replace(played.runner, hard_days=days))


def commands() -> Iterator[Command]:
    """Every meaning, and those that name something with what they name."""
    for meaning in Meaning:
        yield Command(meaning)
    for meaning in (Meaning.CHOOSE, Meaning.EASIER, Meaning.HARDER, Meaning.SKIP, Meaning.WHY):
        yield Command(meaning, unknown_exercise=True)
        for exercise in routine().exercises:
            yield Command(meaning, exercise=exercise.id)
    for answer in catalogue().fixed_answers:
        yield Command(Meaning.ANSWER, answer=answer)
    for equipment in ("ball", "mat", "weight", "partner"):
        yield Command(Meaning.SUBSTITUTE, equipment=equipment)


@cache
def heard(phrase: str) -> Command:
    """What an Echo makes of a phrase; a sample, word for word."""
    recognised = recogniser().recognise(phrase)
    assert recognised.score == 1, f"{phrase!r} is no sample, but nearest to {recognised.sample!r}"
    request = {"type": "IntentRequest", "intent": as_intent(recognised)}
    return command_of(read(envelope(request)))


def offered(told: Played) -> Iterator[tuple[Message, str, Played]]:
    """Each line of a turn and its reprompt that offers something, the phrase, and when it can be
    said: right after it was heard, and once the turn is over."""
    turn = told.turn
    assert turn is not None
    for cue in turn.timeline.cues:
        for phrase in phrases_of(cue.line):
            yield cue.line, phrase, told.heard_out()
            if cue.part is not Part.PROMPT:
                yield cue.line, phrase, told.after((cue.at_ms + cue.slot_ms) / 1000)
    if turn.reprompt is not None:
        for cue in turn.reprompt.cues:
            for phrase in phrases_of(cue.line):
                yield cue.line, phrase, told.heard_out().after(turn.reprompt.length_ms / 1000)


def phrases_of(line: Message) -> list[str]:
    """What a line offers, in all its variants."""
    values = dict(line.values)
    offers = list(catalogue().offers.get(line.key, ()))
    for template in catalogue().lines[line.key]:
        for piece in template:
            if piece.helper == "of" and piece.value:
                offers += catalogue().offers.get(
                    f"tables.{piece.argument}.{values[piece.value]}", ()
                )
    kind, _, name = line.key.partition(".")
    answers = ["yes", "no"] if kind == "prompt" and name in ASKS else []
    return [filled(offer, line) for offer in offers] + answers


def filled(offer: Template, line: Message) -> str:
    values = dict(line.values)
    names = catalogue().exercises
    return "".join(
        piece.literal + (names[str(values[piece.value])].texts["name"] if piece.value else "")
        for piece in offer
    )


def broken_promise(line: Message, phrase: str, before: Played, after: Played) -> str | None:
    """What is wrong with the answer to an offered phrase; None if nothing is."""
    assert after.turn is not None
    meaning, turn, said = heard(phrase).meaning, after.turn, keys_of(after.turn)
    refused = sorted(said & (REFUSALS - SETTLES.get(phrase, frozenset())))
    if refused:
        return f"is refused by {refused}"
    if phrase in ("yes", "no"):
        return None  # tests/coach/test_questions.py asks what becomes of them
    if "start.warm_up" in said and not turn.ends_session:
        return None  # after hours the warm-up comes before any set
    if "spacing.all_done" in said:
        return None  # all of it so soon is asked about first
    if meaning in LEADS_ON and not is_led_on(before, after):
        return f"leads nowhere: {sorted(said)}"
    if meaning is Meaning.STOP and not turn.ends_session:
        return "does not end the session"
    if meaning is not Meaning.STOP and turn.ends_session and not all_done(before):
        return "ends the session"
    wanted = PROMISES.get((line.key, phrase))
    return wanted(dict(line.values), before, after) if wanted else None


Values = Mapping[str, object]
WORK = frozenset({SpanKind.HOLD, SpanKind.REPS, SpanKind.WALK, SpanKind.MOVE, SpanKind.STRETCH})


def is_led_on(before: Played, after: Played) -> bool:
    """Whether a set runs, the session ends, or the runner stands elsewhere than before."""
    assert after.turn is not None
    stood, stands = place(before), place(after)
    return bool(works(after)) or after.turn.ends_session or stood != stands


def place(played: Played) -> tuple[object, ...]:
    workout = played.runner.workout
    if workout is None:
        return ()
    return (
        workout.stage, workout.stage_done, workout.index, workout.set_number, workout.side,
        workout.step, workout.phase,
        played.session.returning, played.session.stopped, workout.started_ms, workout.rest_paused,
    )  # fmt: skip


def works(played: Played) -> tuple[tuple[int, object], ...]:
    """The sets and legs that are counted in the turn."""
    assert played.turn is not None
    return tuple((s.set_number, s.side) for s in played.turn.timeline.spans if s.kind in WORK)


def all_done(played: Played) -> bool:
    """Whether every set of the workout is over."""
    workout = played.runner.workout
    return workout is not None and workout.phase is Phase.BETWEEN and workout.last_exercise


def next_set(values: Values, before: Played, after: Played) -> str | None:
    sets = {number for number, _ in works(after)}
    own_pace = after.turn is not None and "work.own_pace" in keys_of(after.turn)
    return None if values["set"] in sets or own_pace else f"counts {sets}, not set {values['set']}"


def introduces(after: Played, exercise: object) -> str | None:
    assert after.turn is not None
    introduced = [
        dict(cue.line.values)["exercise"]
        for cue in after.turn.timeline.cues
        if cue.line.key in ("intro.number", "cool_down.stretch")
    ]
    return None if introduced == [exercise] else f"introduces {introduced}, not {exercise}"


def ends(values: Values, before: Played, after: Played) -> str | None:
    assert after.turn is not None
    return None if after.turn.ends_session else "does not end the session"


def begins_work(values: Values, before: Played, after: Played) -> str | None:
    own_pace = after.turn is not None and "work.own_pace" in keys_of(after.turn)
    return None if works(after) or own_pace else "begins no set"


def on_that_leg(values: Values, before: Played, after: Played) -> str | None:
    sides = [side for _, side in works(after)]
    return None if sides[:1] == [values["leg"]] else f"counts {sides}, not the {values['leg']} leg"


def goes_on_here(values: Values, before: Played, after: Played) -> str | None:
    stood, stands = before.runner.workout, after.runner.workout
    assert stood is not None
    assert stands is not None
    where = attrgetter("exercise", "set_number", "side", "done")
    same = where(stood) == where(stands)
    return begins_work(values, before, after) or (None if same else f"goes on at {place(after)}")


def rests(values: Values, before: Played, after: Played) -> str | None:
    assert after.turn is not None
    resting = [span.kind for span in after.turn.timeline.spans][:1] == [SpanKind.REST]
    return None if resting else "does not rest on"


def without_it(values: Values, before: Played, after: Played) -> str | None:
    workout = after.runner.workout
    gone = workout is not None and workout.exercise != values["exercise"]
    return None if gone else f"leads to {values['exercise']}"


def skips_this(values: Values, before: Played, after: Played) -> str | None:
    assert after.turn is not None
    stood = before.runner.workout
    skipped = [
        dict(cue.line.values)["exercise"]
        for cue in after.turn.timeline.cues
        if cue.line.key == "skip.done"
    ]
    meant = [stood.exercise] if stood else []
    return None if skipped == meant else f"skips {skipped}, not {meant}"


def next_step(values: Values, before: Played, after: Played) -> str | None:
    stood, stands = before.runner.workout, after.runner.workout
    assert stood is not None
    assert stands is not None
    on = stood.step is not None and stands.step == stood.step + 1
    return None if on else f"goes from step {stood.step} to {stands.step}"


def starts(values: Values, before: Played, after: Played) -> str | None:
    return introduces(after, after.runner.workout.plan[0] if after.runner.workout else None)


def changes_it(values: Values, before: Played, after: Played) -> str | None:
    """The dose of the exercise that was spoken of, or of the one at hand."""
    workout = before.runner.workout
    exercise = str(values.get("exercise") or (workout and workout.exercise))
    changed = {
        entry.id
        for entry in routine().exercises
        if before.runner.preference(entry.id) != after.runner.preference(entry.id)
    }
    return None if changed == {exercise} else f"changes {changed}, not {exercise}"


PROMISES = {
    ("form.no_easier", "fewer reps"): changes_it,
    ("form.no_easier_hold", "a shorter hold"): changes_it,
    ("dose.second_is_a_second", "a shorter hold"): changes_it,
    ("dose.second_is_a_second", "a longer hold"): changes_it,
    ("prompt.start", "start"): starts,
    ("prompt.start_known", "start"): starts,
    ("prompt.carry_on", "start fresh"): starts,
    ("prompt.in_position", "next"): begins_work,
    ("prompt.next_set", "next"): next_set,
    ("prompt.next_step", "next"): next_step,
    ("prompt.next_exercise", "next"): lambda values, _, after: introduces(after, values["next"]),
    ("prompt.wrap_up", "next"): ends,
    ("prompt.other_leg", "ready"): on_that_leg,
    ("prompt.resume", "ready"): goes_on_here,
    ("prompt.resume_rest", "resume"): rests,
    ("prompt.resume_rest", "next"): begins_work,
    ("prompt.after_pain", "next"): without_it,
    ("prompt.after_pain", "stop for today"): ends,
    ("prompt.after_pain_on", "stop for today"): ends,
    ("prompt.after_red_flag", "stop"): ends,
    ("help.by_phase", "skip this exercise"): skips_this,
    ("help.by_phase", "straight on"): begins_work,
    ("help.by_phase", "the short version"): starts,
    ("miss.second", "skip this exercise"): skips_this,
    ("miss.second", "stop for today"): ends,
    ("miss.second", "begin the set"): begins_work,
    ("miss.second", "begin the next set"): begins_work,
    ("social.frustration", "skip this exercise"): skips_this,
    ("social.frustration", "stop for today"): ends,
    ("social.frustration", "begin the set"): begins_work,
    ("social.frustration", "begin the next set"): begins_work,
}
"""What an offer promises, beyond an answer that is no refusal."""


def test_a_label_that_is_read_aloud_does_what_touching_it_does() -> None:
    labels = tomllib.loads(LABELS.read_text(encoding="utf-8"))["touch"]
    wrong, tried = set(), set()
    for (moment, before), meaning in product(moments().items(), Meaning):
        told = before.told(meaning)
        assert told.turn is not None
        if told.turn.prompt is None or (moment, told.turn.prompt.asks) in tried:
            continue
        tried.add((moment, told.turn.prompt.asks))
        asks = told.turn.prompt.asks
        for touch in TOUCHES.get(asks, HURT.get(asks, ())):
            label, at = labels[touch][0].lower().replace(",", ""), told.heard_out()
            if touch == "wrong":  # said, it is heard as pain, whatever was asked
                assert heard(label).meaning is Meaning.PAIN
                continue
            said, touched = at.told(heard(label)), at.told(Meaning(SENDS.get(touch, touch)))
            if place(said) != place(touched) or said.turn != touched.turn:
                wrong.add(f"{told.turn.prompt.asks}: {label}")

    assert not wrong


@as_shipped
def test_what_the_page_proposes_to_say_is_not_refused() -> None:
    chips = tomllib.loads(CHIPS.read_text(encoding="utf-8"))
    refused = []
    for moment, before in moments().items():
        for chip in chips[phase_of(before.runner, before.session)]:
            recognised = recogniser().recognise(chip)
            request = {"type": "IntentRequest", "intent": as_intent(recognised)}
            answered = before.told(command_of(read(envelope(request))))
            assert answered.turn is not None
            if keys_of(answered.turn) & (REFUSALS - SETTLES["the list"]):
                refused.append(f"{moment}: {chip}")

    assert not refused
