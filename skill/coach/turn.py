"""One answer, as read by voice, screen, touch and log: its kind, what is heard, what it asks."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from skill.coach.asks import Asks
from skill.coach.messages import Message, Value
from skill.coach.player import Play
from skill.coach.timeline import Part, SpanKind, Timeline
from skill.coach.workout import Phase


class TurnKind(StrEnum):
    """The kind of a turn."""

    PLACE = "place"
    """The runner's position, and what to say next."""
    INTRODUCTION = "introduction"
    """How an exercise goes."""
    WORK = "work"
    REST = "rest"
    ANSWER = "answer"
    LISTING = "listing"
    """The exercises, to choose from."""
    QUESTION = "question"
    """A decision for the runner to make."""
    CONTACT = "contact"
    """How to reach the clinic."""
    WARNING = "warning"
    """What to do about pain, or about a warning sign."""
    FINISH = "finish"
    """The end of a workout."""
    FAREWELL = "farewell"
    PARKED = "parked"
    """The workout is handed to the device's player, and the session ends."""


DECISIONS = frozenset(
    {
        *(Asks.START_FRESH, Asks.FRESH_FIRST, Asks.START_SHORT, Asks.FORGET, Asks.EASIER),
        *(Asks.HURT, Asks.UNWELL, Asks.HURT_OR_WORK),
        *(Asks.STEP_REPS, Asks.STEP_HOLD, Asks.STEP_SETS, Asks.STEP_FORM, Asks.STEP_USUAL),
        *(Asks.SPACING, Asks.SPACING_ALL, Asks.HARD_DAYS),
    }
)
"""Prompts that are real questions; all others only say how to go on."""


class Prompt(Struct, frozen=True):
    """The last thing said before the microphone opens."""

    asks: Asks
    line: Message

    @staticmethod
    def of(asks: Asks, /, **values: Value) -> Prompt:
        """The prompt that asks this, with the values its words need."""
        return Prompt(asks, Message.of(f"prompt.{asks}", **values))


class Card(Struct, frozen=True):
    """What the phone app shows beside the spoken answer."""

    title: Message
    body: Message


class Effect(StrEnum):
    """Things to do besides speaking."""

    FORGET = "forget"
    """Delete everything saved about this runner."""


class Turn(Struct, frozen=True):
    """One answer: what is heard and when, whether the microphone opens afterwards, and its
    effects."""

    timeline: Timeline
    prompt: Prompt | None
    """The closing prompt, also the last cue; None when the session ends."""
    reprompt: Timeline | None
    """What is heard after eight seconds of silence; None when the session ends."""
    card: Card | None = None
    effects: frozenset[Effect] = frozenset()
    phase: Phase = Phase.OPENED
    """The phase when the command came in."""
    after: Phase = Phase.OPENED
    """The phase after the turn."""
    kind: TurnKind = TurnKind.PLACE
    plays: Play | None = None
    """What the device's player plays afterwards."""
    quiets: bool = False
    """Whether to stop the player, because this turn ends what it is playing."""

    @property
    def ends_session(self) -> bool:
        """Whether the session ends with this turn."""
        return self.prompt is None


def kind_of(timeline: Timeline, asked: Prompt | None, card: Card | None) -> TurnKind:
    """The kind of a turn if its move doesn't say."""
    if card is not None:
        return TurnKind.CONTACT
    if asked is None:
        return TurnKind.FAREWELL
    if asked.asks is Asks.WHICH:
        return TurnKind.LISTING
    if timeline.spans:
        resting = all(span.kind is SpanKind.REST for span in timeline.spans)
        return TurnKind.REST if resting else TurnKind.WORK
    parts = {cue.part for cue in timeline.cues}
    if Part.STEP in parts:
        return TurnKind.INTRODUCTION
    if asked.asks in DECISIONS:
        return TurnKind.QUESTION
    return TurnKind.ANSWER if Part.SPEECH in parts else TurnKind.PLACE
