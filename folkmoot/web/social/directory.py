"""The directory: everybody here who wants to be found, by name and by what profiles say."""

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkmoot.core import limits
from folkmoot.core.limits.rules import SEARCH
from folkmoot.relations.queries import DirectoryQuestion, directory, directory_keys, directory_lines, relationship
from folkmoot.web.social.paging import PEOPLE, varying, wants_more
from folkmoot.web.social.suggesting import tabs_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.relations.queries.directory import Order
    from folkmoot.web.requests import MemberRequest


class Filter(NamedTuple):
    """One line of profiles on the page: its field of the form, and what is chosen in it."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


@require_safe
def members(request: "MemberRequest") -> "HttpResponse":
    """Everybody here who wants to be found, by name and by what their profiles say."""
    asked = _asked(request)
    is_search = bool(asked.words or asked.said)
    if is_search:
        limits.count(SEARCH, request.viewer)
    page = directory(request.viewer, asked)
    bonds = relationship(request.viewer, [account.id for account in page.people])
    rest = [(key, value) for key, value in request.GET.items() if key != "after"]
    context: dict[str, Any] = {
        "rows": [(account, bonds[account.id]) for account in page.people],
        "of": None,
        "older": "?" + urlencode([*rest, ("after", page.more)]) if page.more else "",
        "newer": "?" + urlencode(rest),
        "is_first": not asked.after,
    }
    if not wants_more(request):
        filters = _filters(request.viewer, asked)
        shown = {"search": asked.words, "order": asked.order, "is_search": is_search, "filters": filters}
        context |= {**shown, "orders": _orders(), "tabs_of": tabs_of("members")}
    return varying(
        render(request, "social/more_people.html" if wants_more(request) else "social/members.html", context)
    )


def _asked(request: "MemberRequest") -> DirectoryQuestion:
    order: Order = "active" if request.GET.get("order") == "active" else "new"
    sent = request.GET.dict().items()
    given = {name: str(value).strip() for name, value in sent if name.startswith("line") and str(value).strip()}
    keys = directory_keys() if given else []
    said = {key: given[f"line{place}"] for place, key in enumerate(keys) if f"line{place}" in given}
    return DirectoryQuestion(order, PEOPLE, request.GET.get("q", "").strip(), said, request.GET.get("after", ""))


def _filters(viewer: int, asked: DirectoryQuestion) -> list[Filter]:
    return [
        Filter(
            f"line{line.place}",
            line.name,
            [(each.value, each.shown) for each in line.choices],
            asked.said.get(line.key, ""),
        )
        for line in directory_lines(viewer)
    ]


def _orders() -> list[tuple[str, str]]:
    return [("new", _("Newest members first")), ("active", _("Who wrote last first"))]
