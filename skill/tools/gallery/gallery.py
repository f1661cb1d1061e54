"""Renders every screen in every viewport as pictures, to be looked at.

python -m skill.tools.gallery.gallery OUT
"""

from __future__ import annotations

import dataclasses
import html
import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from skill.coach.coach import step
from skill.coach.commands import Command, Meaning
from skill.coach.context import Moment
from skill.coach.dose import dose_for
from skill.coach.runner import Runner
from skill.coach.session import Session
from skill.coach.timeline import Span, SpanKind
from skill.coach.turn import Turn
from skill.operations.command_line import Parser, run
from skill.routine.content import content_from
from skill.routine.loader import load_routine
from skill.routine.model import Routine
from skill.screen.loading import load_screens
from skill.screen.screens import Screen, Screens
from skill.speech.catalogue import load_catalogue
from skill.speech.wording import Voice
from skill.speech.words import Catalogue
from skill.tools.gallery.viewhost import VIEWPORTS, Shot, ToolMissing, Viewport, show

START_MS = 1_767_600_000_000
KEPT_SIDE = 120
"""The longer side of the reference pictures of the tests, in pixels."""
FORM = "form-"
"""The prefix of a screen that shows one form of an exercise."""


class Shown(Struct, frozen=True):
    """A screen of the gallery, and when to take its pictures, in ms."""

    name: str
    screen: Screen
    at_ms: tuple[int, ...]


class Visit(Struct, frozen=True):
    """A runner's conversation, played without waiting."""

    routine: Routine
    catalogue: Catalogue
    screens: Screens
    runner: Runner = field(default_factory=Runner)
    session: Session = field(default_factory=Session)
    now_ms: int = START_MS
    turn: Turn | None = None

    def says(self, meaning: Meaning, exercise: str | None = None, *, new: bool = False) -> Visit:
        """The visit after saying that."""
        voice = self._voice()
        moment = Moment(self.now_ms, voice.measure, new)
        command = Command(meaning, exercise=exercise)
        runner, session, turn = step(self.routine, self.runner, self.session, command, moment)
        return replace(self, runner=runner, session=session, turn=turn)

    def after(self, milliseconds: int | None = None) -> Visit:
        """The visit some time later; by default once the turn has been heard."""
        heard = 0 if self.turn is None else self.turn.timeline.length_ms + 2000
        return replace(self, now_ms=self.now_ms + (heard if milliseconds is None else milliseconds))

    def prefers(self, exercise: str, form: str) -> Visit:
        """The visit of a runner who does another form of an exercise."""
        preference = replace(self.runner.preference(exercise), form=form)
        return replace(self, runner=self.runner.prefer(exercise, preference))

    def span(self, kind: SpanKind, place: int = 0) -> tuple[int, int]:
        """Start and end of a span of the turn, in ms; raises LookupError."""
        spans = [span for span in self._turn().timeline.spans if span.kind is kind]
        if len(spans) <= place:
            raise LookupError(f"the turn has no span {place} of {kind}")
        return spans[place].start_ms, spans[place].end_ms

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of the turn."""
        return self._turn().timeline.spans

    def sets(self, exercise: str) -> int:
        """The runner's sets of an exercise."""
        return dose_for(self.runner, self.routine, exercise).sets

    def sees(self, name: str, *at_ms: int) -> Shown:
        """The screen of the turn."""
        screen = self.screens.show(self._turn(), self.runner, self._voice())
        return Shown(name, screen, at_ms or (0,))

    def _turn(self) -> Turn:
        if self.turn is None:
            raise LookupError("nothing has been said yet")
        return self.turn

    def _voice(self) -> Voice:
        return Voice(self.catalogue, self.runner.variation)


def new_visit() -> Visit:
    """The first visit of a runner, just launched."""
    content = content_from(os.environ)
    routine = load_routine(content)
    catalogue = load_catalogue(content, routine)
    visit = Visit(routine, catalogue, load_screens(content, routine, catalogue))
    return visit.says(Meaning.OPEN, new=True)


def warm_visit() -> Visit:
    """The same after the warm-up, so that a chosen exercise is introduced at once."""
    return new_visit().after().says(Meaning.START).after().says(Meaning.WARM)


