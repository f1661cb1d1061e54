"""Inflates an APL for Audio document into sound.

Conditional inflation, data binding and components follow the APLA reference. What Alexa would
silently ignore is an error here, with its path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

from skill.tools.apla_render.binding import Context, evaluate
from skill.tools.apla_render.filters import Playable, apply_filters, to_samples
from skill.tools.apla_render.functions import initial_context
from skill.tools.apla_render.problems import UnplayableError
from skill.tools.apla_render.sources import Chain, Mix, MixWithBackdrops, Silence, Source
from skill.tools.apla_render.spoken import Studio
from skill.tools.apla_render.values import as_text, is_true

VERSIONS = ("0.8", "0.9", "0.91")
DOCUMENT = {"type", "version", "description", "mainTemplate", "resources", "compositions"}
TEMPLATE = {"parameters", "item", "items", "description"}
BASE = {"type", "when", "bind", "description", "id", "duration", "filter", "filters"}
CHILDREN = {"item", "items", "data"}
PROPERTIES = {
    "Speech": BASE | {"content", "contentType"},
    "Audio": BASE | {"source"},
    "Silence": BASE,
    "Sequencer": BASE | CHILDREN,
    "Mixer": BASE | CHILDREN,
    "Selector": BASE | CHILDREN | {"strategy"},
}
RESOURCES = {
    plural_or_not
    for kind in ("number", "string", "boolean")
    for plural_or_not in (kind, f"{kind}s")
}
STRATEGIES = {
    # whether to shuffle the items, and whether to shuffle the data
    "normal": (False, False),
    "randomItem": (True, False),
    "randomData": (False, True),
    "randomItemRandomData": (True, True),
}
AUTO, TRIMMED = "auto", "trimToParent"

Json = Mapping[str, Any]
Located = tuple[Json, str]
"""A component and its path."""
LINK = "doc://"
WHOLE_PAYLOAD = "payload"


def source_of(
    document: Any, datasources: Any, path: str, *, studio: Studio, chance: Random, locale: str
) -> Source:
    """The document as a source, for a device of that locale; `chance` picks for a Selector.

    Raises UnplayableError.
    """
    if _is_link(document):
        raise UnplayableError(
            path,
            "links to a document in a developer account, which cannot be read here; "
            "inline the document instead",
        )
    _check_fields(document, DOCUMENT, path, "a document")
    if document.get("type") != "APLA":
        raise UnplayableError(f"{path}.type", f'{document.get("type")!r} is not "APLA"')
    if document.get("version") not in VERSIONS:
        raise UnplayableError(f"{path}.version", f"is not one of {', '.join(VERSIONS)}")
    known = initial_context(locale, document["version"], chance)
    inflater = _Inflater(document, path, studio, chance)
    template, here = document.get("mainTemplate"), f"{path}.mainTemplate"
    _check_fields(template, TEMPLATE, here, "the main template")
    known = {**known, **inflater.resources(known)}
    context = {**known, **_parameters(template, datasources, known, here)}
    chosen = inflater.single(_items(template, here), context, parent="mainTemplate")
    if chosen is None:
        raise UnplayableError(here, "has nothing to play")
    if not inflater.audible:
        raise UnplayableError(here, "holds nothing but silence, which Alexa refuses")
    return chosen[0].make()


class _Inflater:
    def __init__(self, document: Json, path: str, studio: Studio, chance: Random) -> None:
        self._document = document
        self._path = path
        self._studio = studio
        self._chance = chance
        self._compositions = document.get("compositions") or {}
        self._expanding: list[str] = []
        self.audible = False
        self._kinds: Mapping[str, Callable[[Json, Context, str], Playable]] = {
            "Speech": self._speech,
            "Audio": self._audio,
            "Silence": self._silence,
            "Sequencer": self._sequencer,
            "Mixer": self._mixer,
            "Selector": self._selector,
        }

    def resources(self, known: Context) -> dict[str, Any]:
        """The document's resources, as "@name"; later blocks win."""
        named: dict[str, Any] = {}
        for place, block in enumerate(_as_list(self._document.get("resources"))):
            here = f"{self._path}.resources[{place}]"
            _check_fields(block, RESOURCES | {"when", "description"}, here, "a block of resources")
            if not is_true(evaluate(block.get("when", True), {**known, **named}, f"{here}.when")):
                continue
            for kind in sorted(block.keys() & RESOURCES):
                for name, value in block[kind].items():
                    at = f"{here}.{kind}.{name}"
                    named[f"@{name}"] = evaluate(value, {**known, **named}, at)
        return named

    def single(
        self, items: list[Located], context: Context, parent: str
    ) -> tuple[Playable, bool] | None:
        """The first component whose `when` holds, and whether it is trimmed to its parent."""
        for component, path in items:
            playable = self.component(component, context, path, parent)
            if playable is not None:
                return playable
        return None

    def component(
        self, component: Any, context: Context, path: str, parent: str
    ) -> tuple[Playable, bool] | None:
        """A component ready to play, and whether it is trimmed; None if its `when` is false."""
        if not isinstance(component, Mapping) or not isinstance(component.get("type"), str):
            raise UnplayableError(path, "is not a component: it has no type")
        if not is_true(evaluate(component.get("when", True), context, f"{path}.when")):
            return None
        own = _bind(component, context, path)
        kind = component["type"]
        if kind in self._kinds:
            _check_fields(component, PROPERTIES[kind], path, kind)
            playable = self._kinds[kind](component, own, path)
        elif kind in self._compositions:
            playable = self._composition(component, own, path)
        else:
            known = ", ".join([*self._kinds, *self._compositions])
            raise UnplayableError(
                f"{path}.type", f'"{kind}" is not a component; use one of {known}'
            )
        for name in ("filter", "filters"):
            if name in component:
                playable = apply_filters(
                    playable, component[name], own, f"{path}.{name}", self._studio.sample_rate
                )
        trimmed = kind != "Silence" and self._trimmed(component, own, path, parent)
        if playable.endless and not trimmed:
            raise UnplayableError(path, f"repeats forever; set its duration to {TRIMMED}")
        return playable, trimmed

    def _trimmed(self, component: Json, context: Context, path: str, parent: str) -> bool:
        here = f"{path}.duration"
        duration = evaluate(component.get("duration", AUTO), context, here)
        if duration not in (AUTO, TRIMMED):
            raise UnplayableError(here, f"{duration!r} is neither {AUTO} nor {TRIMMED}")
        if duration == TRIMMED and parent != "Mixer":
            raise UnplayableError(here, f"{TRIMMED} is for a child of a Mixer, not of a {parent}")
        return bool(duration == TRIMMED)

    def _speech(self, component: Json, context: Context, path: str) -> Playable:
        here = f"{path}.content"
        text = as_text(evaluate(component.get("content"), context, here))
        if not text.strip():
            raise UnplayableError(here, "has nothing to say")
        self.audible = True
        kind = evaluate(component.get("contentType", "PlainText"), context, f"{path}.contentType")
        if kind == "PlainText":
            return Playable(self._studio.plain(text, here))
        if kind == "SSML":
            return Playable(self._studio.ssml(text, here))
        raise UnplayableError(f"{path}.contentType", f"{kind!r} is neither PlainText nor SSML")

    def _audio(self, component: Json, context: Context, path: str) -> Playable:
        here = f"{path}.source"
        source = evaluate(component.get("source"), context, here)
        if not isinstance(source, str) or not source:
            raise UnplayableError(here, "is not the URL of a sound")
        self.audible = True
        return Playable(self._studio.file(source, here))

    def _silence(self, component: Json, context: Context, path: str) -> Playable:
        here = f"{path}.duration"
        duration = evaluate(component.get("duration"), context, here)
        length = to_samples(duration, self._studio.sample_rate, here)
        return Playable(lambda: Silence(length))

    def _sequencer(self, component: Json, context: Context, path: str) -> Playable:
        children = [child for child, _ in self._children(component, context, path)]
        return Playable(lambda: Chain([child.make() for child in children]))

    def _mixer(self, component: Json, context: Context, path: str) -> Playable:
        children = list(self._children(component, context, path))
        leading = [child for child, trimmed in children if not trimmed]
        backdrops = [child for child, trimmed in children if trimmed]
        if backdrops and not leading:
            raise UnplayableError(path, f"all its children are {TRIMMED}, so none sets its length")

        def make() -> Source:
            together = Mix([child.make() for child in leading])
            if not backdrops:
                return together
            return MixWithBackdrops(together, [child.make() for child in backdrops])

        return Playable(make)

    def _children(
        self, component: Json, context: Context, path: str
    ) -> Iterator[tuple[Playable, bool]]:
        items = _items(component, path)
        parent = component["type"]
        data = _data_of(component, context, path)
        if not data:
            inflated = (self.component(item, context, here, parent) for item, here in items)
        else:
            inflated = (
                self.single(items, _with_data(context, data, i), parent) for i in range(len(data))
            )
        yield from (child for child in inflated if child is not None)

    def _selector(self, component: Json, context: Context, path: str) -> Playable:
        items, data = _items(component, path), _data_of(component, context, path)
        here = f"{path}.strategy"
        strategy = evaluate(component.get("strategy", "normal"), context, here)
        if strategy not in STRATEGIES:
            raise UnplayableError(here, f"{strategy!r} is not one of {', '.join(STRATEGIES)}")
        random_item, random_data = STRATEGIES[strategy]
        contexts = [_with_data(context, data, place) for place in range(len(data))] or [context]
        if random_data:
            self._chance.shuffle(contexts)
        for extended in contexts:
            if random_item:
                items = self._chance.sample(items, len(items))
            chosen = self.single(items, extended, "Selector")
            if chosen is not None:
                return chosen[0]
        return Playable(lambda: Silence(0))

    def _composition(self, call: Json, context: Context, path: str) -> Playable:
        name = call["type"]
        if name in self._expanding:
            raise UnplayableError(path, f'the composition "{name}" contains itself')
        made, here = self._compositions[name], f"{self._path}.compositions.{name}"
        _check_fields(made, TEMPLATE, here, "a composition")
        parameters = _named_parameters(made, here)
        _check_fields(call, BASE | parameters.keys(), path, name)
        values = {
            parameter: _evaluate_all(call.get(parameter, default), context, f"{path}.{parameter}")
            for parameter, default in parameters.items()
        }
        self._expanding.append(name)
        chosen = self.single(_items(made, here), {**context, **values}, name)
        self._expanding.pop()
        return chosen[0] if chosen else Playable(lambda: Silence(0))


