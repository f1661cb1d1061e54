"""The face of a set as it runs: the number, the ring, the leg and the movement.

Which span of the turn it is, and everything that follows from it, is computed from the time that
has passed, so a tick that comes late changes nothing.
"""

from __future__ import annotations

from skill.screen.parts import (
    INK,
    INK_DARK,
    INK_DIM,
    STACKED,
    STEP_MS,
    WIDE,
    Component,
    bound,
    centred,
    clock,
    column,
    header,
    picture,
    ring,
    row,
    text,
    touches,
)

SPAN = "${coach.spans[at]}"
INTO_POSITION_MS = 1500
"""A held exercise is gone into so long before its count begins."""

_INDEX = f"Math.floor((into % Math.max(1, span.period)) / {STEP_MS})"
_MOVING = f"coach.figure.motion[Math.min({_INDEX}, coach.figure.motion.length - 1)]"
_ENTERING = (
    f"Math.floor((coach.figure.frames.length - 1) * Math.max(0, Math.min(1, "
    f"({INTO_POSITION_MS + 300} - left) / {INTO_POSITION_MS})))"
)


def work_face() -> Component:
    """A set as it runs: what to do, how far it is, on which leg, and the movement."""
    bind = [
        bound("at", "0", "number"),
        bound("span", SPAN),
        bound("into", "${Math.max(0, Math.min(now, span.end) - span.start)}", "number"),
        bound("left", "${Math.max(0, span.end - Math.max(now, span.start))}", "number"),
        bound(
            "count",
            "${span.counts == 'up' ? Math.min(span.top, span.base + Math.floor(into / span.period))"
            " : Math.ceil(left / 1000)}",
            "number",
        ),
        bound("minutes", "${span.counts == 'down' && count >= 60}", "boolean"),
        bound(
            "shown",
            "${minutes ? Math.floor(count / 60) + (count % 60 < 10 ? ':0' : ':') + count % 60"
            " : count}",
            "string",
        ),
        bound(
            "progress",
            "${span.counts == 'up' ? (span.done + into / span.period) / span.top"
            " : (span.counts == 'down' ? left / Math.max(1, span.end - span.start) : 1)}",
            "number",
        ),
        bound(
            "word",
            "${span.pose == 'move' ? coach.words[coach.figure.phase["
            f"Math.min({_INDEX}, coach.figure.phase.length - 1)]] : span.word}}",
            "string",
        ),
        bound(
            "frame",
            f"${{coach.figure.frames[span.pose == 'move' ? {_MOVING} : (span.pose == 'into' ? "
            f"{_ENTERING} : (span.pose == 'end' ? coach.figure.frames.length - 1 : 0))]}}",
        ),
        bound("colour", "${span.colour}", "color"),
    ]
    tick: list[Component] = [
        {
            "type": "SetValue",
            "when": "${at < coach.spans.length - 1 && elapsedTime >= coach.spans[at].end}",
            "property": "at",
            "value": "${at + 1}",
        }
    ]
    return clock(_work_wide(), _work_stacked(), bind=bind, tick=tick)


def _leg(size: str, **more: object) -> Component:
    """The leg that works, in its own colour."""
    return {
        "type": "Frame",
        "backgroundColor": "${span.leg ? span.colour : 'transparent'}",
        "borderRadius": "@gap",
        "paddingLeft": "@margin",
        "paddingRight": "@margin",
        "item": text("${span.leg}", size, color=INK_DARK, height="100%", maxLines=1),
        **more,
    }


def _big_number(size: int, unit: str) -> list[Component]:
    """The number; one with a colon in it is longer, and a size cannot change once shown."""
    more: Component = {"fontWeight": "800", "color": "${colour}", "maxLines": 1, "lineHeight": 1}
    short = "${span.counts != 'none' && !minutes ? 'normal' : 'none'}"
    long = "${span.counts != 'none' && minutes ? 'normal' : 'none'}"
    return [
        text("${shown}", f"{size}{unit}", display=short, **more),
        text("${shown}", f"{size * 0.7:g}{unit}", display=long, **more),
    ]


def _work_wide() -> Component:
    said = text("${span.say}", "@title", width="78%", maxLines=5)
    counted = column(
        text("${word}", "@text", maxLines=1),
        *_big_number(27, "vh"),
        text("${span.of}", "@small", color=INK_DIM, maxLines=1),
        **centred(position="absolute", width="100%", height="100%"),
    )
    number = {
        "type": "Container",
        "width": "60vh",
        "height": "60vh",
        **centred(),
        "items": [
            ring("60vh", 12, position="absolute"),
            {**counted, "display": "${span.counts == 'none' ? 'invisible' : 'normal'}"},
            {
                **column(said, **centred(position="absolute", width="100%", height="100%")),
                "display": "${span.counts == 'none' ? 'normal' : 'invisible'}",
            },
        ],
    }
    figure = column(
        picture("${frame}", "${span.side}", width="65vh", height="50vh"),
        _leg("@text", height="8.6vh"),
        **centred(width="50%", height="100%"),
    )
    return column(
        row(
            header(grow=1, shrink=1),
            text("${span.head}", "@title", color=INK, maxLines=1),
            width="100%",
            alignItems="end",
            justifyContent="spaceBetween",
        ),
        row(
            figure,
            column(number, **centred(width="50%", height="100%")),
            width="100%",
            height="61vh",
        ),
        touches(),
        when=WIDE,
        width="100%",
        height="100%",
        paddingLeft="@margin",
        paddingRight="@margin",
        paddingTop="@gap",
        paddingBottom="@margin",
    )


def _work_stacked() -> Component:
    """The round Spot: the ring runs along its edge."""
    counted = column(
        text("${word}", "@text", width="100%", maxLines=2),
        *_big_number(22, "vw"),
        **centred(
            width="32vw",
            height="100%",
            display="${span.counts == 'none' ? 'none' : 'normal'}",
        ),
    )
    said = column(
        text("${span.say}", "@text", width="100%", maxLines=5),
        **centred(
            width="32vw",
            height="100%",
            display="${span.counts == 'none' ? 'normal' : 'none'}",
        ),
    )
    return {
        "type": "Container",
        "when": STACKED,
        "width": "100%",
        "height": "100%",
        "items": [
            ring("100vw", 9, position="absolute", top="0", left="0"),
            column(
                text("${span.head}", "@text", height="9vw", maxLines=1),
                row(
                    picture("${frame}", "${span.side}", width="47vw", height="36.2vw"),
                    counted,
                    said,
                    width="82vw",
                    height="46vw",
                    alignItems="center",
                ),
                _leg("@text", height="8vw"),
                position="absolute",
                top="9vw",
                left="0",
                width="100%",
                alignItems="center",
            ),
            touches(position="absolute", bottom="12vw", left="0", height="10vw"),
        ],
    }