def gallery() -> Iterator[Shown]:
    """The screens of every kind of turn."""
    visit = new_visit()
    yield visit.sees("welcome")
    yield visit.after().says(Meaning.LIST_EXERCISES).sees("list")
    yield visit.after().says(Meaning.CLINIC_PHONE).sees("clinic")
    yield visit.after().says(Meaning.FORGET_ME).sees("forget")
    yield visit.after().says(Meaning.PAIN).sees("pain-before")
    yield from _warm_up(visit)
    visit = warm_visit()
    yield from _stretch(visit)
    yield from _bridge(visit)
    yield from _care(visit)
    yield from _finish(visit)
    for exercise in visit.routine.exercises:
        for form in exercise.forms.values():
            intro = visit.prefers(exercise.id, form.id).after()
            intro = intro.says(Meaning.CHOOSE, exercise.id)
            yield intro.sees(f"{FORM}{exercise.id}-{form.id}", 15_000)


def _warm_up(visit: Visit) -> Iterator[Shown]:
    warm_up = visit.after().says(Meaning.START)
    yield warm_up.sees("warm-up")
    yield warm_up.after().says(Meaning.TIME_IT).sees("warm-up-timed", 65_000)


def _stretch(visit: Visit) -> Iterator[Shown]:
    intro = visit.after().says(Meaning.CHOOSE, "standing_hamstring_stretch")
    yield intro.sees("introduction", 1_000, 38_000)
    work = intro.after().says(Meaning.NEXT)
    ready, hold = work.span(SpanKind.READY), work.span(SpanKind.HOLD)
    change, right = work.span(SpanKind.CHANGEOVER), work.span(SpanKind.HOLD, 1)
    rest = work.span(SpanKind.REST)
    yield work.sees(
        "hold",
        ready[1] - 2_500,
        hold[0] + 17_400,
        change[1] - 2_400,
        right[0] + 5_300,
        rest[1] - 4_500,
        rest[1] + 500,
    )
    in_hold = work.after(hold[0] + 17_400)
    yield in_hold.says(Meaning.PAUSE).sees("paused")
    back = in_hold.says(Meaning.SESSION_ENDED).after(86_400_000).says(Meaning.OPEN, new=True)
    yield back.sees("returning")
    yield back.after().says(Meaning.NO).sees("start-fresh")
    yield work.after(rest[0] + 2_000).says(Meaning.PAUSE).sees("rest-paused")
    yield in_hold.says(Meaning.EFFORT).sees("easier")
    yield in_hold.says(Meaning.SLOWER).sees("answer-in-hold", 1_000)
    yield in_hold.says(Meaning.NOT_UNDERSTOOD).sees("not-understood", 1_000)


def _bridge(visit: Visit) -> Iterator[Shown]:
    intro = visit.after().says(Meaning.CHOOSE, "glute_bridge")
    yield intro.after().says(Meaning.WHY).sees("answer")
    yield intro.after().says(Meaning.HELP).sees("long-answer")
    work = intro.after().says(Meaning.NEXT)
    reps, rest = work.span(SpanKind.REPS), work.span(SpanKind.REST)
    yield work.sees("reps", reps[0] + 6_900, reps[0] + 8_600, rest[0] + 20_000)
    quiet = intro.after().says(Meaning.DONT_COUNT).after()
    yield quiet.says(Meaning.NEXT).sees("own-pace")
    for _ in range(2):
        work = work.after().says(Meaning.NEXT)
    yield work.sees("last-set", work.turn.timeline.length_ms if work.turn else 0)
    yield work.after().says(Meaning.TIP).sees("between")


