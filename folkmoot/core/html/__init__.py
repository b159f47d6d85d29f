"""Members' texts: cleaned, measured, read for names and tags, turned into safe HTML. Pure: no tables, no network."""

from folkmoot.core.html.cleaning import clean
from folkmoot.core.html.reading import addresses_in, fold_tag, length, mentions_in, tags_in
from folkmoot.core.html.rendering import render, render_plain

__all__ = ["addresses_in", "clean", "fold_tag", "length", "mentions_in", "render", "render_plain", "tags_in"]
