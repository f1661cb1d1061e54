"""The store that the setting HAMSTRING_COACH_STORE names."""

import re
from collections.abc import Callable
from pathlib import Path

from skill.service.ports import ProgressStore

# DynamoDB's rule for table names.
_TABLE = r"[A-Za-z0-9_.-]{3,255}"
NETWORK = "dynamodb"
"""The kind of store that is not on this machine: a call may hang."""
LONGEST_CALL_S = 0.8
"""How long a store on this machine waits for a locked file, in seconds."""


def open_store(setting: str, *, clock: Callable[[], float]) -> ProgressStore:
    """The store that `setting` names. `clock` gives seconds since 1970.

    * `sqlite:PATH`: a file, made with its folder if missing; `~` is the home folder.
    * `memory:`: gone when the program ends.
    * `dynamodb:TABLE`: region, credentials and endpoint come from the usual AWS settings.

    Nothing is opened or sent yet: `check()` tells whether the store can be used.
    Raises ValueError if the setting is none of these, or no AWS region is set.
    """
    kind, _, place = setting.partition(":")
    if setting == "memory:":
        from skill.stores.memory import MemoryStore

        return MemoryStore()
    if kind == "sqlite" and place not in ("", ":memory:"):
        from skill.stores.sqlite import SqliteStore

        return SqliteStore(Path(place).expanduser(), wait_s=LONGEST_CALL_S)
    if kind == NETWORK and re.fullmatch(_TABLE, place):
        from skill.stores.dynamodb import open_dynamodb

        return open_dynamodb(place, clock=clock)
    raise ValueError(
        f"HAMSTRING_COACH_STORE is {setting!r}: set it to sqlite:PATH (a file), dynamodb:TABLE "
        "(a table name of 3 to 255 letters, digits, '_', '.' or '-') or memory: (gone when the "
        "program ends)"
    )
