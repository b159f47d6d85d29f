"""What an endpoint of the API reads of a request: found in its source and in what it calls, followed through names.

Understood are the ways in which the endpoints do it: ``call.sent.text("name")`` and its like, rows and groups of values
with names of their own, pages, headers, names that come from tuples and tables at the head of a module.
"""

import ast
import inspect
import itertools
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from types import FunctionType, ModuleType
from typing import Any

TYPED = frozenset({"text", "flag", "id", "ids", "texts", "rows", "file"})
ROW = "[]"
_OURS = "folkmoot.api.endpoints"
_DEEPEST = 12  # calls within calls

type Path = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where in what was sent a value stands."""

    path: Path = ()


@dataclass(frozen=True)
class Text:
    """A text that was read at one of these places."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Known:
    """The values that a name can have."""

    values: tuple[Any, ...]


@dataclass
class Reads:
    """What is read: values by where they stand, each with how; the query's alone; headers; how far pages go."""

    values: dict[Path, set[str]] = field(default_factory=dict)
    words: dict[Path, list[str]] = field(default_factory=dict)  # where only these will do
    query: dict[str, None] = field(default_factory=dict)
    headers: dict[str, None] = field(default_factory=dict)
    page: tuple[int, int] | None = None  # how many there are on one unless that is said, and at most


def reads_of(endpoint: Callable[..., Any]) -> Reads:
    """Everything that an endpoint reads."""
    found = Reads()
    _Reader(found, endpoint, {}, 0).run()
    return found


