"""Reads one TOML table strictly: every complaint names file, entry, field and cure.

A complaint does not stop the reading: a placeholder takes the value's place, so that all mistakes
in a file are found at once. The caller ends with `Complaints.finish`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, Any, Literal

from msgspec import Meta, ValidationError, convert

Said = Annotated[str, Meta(pattern=r"\S")]
"""A text that is not blank."""
FILE = "file"
"""The entry of what is wrong with a file as a whole, or with a field of no table."""


class DataError(ValueError):
    """Unusable data; the text names the file, the entry, the field and the cure."""

    def __init__(
        self, file: str, entry: str, field: str, cure: str, more: tuple[DataError, ...] = ()
    ) -> None:
        self.own_text = f"{file}: {entry}: {field}: {cure}"
        super().__init__("\n".join([self.own_text, *(error.own_text for error in more)]))
        self.file = file
        self.entry = entry
        self.field = field
        self.cure = cure
        self.more = more

    @property
    def each(self) -> tuple[DataError, ...]:
        """This complaint and all others made with it."""
        return (self, *self.more)


class Complaints:
    """The mistakes found in some files so far."""

    def __init__(self) -> None:
        self._found: list[DataError] = []

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[DataError]:
        return iter(self._found)

    def add(self, error: DataError) -> None:
        """Take in an error with all its complaints."""
        known = {found.own_text for found in self._found}
        self._found += [one for one in error.each if one.own_text not in known]

    def wrong(self, file: str, entry: str, field: str, cure: str) -> None:
        """Complain about one field."""
        self.add(DataError(file, entry, field, cure))

    @contextmanager
    def gather(self) -> Iterator[None]:
        """Go on after the block, even if it raises DataError."""
        try:
            yield
        except DataError as error:
            self.add(error)

    def finish(self) -> None:
        """Raise DataError with all complaints, if there are any."""
        if self._found:
            first, *others = self._found
            raise DataError(first.file, first.entry, first.field, first.cure, tuple(others))


def is_name(text: str) -> bool:
    """Whether a text is of lower-case letters and underscores."""
    return text.replace("_", "").isalpha() and text.islower()


class Table:
    """A TOML table that knows its place and which of its fields were read."""

    def __init__(
        self,
        fields: Mapping[str, object],
        *,
        file: str,
        entry: str,
        complaints: Complaints,
        missing: bool = False,
    ) -> None:
        self.data = fields
        """Its fields as they are in the file, unchecked."""
        self._read: set[str] = set()
        self._complaints = complaints
        self._missing = missing
        self.file = file
        self.entry = entry
        self.in_order = not missing
        """Whether its own fields have been valid so far."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its fields."""
        return tuple(self.data)

    def has(self, field: str) -> bool:
        """Whether the field is present."""
        return field in self.data

    def wrong(self, field: str, cure: str) -> None:
        """Complain about one field of this table, unless the table itself is missing."""
        self.in_order = False
        if not self._missing:
            self._complaints.wrong(self.file, self.entry, field, cure)

    def _value(self, field: str, wanted: str) -> object:
        """The field's value; None, with a complaint, if it is missing."""
        if field not in self.data:
            self.wrong(field, f"is missing; give {wanted}.")
            return None
        self._read.add(field)
        return self.data[field]

    def _valid(self, kind: Any, field: str, wanted: str, otherwise: Any) -> Any:
        """The field's value if it is of a kind that msgspec knows; `otherwise` with a complaint."""
        value = self._value(field, wanted)
        if value is None:
            return otherwise
        try:
            return convert(value, kind)
        except ValidationError:
            self.wrong(field, f"is {value!r}; give {wanted}.")
            return otherwise

    def text(self, field: str, *, blank: bool = False) -> str:
        """A text; only a `blank` one may be empty."""
        if blank:
            return str(self._valid(str, field, "a text", ""))
        return str(self._valid(Said, field, "a text that is not empty", ""))

    def number(self, field: str, *, low: int, high: int, unit: str = "") -> int:
        """A whole number from `low` to `high`, of a `unit` such as seconds."""
        limits = f"a whole number{f' of {unit}' if unit else ''} from {low} to {high}"
        limits = str(low) if low == high else limits
        return int(self._valid(Annotated[int, Meta(ge=low, le=high)], field, limits, low))

    def decimal(
        self, field: str, *, low: float, high: float, default: float | None = None
    ) -> float:
        """A number from `low` to `high`, with a fraction or without; `default` if not given."""
        if default is not None and not self.has(field):
            return default
        limits = f"a number from {low:g} to {high:g}"
        return float(self._valid(Annotated[float, Meta(ge=low, le=high)], field, limits, low))

    def pair(self, field: str, *limits: tuple[float, float]) -> tuple[float, float]:
        """Two numbers, each within its limits."""
        wanted = " and ".join(f"{low:g} to {high:g}" for low, high in limits)
        wanted = f"two numbers, from {wanted}"
        lowest = limits[0][0], limits[1][0]
        found: tuple[float, float] = self._valid(tuple[float, float], field, wanted, lowest)
        if all(low <= each <= high for each, (low, high) in zip(found, limits, strict=True)):
            return found
        self.wrong(field, f"is {self.data[field]!r}; give {wanted}.")
        return lowest

    def one_of(self, field: str, options: Sequence[str]) -> str:
        """One of some texts."""
        kind: Any = Literal[tuple(map(str, options))]
        return str(self._valid(kind, field, " or ".join(options), options[0]))

    def flag(self, field: str) -> bool:
        """True or false; false if the field is missing."""
        return self.has(field) and bool(self._valid(bool, field, "true or false", False))

    def name(self, field: str) -> str:
        """A text of lower-case letters and underscores."""
        found = self.text(field)
        if found and not is_name(found):
            self.wrong(field, f"is {found!r}; use lower-case letters and underscores.")
        return found

    def cites(self) -> None:
        """Check that the source is named, which only people read."""
        self.text("source")

    def unique(self, field: str, names: Sequence[object], kind: str = "id") -> None:
        """Complain about each name that the tables in a field have twice."""
        for name in dict.fromkeys(names):
            if names.count(name) > 1:
                self.wrong(field, f"has the {kind} {name} twice; give each its own.")

    def texts(
        self, field: str, *, kind: str = "a list of texts", repeats: bool = False
    ) -> tuple[str, ...]:
        """A list of texts, each once unless it `repeats` some; it may be empty."""
        found: tuple[str, ...] = self._valid(tuple[Said, ...], field, kind, ())
        if len(set(found)) != len(found) and not repeats:
            self.wrong(field, "names something twice; keep each entry once.")
        return found

    def raw(self, field: str) -> object:
        """The raw value, for a check by the caller; None if it is missing."""
        return self._value(field, "a value")

    def table(self, field: str) -> Table:
        """A table within this one; if missing, an empty one that complains no further."""
        value = self._value(field, "a table")
        if isinstance(value, dict):
            return self._within(value, self._path(".", field))
        if value is not None:
            self.wrong(field, f"is {value!r}; give a table such as {{ start = 3 }}.")
        return self._within({}, self._path(".", field), missing=True)

    def tables(self, field: str) -> tuple[Table, ...]:
        """A nonempty list of tables, each named by its id or its position."""
        value = self._value(field, "a list of tables")
        if value is None:
            return ()
        if not isinstance(value, list) or not value:
            self.wrong(field, "is empty or no list; give at least one table.")
            return ()
        found = []
        for place, entry in enumerate(value, start=1):
            if not isinstance(entry, dict):
                self.wrong(field, f"holds {entry!r}; give tables only.")
                continue
            name = entry.get("id", place)
            found.append(self._within(entry, self._path(" ", f"{field} {name}")))
        return tuple(found)

    def _path(self, joint: str, name: str) -> str:
        """Where a table within this one is; one of the file itself has its own name."""
        return name if self.entry == FILE else f"{self.entry}{joint}{name}"

    def _within(self, fields: Mapping[str, object], entry: str, *, missing: bool = False) -> Table:
        return Table(
            fields, file=self.file, entry=entry, complaints=self._complaints, missing=missing
        )

    def done(self, cure: str = "is not a known field; correct its name or remove it.") -> None:
        """Complain about each field that was not read: probably a typo."""
        for field in self.data:
            if field not in self._read:
                self.wrong(field, cure)
