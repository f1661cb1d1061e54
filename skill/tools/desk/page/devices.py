"""The devices to choose from, and what their requests say about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

APL = "Alexa.Presentation.APL"
RENDERER_VERSION = "1.4"
"""The newest APL that Amazon's renderer (apl-viewhost-web 1.4.0) draws offline; real devices report
newer ones."""
DPI = 160
ARC_MINUTES_PER_PIXEL = 0.27
"""A pixel seen from the usual distance."""


class UnknownDevice(ValueError):
    """There is no such device; the text names those there are."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen, in pixels."""

    width: int
    height: int
    round: bool = False
    mode: str = "HUB"
    touch: bool = True
    """False if it has a remote."""

    @property
    def shape(self) -> str:
        """The shape's name in a request."""
        return "ROUND" if self.round else "RECTANGLE"


@dataclass(frozen=True, slots=True)
class Device:
    """A device to choose."""

    id: str
    name: str
    screen: Screen | None = None

    def to_json(self) -> dict[str, object]:
        """The device as the page needs it."""
        screen = self.screen
        return {
            "id": self.id,
            "name": self.name,
            "screen": screen
            and {
                "width": screen.width,
                "height": screen.height,
                "dpi": DPI,
                "shape": screen.shape,
                "mode": screen.mode,
            },
        }


DEVICES: Mapping[str, Device] = {
    device.id: device
    for device in (
        Device("show", "Echo Show 8 or 10", Screen(1280, 800)),
        Device("show5", "Echo Show 5", Screen(960, 480)),
        Device("spot", "Echo Spot, round", Screen(480, 480, round=True)),
        Device("show15", "Echo Show 15 or 21", Screen(1920, 1080)),
        Device("show15_upright", "Echo Show 15, upright", Screen(1080, 1920)),
        Device("tv", "Fire TV, arrow keys", Screen(960, 540, mode="TV", touch=False)),
        Device("tablet", "Fire tablet", Screen(800, 1280, mode="MOBILE")),
        Device("dot", "Echo, no screen"),
    )
}


def device_named(id: object) -> Device:
    """The device of that id; raises UnknownDevice."""
    device = DEVICES.get(id) if isinstance(id, str) else None
    if device is None:
        raise UnknownDevice(f"device: is not one of {', '.join(DEVICES)}")
    return device


def equip(envelope: dict[str, Any], device: Device) -> None:
    """Add the device's screen to a request's context."""
    if device.screen is None:
        return
    context = envelope["context"]
    context["System"]["device"]["supportedInterfaces"][APL] = {
        "runtime": {"maxVersion": RENDERER_VERSION}
    }
    context["Viewport"] = _viewport(device.screen)
    context["Viewports"] = [_typed_viewport(device.screen)]


def _viewport(screen: Screen) -> dict[str, object]:
    return {
        "experiences": [
            {
                "arcMinuteWidth": round(ARC_MINUTES_PER_PIXEL * screen.width),
                "arcMinuteHeight": round(ARC_MINUTES_PER_PIXEL * screen.height),
                "canRotate": False,
                "canResize": False,
            }
        ],
        "mode": screen.mode,
        "shape": screen.shape,
        "pixelWidth": screen.width,
        "pixelHeight": screen.height,
        "dpi": DPI,
        "currentPixelWidth": screen.width,
        "currentPixelHeight": screen.height,
        "touch": ["SINGLE"] if screen.touch else [],
        "keyboard": [] if screen.touch else ["DIRECTION"],
        "video": {"codecs": []},
    }


def _typed_viewport(screen: Screen) -> dict[str, object]:
    size = {"type": "DISCRETE", "pixelWidth": screen.width, "pixelHeight": screen.height}
    return {
        "type": "APL",
        "id": "main",
        "shape": screen.shape,
        "dpi": DPI,
        "presentationType": "STANDARD",
        "canRotate": False,
        "configuration": {"current": {"mode": screen.mode, "video": {"codecs": []}, "size": size}},
    }
