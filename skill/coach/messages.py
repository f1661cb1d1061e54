"""A message: something to say, as key and values. The words are in content."""

from __future__ import annotations

from msgspec import Struct

from skill.coach.message_keys import MESSAGES

Value = int | str

LEADING = frozenset(
    "back between cheer choose correct hint intro leg pause place prompt rest skip start stop wait"
    " welcome work".split()
)
"""Message families that lead through the workout: a screen shows the place they lead to. All others
answer or tell something, which a screen shows in words."""


class Message(Struct, frozen=True):
    """One line to say: a catalogue key with its values."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    @property
    def leads(self) -> bool:
        """Whether it only leads on to the next thing to do."""
        return self.key.split(".")[0] in LEADING

    @staticmethod
    def of(key: str, /, **values: Value) -> Message:
        """The message; raises KeyError if the key or one of its values is not declared."""
        names = MESSAGES[key]
        if len(names) != len(values):
            raise KeyError(f"message {key} takes {names}, not {tuple(values)}")
        return Message(key, tuple([(name, values[name]) for name in names]))
