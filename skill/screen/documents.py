"""One document for each face. A document never changes; all that does is in its data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from skill.plain_json import KeptJson
from skill.screen.colours import WORK
from skill.screen.parts import (
    INK,
    INK_DARK,
    INK_DIM,
    PANEL,
    PANEL_DIM,
    STACKED,
    STEP_MS,
    WIDE,
    Component,
    bound,
    centred,
    clock,
    column,
    document,
    header,
    picture,
    row,
    text,
    touches,
)
from skill.screen.working import work_face


def _loop(frames: str = "coach.figure") -> str:
    """The frame of a movement that goes round and round."""
    index = f"Math.floor(now / {STEP_MS}) % {frames}.motion.length"
    return f"${{{frames}.frames[{frames}.motion[{index}]]}}"


def _introduction() -> Component:
    """The steps of an exercise; the one that is read out is lit."""
    tick: list[Component] = [
        {
            "type": "SetValue",
            "when": "${at < coach.steps.length - 1 && coach.steps[at + 1].at >= 0"
            " && elapsedTime >= coach.steps[at + 1].at}",
            "property": "at",
            "value": "${at + 1}",
        }
    ]
    bind = [bound("at", "${coach.first}", "number"), bound("frame", _loop())]
    step: Component = {
        "type": "Frame",
        "width": "100%",
        "backgroundColor": f"${{place == at ? '{WORK}' : '{PANEL_DIM}'}}",
        "borderRadius": "@gap",
        "item": row(
            text(
                "${place + 1}",
                "@text",
                width="7vh",
                color=f"${{place == at ? '{INK_DARK}' : '{INK_DIM}'}}",
            ),
            text(
                "${data.text}",
                "${viewport.width > 1.8 * viewport.height ? coach.sizes[1] : coach.sizes[0]}",
                color=f"${{place == at ? '{INK_DARK}' : '{INK}'}}",
                fontWeight="600",
                textAlign="left",
                shrink=1,
                grow=1,
                maxLines=3,
            ),
            width="100%",
            alignItems="center",
            paddingLeft="@gap",
            paddingRight="@gap",
            paddingTop="1.2vh",
            paddingBottom="1.2vh",
        ),
    }
    steps: Component = {
        "type": "Container",
        "width": "100%",
        "data": "${coach.steps}",
        "items": [
            {
                "type": "Container",
                "width": "100%",
                "paddingBottom": "1.2vh",
                "bind": [bound("place", "${index}", "number")],
                "items": [step],
            }
        ],
    }
    wide = column(
        header(width="100%"),
        row(
            column(
                picture("${frame}", width="65vh", height="50vh"),
                text("${coach.dose}", "@text", width="100%", color=WORK, maxLines=2),
                **centred(width="42vw", height="100%"),
            ),
            column(steps, width="50vw", height="100%", justifyContent="center"),
            width="100%",
            height="63vh",
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
    stacked = column(
        text("${coach.eyebrow}", "@tiny", color=INK_DIM, maxLines=1),
        text("${coach.title}", "@text", width="64vw", maxLines=2),
        picture("${frame}", width="40.3vw", height="31vw"),
        text(
            "${at >= 0 ? coach.steps[at].text : coach.dose}",
            "@small",
            width="80vw",
            height="19vw",
            color=WORK,
            maxLines=3,
        ),
        touches(height="10vw"),
        when=STACKED,
        width="100%",
        height="100%",
        alignItems="center",
        paddingTop="9vw",
    )
    return clock(wide, stacked, bind=bind, tick=tick)


def _moment() -> Component:
    """A place in the workout with nothing running: what it is, what to say next."""
    bind = [bound("frame", _loop())]
    words = column(
        text("${coach.eyebrow}", "@small", color=INK_DIM, width="100%", textAlign="left"),
        text("${coach.title}", "@title", width="100%", textAlign="left", maxLines=3),
        text(
            "${coach.body}",
            "${coach.bodySize}",
            width="100%",
            color=INK_DIM,
            fontWeight="600",
            textAlign="left",
            maxLines=7,
            paddingTop="@gap",
        ),
        text(
            "${coach.hint}",
            "@text",
            width="100%",
            color=WORK,
            textAlign="left",
            maxLines=3,
            paddingTop="@gap",
        ),
        width="50%",
        height="100%",
        justifyContent="center",
        paddingLeft="@gap",
    )
    wide = column(
        row(
            column(
                picture("${frame}", width="85.8vh", height="66vh"),
                **centred(width="50%", height="100%"),
            ),
            words,
            width="100%",
            height="80vh",
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
    stacked = column(
        picture("${frame}", width="41.6vw", height="32vw"),
        text("${coach.eyebrow}", "@tiny", color=INK_DIM, width="76vw", maxLines=1),
        text("${coach.title}", "@large", width="84vw", maxLines=2),
        text(
            "${coach.hint ? coach.hint : coach.body}",
            "@small",
            width="80vw",
            height="15vw",
            color=WORK,
            maxLines=3,
        ),
        touches(height="10vw"),
        when=STACKED,
        width="100%",
        height="100%",
        alignItems="center",
        paddingTop="8vw",
    )
    return clock(wide, stacked, bind=bind, tick=[])


def _clinic() -> Component:
    """The clinic's number and address, as large as they go."""
    care = "${coach.body ? 'normal' : 'none'}"
    wide = column(
        column(
            text("${coach.body}", "@text", width="92%", alignSelf="center", display=care),
            text("${coach.title}", "@title", color=INK_DIM, width="100%", maxLines=1),
            text("${coach.phone}", "20vh", color=WORK, fontWeight="800", width="100%", maxLines=1),
            text("${coach.email}", "@title", width="100%", maxLines=1),
            text("${coach.hint}", "@text", color=INK_DIM, width="100%", paddingTop="@margin"),
            width="100%",
            grow=1,
            shrink=1,
            justifyContent="center",
        ),
        touches(),
        when=WIDE,
        width="100%",
        height="100%",
        paddingBottom="@margin",
    )
    stacked = column(
        text("${coach.body}", "@tiny", width="66vw", maxLines=4, display=care),
        text("${coach.title}", "@small", color=INK_DIM, width="70vw", maxLines=2),
        text("${coach.phone}", "11.5vw", color=WORK, fontWeight="800", width="96vw", maxLines=1),
        text("${coach.email}", "5.4vw", width="88vw", maxLines=1),
        text("${coach.hint}", "@small", color=INK_DIM, width="76vw", maxLines=2),
        touches(height="10vw", spacing="3vw"),
        when=STACKED,
        width="100%",
        height="100%",
        alignItems="center",
        justifyContent="center",
        paddingTop="2vw",
    )
    return {"type": "Container", "width": "100%", "height": "100%", "items": [wide, stacked]}