def _check_fields(values: Any, names: set[str], path: str, what: str) -> None:
    if not isinstance(values, Mapping):
        raise UnplayableError(path, f"is not {what}")
    unknown = values.keys() - names
    if unknown:
        raise UnplayableError(f"{path}.{min(unknown)}", f"{what} has no such property")


def _items(parent: Json, path: str) -> list[Located]:
    name = "items" if "items" in parent else "item"
    if name not in parent:
        raise UnplayableError(path, "has no items")
    items = parent[name]
    if isinstance(items, list):
        return [(item, f"{path}.{name}[{place}]") for place, item in enumerate(items)]
    return [(items, f"{path}.{name}")]


def _data_of(component: Json, context: Context, path: str) -> list[Any]:
    here = f"{path}.data"
    data = _evaluate_all(component.get("data", []), context, here)
    if not isinstance(data, list):
        raise UnplayableError(here, "is not a list")
    return data


def _with_data(context: Context, data: list[Any], place: int) -> Context:
    return {**context, "data": data[place], "index": place, "length": len(data)}


def _bind(component: Json, context: Context, path: str) -> Context:
    own = dict(context)
    for place, binding in enumerate(_as_list(component.get("bind"))):
        here = f"{path}.bind[{place}]"
        _check_fields(binding, {"name", "value", "type", "description"}, here, "a binding")
        if not isinstance(binding.get("name"), str):
            raise UnplayableError(f"{here}.name", "is missing")
        own[binding["name"]] = _evaluate_all(binding.get("value"), own, f"{here}.value")
    return own


