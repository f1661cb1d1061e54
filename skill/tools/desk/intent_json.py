"""A recognition as Alexa's JSON."""

from __future__ import annotations

from skill.tools.desk.readings import SlotReading
from skill.tools.desk.recogniser import Recognition


def as_intent(recognition: Recognition) -> dict[str, object]:
    """The `intent` object of an IntentRequest, as Alexa sends it to a skill."""
    intent: dict[str, object] = {"name": recognition.intent, "confirmationStatus": "NONE"}
    if recognition.declared:
        intent["slots"] = {
            name: _slot(name, kind, recognition.slots.get(name))
            for name, kind in recognition.declared.items()
        }
    return intent


def _slot(name: str, kind: str, reading: SlotReading | None) -> dict[str, object]:
    slot: dict[str, object] = {"name": name, "confirmationStatus": "NONE"}
    if reading is None:
        return slot
    slot["source"] = "USER"
    if kind.startswith("AMAZON."):
        return {**slot, "value": reading.value}
    resolution: dict[str, object] = {
        # Alexa has the skill's id in place of "skill.tools.desk"
        "authority": f"amzn1.er-authority.echo-sdk.amzn1.ask.skill.tools.desk.{kind}",
        "status": {"code": "ER_SUCCESS_NO_MATCH"},
    }
    if reading.resolved_id is not None:
        resolution["status"] = {"code": "ER_SUCCESS_MATCH"}
        resolution["values"] = [{"value": {"name": reading.value, "id": reading.resolved_id}}]
    return {
        **slot,
        "value": reading.spoken,
        "resolutions": {"resolutionsPerAuthority": [resolution]},
    }
