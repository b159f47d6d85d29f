"""A page as a tree, read the way a browser without JavaScript reads it, and the controls in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

ELSEWHERE = {"canonical", "alternate"}  # a page names these, and loads none of them
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CONTROLS = {"input", "textarea", "select"}
UNSEEN = {"hidden", "submit", "reset", "button"}


@dataclass(eq=False)
class Element:
    """One element with what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: "Element | None" = None
    content: list["Element | str"] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    def all(self, *tags: str) -> Iterator["Element"]:
        """Every element below this one, in the order of the page."""
        ahead = self.content[::-1]
        while ahead:
            each = ahead.pop()
            if isinstance(each, Element):
                if not tags or each.tag in tags:
                    yield each
                ahead.extend(reversed(each.content))

    def above(self, tag: str) -> "Element | None":
        """The nearest element around this one."""
        found = self.parent
        while found and found.tag != tag:
            found = found.parent
        return found

    @cached_property
    def is_hidden(self) -> bool:
        """Whether it is there only for scripts, by itself or with what it stands in: browsers draw none of it.

        A form that is not seen can still be borrowed by buttons.
        """
        by_itself = {"form": False, "template": True, "dialog": "open" not in self}.get(self.tag, "hidden" in self)
        return by_itself or bool(self.parent and self.parent.is_hidden)

    @property
    def text(self) -> str:
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for each in self.content:
            yield from [each] if isinstance(each, str) else each._texts()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.here = self.root = Element("#page")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.content.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        closed = self.here if self.here.tag == tag else self.here.above(tag)
        if closed and closed.parent:
            self.here = closed.parent

    def handle_data(self, data: str) -> None:
        self.here.content.append(data)


@dataclass(frozen=True)
class Control:
    """Something to press: a button with the form it submits, or a form that is sent with Enter."""

    form: Element
    button: Element | None
    label: str

    @property
    def method(self) -> str:
        return ((self.button and self.button["formmethod"]) or self.form["method"] or "get").lower()

    @property
    def action(self) -> str:
        return (self.button and self.button["formaction"]) or self.form["action"]

    @property
    def fixed(self) -> dict[str, str]:
        """What is sent whatever is typed: hidden fields and the button's own value."""
        hidden = {e["name"]: e["value"] for e in self.form.all("input") if e["type"] == "hidden" and e["name"]}
        return hidden | ({self.button["name"]: self.button["value"]} if self.button and self.button["name"] else {})

    @property
    def fields(self) -> list[Element]:
        """What a person fills in, in the order of the page."""
        found = [*self.form.all(*CONTROLS), *self._lent()]
        return [e for e in found if e["name"] and e["type"] not in UNSEEN and "readonly" not in e]

    def _lent(self) -> list["Element"]:
        """The choices of a poll, which stand beside the button and belong to the page's own form as it does."""
        near = self.button.above("div") if self.button and "form" in self.button else None
        return list(near.all("input")) if near and "poll" in near["class"].split() else []


class Page:
    """A page: its elements, links and controls, and what is wrong with it on its own."""

    def __init__(self, source: str) -> None:
        reader = _Reader()
        reader.feed(source)
        self.root = reader.root
        self.elements = [element for element in self.root.all() if not element.is_hidden]
        self.ids = {element["id"] for element in self.root.all() if element["id"]}

    def links(self) -> list[Element]:
        return [e for e in self.elements if e.tag == "a" or e["rel"] in ELSEWHERE]

    def assets(self) -> list[str]:
        """Everything that the page loads: styles, scripts, symbols."""
        everything = list(self.root.all())  # scripts show some of it later
        loaded = [e for e in everything if e.tag in {"link", "use"} and e["rel"] not in ELSEWHERE]
        named = [e["href"] for e in loaded] + [e["src"] for e in everything]
        return [address for address in named if address]

    def controls(self) -> list[Control]:
        """Everything that can be pressed; forms without a button are sent with Enter."""
        forms = {e["id"]: e for e in self.root.all("form") if e["id"]}
        found, pressed = [], set()
        for button in (e for e in self.elements if e.tag == "button" and e["type"] in {"", "submit"}):
            form = forms.get(button["form"]) if "form" in button else button.above("form")
            if form:
                pressed.add(form)
                found.append(Control(form, button, _name(button)))
        alone = [e for e in self.elements if e.tag == "form" and e not in pressed and _takes_words(e)]
        return found + [Control(form, None, "Enter") for form in alone]

    def faults(self) -> Iterator[str]:
        """What nobody should meet: fields without a label, empty buttons and links, controls that need JavaScript."""
        for element in self.elements:
            if element.tag in CONTROLS and element["type"] not in UNSEEN and not self._label(element):
                yield f"the field {element['name']!r} has no label"
            if element.tag in {"a", "button", "summary"} and not _name(element) and element["aria-hidden"] != "true":
                yield f"a <{element.tag}> without words: {element.attributes}"
            if element.tag == "a" and not element["href"]:
                yield f"the link {element.text!r} leads nowhere"
            if element.tag == "button" and (problem := self._dead(element)):
                yield f"the button {_name(element)!r} {problem}"
        for name in ("for", "aria-describedby", "aria-labelledby"):
            for element in self.elements:
                yield from (
                    f"{name} names {i!r}, which is not here" for i in element[name].split() if i not in self.ids
                )

    def _label(self, element: Element) -> str:
        around = element.above("label")
        named = [e.text for e in self.elements if e.tag == "label" and element["id"] and e["for"] == element["id"]]
        return element["aria-label"] or (around.text if around else "") or "".join(named)

    def _dead(self, button: Element) -> str:
        if button["type"] == "button":
            return "does nothing without JavaScript"
        if "form" in button:
            return "" if button["form"] in self.ids else f"belongs to no form: {button['form']}"
        return "" if button.above("form") else "stands in no form"

    @cached_property
    def heading(self) -> str:
        return next((element.text for element in self.elements if element.tag == "h1"), "")


def _takes_words(form: Element) -> bool:
    return any(e["type"] not in UNSEEN and e["name"] for e in form.all("input", "textarea"))


def _name(element: Element) -> str:
    """What a control is called, without the name of whom it is about, so that equal ones are known as equal."""
    drawn = " ".join(image["alt"] for image in element.all("img"))
    text = element["aria-label"] or element.text or drawn or element["title"]
    return " ".join(re.sub(r"@[\w.@-]+|\d+", "…", text).split())