def _evaluate_all(value: Any, context: Context, path: str) -> Any:
    if isinstance(value, list):
        return [_evaluate_all(one, context, f"{path}[{place}]") for place, one in enumerate(value)]
    if isinstance(value, Mapping):
        return {name: _evaluate_all(one, context, f"{path}.{name}") for name, one in value.items()}
    return evaluate(value, context, path)


def _is_link(document: Any) -> bool:
    if isinstance(document, Mapping):
        source = document.get("src")
        return document.get("type") == "Link" or str(source).startswith(LINK)
    return isinstance(document, str) and document.startswith(LINK)


def _as_list(value: Any) -> list[Any]:
    """A list as it is, null as an empty list, and anything else as a list of one, as in APL."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _named_parameters(template: Json, path: str) -> dict[str, Any]:
    """The template's parameters and their defaults."""
    named: dict[str, Any] = {}
    for place, parameter in enumerate(_as_list(template.get("parameters"))):
        here = f"{path}.parameters[{place}]"
        values = parameter if isinstance(parameter, Mapping) else {"name": parameter}
        _check_fields(values, {"name", "default", "type", "description"}, here, "a parameter")
        if not isinstance(values.get("name"), str):
            raise UnplayableError(f"{here}.name", "is missing")
        named[values["name"]] = values.get("default")
    return named


def _parameters(template: Json, datasources: Any, known: Context, path: str) -> dict[str, Any]:
    """The values of the template's parameters.

    A parameter is the data source of its name, or else its default. `payload`, declared or not, is
    all data sources; so is a lone parameter without a data source and default.
    """
    data = datasources or {}
    if not isinstance(data, Mapping):
        raise UnplayableError(path, "its data sources are not an object")
    for name, source in data.items():
        if isinstance(source, Mapping) and source.get("transformers"):
            raise UnplayableError(f"datasources.{name}.transformers", "run at Amazon, not here")
    parameters = _named_parameters(template, path)
    values: dict[str, Any] = {WHOLE_PAYLOAD: data}
    for name, default in parameters.items():
        if name == WHOLE_PAYLOAD:
            continue
        if name in data:
            values[name] = data[name]
        elif default is None and len(parameters) == 1:
            values[name] = data
        else:
            values[name] = _evaluate_all(default, {**known, **values}, f"{path}.parameters")
    return values
