"""From a turn to its screen: which face, and what stands on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from skill.coach.context import Turn
from skill.coach.dose import Dose, dose_for
from skill.coach.messages import Message
from skill.coach.runner import Runner
from skill.coach.timeline import Cue, Part, Side, Timeline
from skill.coach.workout import Phase, Workout
from skill.plain_json import KeptJson
from skill.routine.model import STANDARD, Routine
from skill.screen.pictures import KEPT, Kind, Pictures
from skill.screen.touches import RUNNING, SENDS, TOUCHES
from skill.screen.words import ScreenWords, sizes_of
from skill.speech.wording import Voice, noun
from skill.speech.words import Catalogue

SETS_KEPT, WORDS_KEPT = 128, 256
"""So many sets, and so many screens of words, are kept as their documents read them: they are the
same for every runner who stands at the same place and hears the same."""

LONG = 120
"""An answer of more letters is set smaller."""

QUESTIONS = (
    "prompt.start_fresh",
    "prompt.fresh_first",
    "prompt.start_short",
    "prompt.forget",
    "prompt.easier",
    "prompt.hurt",
    "prompt.unwell",
    "prompt.hurt_or_work",
)
FIRST_AID = frozenset(
    f"body.{key}"
    for key in (
        *("before", "pain", "pain_again", "cramp", "leave_out"),
        *("second_pain", "second_pain_again"),
    )
)
LISTING = frozenset({"where.list", "choose.which", "prompt.which", "answer.unknown_exercise"})
NOT_SHOWN = frozenset(
    "back between cheer choose correct hint intro leg pause place prompt rest skip start stop wait"
    " welcome work".split()
)
"""Kinds of lines that the screen shows in its own way, or not at all."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What a device with a screen is sent."""

    face: str
    document: KeptJson
    data: dict[str, object]
    """The value of `coach` among the datasources. Parts of it are kept: leave it as it is."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the runner stands, as far as a screen of words tells."""

    phase: Phase
    plan: tuple[str, ...] = ()
    last_exercise: bool = False
    set_number: int = 1
    side: Side | None = None
    done: int = 0
    rest_paused: bool = False

    @classmethod
    def of(cls, runner: Runner, turn: Turn) -> Stand:
        """Where a runner stands after a turn."""
        workout = runner.workout
        if workout is None:
            return OPENED
        phase = workout.phase
        if turn.after is Phase.RETURNING and phase is not Phase.BETWEEN:
            phase = Phase.RETURNING
        return cls(
            phase,
            workout.plan,
            workout.last_exercise,
            workout.set_number,
            workout.side,
            workout.done,
            workout.rest_paused,
        )


OPENED = Stand(Phase.OPENED)


