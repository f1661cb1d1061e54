"""Enumerations of texts whose class statement is cheap, and whose members are quick to look up.

The standard library takes some 10 us a member while a module loads, and a cold start pays for all
of them before its first word; to hash a member, or to ask for its value, then calls Python code
every time. This module makes what the skill uses of `StrEnum`. To a type checker it is `enum`
itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enum import StrEnum
else:
    from collections.abc import Iterator

    class Texts(type):
        """The class of these enumerations: it finds their members."""

        def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            given = {key: value for key, value in body.items() if key[0] != "_"}
            texts = set(given.values())
            if len(texts) < len(given) or any(text.__class__ is not str for text in texts):
                raise TypeError(f"{name}: every member has a text of its own")
            cls = super().__new__(mcs, name, bases, body)
            members = cls.__members__ = {}
            found = cls._by_value = {}
            for key, text in given.items():
                member = str.__new__(cls, text)
                member.name, member.value = key, text
                members[key] = found[text] = member
                setattr(cls, key, member)
            return cls

        def __call__(cls, value: object) -> str:
            """The member of that text; raises ValueError where there is none."""
            member = cls._by_value.get(value) if isinstance(value, str) else None
            if member is None:
                raise ValueError(f"{value!r} is not a valid {cls.__name__}")
            return member

        def __getitem__(cls, name: str) -> str:
            return cls.__members__[name]

        def __iter__(cls) -> Iterator[str]:
            return iter(cls.__members__.values())

        def __len__(cls) -> int:
            return len(cls.__members__)

        def __contains__(cls, value: object) -> bool:
            return isinstance(value, str) and value in cls._by_value

    class StrEnum(str, metaclass=Texts):
        """A text among those of its class."""

        def __str__(self) -> str:
            return self.value

        __format__ = str.__format__

        def __repr__(self) -> str:
            return f"<{self.__class__.__name__}.{self.name}: {self.value!r}>"

        def __reduce__(self) -> tuple[type, tuple[str]]:
            return self.__class__, (self.value,)

        def __copy__(self) -> str:
            return self

        def __deepcopy__(self, memo: object) -> str:
            return self


__all__ = ["StrEnum"]
