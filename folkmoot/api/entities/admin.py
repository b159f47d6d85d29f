"""What programs of staff are shown, in Mastodon's shapes: members, reports, and e-mail domains that are kept out."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from folkmoot.accounts.capabilities import of_roles
from folkmoot.accounts.queries import AccountView, DomainRule
from folkmoot.api.answers import iso
from folkmoot.api.entities.accounts import account
from folkmoot.api.entities.instance import rule
from folkmoot.api.entities.roles import role
from folkmoot.api.entities.statuses import status
from folkmoot.instance.queries import RuleView, manner
from folkmoot.moderation.queries.persons import Person
from folkmoot.moderation.queries.reports import ReportView
from folkmoot.posts.hydrate import PostView

CATEGORIES = {  # Mastodon has four: the law, its rules, advertising, and the rest
    **dict.fromkeys(("illegal", "children", "intimate", "terror", "copyright", "privacy"), "legal"),
    **dict.fromkeys(("rule", "nudity", "harassment", "hate"), "violation"),
    **dict.fromkeys(("spam", "scam"), "spam"),
}
_NOBODY = -99  # who stands for those without an account, as Mastodon calls the one that stands for a server


def admin_account(person: Person) -> dict[str, Any]:
    """An Admin::Account; addresses of the network are kept nowhere here, and nobody's files are hidden all at once.

    Who invited somebody is not said without a reason, nor with which app they came, which nobody keeps.
    """
    return {
        "id": str(person.account.id),
        "username": person.account.username,
        "domain": person.account.domain or None,
        "created_at": iso(person.account.created_at),
        "email": person.email,
        "ip": None,
        "ips": [],
        "role": role(person.roles, of_roles(person.roles)),
        "confirmed": person.confirmed,
        "approved": person.approved,
        "disabled": False,
        "silenced": person.limited,
        "suspended": person.suspended,
        "sensitized": False,
        "locale": person.language or manner().language,
        "invite_request": person.reason or None,
        "account": _account(person),
    }


def admin_report(
    view: ReportView, people: Mapping[int, Person], posts: Mapping[int, PostView], rules: Collection[RuleView]
) -> dict[str, Any]:
    """An Admin::Report; of its posts those are named that the viewer may see."""
    return {
        "id": str(view.id),
        "action_taken": not view.is_open,
        "action_taken_at": iso(view.closed_at) if view.closed_at else None,
        "category": CATEGORIES.get(view.category, "other"),
        "comment": view.comment,
        "forwarded": False,
        "created_at": iso(view.made_at),
        "updated_at": iso(view.closed_at or view.made_at),
        "account": admin_account(people.get(view.reporter_id or 0) or _without_account(view.made_at)),
        "target_account": admin_account(people[view.account_id]),
        "assigned_account": _maybe(people.get(view.holder_id or 0)),
        "action_taken_by_account": None if view.is_open else _maybe(people.get(view.closed_by or 0)),
        "statuses": [status(posts[post_id]) for post_id in view.posts if post_id in posts],
        "rules": [rule(each) for each in rules if each.id in view.rules],
    }


def email_domain_block(kept_out: DomainRule) -> dict[str, Any]:
    """An Admin::EmailDomainBlock; its domain is its id, and who tried to join with it is counted nowhere."""
    made = iso(kept_out.made_at)
    return {"id": kept_out.domain, "domain": kept_out.domain, "created_at": made, "history": []}


def _account(person: Person) -> dict[str, Any]:
    """What somebody who is not a member at this moment wrote about themselves is shown to nobody, as in Mastodon."""
    shown = account(person.account)
    if person.account.active:
        return shown
    return {**shown, "note": "", "fields": [], **({"suspended": True} if person.suspended else {})}


def _maybe(person: Person | None) -> dict[str, Any] | None:
    return admin_account(person) if person else None


def _without_account(moment: datetime) -> Person:
    """Whoever told of something without an account, or has none any more."""
    host = settings.FOLKMOOT.host
    view = AccountView(
        id=_NOBODY,
        username=host,
        domain="",
        name=host,
        bio="",
        bio_html="",
        fields=(),
        locked=True,
        discoverable=False,
        kind="service",
        version=0,
        active=False,
        suspended=False,
        hides_people=True,
        indexable=False,
        created_at=moment,
        posts=0,
        followers=0,
        following=0,
        last_post_on=None,
        avatar=None,
        header=None,
    )
    standing = {"confirmed": False, "approved": False, "suspended": False, "limited": False}
    return Person(view, login_id=None, email="", language="", reason="", roles=frozenset(), **standing)
