"""The stylesheets of every page: many small files where they are written, one where they are served."""

from django.contrib.staticfiles.storage import staticfiles_storage

from folkmoot.web import words

PARTS = tuple(
    f"folkmoot/css/{name}.css"
    for name in (
        *("tokens", "base", "layout", "components", "social", "pictures", "recordings"),
        *("quotes", "drafts", "polls", "wishes", "link_cards", "factors", "cases", "search", "rising", "letters"),
    )
)
WHOLE = "folkmoot/css/whole.css"  # made of the parts, in their order, when static files are collected


def sheets() -> tuple[str, ...]:
    """The addresses to link to: the one file once files are collected, else each part."""
    collected: dict[str, str] = getattr(staticfiles_storage, "hashed_files", {})
    return tuple(words.static(name) for name in ((WHOLE,) if WHOLE in collected else PARTS))