class Screens:
    """The screens of a routine, in one language. `face` gives a face's document by its name."""

    def __init__(
        self,
        routine: Routine,
        catalogue: Catalogue,
        words: ScreenWords,
        pictures: Pictures,
        face: Callable[[str], KeptJson],
    ) -> None:
        self._routine = routine
        self._catalogue = catalogue
        self._words = words
        self._pictures = pictures
        self._face = face
        self._picture = lru_cache(KEPT)(self._with_words)
        self._place = lru_cache(KEPT)(self._place_of)
        self._dose_words = lru_cache(KEPT)(self._words_of_dose)
        self._set = lru_cache(SETS_KEPT)(self._set_data)
        self._words_at = lru_cache(WORDS_KEPT)(self._moment_data)
        self._steps_at = lru_cache(WORDS_KEPT)(self._introduction_data)
        self._buttons = lru_cache(KEPT)(self._buttons_of)

    def show(self, turn: Turn, runner: Runner, voice: Voice) -> Screen:
        """The screen for a turn; `runner` is the one after it."""
        name, data = self._choose(turn, runner, voice)
        data = {"touch": self._touches(name, turn), "hint": _hint(turn.prompt, voice), **data}
        return Screen(name, self._face(name), data)

    def _choose(self, turn: Turn, runner: Runner, voice: Voice) -> tuple[str, dict[str, object]]:
        keys = turn.timeline.keys
        if turn.card is not None:
            return "clinic", self._clinic(turn, voice)
        if not LISTING.isdisjoint(keys):
            return "list", self._list(runner)
        if turn.timeline.spans and runner.workout is not None:
            return "work", self._work(turn, runner, runner.workout, voice)
        introduced = "intro.step" in keys or "intro.number" in keys
        if introduced or self._introducing(turn, runner, voice):
            return "introduction", self._introduction(turn, runner)
        return "moment", self._moment(turn, runner, voice)

    def _introducing(self, turn: Turn, runner: Runner, voice: Voice) -> bool:
        """Whether the runner is still at an introduction, and nothing else was asked or told."""
        workout = runner.workout
        if (
            workout is None
            or workout.phase is not Phase.INTRODUCING
            or turn.after is Phase.RETURNING
        ):
            return False
        asked = turn.prompt is None or turn.prompt.key in QUESTIONS
        return not asked and not _answers(turn.timeline, voice)

    def _touches(self, name: str, turn: Turn) -> list[dict[str, object]]:
        if turn.prompt is None or name == "list":
            return []
        running = name == "work" or bool(turn.timeline.spans)
        return self._buttons(RUNNING if running else TOUCHES[turn.prompt.key])

    def _buttons_of(self, keys: tuple[str, ...]) -> list[dict[str, object]]:
        return [_touch(self._words.touch(key), "meaning", SENDS.get(key, key)) for key in keys]

    # what is known of an exercise

    def _plan(self, runner: Runner) -> tuple[str, ...]:
        workout = runner.workout
        return workout.plan if workout else tuple(e.id for e in self._routine.exercises)

    def _dose(self, runner: Runner, exercise_id: str) -> Dose:
        return dose_for(runner, self._routine, exercise_id)

    def _name(self, exercise_id: str) -> str:
        return _capital(self._catalogue.exercises[exercise_id].texts["name"])

    def _form(self, dose: Dose) -> str:
        forms = self._catalogue.exercises[dose.exercise].forms
        return "" if dose.form == STANDARD else forms[dose.form]["name"]

    def _alt(self, dose: Dose) -> str:
        name, form = self._name(dose.exercise), self._form(dose)
        if form:
            return self._words.text("picture", exercise=name, form=form)
        return self._words.text("picture_plain", exercise=name)

    def _amount(self, dose: Dose) -> str:
        return (
            f"{dose.target} {noun(self._catalogue, dose.target, 'second' if dose.held else 'rep')}"
        )

    def _words_of_dose(self, dose: Dose) -> str:
        key = "dose_each" if len(dose.sides) > 1 else "dose"
        return self._words.text(key, sets=dose.sets, amount=self._amount(dose))

    def _place_of(self, plan: tuple[str, ...], dose: Dose) -> str:
        place = ""
        if dose.exercise in plan:
            number = plan.index(dose.exercise) + 1
            place = self._words.text("exercise_of", n=number, total=len(plan))
        return " · ".join(filter(None, (place, self._form(dose))))

    def _with_words(self, kind: Kind, dose: Dose) -> KeptJson:
        return KeptJson({**self._pictures.of(kind, dose), "alt": self._alt(dose)})

    # the faces

    def _clinic(self, turn: Turn, voice: Voice) -> dict[str, object]:
        """The clinic's details; when it hurts, what to do comes first."""
        clinic = self._routine.clinic
        care = [voice.say(cue.line).text for cue in turn.timeline.cues if cue.line.key in FIRST_AID]
        return {
            "title": clinic.name,
            "body": " ".join(care),
            "phone": clinic.phone,
            "email": clinic.email,
        }

    def _list(self, runner: Runner) -> dict[str, object]:
        workout = runner.workout
        entries = []
        for number, exercise_id in enumerate(self._plan(runner), start=1):
            dose = self._dose(runner, exercise_id)
            words = self._words.touch("choose", n=number, exercise=self._name(exercise_id))
            entries.append(
                {
                    **_touch(words, "choose", exercise_id),
                    "figure": self._picture(Kind.STILL, dose),
                    "now": workout is not None and workout.exercise == exercise_id,
                }
            )
        return {"title": self._words.text("list"), "exercises": entries}

    def _work(
        self, turn: Turn, runner: Runner, workout: Workout, voice: Voice
    ) -> dict[str, object]:
        dose = self._dose(runner, workout.exercise)
        following = self._following(turn, workout)
        return self._set(turn.timeline, workout.plan, dose, _hint(turn.prompt, voice), following)

    def _set_data(
        self, timeline: Timeline, plan: tuple[str, ...], dose: Dose, prompt: str, following: str
    ) -> dict[str, object]:
        from skill.screen.spans import Labels, span_data  # no start begins with a set

        labels, cues = Labels(self._words, dose, self._amount(dose)), self._catalogue.tables["cue"]
        return {
            "eyebrow": self._place(plan, dose),
            "title": self._name(dose.exercise),
            "words": [cues[cue] for cue, _ in dose.phases],
            "spans": span_data(timeline.spans, labels, prompt, following),
            "figure": self._picture(Kind.WORK, dose),
        }

    def _following(self, turn: Turn, workout: Workout) -> str:
        """The exercise that follows, where the turn ends with the way there."""
        if turn.prompt is None or turn.prompt.key != "prompt.next_exercise":
            return ""
        index = workout.next_index
        name = self._name(workout.plan[workout.index if index is None else index])
        return self._words.text("next_exercise", exercise=name)

    def _introduction(self, turn: Turn, runner: Runner) -> dict[str, object]:
        workout = runner.workout
        exercise = _introduced(turn.timeline) or (workout.exercise if workout else "")
        dose = self._dose(runner, exercise)
        return self._steps_at(turn.timeline, self._plan(runner), dose, _side(workout, dose))

    def _introduction_data(
        self, timeline: Timeline, plan: tuple[str, ...], dose: Dose, side: str
    ) -> dict[str, object]:
        at = {_step_of(cue.line)[2]: cue.at_ms for cue in _steps_told(timeline)}
        said = self._catalogue.exercises[dose.exercise].steps[dose.form]
        steps = [{"text": said[step], "at": at.get(step, -1)} for step, _ in dose.steps]
        single = len(at) == 1 and len(steps) > 1
        first = next((n for n, step in enumerate(steps) if step["at"] != -1), -1)
        return {
            "eyebrow": self._place(plan, dose),
            "title": self._name(dose.exercise),
            "dose": self._dose_words(dose),
            "steps": steps,
            "sizes": sizes_of([str(step["text"]) for step in steps]),
            "first": first if single else -1,
            "side": side,
            "figure": self._picture(Kind.PREVIEW, dose),
        }

    def _moment(self, turn: Turn, runner: Runner, voice: Voice) -> dict[str, object]:
        dose = self._dose(runner, self._pictured(runner))
        side = _side(runner.workout, dose)
        return self._words_at(turn.timeline, turn.prompt, voice, dose, side, Stand.of(runner, turn))

    def _moment_data(
        self,
        timeline: Timeline,
        prompt: Message | None,
        voice: Voice,
        dose: Dose,
        side: str,
        stand: Stand,
    ) -> dict[str, object]:
        body = _answers(timeline, voice)
        if prompt is None:
            eyebrow, title, place = self._farewell(timeline)
        else:
            eyebrow, title, place = self._titles(stand, dose)
        hint = _hint(prompt, voice)
        if prompt is not None and prompt.key in QUESTIONS:
            title, hint = hint, ""
        return {
            "eyebrow": eyebrow,
            "title": title,
            "body": body or place,
            "bodySize": "4.4vh" if len(body) > LONG else "5.6vh",
            "hint": hint,
            "side": side,
            "figure": self._picture(Kind.PREVIEW, dose),
        }

    def _pictured(self, runner: Runner) -> str:
        """The exercise whose picture fits: the one at hand, or, between two, the next."""
        workout = runner.workout
        if workout is None:
            return self._routine.exercises[0].id
        if workout.phase is Phase.BETWEEN and workout.next_index is not None:
            return workout.plan[workout.next_index]
        return workout.exercise

    def _farewell(self, timeline: Timeline) -> tuple[str, str, str]:
        finished = any(cue.line.key.startswith("finish.") for cue in timeline.cues)
        title = self._words.text("finished" if finished else "goodbye")
        return self._words.text("name"), title, ""

    def _titles(self, stand: Stand, dose: Dose) -> tuple[str, str, str]:
        """What stands above, in the middle and below, by where the runner stands."""
        words, phase = self._words, stand.phase
        if phase is Phase.OPENED:
            tagline = words.text("tagline", total=len(self._routine.exercises))
            return "", words.text("name"), tagline
        name, place = self._name(dose.exercise), self._place(stand.plan, dose)
        if phase is Phase.BETWEEN:
            if stand.last_exercise:
                return words.text("name"), words.text("all_done"), ""
            return place, words.text("next_exercise", exercise=name), self._dose_words(dose)
        if phase is Phase.RETURNING:
            return words.text("returning"), name, f"{place} · {self._within(stand, dose)}"
        if phase is Phase.RESTING:
            title = words.text("rest_paused" if stand.rest_paused else "rest_over")
            return place, title, words.text("next_set", n=stand.set_number, total=dose.sets)
        if phase is Phase.WORKING:
            return self._within(stand, dose), words.text("own_pace"), self._dose_words(dose)
        if phase is Phase.PAUSED:
            return words.text("paused"), name, self._within(stand, dose)
        return place, name, self._dose_words(dose)

    def _within(self, stand: Stand, dose: Dose) -> str:
        """Set, leg, and second or rep."""
        parts = [self._words.text("set_of", n=stand.set_number, total=dose.sets)]
        if stand.side is not None:
            parts.append(self._words.text(stand.side.value))
        if stand.done:
            key = "hold_at" if dose.held else "reps_at"
            parts.append(self._words.text(key, n=stand.done, total=dose.target))
        return " · ".join(parts)


