"""The statement of reasons of a decision: for whoever it concerns, and as the public database wants it."""

import re
import secrets
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from folkmoot.accounts.models import Account
from folkmoot.core.ids import made_at
from folkmoot.instance.queries import manner, rules
from folkmoot.media.models import Recording
from folkmoot.moderation import dsa
from folkmoot.moderation.categories import category
from folkmoot.moderation.models import Report, Restriction, Statement
from folkmoot.moderation.words import done_words, until_words
from folkmoot.posts.models import Carries, Post, PostRecording

PAGE = "page"
_Action = Restriction.Action
_VISIBILITY = {
    _Action.LABEL: "CONTENT_LABELLED",
    _Action.AGE_GATE: "CONTENT_AGE_RESTRICTED",
    _Action.LIMIT: "CONTENT_INTERACTION_RESTRICTED",
    _Action.DEMOTE: "CONTENT_DEMOTED",
    _Action.HIDE: "CONTENT_DISABLED",
    _Action.REMOVE: "CONTENT_REMOVED",
}
_ACCOUNTS = {_Action.SUSPEND: "DECISION_ACCOUNT_SUSPENDED", _Action.TERMINATE: "DECISION_ACCOUNT_TERMINATED"}
_NOTED = {
    _Action.WARN: "The member was warned. Nothing was restricted.",
    _Action.STRIKE: "A strike was noted, which counts for a limited time. Nothing was restricted.",
}
_FOUND = {
    dsa.NOTICE: "It was reported by a notice.",
    dsa.OTHER_NOTICE: "It was reported by a member of the community.",
    dsa.VOLUNTARY: "Moderators of the community came upon it themselves.",
}
_SOUNDS = {Recording.Kind.SOUND: "AUDIO"}  # everything else that plays is a video
_PERSONAL = re.compile(r"https?://\S+|www\.\S+|\S*@\S+|\+?\d[\d ()/.-]{6,}\d")  # addresses, handles, telephone numbers


class Basis(NamedTuple):
    """On what a decision rests: a category, and the law that it goes against (empty: no law)."""

    category: str
    law: str


def explain(made: Restriction, account: Account, basis: Basis) -> Statement:
    """Write the one statement of reasons of a decision, inside the transaction of the decision itself."""
    language = account.language or manner().language
    source = _source(made)
    with translation.override(language):
        text = _text(made, basis, source)
    with translation.override(manner().language):
        fields = _fields(made, basis, source, account)
    return Statement.objects.create(
        restriction=made,
        account_id=account.id,
        puid=fields["puid"],
        text=text,
        language=language,
        fields=fields,
        delivered_at=made.starts_at,  # the page is there as soon as the decision is
        delivered_via=PAGE,
        export_state=Statement.Export.READY if not dsa.problems(fields) else Statement.Export.ERROR,
    )


def _text(made: Restriction, basis: Basis, source: str) -> str:
    """What whoever is concerned reads."""
    how = {
        dsa.NOTICE: _("Somebody told us about it. People looked at it and decided; no program did."),
        dsa.OTHER_NOTICE: _("Somebody told us about it. People looked at it and decided; no program did."),
        dsa.VOLUNTARY: _("We came upon it ourselves. People looked at it and decided; no program did."),
    }
    parts = [_done(made), until_words(made.action, made.ends_at), made.reason, _ground(made, basis), how[source]]
    return "\n\n".join(part for part in [*parts, _redress(made)] if part)


def _done(made: Restriction) -> str:
    written = date_format(timezone.localtime(made_at(made.object_id)), pgettext("date", "j F Y"))
    done = done_words(made.kind, made.action) % {"date": written}
    return f"{done}\n\n{made.label}" if made.label else done


def _ground(made: Restriction, basis: Basis) -> str:
    if basis.law:
        return _("It is against the law: %(law)s.") % {"law": basis.law.rstrip(".")}
    rule = _rule(made)
    if rule:
        return _("It is against this rule of our community: “%(rule)s”") % {"rule": rule}
    return _("It is against what we agreed on in this community. What it is about: %(what)s.") % {
        "what": category(basis.category).words
    }


def _redress(made: Restriction) -> str:
    until = made.reversible_until or made.starts_at
    return _(
        "If you think that this is wrong, you can object until %(date)s: somebody else will look at it again. That "
        "costs nothing, and you can do it while you are suspended, too. You can also turn to a certified body for "
        "settling disputes out of court, or to a court."
    ) % {"date": date_format(timezone.localtime(until), pgettext("date", "j F Y"))}


