"""Reading one TOML table strictly: every complaint names file, entry, field and cure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast


class DataError(ValueError):
    """Data that cannot be used; the text names the file, the entry, the field and the cure."""

    def __init__(self, file: str, entry: str, field: str, cure: str) -> None:
        super().__init__(f"{file}: {entry}: {field}: {cure}")
        self.file = file
        self.entry = entry
        self.field = field
        self.cure = cure


class Table:
    """A TOML table that knows where it stands and which of its fields were read."""

    def __init__(self, fields: Mapping[str, object], *, file: str, entry: str) -> None:
        self._fields = fields
        self._read: set[str] = set()
        self.file = file
        self.entry = entry

    def has(self, field: str) -> bool:
        """Whether the field is given."""
        return field in self._fields

    def wrong(self, field: str, cure: str) -> DataError:
        """The complaint about one field of this table."""
        return DataError(self.file, self.entry, field, cure)

    def _value(self, field: str, kind: str) -> object:
        if field not in self._fields:
            raise self.wrong(field, f"is missing; give {kind}.")
        self._read.add(field)
        return self._fields[field]

    def text(self, field: str) -> str:
        """A text that is not empty."""
        value = self._value(field, "a text")
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(field, f"is {value!r}; give a text that is not empty.")
        return value

    def number(self, field: str, *, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        value = self._value(field, f"a whole number from {low} to {high}")
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            cure = f"is {value!r}; give a whole number from {low} to {high}."
            raise self.wrong(field, cure)
        return value

    def flag(self, field: str) -> bool:
        """True or false; false where the field is not given."""
        if not self.has(field):
            return False
        value = self._value(field, "true or false")
        if not isinstance(value, bool):
            raise self.wrong(field, f"is {value!r}; give true or false.")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts without repetition; it may be empty."""
        value = self._value(field, "a list of texts")
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise self.wrong(field, f"is {value!r}; give a list of texts.")
        if len(set(value)) != len(value):
            raise self.wrong(field, "names something twice; keep each entry once.")
        return tuple(cast("list[str]", value))

    def raw(self, field: str) -> object:
        """The value as it stands, for a check of its own."""
        return self._value(field, "a value")

    def table(self, field: str) -> Table:
        """A table within this one."""
        value = self._value(field, "a table")
        if not isinstance(value, dict):
            raise self.wrong(field, f"is {value!r}; give a table such as {{ start = 3 }}.")
        return Table(value, file=self.file, entry=f"{self.entry}.{field}")

    def tables(self, field: str) -> tuple[Table, ...]:
        """A list of tables, at least one; each is named by its id, or else its place."""
        value = self._value(field, "a list of tables")
        if not isinstance(value, list) or not value:
            raise self.wrong(field, "is empty or no list; give at least one table.")
        found = []
        for place, entry in enumerate(value, start=1):
            if not isinstance(entry, dict):
                raise self.wrong(field, f"holds {entry!r}; give tables only.")
            name = entry.get("id", place)
            found.append(Table(entry, file=self.file, entry=f"{self.entry} {field} {name}"))
        return tuple(found)

    def done(self) -> None:
        """Raises DataError where the table holds a field nobody read: likely a slip of the pen."""
        for field in self._fields:
            if field not in self._read:
                raise self.wrong(field, "is not a known field; correct its name or take it out.")
