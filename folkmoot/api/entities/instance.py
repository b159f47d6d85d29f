"""This community, in Mastodon's shapes; the limits are those that the actions hold."""

from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.timezone import now

from folkmoot.accounts.actions import profile
from folkmoot.accounts.queries import AccountView
from folkmoot.api.answers import ORIGIN
from folkmoot.api.entities.accounts import account
from folkmoot.core.html.reading import LINK_LENGTH
from folkmoot.instance.policies.texts import as_html
from folkmoot.instance.policies.versions import VersionView
from folkmoot.instance.queries import Community, RuleView
from folkmoot.media.actions.keep import ALT_MOST
from folkmoot.media.queries.accepted import ACCEPTED
from folkmoot.media.studio.limits import MOST_PIXELS as MOST_PIXELS_MOVING
from folkmoot.media.studio.limits import MOST_RATE
from folkmoot.media.workshop.limits import MOST_PIXELS
from folkmoot.notifications.webpush import public_key
from folkmoot.posts.actions import drafts, polls
from folkmoot.posts.actions.featured import FEATURED_MOST
from folkmoot.posts.actions.keep import PINS_MOST
from folkmoot.timelines.queries import Figures

LIKE = "4.7.0"  # the Mastodon whose API this is
API_VERSION = 10  # up to collections
_MB = 1_000_000
_SIZES = (180, 192, 512)
PRIVACY = f"{ORIGIN}/privacy"
TERMS = f"{ORIGIN}/terms"
_OURS = settings.FOLKMOOT


def instance(
    here: Community, rules: list[RuleView], figures: Figures, contact: AccountView | None, *, has_terms: bool
) -> dict[str, Any]:
    """An Instance."""
    return {
        "domain": _OURS.host,
        "title": here.name,
        "version": f"{LIKE} (compatible; Folkmoot {version('folkmoot')})",
        "source_url": _OURS.source_url or f"{ORIGIN}/source",
        "description": here.description,
        "usage": {"users": {"active_month": figures.here_lately}},
        "thumbnail": {"url": _icon(_SIZES[-1]), "blurhash": None, "description": None, "versions": None},
        "icon": [{"src": _icon(size), "size": f"{size}x{size}"} for size in _SIZES],
        "languages": [here.language],
        "configuration": _configuration(here, has_terms=has_terms),
        "registrations": _registrations(here),
        "api_versions": {"mastodon": API_VERSION},
        "wrapstodon": None,
        "contact": {"email": here.contact, "account": account(contact) if contact else None},
        "rules": [rule(each) for each in rules],
    }


def instance_before(
    here: Community, rules: list[RuleView], figures: Figures, contact: AccountView | None
) -> dict[str, Any]:
    """A V1::Instance: what there was before the second version."""
    limits = {name: dict(what) for name, what in _limits().items()}
    return {
        "uri": _OURS.host,
        "title": here.name,
        "short_description": here.description,
        "description": here.description,
        "email": here.contact,
        "version": f"{LIKE} (compatible; Folkmoot {version('folkmoot')})",
        "urls": {"streaming_api": _streaming()},
        "stats": {"user_count": figures.members, "status_count": figures.posts, "domain_count": 0},
        "thumbnail": _icon(_SIZES[-1]),
        "languages": [here.language],
        "registrations": here.sign_up in _OPEN,
        "approval_required": here.sign_up == "approval",
        "invites_enabled": False,
        "configuration": {
            **limits,
            "accounts": {"max_featured_tags": FEATURED_MOST},
            "media_attachments": {n: v for n, v in limits["media_attachments"].items() if n != "description_limit"},
        },
        "contact_account": account(contact) if contact else None,
        "rules": [rule(each) for each in rules],
    }


def rule(view: RuleView) -> dict[str, Any]:
    """A Rule."""
    words = view.by_language.items()
    others = {language: {"text": text, "hint": view.hints.get(language, "")} for language, text in words}
    return {"id": str(view.id), "text": view.text, "hint": view.hint, "translations": others}


def terms(view: VersionView, successor: VersionView | None) -> dict[str, Any]:
    """A TermsOfService; its days are those of the world's clock."""
    return {
        "effective_date": f"{view.effective_at:%Y-%m-%d}",
        "effective": view.is_effective(now()),
        "content": as_html(view.shown),
        "succeeded_by": f"{successor.effective_at:%Y-%m-%d}" if successor else None,
    }


_OPEN = ("open", "approval")


def _configuration(here: Community, *, has_terms: bool) -> dict[str, Any]:
    access = "public" if here.visitors == "posts" else "authenticated"
    feed = {"local": access, "remote": access}
    return {
        **_limits(),
        "urls": {
            "streaming": _streaming(),
            "status": None,
            "about": f"{ORIGIN}/",
            "privacy_policy": PRIVACY,
            "terms_of_service": TERMS if has_terms else None,
        },
        "vapid": {"public_key": public_key()},
        "translation": {"enabled": False},
        "timelines_access": {"live_feeds": feed, "hashtag_feeds": feed, "trending_link_feeds": feed},
        "limited_federation": True,
    }


def _limits() -> dict[str, dict[str, Any]]:
    return {
        "accounts": {
            "max_featured_tags": FEATURED_MOST,
            "max_pinned_statuses": PINS_MOST,
            "max_display_name_length": profile.LONGEST_NAME,
            "max_note_length": profile.LONGEST_BIO,
            "max_avatar_description_length": ALT_MOST,
            "max_header_description_length": ALT_MOST,
            "max_profile_fields": profile.MOST_FIELDS,
            "profile_field_name_limit": profile.LONGEST_NAME,
            "profile_field_value_limit": profile.LONGEST_VALUE,
        },
        "statuses": {
            "max_characters": drafts.TEXT_MOST,
            "max_media_attachments": drafts.PICTURES_MOST,
            "characters_reserved_per_url": LINK_LENGTH,
        },
        "media_attachments": {
            "supported_mime_types": ACCEPTED,
            "description_limit": ALT_MOST,
            "image_size_limit": _OURS.picture_mb * _MB,
            "image_matrix_limit": MOST_PIXELS,
            "video_size_limit": _OURS.video_mb * _MB,
            "video_frame_rate_limit": MOST_RATE,
            "video_matrix_limit": MOST_PIXELS_MOVING,
        },
        "polls": {
            "max_options": polls.OPTIONS_MOST,
            "max_characters_per_option": polls.OPTION_MOST,
            "min_expiration": int(polls.SHORTEST.total_seconds()),
            "max_expiration": int(polls.LONGEST.total_seconds()),
        },
    }


def _registrations(here: Community) -> dict[str, Any]:
    return {
        "enabled": here.sign_up in _OPEN,
        "approval_required": here.sign_up == "approval",
        "reason_required": here.sign_up == "approval",
        "message": None,
        "min_age": here.minimum_age or None,
        "url": f"{ORIGIN}/sign-up",
    }


def _streaming() -> str:
    """Where programs listen."""
    return str(_OURS.stream_origin).replace("http", "ws", 1)


def _icon(size: int) -> str:
    return f"{ORIGIN}{static(f'folkmoot/touch-{size}.png')}"