def _rule(made: Restriction) -> str:
    """The rule that it rests on, with all that it says."""
    return next((f"{rule.text} {rule.hint}".strip() for rule in rules() if rule.id == made.rule_id), "")


def _source(made: Restriction) -> str:
    """Whether somebody told of it, and by which door."""
    kinds = set(Report.objects.filter(case=made.case_id).values_list("kind", flat=True)) if made.case_id else set()
    if Report.Kind.NOTICE in kinds:
        return dsa.NOTICE
    return dsa.OTHER_NOTICE if kinds else dsa.VOLUNTARY


def _fields(made: Restriction, basis: Basis, source: str, account: Account) -> dict[str, Any]:
    """The statement in the words of the database: from lists alone, never what somebody wrote about somebody."""
    kind = category(basis.category)
    content = _content(made)
    return {
        **_measure(made),
        **_legal(made, basis, account),
        "decision_facts": f"{_FOUND[source]} A moderator looked at it and decided. No automated means were used.",
        "category": f"STATEMENT_CATEGORY_{kind.dsa}",
        **({"category_specification": [f"KEYWORD_{kind.keyword}"]} if kind.keyword else {}),
        **content,
        "territorial_scope": list(dsa.COUNTRIES),
        "application_date": _day(made.starts_at),
        "source_type": source,
        "automated_detection": "No",
        "automated_decision": dsa.NOT_AUTOMATED,
        "puid": secrets.token_hex(16),
    }


def _measure(made: Restriction) -> dict[str, Any]:
    action = _Action(made.action)
    if action in _ACCOUNTS:
        ends = {"end_date_account_restriction": _day(made.ends_at)} if made.ends_at else {}
        return {"decision_account": _ACCOUNTS[action], "account_type": "ACCOUNT_TYPE_PRIVATE", **ends}
    ends = {"end_date_visibility_restriction": _day(made.ends_at)} if made.ends_at else {}
    if action in _NOTED:
        other = {"decision_visibility_other": _NOTED[action]}
        return {"decision_visibility": ["DECISION_VISIBILITY_OTHER"], **other, **ends}
    return {"decision_visibility": [f"DECISION_VISIBILITY_{_VISIBILITY[action]}"], **ends}


def _legal(made: Restriction, basis: Basis, account: Account) -> dict[str, str]:
    words = f"The category under which it was decided is {category(basis.category).dsa}."
    if basis.law:
        return {
            "decision_ground": dsa.ILLEGAL,
            "illegal_content_legal_ground": _scrubbed(basis.law, account),
            "illegal_content_explanation": f"It goes against the law that is named. {words}",
        }
    return {
        "decision_ground": dsa.INCOMPATIBLE,
        "incompatible_content_ground": _scrubbed(_rule(made), account) or "The terms of the community",
        "incompatible_content_explanation": f"It goes against what the community agreed on. {words}",
    }


def _content(made: Restriction) -> dict[str, Any]:
    since = made_at(made.object_id)
    if made.kind == Restriction.Kind.ACCOUNT:
        account = {"content_type": ["CONTENT_TYPE_OTHER"], "content_type_other": "An account"}
        return {**account, "content_date": _day(since)}
    post = Post.objects.get(id=made.object_id)
    written = {"content_type": _types(post), "content_date": _day(since)}
    tongue = post.language.partition("-")[0].upper()
    return {**written, "content_language": tongue} if len(tongue) == len("EN") and tongue.isascii() else written


def _types(post: Post) -> list[str]:
    held = {"TEXT"} if post.text or not post.carries & (Carries.PICTURES | Carries.RECORDINGS) else set()
    if post.carries & Carries.PICTURES:
        held.add("IMAGE")
    if post.carries & Carries.RECORDINGS:
        ids = PostRecording.objects.filter(post_id=post.id).values("recording_id")
        kinds = Recording.objects.filter(id__in=ids).values_list("kind", flat=True)
        held |= {_SOUNDS.get(Recording.Kind(kind), "VIDEO") for kind in kinds}
    return sorted(f"CONTENT_TYPE_{name}" for name in held)


def _scrubbed(text: str, account: Account) -> str:
    """What staff wrote, without anything by which somebody could be found."""
    for name in filter(None, (account.name, account.username)):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return " ".join(_PERSONAL.sub("…", text).split())[:500]


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()