def _care(visit: Visit) -> Iterator[Shown]:
    """Pain and warning signs, and the same when they may have been misheard."""
    work = visit.after().says(Meaning.CHOOSE, "glute_bridge").after().says(Meaning.NEXT)
    work = work.after(35_000)
    pain, warned = work.says(Meaning.PAIN), work.says(Meaning.RED_FLAG)
    emergency = work.says(Meaning.EMERGENCY)
    yield pain.sees("pain")
    yield pain.after().says(Meaning.PAIN).sees("pain-again")
    yield work.says(Meaning.CRAMP).sees("cramp")
    yield warned.sees("warned")
    yield emergency.sees("emergency")
    yield emergency.after().says(Meaning.UNHURT).sees("misheard-emergency")
    yield warned.after().says(Meaning.CORRECT).sees("misheard")
    yield work.says(Meaning.MAYBE_HURT).sees("hurt-or-work")
    yield warned.after().says(Meaning.STOP).sees("stopped-after-warning")


def _finish(visit: Visit) -> Iterator[Shown]:
    for exercise in visit.routine.exercises:
        visit = visit.after().says(Meaning.CHOOSE, exercise.id)
        for _ in range(visit.sets(exercise.id)):
            visit = visit.after().says(Meaning.NEXT)
    visit = visit.after().says(Meaning.NEXT)
    walk, stretch = visit.span(SpanKind.WALK), visit.span(SpanKind.STRETCH)
    yield visit.sees("cool-down", walk[0] + 30_000, stretch[0] + 12_400)
    yield visit.after().says(Meaning.NEXT).sees("finish", 3_000)
    yield new_visit().after().says(Meaning.STOP).sees("goodbye")


def shots(viewports: tuple[Viewport, ...] = VIEWPORTS, only: str = "") -> Iterator[Shot]:
    """Every screen of the gallery whose name contains `only`, in every viewport.

    The drawing of a form is the same in every viewport, so the first is enough.
    """
    for shown in gallery():
        for viewport in viewports[:1] if shown.name.startswith(FORM) else viewports:
            if only in shown.name:
                screen = shown.screen
                name = f"{shown.name}-{viewport.name}"
                yield Shot(name, screen.document, screen.data, viewport, shown.at_ms)


def small_shots(kept: str = "") -> list[Shot]:
    """The gallery as small pictures, in a wide, a round and an upright viewport."""
    viewports = tuple(v for v in VIEWPORTS if v.name in ("show8", "spot", "tablet-upright"))
    return [
        dataclasses.replace(shot, width=KEPT_SIDE * v.width // max(v.width, v.height), kept=kept)
        for shot in shots(viewports)
        for v in (shot.viewport,)
    ]


def page(pictures: list[str]) -> str:
    """An HTML page of all pictures."""
    figures = "\n".join(
        f'<figure><img src="{html.escape(name)}" loading="lazy">'
        f"<figcaption>{html.escape(name)}</figcaption></figure>"
        for name in pictures
    )
    style = (
        "body{background:#222;color:#ddd;font:14px sans-serif;display:flex;flex-wrap:wrap;gap:16px}"
        "figure{margin:0}img{height:320px;border:1px solid #555;border-radius:8px}"
    )
    title = "Hamstring Coach: every screen"
    head = f'<meta charset="utf-8"><title>{title}</title><style>{style}</style>'
    return f"<!doctype html><html lang=en><head>{head}</head><body>{figures}</body></html>"


def main() -> int:
    """Write the gallery; 1 if the renderer reported problems."""
    return run(_write, (ValueError, OSError, ToolMissing))


def _write() -> int:
    parser = Parser(prog="python -m skill.tools.gallery.gallery", description=__doc__)
    parser.add_argument("out", type=Path, help="the folder the pictures are written to")
    parser.add_argument("--only", default="", help="only screens whose name contains this")
    parser.add_argument("--small", action="store_true", help="the reference pictures of the tests")
    arguments = parser.parse_args()
    wanted = small_shots() if arguments.small else list(shots(only=arguments.only))
    seen = show(wanted, arguments.out)
    pictures = sorted(path.name for path in arguments.out.glob("*.png"))
    if not arguments.small:
        (arguments.out / "index.html").write_text(page(pictures), encoding="utf-8")
    complaints = [f"{entry.name}: {text}" for entry in seen for text in entry.complaints]
    print(f"{len(pictures)} pictures: {arguments.out}")
    for complaint in complaints:
        print(complaint)
    return min(1, len(complaints))


if __name__ == "__main__":
    raise SystemExit(main())
