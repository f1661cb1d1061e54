"""What all documents are made of: colours, sizes, the ring, the picture and what is touched.

Plain components of APL 1.4 only, and no imports, so that every Echo Show can render them. Sizes
are shares of the screen: one design for 480 and for 800 lines, and for the round Spot.
"""

from __future__ import annotations

from skill.screen.colours import LEFT, RIGHT, VERSION, WORK
from skill.screen.drawing import PROPS, figure_graphic
from skill.screen.skeleton import PARAMETERS

IDLE_MS = 300_000
"""The screen outlasts the longest turn and its reprompt."""

BACKGROUND, PANEL, PANEL_DIM = "#0B1520", "#1B3044", "#13212F"
INK, INK_DIM, INK_DARK = "#FFFFFF", "#A9BDCF", "#0B1520"

Component = dict[str, object]

WIDE, STACKED = "${!stacked}", "${stacked}"
"""Whether there is room beside each other, or only below each other."""
STEP_MS = 100
"""Movements are given in tenths of a second, and a tick comes as often."""

SIZES = {
    "tiny": 4.0,
    "small": 4.8,
    "text": 5.6,
    "large": 7.0,
    "title": 8.2,
    "huge": 13.0,
    "number": 27.0,
    "gap": 2.0,
    "margin": 4.0,
    "button": 13.0,
}
"""Sizes in percent of the screen's height, or of its width where it stands upright."""


def document(
    face: str, *items: Component, layouts: tuple[str, ...], graphics: tuple[str, ...]
) -> Component:
    """A document whose main template shows the items; its data come as `payload.coach`."""
    return {
        "type": "APL",
        "version": VERSION,
        "description": f"Hamstring Coach: {face}",
        "theme": "dark",
        "settings": {"idleTimeout": IDLE_MS},
        "resources": [
            {"dimensions": {name: f"{size}vh" for name, size in SIZES.items()}},
            {
                "when": "${viewport.height > viewport.width}",
                "dimensions": {name: f"{size}vw" for name, size in SIZES.items()},
            },
        ],
        "graphics": {name: GRAPHICS[name]() for name in graphics},
        "layouts": {name: LAYOUTS[name]() for name in layouts},
        "mainTemplate": {"parameters": ["payload"], "items": [_screen(*items)]},
    }


def _screen(*items: Component) -> Component:
    return {
        "type": "Frame",
        "width": "100vw",
        "height": "100vh",
        "backgroundColor": BACKGROUND,
        "item": {
            "type": "Container",
            "width": "100%",
            "height": "100%",
            "bind": [
                {"name": "coach", "value": "${payload.coach}", "type": "any"},
                {
                    "name": "stacked",
                    "value": "${viewport.shape == 'round' || viewport.height > viewport.width}",
                    "type": "boolean",
                },
            ],
            "items": list(items),
        },
    }


def text(words: str, size: str = "@text", **more: object) -> Component:
    """A text in the middle of its line unless told otherwise."""
    return {
        "type": "Text",
        "text": words,
        "fontSize": size,
        "fontWeight": "700",
        "color": INK,
        "textAlign": "center",
        "textAlignVertical": "center",
        **more,
    }


def column(*items: Component, **more: object) -> Component:
    """Items below each other."""
    return {"type": "Container", "direction": "column", "items": list(items), **more}


def row(*items: Component, **more: object) -> Component:
    """Items beside each other."""
    return {"type": "Container", "direction": "row", "items": list(items), **more}


def centred(**more: object) -> Component:
    """The properties of a container whose items stand in its middle."""
    return {"alignItems": "center", "justifyContent": "center", **more}


def bound(name: str, value: str, kind: str = "any") -> Component:
    """A variable of a container."""
    return {"name": name, "value": value, "type": kind}


def clock(*items: Component, bind: list[Component], tick: list[Component]) -> Component:
    """A container that keeps time: `now` is the ms since the document was shown.

    The tick stands on the very container that holds the variables; on the document it would
    never fire. Ticks are no clock, so everything is computed from `now`.
    """
    return {
        "type": "Container",
        "width": "100%",
        "height": "100%",
        "bind": [{"name": "now", "value": 0, "type": "number"}, *bind],
        "handleTick": [
            {
                "minimumDelay": STEP_MS,
                "commands": [
                    {"type": "SetValue", "property": "now", "value": "${elapsedTime}"},
                    *tick,
                ],
            }
        ],
        "items": list(items),
    }


RING_LENGTH = 578.05
"""The way around a circle of radius 92."""