def _touch(words: tuple[str, str], kind: str, value: str) -> dict[str, object]:
    label, spoken = words
    return {"label": label, "spoken": spoken, "sends": [kind, value]}


def _hint(prompt: Message | None, voice: Voice) -> str:
    return "" if prompt is None else voice.say(prompt).text


def _answers(timeline: Timeline, voice: Voice) -> str:
    """What the turn says beyond the place and the prompt, for the eye."""
    said = [
        voice.say(cue.line).text
        for cue in timeline.cues
        if cue.part is Part.SPEECH and cue.line.key.split(".")[0] not in NOT_SHOWN
    ]
    return " ".join(said)


def _steps_told(timeline: Timeline) -> list[Cue]:
    return [cue for cue in timeline.cues if cue.line.key == "intro.step"]


def _step_of(line: Message) -> list[str]:
    """Exercise, form and step."""
    return str(dict(line.values)["step"]).split("/")


def _introduced(timeline: Timeline) -> str | None:
    """The exercise whose steps are told; None where none are."""
    told = _steps_told(timeline)
    return _step_of(told[0].line)[0] if told else None


def _side(workout: Workout | None, dose: Dose) -> str:
    own = workout is not None and workout.exercise == dose.exercise
    side = (workout.side if own and workout else None) or dose.sides[0]
    return side.value if side else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
