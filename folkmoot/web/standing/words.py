"""What was decided, in words to whoever it is about."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from folkmoot.moderation.queries.standing import DecisionView


def heading(view: "DecisionView") -> str:
    """What happened, in one line."""
    return (_of_posts() if view.kind == "post" else _of_accounts()).get(view.action, _("Something was decided"))


def state(view: "DecisionView") -> str:
    """Whether it still holds."""
    if view.was_lifted:
        return _("It was taken back.")
    if view.ended_at:
        return _("It has ended.")
    return "" if view.action in {"warn", "strike"} else _("It holds now.")


def outcome(word: str) -> str:
    """What became of what somebody said against a decision."""
    return {
        "upheld": _("We looked again. The decision stands."),
        "overturned": _("We looked again. The decision was wrong, and we took it back."),
        "partly": _("We looked again. The decision went too far: a milder one takes its place."),
    }.get(word, "")


def outcome_of_report(word: str) -> str:
    """The same for whoever had reported something."""
    if word == "overturned":
        return _("We looked again. You were right: it is going to be decided anew.")
    return _("We looked again. It stays as it was decided.") if word else ""


def _of_posts() -> dict[str, str]:
    return {
        "label": _("Your post was given a note"),
        "age_gate": _("Your post is shown to grown-ups only"),
        "limit": _("Nobody can answer or share your post"),
        "demote": _("Your post is not shown in public feeds"),
        "hide": _("Your post is hidden for now"),
        "remove": _("Your post was removed"),
        "warn": _("You were warned because of a post"),
        "strike": _("You have a strike because of a post"),
    }


def _of_accounts() -> dict[str, str]:
    return {
        "label": _("Your account was given a note"),
        "age_gate": _("Your account is shown to grown-ups only"),
        "limit": _("Only your followers hear of you"),
        "demote": _("Your posts are not shown in public feeds"),
        "hide": _("Your account is hidden for now"),
        "remove": _("Your account was removed"),
        "warn": _("You were warned"),
        "strike": _("You have a strike"),
        "suspend": _("Your account is suspended"),
        "terminate": _("Your account is closed"),
    }
