"""Frozen dataclasses whose class statement is cheap.

The standard library writes and compiles six methods for every dataclass while a module loads:
about 0.6 ms a class, and a cold start pays for each before its first word. This module makes the
same frozen dataclasses from shared methods, and compiles only `__init__`, and that only for a
class of many objects. To a type checker it is `dataclasses` itself, and `dataclasses.fields`,
`replace` and `asdict` work on what it makes.

It knows just what the skill uses: `@dataclass(frozen=True, slots=True)`, `field` with `default`,
`default_factory`, `repr` and `compare`, `fields` and `replace`. Anything else is a TypeError.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass, field, fields, replace
else:
    from collections.abc import Callable, Sequence
    from operator import attrgetter

    MISSING = object()
    OFTEN = 50
    """A record's own `__new__` is written after so many objects: before, it does not pay."""

    class field:  # noqa: N801  # the standard library's name
        """How one field differs from a plain one; the arguments are those of `dataclasses`."""

        __slots__ = ("compare", "default", "default_factory", "name", "repr")

        def __init__(self, *, default=MISSING, default_factory=MISSING, repr=True, compare=True):
            self.default = default
            self.default_factory = default_factory
            self.repr = repr
            self.compare = compare

    def dataclass(*, frozen: bool, slots: bool = False) -> Callable[[type], type]:
        """The class decorator; raises TypeError for anything but a frozen class without bases."""
        if not frozen:
            raise TypeError("records are frozen; take dataclasses.dataclass for others")
        return _with_slots if slots else _with_dict

    def _with_slots(plain: type) -> type:
        return _record(plain, ())

    def _with_dict(plain: type) -> type:
        return _record(plain, ("__dict__", "__weakref__"))

    def fields(record) -> tuple[field, ...]:
        """The fields of a record or of its class, each with its `name`."""
        return record.__record_fields__

    def replace(record, /, **changes):
        """A copy with `changes`; raises TypeError where it has no such field."""
        try:
            return record.__record_replace__(record, changes)
        except AttributeError:
            unknown = sorted(changes.keys() - record.__record_setters__.keys())
            name = record.__class__.__name__
            raise TypeError(f"{name} has no field {', '.join(unknown)}") from None

    def _record(plain: type, beside: tuple[str, ...]) -> type:
        if plain.__bases__ != (object,) or hasattr(plain, "__post_init__"):
            raise TypeError(f"{plain.__name__}: a record has no base class and no __post_init__")
        body = dict(plain.__dict__)
        plans = {
            name: _plan(name, body.pop(name, MISSING)) for name in body.get("__annotations__", ())
        }
        for name in ("__dict__", "__weakref__"):
            body.pop(name, None)
        compared = tuple(name for name, plan in plans.items() if plan.compare)
        key = attrgetter(*compared) if compared else _nothing

        def same(self, other):
            return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

        made = 0

        def make(kind, /, *arguments, **named):
            nonlocal made
            made += 1
            if made > OFTEN:
                # one assignment: other threads take the one or the other, and both are whole
                record.__new__ = staticmethod(_new_of(record, plans))
            self = object.__new__(kind)
            if not named and len(arguments) == len(plans):
                _restore(self, arguments)
            elif not _filled(self, plans, arguments, named):
                return _new_of(record, plans)(kind, *arguments, **named)  # says what is wrong
            return self

        body |= {
            "__slots__": (*plans, *beside),
            "__record_fields__": tuple(plans.values()),
            "__match_args__": tuple(plans),
            "__dataclass_fields__": _Fields(plain),
            "__new__": make,
            "__eq__": same,
            "__hash__": body.get("__hash__") or _hash_by(key, len(compared)),
            "__repr__": _shown(tuple(name for name, plan in plans.items() if plan.repr)),
            "__init_subclass__": _no_base,
            "__setattr__": _refuse,
            "__delattr__": _refuse,
            "__reduce__": _reduced,
            "__setstate__": _restore,
        }
        record = type(plain)(plain.__name__, plain.__bases__, body)
        record.__qualname__ = plain.__qualname__
        record.__record_replace__ = staticmethod(_replace_of(record, tuple(plans)))
        record.__record_setters__ = {name: record.__dict__[name].__set__ for name in plans}
        return record

    def _replace_of(kind: type, names: tuple[str, ...]) -> Callable[..., object]:
        """What makes changed copies; after some, a function written for the class does."""
        copies = 0

        def replaced(record, changes):
            nonlocal copies
            if not changes.keys() <= kind.__record_setters__.keys():
                raise AttributeError
            copies += 1
            if copies > OFTEN and kind.__slots__ == names:
                kind.__record_replace__ = staticmethod(_written_replace(kind, names))
            copy = object.__new__(kind)
            for name, put in kind.__record_setters__.items():
                put(copy, changes[name] if name in changes else getattr(record, name))
            return copy

        return replaced

    def _still_open(kind: type, names: tuple[str, ...]) -> type:
        """A class whose objects may be changed until they are made the record's own.

        An attribute that may be set costs a tenth of one that is set past the record's refusal.
        """
        return type(kind.__name__, (), {"__slots__": names})

    def _written_replace(kind: type, names: tuple[str, ...]) -> Callable[..., object]:
        """The copying of one class, as one would write it by hand."""
        known: dict[str, object] = {"kind": kind, "still_open": _still_open(kind, names)}
        lines = ["def replaced(record, changes):", " copy = still_open()"]
        lines += [f" copy.{name} = record.{name}" for name in names]
        lines.append(" for name, value in changes.items(): setattr(copy, name, value)")
        lines += [" copy.__class__ = kind", " return copy"]
        exec("\n".join(lines), known)
        return known["replaced"]

    def _plan(name: str, given: object) -> field:
        plan = given if isinstance(given, field) else field(default=given)
        plan.name = name
        return plan

    def _filled(
        record, plans: dict[str, field], arguments: tuple[object, ...], named: dict[str, object]
    ) -> bool:
        """Whether the fields could be filled: where not, `_new_of` says what is wrong."""
        given = dict(zip(plans, arguments, strict=False))
        if len(given) < len(arguments) or not given.keys().isdisjoint(named):
            return False
        given |= named
        if not given.keys() <= plans.keys():
            return False
        for name, put in record.__record_setters__.items():
            plan = plans[name]
            if name in given:
                put(record, given[name])
            elif plan.default is not MISSING:
                put(record, plan.default)
            elif plan.default_factory is not MISSING:
                put(record, plan.default_factory())
            else:
                return False
        return True

    def _new_of(record: type, plans: dict[str, field]) -> Callable[..., object]:
        """The class's own `__new__`, as one would write it by hand; it names itself `__init__`, as
        that of `dataclasses` does. No field's name begins with an underscore, all others do.
        """
        if record.__slots__ == tuple(plans):
            known: dict[str, object] = {"_still_open": _still_open(record, tuple(plans))}
            lines, put = ["_self = _still_open()"], "_self.{} = {}"
            last = "_self.__class__ = _kind"
        else:
            known = {f"_put_{name}": put for name, put in record.__record_setters__.items()}
            lines, put = ["_self = object.__new__(_kind)"], "_put_{}(_self, {})"
            last = "pass"
        known["_missing"] = MISSING
        parameters = ["_kind"]
        for name, plan in plans.items():
            value = name
            if plan.default_factory is not MISSING:
                known[f"_make_{name}"] = plan.default_factory
                parameters.append(f"{name}=_missing")
                value = f"_make_{name}() if {name} is _missing else {name}"
            elif plan.default is not MISSING:
                known[f"_default_{name}"] = plan.default
                parameters.append(f"{name}=_default_{name}")
            else:
                parameters.append(name)
            lines.append(put.format(name, value))
        body = "\n ".join([*lines, last, "return _self"])
        exec(f"def __init__({', '.join(parameters)}):\n {body}", known)
        new = known["__init__"]
        new.__qualname__ = f"{record.__qualname__}.__init__"
        return new

    class _Fields:
        """The fields as `dataclasses` describes them, made when somebody asks."""

        def __init__(self, plain: type) -> None:
            self.plain = plain

        def __get__(self, record: object, kind: type) -> object:
            import dataclasses

            body = {name: self.plain.__dict__[name] for name in ("__module__", "__annotations__")}
            for name in body["__annotations__"]:
                given = self.plain.__dict__.get(name, MISSING)
                if isinstance(given, field):
                    told = {part: getattr(given, part) for part in field.__slots__}
                    told = {part: v for part, v in told.items() if v is not MISSING}
                    told.pop("name")
                    given = dataclasses.field(**told)
                if given is not MISSING:
                    body[name] = given
            twin = dataclasses.dataclass(frozen=True)(type(kind.__name__, (), body))
            kind.__dataclass_fields__ = twin.__dataclass_fields__
            return twin.__dataclass_fields__

    def _hash_by(key: Callable[[object], object], count: int) -> Callable[[object], int]:
        if count > 1:
            return lambda record: hash(key(record))
        return lambda record: hash((key(record),))

    def _nothing(record: object) -> None:
        return None

    def _shown(names: tuple[str, ...]) -> Callable[[object], str]:
        def shown(self) -> str:
            parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
            return f"{self.__class__.__qualname__}({parts})"

        return shown

    @classmethod
    def _no_base(cls, **options: object) -> None:
        raise TypeError(f"{cls.__name__}: a record is no base class")

    def _refuse(record, name: str, *value: object) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot change field {name!r}")

    def _reduced(record) -> tuple[object, ...]:
        state = [getattr(record, plan.name) for plan in fields(record)]
        return object.__new__, (record.__class__,), state

    def _restore(record, state: Sequence[object]) -> None:
        for put, value in zip(record.__record_setters__.values(), state, strict=True):
            put(record, value)


__all__ = ["dataclass", "field", "fields", "replace"]
