"""The form of a filter: its words in rows, what it does, where, and until when."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.posts.actions import FilterDraft, FilterWordDraft
from folkmoot.posts.hydrate.matching import folded

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

    from folkmoot.posts.queries import FilterView

ROWS = 5  # for words
SPANS = {"day": timedelta(days=1), "week": timedelta(weeks=1), "month": timedelta(days=30)}
PLACES = (
    ("home", _("Home and circles")),
    ("notifications", _("Notifications")),
    ("public", _("Community and hashtags")),
    ("thread", _("Threads")),
    ("account", _("Profiles")),
)


class FilterForm(forms.Form):
    """What a member does not want to read, or only after a warning."""

    title = forms.CharField(label=_("Name of the filter"), max_length=100, required=False)
    action = forms.ChoiceField(
        label=_("What becomes of such posts?"),
        choices=(("warn", _("They are folded behind the name of the filter")), ("hide", _("They are left out"))),
        widget=forms.RadioSelect,
    )
    lasts = forms.ChoiceField(
        label=_("For how long?"),
        choices=(
            ("keep", _("As it is set")),
            ("ever", _("for good")),
            ("day", _("1 day")),
            ("week", _("1 week")),
            ("month", _("30 days")),
        ),
    )

    def __init__(self, *args: Any, rows: int = ROWS, bare: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.bare = bare  # it names posts, and can do without words
        for row in range(rows):
            self.fields[f"word_{row}"] = forms.CharField(label=_("Word or phrase"), max_length=100, required=False)
            self.fields[f"whole_{row}"] = forms.BooleanField(label=_("As a whole word"), required=False)
        for name, label in PLACES:
            self.fields[f"in_{name}"] = forms.BooleanField(label=label, required=False)

    @property
    def words(self) -> "list[tuple[BoundField, BoundField]]":
        """The fields for words, row by row."""
        return [(self[f"word_{row}"], self[f"whole_{row}"]) for row in range(self.rows)]

    @property
    def places(self) -> "list[BoundField]":
        """The fields for where it works."""
        return [self[f"in_{name}"] for name, _label in PLACES]

    def clean(self) -> dict[str, Any]:
        """A filter that a member makes here looks for words, or names posts."""
        if not self.bare and not any(folded(self.cleaned_data.get(f"word_{row}") or "") for row in range(self.rows)):
            self.add_error("word_0", gettext("Name at least one word to look for."))
        return self.cleaned_data

    def draft(self, known: "FilterView | None") -> FilterDraft:
        """What was typed, for the domain; words that were there already keep their ids."""
        typed = self.cleaned_data
        ids = [word.id for word in known.words] if known else []
        words = [
            FilterWordDraft(typed[f"word_{row}"], typed[f"whole_{row}"], ids[row] if row < len(ids) else None)
            for row in range(self.rows)
        ]
        places = tuple(name for name, _label in PLACES if typed[f"in_{name}"])
        return FilterDraft(typed["title"], typed["action"], places, _ends_at(typed["lasts"], known), tuple(words))


def filled(known: "FilterView | None") -> dict[str, object]:
    """A filter as it is, for the form; a new one works everywhere, for good, on whole words."""
    values: dict[str, object] = {f"whole_{row}": True for row in range(200)}
    if known is None:
        return {"action": "warn", "lasts": "ever", **values, **{f"in_{name}": True for name, _label in PLACES}}
    for row, word in enumerate(known.words):
        values |= {f"word_{row}": word.word, f"whole_{row}": word.whole}
    values |= {f"in_{name}": True for name in known.contexts}
    return {"title": known.title, "action": known.action, "lasts": "keep", **values}


def _ends_at(span: str, known: "FilterView | None") -> datetime | None:
    if span == "keep" and known:
        return known.ends_at
    return timezone.now() + SPANS[span] if span in SPANS else None
