"""Reading a page the way a browser does: its heading, forms, fields, errors, and what it must not hold."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"input", "meta", "link", "br", "hr", "img", "source", "track"}


@dataclass
class Form:
    """One form: where it goes, and what it would send if it were submitted as it stands."""

    action: str
    method: str
    name: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    invalid: list[str] = field(default_factory=list)

    def filled(self, **values: str) -> dict[str, str]:
        """What it sends with these values typed in; only fields that are really there."""
        unknown = set(values) - set(self.fields) - set(self.choices)
        assert not unknown, f"no such field: {unknown}, only {set(self.fields)}"
        return {**self.fields, **values}


class Page(HTMLParser):
    """One page, read from a response."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.response = response
        self.source = response.content.decode()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.current: list[str] = []
        self.inline: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.html: dict[str, str | None] = {}
        self._stack: list[tuple[str, str]] = []
        self._texts: dict[str, list[str]] = {}
        self._area = ""
        self._select = ""
        self.feed(self.source)

    @property
    def heading(self) -> str:
        return self.words("h1")

    @property
    def errors(self) -> str:
        """What stands in red beside the fields, and above the form."""
        return self.words(".error")

    @property
    def notices(self) -> str:
        return self.words(".notice")

    @property
    def text(self) -> str:
        return self.words("body")

    def words(self, of: str) -> str:
        return " ".join("".join(self._texts.get(of, [])).split())

    def form(self, action: str = "") -> Form:
        """The form that goes to an address (empty: back to the page itself); not the one that buttons borrow."""
        found = [form for form in self.forms if (form.action, form.method) == (action, "post") and form.name != "act"]
        assert found, f"no form to {action!r}, only {[form.action for form in self.forms]}"
        return found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._stack.append((tag, given.get("class", "")))
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith(("on", "hx-on"))]
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.inline.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "html":
            self.html = dict(attrs)
        if tag == "a":
            self.links.append(given.get("href", ""))
            self.current += [given.get("href", "")] if given.get("aria-current") == "page" else []
        if tag == "label":
            self.labelled.add(given.get("for", ""))
        if tag == "form" and given.get("class") != "languages":  # that one stands on every page of a visitor
            self.forms.append(Form(given.get("action", ""), given.get("method", "get"), given.get("id", "")))
        self._field(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        assert tag in VOID or any(tag == opened for opened, _ in self._stack), f"</{tag}> was never opened"
        while self._stack and self._stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            self.forms[-1].fields[self._area] += data.removeprefix("\n")
        for tag, classes in {*self._stack}:
            for key in (tag, *(f".{name}" for name in classes.split())):
                self._texts.setdefault(key, []).append(data)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if not self.forms or not name or tag not in {"input", "textarea", "select"}:
            return
        form = self.forms[-1]
        if given.get("aria-invalid") == "true":
            form.invalid.append(name)
        if tag == "textarea":
            self._area = name
            form.fields[name] = ""
        elif given.get("type") in {"checkbox", "radio"}:
            form.choices.setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given:
                form.fields[name] = given.get("value", "on")
        else:
            form.fields[name] = given.get("value", "")


def page(response: Any) -> Page:
    """The page of a response; also checks what must hold for each one."""
    read = Page(response)
    assert "text/html" in response["Content-Type"]
    assert read.inline == [], f"inline code: {read.inline}"
    assert response["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert len(read.ids) == len(set(read.ids)), "an id stands twice"
    assert read.heading, "a page without a heading"
    assert read.html.get("lang") == "en"
    assert read.html.get("dir") == "ltr"
    return read
