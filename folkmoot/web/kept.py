"""Parts of pages that are rendered once and kept: ``{% kept THING, … %} … {% endkept %}`` in a template.

What stands inside may depend on the things named, on the language, and on nothing else; each must be hashable.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

from folkmoot.web.shelf import Shelf

KEPT = 300  # few places, few languages: more would hold what nobody asks for again


class Kept(Extension):
    """The tag."""

    tags = {"kept"}

    def parse(self, parser: Parser) -> nodes.Node:
        """A call of ``_find`` around what stands between the tags."""
        line = next(parser.stream).lineno
        place = nodes.Const(f"{parser.name}:{parser.free_identifier(line).name}")
        things = (
            parser.parse_tuple(with_condexpr=False) if parser.stream.current.type != "block_end" else nodes.Const(())
        )
        inside = parser.parse_statements(("name:endkept",), drop_needle=True)
        return nodes.CallBlock(self.call_method("_find", [place, things]), [], [], inside).set_lineno(line)

    def _find(self, place: str, things: object, caller: Callable[[], Any]) -> Markup:
        return _shelf.find((place, get_language(), things), lambda: Markup(caller()))  # noqa: S704 - our own template escaped it


_shelf = Shelf[Markup](KEPT)
