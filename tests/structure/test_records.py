"""Records keep the promises of the standard library's frozen dataclasses."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import pickle
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import pytest

from skill import records

MANY = 200
"""So many objects are more than a record waits for before it gets methods of its own."""
ROOMS = ("coach", "routine", "speech", "screen", "progress", "alexa")


@records.dataclass(frozen=True, slots=True)
class Place:
    """A record with every kind of field."""

    exercise: str
    number: int = 1
    notes: Mapping[str, str] = records.field(default_factory=dict)
    heard: int = records.field(default=0, compare=False)
    body: str = records.field(default="", repr=False)


@records.dataclass(frozen=True)
class Roomy:
    """A record that may keep what it worked out."""

    number: int

    @cached_property
    def double(self) -> int:
        """Twice the number."""
        return self.number * 2


def house() -> Iterator[type]:
    """Every record of the house."""
    for room in ROOMS:
        for path in sorted(Path("skill", room).rglob("*.py")):
            name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
            module = importlib.import_module(name)
            for _, kind in inspect.getmembers(module, inspect.isclass):
                if kind.__module__ == name and hasattr(kind, "__record_fields__"):
                    yield kind


def test_a_record_is_made_by_place_by_name_and_by_default() -> None:
    place = Place("bridge", notes={"a": "b"})

    assert place == Place(exercise="bridge", number=1, notes={"a": "b"}, heard=0, body="")
    assert Place("bridge").notes is not Place("bridge").notes


@pytest.mark.parametrize("wrong", [(), ("bridge", 1, {}, 0, "", "more")])
def test_missing_and_surplus_arguments_are_refused(wrong: tuple[object, ...]) -> None:
    with pytest.raises(TypeError, match=r"Place\.__init__"):
        Place(*wrong)  # type: ignore[arg-type]


def test_fields_left_out_of_comparing_and_of_showing_are_left_out() -> None:
    assert Place("bridge", heard=1) == Place("bridge", heard=2)
    assert Place("bridge", 1) != Place("bridge", 2)
    assert Place("bridge") != Roomy(1)  # type: ignore[comparison-overlap]
    assert repr(Place("bridge", body="secret")) == (
        "Place(exercise='bridge', number=1, notes={}, heard=0)"
    )


def test_a_record_is_hashed_by_what_it_is_compared_by() -> None:
    assert hash(Roomy(1)) == hash(Roomy(1)) == hash((1,))
    assert len({Roomy(1), Roomy(1), Roomy(2)}) == 2


def test_a_record_may_be_hashed_by_less() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Quick:
        number: int
        many: tuple[str, ...]

        def __hash__(self) -> int:
            return hash(self.number)

    assert hash(Quick(1, ("a",))) == hash(1)
    assert Quick(1, ("a",)) != Quick(1, ("b",))


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Place("bridge").number = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del Place("bridge").number
    with pytest.raises(dataclasses.FrozenInstanceError):
        Roomy(1).other = 2  # type: ignore[attr-defined]


def test_a_changed_copy_is_another_record() -> None:
    place = Place("bridge")

    assert records.replace(place, number=2) == Place("bridge", 2)
    assert place.number == 1
    with pytest.raises(TypeError, match="Place has no field size"):
        records.replace(place, size=2)  # type: ignore[call-arg]


def test_copies_stay_what_they_are_once_there_were_many() -> None:
    place = Place("bridge", notes={"a": "b"}, heard=3)
    for number in range(MANY):
        place = records.replace(place, number=number)

    assert (place, place.heard) == (Place("bridge", MANY - 1, {"a": "b"}), 3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        place.number = 2  # type: ignore[misc]
    with pytest.raises(TypeError, match="Place has no field size"):
        records.replace(place, size=2)  # type: ignore[call-arg]


def test_a_field_may_have_any_name() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Named:
        kind: str
        self: int = 1
        record: Mapping[str, str] = records.field(default_factory=dict)

    for number in range(MANY):
        named = Named("a", number)
        assert (named.kind, named.self, named.record) == ("a", number, {})
        assert records.replace(named, kind="b") == Named("b", self=number)


def test_a_record_of_many_survives_copying_and_pickling() -> None:
    places = [Place("bridge", number, heard=number) for number in range(MANY)]

    assert [copy.copy(place) for place in places] == places
    assert pickle.loads(pickle.dumps(places)) == places
    assert [twin.heard for twin in copy.deepcopy(places)] == list(range(MANY))


def test_threads_may_make_the_first_records_at_once() -> None:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # or they would hardly ever meet
    try:
        for _ in range(20):

            @records.dataclass(frozen=True, slots=True)
            class Fresh:
                number: int
                word: str = "a"

            with ThreadPoolExecutor(8) as threads:
                made = list(threads.map(Fresh, range(MANY)))
                copies = list(threads.map(lambda fresh: records.replace(fresh, word="b"), made))

            assert made == [Fresh(number) for number in range(MANY)]
            assert copies == [Fresh(number, "b") for number in range(MANY)]
    finally:
        sys.setswitchinterval(usual)


def test_a_record_without_slots_keeps_what_it_worked_out() -> None:
    roomy = Roomy(2)

    assert (roomy.double, vars(roomy)) == (4, {"double": 4})


def test_a_record_survives_copying_and_pickling() -> None:
    place = Place("bridge", notes={"a": "b"}, heard=3)
    for twin in (copy.copy(place), copy.deepcopy(place), pickle.loads(pickle.dumps(place))):
        assert (twin, twin.heard) == (place, 3)


def test_what_a_record_is_not_made_for_is_refused() -> None:
    class Other(Exception):
        """A class with a base."""

    with pytest.raises(TypeError, match="no base class"):

        class More(Place):
            """A record's heir."""

    with pytest.raises(TypeError, match="frozen"):
        records.dataclass(frozen=False)
    with pytest.raises(TypeError, match="no base class"):
        records.dataclass(frozen=True)(Other)


