"""Reading a page as a tree: posts, buttons, what is pressed, where things lead."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"input", "meta", "link", "br", "hr", "img", "source", "track"}


@dataclass
class Node:
    """One element."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self._words()).split())

    @property
    def classes(self) -> set[str]:
        return set(self.attrs.get("class", "").split())

    def all(self, selector: str) -> "list[Node]":
        """Every element below that is named ``tag``, ``.class``, ``#id``, ``[attribute]``, or ``tag.class``."""
        return [node for node in self.walk() if _fits(node, selector)]

    def one(self, selector: str) -> "Node":
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} × {selector}"
        return found[0]

    def has(self, selector: str) -> bool:
        return bool(self.all(selector))

    def walk(self) -> "Iterator[Node]":
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def _words(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._words()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def tree(source: Any) -> Node:
    """The elements of a response, a text or a fragment; every one must be closed properly."""
    builder = _Builder()
    builder.feed(source if isinstance(source, str) else source.content.decode())
    assert builder.open == [builder.root], f"left open: {[node.tag for node in builder.open[1:]]}"
    return builder.root


def post(page: Node, post_id: int) -> Node:
    """The article of a post."""
    return page.one(f"#p{post_id}")


def post_ids(page: Node) -> list[int]:
    """The posts on a page, from top to bottom."""
    return [int(node.attrs["id"][1:]) for node in page.all("article.post")]


def button(node: Node, what: str) -> Node:
    """The button that leads to an address which ends like this."""
    found = [each for each in node.all("button") if each.attrs.get("formaction", "").partition("?")[0].endswith(what)]
    assert found, f"no button to {what}: {[each.attrs.get('formaction') for each in node.all('button')]}"
    return found[0]


def press(client: Any, node: Node, what: str, **extra: str) -> Any:
    """Press a button as a browser without JavaScript does, from the page it stands on."""
    pressed = button(node, what)
    sent = {"next": extra.pop("next", "/"), pressed.attrs["name"]: pressed.attrs["value"]}
    return client.post(pressed.attrs["formaction"], sent, **extra)


def htmx(target: str = "") -> dict[str, str]:
    """The headers of a request that htmx makes."""
    return {"HX-Request": "true", **({"HX-Target": target} if target else {})}


def fields(form: Node) -> dict[str, str]:
    """What a form would send as it stands."""
    sent = {node.attrs["name"]: node.attrs.get("value", "") for node in form.all("input") if _is_sent(node)}
    for area in form.all("textarea"):
        sent[area.attrs["name"]] = "".join(area._words()).removeprefix("\n")
    for select in form.all("select"):
        chosen = [each for each in select.all("option") if "selected" in each.attrs] or select.all("option")
        sent[select.attrs["name"]] = chosen[0].attrs["value"]
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def composer(page: Node) -> Node:
    """The form on a page that a post is written in."""
    return page.one("form.composer")


def write(client: Any, url: str, **typed: str) -> Any:
    """Fill the form that stands on a page and send it as a browser without JavaScript does."""
    response = client.get(url)
    assert response.status_code == 200, response
    return client.post("/posts", {**fields(composer(tree(response))), **typed})


def once(client: Any, url: str, expect: int = 200) -> Node:
    """The page at an address, which must answer like this."""
    response = client.get(url)
    assert response.status_code == expect, (url, response.status_code, response.get("Location"))
    return tree(response)


def _is_sent(node: Node) -> bool:
    if "name" not in node.attrs:
        return False
    return node.attrs.get("type") not in {"checkbox", "radio"} or "checked" in node.attrs


def _fits(node: Node, selector: str) -> bool:
    tests: dict[str, Callable[[str], bool]] = {
        "#": lambda name: node.attrs.get("id") == name,
        "[": lambda name: name.rstrip("]") in node.attrs,
        ".": lambda name: name in node.classes,
    }
    if selector[0] in tests:
        return tests[selector[0]](selector[1:])
    tag, _dot, name = selector.partition(".")
    return node.tag == tag and (not name or name in node.classes)