class _Reader(ast.NodeVisitor):
    """Goes through one function, with what is known of its names."""

    def __init__(self, found: Reads, function: Any, names: dict[str, Any], depth: int) -> None:
        self.found, self.depth = found, depth
        self.function = function = inspect.unwrap(function)
        self.names: dict[str, Any] = {**function.__globals__, **inspect.getclosurevars(function).nonlocals, **names}
        self.given: list[Any] = []

    def run(self) -> Any:
        tree = ast.parse(textwrap.dedent(inspect.getsource(self.function))).body[0]
        for statement in getattr(tree, "body", []):
            self.visit(statement)
        return _either(self.given)

    def visit_Assign(self, node: ast.Assign) -> None:
        value = self.value(node.value)
        if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
            for target, each in zip(node.targets[0].elts, node.value.elts, strict=True):
                self._bind(target, self.value(each))
        else:
            self._bind(node.targets[0], value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self._bind(node.target, self.value(node.value))

    def visit_For(self, node: ast.For) -> None:
        self._bind(node.target, _each(self.value(node.iter)))
        for statement in (*node.body, *node.orelse):
            self.visit(statement)

    def visit_If(self, node: ast.If) -> None:
        """``if word not in WORDS: raise …`` says which words will do."""
        match node:
            case ast.If(test=ast.Compare(left=left, ops=[ast.NotIn()], comparators=[several]), body=[ast.Raise()]):
                self._only(self.value(left), _each(self.value(several)))
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value:
            self.given.append(self.value(node.value))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Nothing: what is made inside is read where it is called."""

    def generic_visit(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.value(child)
            else:
                self.visit(child)

    def value(self, node: ast.expr) -> Any:  # noqa: C901, PLR0911 - one line for each kind of expression
        """What an expression stands for, as far as it matters; whatever is read in it is noted."""
        match node:
            case ast.Constant(value=value):
                return Known((value,))
            case ast.Name(id=name):
                return self._named(name)
            case ast.JoinedStr(values=parts):
                return self._written([self.value(part) for part in parts])
            case ast.FormattedValue(value=inner):
                return self.value(inner)
            case ast.NamedExpr(target=target, value=inner):
                return self._bind(target, self.value(inner))
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call():
                return self._call(node)
            case ast.Subscript(value=inner, slice=key):
                return self._item(self.value(inner), self.value(key))
            case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[whole]):
                return self._asked(self.value(left), self.value(whole))
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
                return _joined([self.value(part) for part in parts])
            case ast.ListComp() | ast.GeneratorExp() | ast.SetComp() | ast.DictComp():
                return self._comprehension(node)
            case ast.IfExp() | ast.BoolOp() | ast.Starred():
                return _either([self.value(part) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)])
        self.generic_visit(node)
        return None

    def _named(self, name: str) -> Any:
        found = self.names.get(name)
        return found if isinstance(found, Place | Text | Known | ModuleType) or found is None else Known((found,))

    def _written(self, parts: list[Any]) -> Known:
        """The texts that known pieces make together."""
        pieces = [[each for each in _values(part) if isinstance(each, str)] for part in parts]
        return Known(tuple("".join(some) for some in itertools.product(*pieces)))

    def _attribute(self, node: ast.Attribute) -> Any:
        if node.attr == "sent":
            return Place()
        if node.attr == "query":
            return "query"
        if node.attr == "META":
            return "headers"
        inside = self.value(node.value)
        if isinstance(inside, ModuleType):
            found = getattr(inside, node.attr, None)
            return found if isinstance(found, ModuleType) else Known((found,))
        if isinstance(inside, Known):
            return Known(tuple(getattr(each, node.attr, None) for each in inside.values if isinstance(each, type)))
        return inside if node.attr in {"values", "files"} and isinstance(inside, Place) else None

    def _call(self, node: ast.Call) -> Any:
        arguments = [self.value(argument) for argument in node.args]
        keywords = {each.arg: self.value(each.value) for each in node.keywords if each.arg}
        if isinstance(node.func, ast.Attribute):
            name = node.func.attr
            receiver = self.value(node.func.value)
            if isinstance(receiver, Place):
                return self._read(receiver, name, arguments)
            if isinstance(receiver, str) and name == "get":
                return self._read_raw(getattr(self.found, receiver), arguments)
            if name == "parse" and "query" in arguments:
                return self._page(keywords)
            if isinstance(receiver, Text):
                return receiver
            if name == "items":
                return Known(tuple(list(value.items()) for value in _values(receiver) if isinstance(value, dict)))
        return self._enter(self.value(node.func), arguments, keywords)

    def _read(self, place: Place, how: str, arguments: list[Any]) -> Any:
        """One of the ways to read a value, or the plain ``get``; of a group, ``values`` and ``items`` are its rows."""
        if how in {"values", "items"}:
            return _each(place)
        if how not in TYPED | {"get"} or not arguments:
            return None
        paths = [(*place.path, name) for name in _values(arguments[0]) if isinstance(name, str)]
        for path in paths:
            self.found.values.setdefault(path, set()).update({how} & TYPED)
        if how == "text":
            return Text(tuple(paths))
        return Place(paths[0]) if paths and how in {"rows", "get"} else None

    def _only(self, text: Any, words: Any) -> None:
        if isinstance(text, Text) and _values(words):
            self.found.words.update(dict.fromkeys(text.paths, sorted(_values(words))))

    def _read_raw(self, known: dict[str, None], arguments: list[Any]) -> None:
        known.update(dict.fromkeys(name for name in _values(arguments[0]) if isinstance(name, str)))

    def _page(self, keywords: dict[str, Any]) -> None:
        limit, most = (max(filter(None, _values(keywords[name])), default=0) for name in ("limit", "most"))
        self.found.page = (limit, most)

    def _item(self, whole: Any, key: Any) -> Any:
        if isinstance(whole, str):
            return self._read_raw(getattr(self.found, whole), [key])
        if isinstance(whole, Place) and whole.path[-1:] != (ROW,):
            names = [name for name in _values(key) if isinstance(name, str)]
            for name in names:
                self.found.values.setdefault((*whole.path, name), set())
            places = [Place((*whole.path, name)) for name in names]
            return places[0] if len(places) == 1 else _Places(tuple(places)) if places else whole
        if isinstance(whole, Known):
            return Known(tuple(each for value in whole.values if isinstance(value, dict) for each in value.values()))
        return whole

    def _asked(self, left: Any, whole: Any) -> None:
        """``"name" in sent.values``: whether it was sent at all; something else reads it."""
        if isinstance(whole, Place):
            for name in _values(left):
                self.found.values.setdefault((*whole.path, name), set())

    def _comprehension(self, node: Any) -> Any:
        for each in node.generators:
            self._bind(each.target, _each(self.value(each.iter)))
            for condition in each.ifs:
                self.value(condition)
        if isinstance(node, ast.DictComp):
            self.value(node.key)
            return self.value(node.value)
        found = self.value(node.elt)
        return Known((found.values,)) if isinstance(found, Known) else found

    def _enter(self, called: Any, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """Into a function of the API's; ``Parameters`` and ``list`` are what they are given."""
        found = []
        for function in _values(called):
            if getattr(function, "__name__", "") in {"Parameters", "list", "tuple", "frozenset", "set"}:
                return arguments[0] if arguments else None
            if _is_ours(function) and self.depth < _DEEPEST:
                names = dict(zip(inspect.signature(function).parameters, arguments, strict=False)) | keywords
                found += [
                    _Reader(self.found, function, one, self.depth + 1).run() for one in _apart(_without_unknown(names))
                ]
        return _either(found)

    def _bind(self, target: ast.expr, value: Any) -> Any:
        if isinstance(target, ast.Name):
            self.names[target.id] = value
        elif isinstance(target, ast.Tuple):
            for place, each in enumerate(target.elts):
                parts = tuple(one[place] for one in _values(value) if isinstance(one, Sequence) and len(one) > place)
                self._bind(each, Known(parts) if isinstance(value, Known) else value)
        return value


@dataclass(frozen=True)
class _Places:
    """One of several places: what is done with it is done with each."""

    places: tuple[Place, ...]


def _without_unknown(names: dict[str, Any]) -> dict[str, Any]:
    return {name: value if value is not None else Known(()) for name, value in names.items()}


def _apart(names: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The arguments of a call, once for each place that one of them may be."""
    several = {name: value.places for name, value in names.items() if isinstance(value, _Places)}
    if not several:
        return [names]
    name, places = next(iter(several.items()))
    return [{**names, name: place} for place in places]


def _is_ours(function: Any) -> bool:
    is_named = isinstance(function, FunctionType) and function.__name__ != "<lambda>"
    return is_named and function.__module__.startswith(_OURS)


def _values(value: Any) -> tuple[Any, ...]:
    return value.values if isinstance(value, Known) else ()


def _each(value: Any) -> Any:
    """What one of several is."""
    if isinstance(value, Place):
        return value if value.path[-1:] in {(), (ROW,)} else Place((*value.path, ROW))
    if isinstance(value, Text):
        return value
    several = [one for one in _values(value) if isinstance(one, list | tuple | set | frozenset | dict)]
    return Known(tuple(each for one in several for each in one)) if several else None


def _joined(parts: list[Any]) -> Any:
    return Known((tuple(each for part in parts for each in _values(part)[:1]),))


def _either(found: list[Any]) -> Any:
    """What it may be: a place above all, else any of the values."""
    for each in found:
        if isinstance(each, Place | _Places | Text):
            return each
    known = [each for each in found if isinstance(each, Known)]
    return Known(tuple(value for each in known for value in each.values)) if known else None
