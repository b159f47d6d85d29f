"""Collections: on a profile, on a page of their own, and how they are made, changed, filled, left and removed."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import get_account
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.ids import id_in
from folkmoot.relations import actions, queries
from folkmoot.relations.actions.collections import COLLECTIONS_MOST
from folkmoot.web.forms import refused, tell
from folkmoot.web.social.back import SeeOther, back, here_or
from folkmoot.web.social.collection_form import CollectionForm, filled
from folkmoot.web.social.doors import opened
from folkmoot.web.social.people import found_by
from folkmoot.web.social.profile import account_at, around

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from folkmoot.accounts.hydrate import AccountView
    from folkmoot.relations.queries import CollectionView
    from folkmoot.web.requests import MemberRequest, WebRequest

FACES = 5
IN_MOST = 100  # collections of others


@opened
@require_safe
def on_profile(request: "WebRequest", acct: str) -> "HttpResponse":
    """The collections on somebody's profile."""
    account = account_at(request, acct)
    found = queries.collections_of(request.viewer, account.id, COLLECTIONS_MOST, 0)
    context = around(request, account, "collections") | {"rows": _rows(found), "pinned": ""}
    return render(request, "social/profile_collections.html", context | {"is_first": True})


@require_http_methods(["GET", "HEAD", "POST"])
def collections(request: "MemberRequest") -> "HttpResponse":
    """The collections I made and those I am in; a POST makes another."""
    form = CollectionForm(request.POST) if request.method == "POST" else CollectionForm(initial={"listed": True})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_collection(request.account, form.draft())
        except (Invalid, NotAllowed) as error:
            tell(form, error)
        else:
            messages.success(request, _("Your collection is there. Now choose who is in it."))
            return SeeOther(f"/collections/{made}/people")
    context: dict[str, object] = {
        "mine": _rows(queries.collections_of(request.viewer, request.viewer, COLLECTIONS_MOST, 0)),
        "others": _rows(queries.collections_with(request.viewer, request.viewer, IN_MOST, 0)),
        "form": form,
    }
    answer = refused if form.errors else render
    return answer(request, "social/collections.html", context)


@opened
@require_safe
def collection(request: "WebRequest", collection_id: int) -> "HttpResponse":
    """A collection, with a button to follow each of those in it."""
    known = queries.collection(request.viewer, collection_id)
    bonds = queries.relationship(request.viewer, known.people)
    people = views({known.account_id, *known.people})
    context = {
        "collection": known,
        "owner": people[known.account_id],
        "rows": [(people[each], bonds[each]) for each in known.people],
        "is_mine": known.account_id == request.viewer,
        "is_in_it": known.place_of(request.viewer) is not None,
    }
    return render(request, "social/collection.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: "MemberRequest", collection_id: int) -> "HttpResponse":
    """What a collection of mine is called and says."""
    known = _mine(request, collection_id)
    form = CollectionForm(request.POST) if request.method == "POST" else CollectionForm(initial=filled(known))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_collection(request.account, collection_id, form.draft())
        except Invalid as error:
            tell(form, error)
        else:
            messages.success(request, _("Your collection is saved."))
            return SeeOther(known.path)
    answer = refused if form.errors else render
    return answer(request, "social/collection_edit.html", {"collection": known, "form": form})


@require_safe
def people(request: "MemberRequest", collection_id: int) -> "HttpResponse":
    """Who is in a collection of mine, and looking for others."""
    known = _mine(request, collection_id)
    there, search = views(known.people), request.GET.get("q", "").strip()
    context = {
        "collection": known,
        "rows": [there[each] for each in known.people],
        "search": search,
        "matches": [(each, each.id in there) for each in found_by(request, search)],
    }
    return render(request, "social/collection_people.html", context)


@require_http_methods(["POST", "DELETE"])
def person(request: "MemberRequest", collection_id: int, account_id: int) -> "HttpResponse":
    """Put somebody into a collection of mine, or take them out."""
    if request.method == "POST":
        actions.add_to_collection(request.account, collection_id, account_id)
        messages.success(request, _("They are in your collection now, and are told."))
    else:
        place = _mine(request, collection_id).place_of(account_id)
        actions.take_out_of_collection(request.account, collection_id, place or 0)
        messages.success(request, _("They are not in your collection any more."))
    return back(request, otherwise=f"/collections/{collection_id}/people")


@require_POST
def leave(request: "MemberRequest", collection_id: int) -> "HttpResponse":
    """Take me out of somebody's collection."""
    place = queries.collection(request.viewer, collection_id).place_of(request.viewer)
    actions.leave_collection(request.account, collection_id, place or 0)
    messages.success(request, _("You are out of this collection, for good. Nobody is told."))
    return SeeOther(f"/collections/{collection_id}")


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: "MemberRequest", collection_id: int) -> "HttpResponse":
    """Ask once before a collection is removed, then remove it."""
    known = _mine(request, collection_id)
    if request.method != "POST":
        return render(request, "social/collection_remove.html", {"collection": known})
    actions.remove_collection(request.account, collection_id)
    messages.success(request, _("The collection is gone. Those who were in it are not told."))
    return SeeOther("/collections")


@require_http_methods(["GET", "HEAD", "POST"])
def of_account(request: "MemberRequest", account_id: int) -> "HttpResponse":
    """In which of my collections somebody is."""
    if account_id == request.viewer:
        raise NotAllowed(_("That is your own account."))
    account = views([get_account(request.viewer, account_id).id])[account_id]
    own = queries.collections_of(request.viewer, request.viewer, COLLECTIONS_MOST, 0)
    if request.method == "POST":
        _place(request, account_id, own)
        messages.success(request, _("Your collections are saved. Whoever is new in one is told."))
        return SeeOther(here_or(request, account.path))
    choices = [(each.id, each.name, each.place_of(account_id) is not None) for each in own]
    context = {"account": account, "kind": "collection", "choices": choices, "after": here_or(request, account.path)}
    return render(request, "social/collections_of.html", context)


def _place(request: "MemberRequest", account_id: int, own: "Iterable[CollectionView]") -> None:
    wanted = {id_in(typed) for typed in request.POST.getlist("collection")}
    for each in own:
        place = each.place_of(account_id)
        if each.id in wanted and place is None:
            actions.add_to_collection(request.account, each.id, account_id)
        elif each.id not in wanted and place is not None:
            actions.take_out_of_collection(request.account, each.id, place)


def _mine(request: "MemberRequest", collection_id: int) -> "CollectionView":
    known = queries.collection(request.viewer, collection_id)
    if known.account_id != request.viewer:
        raise NotFound
    return known


def _rows(found: "Iterable[CollectionView]") -> "list[dict[str, Any]]":
    """Each with the faces of the first in it and the name of whoever made it."""
    found = list(found)
    people = views(some_id for each in found for some_id in (each.account_id, *each.people[:FACES]))

    def faces(each: "CollectionView") -> "list[AccountView]":
        return [people[some_id] for some_id in each.people[:FACES]]

    return [{"it": each, "owner": people[each.account_id], "faces": faces(each)} for each in found]