def _list() -> Component:
    """The exercises in order; a touch starts one."""
    card: Component = {
        "type": "TouchWrapper",
        "width": "100%",
        "height": "100%",
        "accessibilityLabel": "${data.spoken}",
        "onPress": [{"type": "SendEvent", "arguments": ["${data.sends[0]}", "${data.sends[1]}"]}],
        "item": {
            "type": "Frame",
            "width": "100%",
            "height": "100%",
            "borderRadius": "@gap",
            "backgroundColor": f"${{data.now ? '{PANEL}' : '{PANEL_DIM}'}}",
            "borderWidth": "${data.now ? 3 : 0}",
            "borderColor": WORK,
            "item": column(
                {
                    "type": "Picture",
                    "frame": "${data.figure.frame}",
                    "figure": "${data.figure}",
                    "alt": "${data.figure.alt}",
                    "width": "${stacked ? '52vw' : '32.5vh'}",
                    "height": "${stacked ? '40vw' : '25vh'}",
                },
                text(
                    "${place}. ${data.label}",
                    "${stacked ? '5vw' : '4.5vh'}",
                    width="96%",
                    maxLines=2,
                    height="${stacked ? '13vw' : '11vh'}",
                ),
                width="100%",
                height="100%",
                alignItems="center",
                paddingTop="@gap",
            ),
        },
    }

    def cards(**more: object) -> Component:
        gaps = dict.fromkeys(("paddingLeft", "paddingRight", "paddingTop"), 6)
        bind = [bound("place", "${ordinal}", "number")]
        cell: Component = {"type": "Container", "bind": bind, "items": [card], **gaps, **more}
        return {"data": "${coach.exercises}", "numbered": True, "items": [cell]}

    wide = column(
        text("${coach.title}", "@large", width="100%", height="11vh", maxLines=1),
        {
            "type": "ScrollView",
            "width": "100%",
            "grow": 1,
            "shrink": 1,
            "item": {
                "type": "Container",
                "direction": "row",
                "wrap": "wrap",
                "justifyContent": "center",
                "width": "100%",
                **cards(width="32vw", height="40vh"),
            },
        },
        when=WIDE,
        width="100%",
        height="100%",
        paddingLeft="@gap",
        paddingRight="@gap",
    )
    stacked = {
        "type": "Sequence",
        "when": STACKED,
        "width": "74vw",
        "height": "100vh",
        "left": "13vw",
        "position": "absolute",
        "paddingTop": "18vw",
        "paddingBottom": "22vw",
        **cards(width="100%", height="60vw"),
    }
    return {"type": "Container", "width": "100%", "height": "100%", "items": [wide, stacked]}


FACES: Mapping[str, Callable[[], Component]] = {
    "work": work_face,
    "introduction": _introduction,
    "moment": _moment,
    "clinic": _clinic,
    "list": _list,
}


PARTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "work": (("Picture", "Touch"), ("figure", "ring")),
    "introduction": (("Picture", "Touch"), ("figure",)),
    "moment": (("Picture", "Touch"), ("figure",)),
    "clinic": (("Touch",), ()),
    "list": (("Picture",), ("figure",)),
}
"""The layouts and graphics of each face: a document carries only what it shows."""


@cache
def face(name: str) -> KeptJson:
    """The document of a face; the same object every time, so leave it as it is."""
    layouts, graphics = PARTS[name]
    return KeptJson(document(name, FACES[name](), layouts=layouts, graphics=graphics))