def _ring() -> Component:
    circle = "M100,8 A92,92 0 1 1 99.99,8"
    return {
        "type": "AVG",
        "version": "1.1",
        "width": 200,
        "height": 200,
        "parameters": [
            {"name": "progress", "type": "number", "default": 0},
            {"name": "colour", "type": "color", "default": WORK},
            {"name": "breadth", "type": "number", "default": 12},
        ],
        "items": [
            {
                "type": "path",
                "pathData": circle,
                "stroke": PANEL,
                "strokeWidth": "${breadth}",
            },
            {
                "type": "path",
                "pathData": circle,
                "stroke": "${colour}",
                "strokeWidth": "${breadth}",
                "strokeDashArray": [RING_LENGTH, RING_LENGTH],
                "strokeDashOffset": f"${{{RING_LENGTH} * (1 - progress)}}",
            },
        ],
    }


def ring(size: str, breadth: int, **more: object) -> Component:
    """The ring; `progress` and `colour` are bound where it stands."""
    return {
        "type": "VectorGraphic",
        "source": "ring",
        "width": size,
        "height": size,
        "scale": "best-fit",
        "progress": "${progress}",
        "colour": "${colour}",
        "breadth": breadth,
        **more,
    }


def _picture() -> Component:
    """The figure in one frame; `side` is the leg that works and so stands nearer."""
    graphic = {
        "type": "VectorGraphic",
        "source": "figure",
        "width": "100%",
        "height": "100%",
        "scale": "best-fit",
        "accessibilityLabel": "${alt}",
        **{name: f"${{frame[{place}]}}" for place, name in enumerate(PARAMETERS)},
        **{name: f"${{figure.{name}}}" for name in PROPS},
        "zoom": "${figure.zoom}",
        "centre": "${figure.centre}",
        "flip": "${side == 'left' ? -1 : 1}",
        "nearColour": f"${{side == 'left' ? '{LEFT}' : '{RIGHT}'}}",
        "farColour": f"${{side == 'left' ? '{RIGHT}' : '{LEFT}'}}",
    }
    return {
        "parameters": [
            {"name": "frame", "type": "any"},
            {"name": "figure", "type": "any"},
            {"name": "side", "type": "string", "default": ""},
            {"name": "alt", "type": "string", "default": ""},
        ],
        "items": [graphic],
    }


def picture(frame: str, side: str = "${coach.side}", **more: object) -> Component:
    """The picture of the screen's figure in the frame that an expression names."""
    return {
        "type": "Picture",
        "frame": frame,
        "figure": "${coach.figure}",
        "side": side,
        "alt": "${coach.figure.alt}",
        **more,
    }


def _touch() -> Component:
    """A button. What it sends is what the voice would mean."""
    label = text(
        "${label}",
        "${stacked ? '4.8vw' : '5.6vh'}",
        color=f"${{primary ? '{INK_DARK}' : '{INK}'}}",
        width="100%",
        height="100%",
        maxLines=1,
    )
    return {
        "parameters": [
            {"name": "label", "type": "string"},
            {"name": "spoken", "type": "string"},
            {"name": "sends", "type": "any"},
            {"name": "primary", "type": "boolean", "default": False},
        ],
        "items": [
            {
                "type": "TouchWrapper",
                "width": "100%",
                "height": "100%",
                "accessibilityLabel": "${spoken}",
                "onPress": [
                    {"type": "SendEvent", "arguments": ["${sends[0]}", "${sends[1]}"]},
                ],
                "item": {
                    "type": "Frame",
                    "width": "100%",
                    "height": "100%",
                    "borderRadius": "@button",
                    "backgroundColor": f"${{primary ? '{WORK}' : '{PANEL}'}}",
                    "item": label,
                },
            }
        ],
    }


def touches(**more: object) -> Component:
    """The row of buttons at the foot of a screen: the first one stands out."""
    return {
        "type": "Container",
        "direction": "row",
        "width": "100%",
        "height": "@button",
        "justifyContent": "center",
        "data": "${coach.touch}",
        "items": [
            {
                "when": "${coach.touch.length > 0 && (!stacked || index < 2)}",
                "type": "Container",
                "bind": [{"name": "first", "value": "${index == 0}", "type": "boolean"}],
                "width": "${stacked ? '25vw' : '22vw'}",
                "height": "100%",
                "paddingLeft": "1vw",
                "paddingRight": "1vw",
                "items": [
                    {
                        "type": "Touch",
                        "label": "${data.label}",
                        "spoken": "${data.spoken}",
                        "sends": "${data.sends}",
                        "primary": "${first}",
                    }
                ],
            }
        ],
        **more,
    }


def header(**more: object) -> Component:
    """The exercise's name, and above it where in the workout it stands."""
    return column(
        text("${coach.eyebrow}", "@small", color=INK_DIM, textAlign="left", maxLines=1),
        text("${coach.title}", "@title", textAlign="left", maxLines=1),
        **more,
    )


GRAPHICS = {"figure": figure_graphic, "ring": _ring}
LAYOUTS = {"Picture": _picture, "Touch": _touch}
