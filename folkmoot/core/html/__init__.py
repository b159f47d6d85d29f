"""Members' texts: cleaned, measured, read for names and tags, turned into safe HTML. Pure: no tables, no network."""

from folkmoot.core.html.cleaning import clean
from folkmoot.core.html.reading import addresses_in, addresses_in_line, fold_tag, length, mentions_in, tags_in
from folkmoot.core.html.rendering import render, render_plain, with_origin

__all__ = [
    "addresses_in",
    "addresses_in_line",
    "clean",
    "fold_tag",
    "length",
    "mentions_in",
    "render",
    "render_plain",
    "tags_in",
    "with_origin",
]