@pytest.mark.parametrize(
    "kind", tuple(house()), ids=lambda kind: f"{kind.__module__}.{kind.__name__}"
)
def test_the_standard_library_takes_every_record_for_a_dataclass(kind: type) -> None:
    """Its own decorator reads the same class: a mutable default or a wrong order is an error."""
    assert dataclasses.is_dataclass(kind)
    described = dataclasses.fields(kind)

    assert [entry.name for entry in described] == list(kind.__dict__["__match_args__"])
    assert set(inspect.signature(kind).parameters) in (
        {entry.name for entry in described if entry.init},
        {"arguments", "named"},  # before the first object is made
    )


def test_the_standard_library_changes_copies_and_lists_records() -> None:
    place = dataclasses.replace(Place("bridge"), number=3)

    assert dataclasses.asdict(place) == {
        "exercise": "bridge",
        "number": 3,
        "notes": {},
        "heard": 0,
        "body": "",
    }
    assert [entry.name for entry in records.fields(place)] == list(dataclasses.asdict(place))


def test_no_room_of_a_cold_start_takes_the_costly_dataclasses() -> None:
    taken = [
        str(path)
        for room in ROOMS
        for path in Path("skill", room).rglob("*.py")
        if "from dataclasses import" in path.read_text(encoding="utf-8")
    ]

    assert taken == ["skill/screen/viewhost.py"], "viewhost is a desk tool; Lambda never loads it"


def test_a_record_is_the_same_however_many_there_are() -> None:
    """A class of many objects gets an `__init__` and a copying of its own."""
    places = [Place("bridge", n, heard=n) for n in range(MANY)]
    copies = [records.replace(place, exercise="curl") for place in places]

    assert [place.number for place in places] == list(range(len(places)))
    assert copies == [Place("curl", n) for n in range(len(places))]
    assert [copy.heard for copy in copies] == list(range(len(places)))
    with pytest.raises(TypeError, match="Place has no field size"):
        records.replace(places[0], size=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"Place\.__init__"):
        Place()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="multiple values"):
        Place("bridge", exercise="curl")  # type: ignore[misc]
