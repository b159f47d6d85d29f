"""Planned posts as Mastodon's scheduled statuses."""

from collections.abc import Mapping
from typing import Any

from folkmoot.api.answers import iso
from folkmoot.api.entities.audiences import visibility
from folkmoot.api.entities.pictures import attachment
from folkmoot.media.queries import PictureView
from folkmoot.posts.queries.saved import ScheduledView

QUOTES = {"anyone": "public", "followers": "followers", "nobody": "nobody"}
NOBODY = "direct"  # an upload is shown to its owner alone, as the narrowest post would be


def scheduled_status(found: ScheduledView, pictures: Mapping[int, PictureView]) -> dict[str, Any]:
    """A ScheduledStatus; what stood in the way of one that was refused is added in ``problem``."""
    draft = found.draft
    shown = [pictures[i] for i in draft.get("pictures", ()) if i in pictures]
    return {
        "id": str(found.id),
        "scheduled_at": iso(found.due_at),
        "params": _params(draft),
        "media_attachments": [attachment(picture, NOBODY) for picture in shown],
        **({"problem": found.problem} if found.problem else {}),
    }


def _params(draft: Mapping[str, Any]) -> dict[str, Any]:
    media = [*draft.get("pictures", ()), *draft.get("recordings", ())]
    return {
        "text": draft["text"],
        "poll": _poll(draft.get("poll")),
        "media_ids": [str(each) for each in media] or None,
        "sensitive": bool(draft.get("warning")),
        "spoiler_text": draft.get("warning") or None,
        "visibility": visibility(draft["scope"]),
        "language": draft.get("language") or None,
        "in_reply_to_id": draft.get("reply_to"),
        "application_id": 0,
        "scheduled_at": None,
        "quoted_status_id": str(draft["quote_of"]) if draft.get("quote_of") else None,
        "idempotency": draft.get("idempotency_key") or None,
        "with_rate_limit": True,
        **({"quote_approval_policy": QUOTES[policy]} if (policy := draft.get("quote_policy", "")) in QUOTES else {}),
    }


def _poll(poll: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not poll:
        return None
    options = list(poll["options"])
    return {"options": options, "expires_in": poll["seconds"], "multiple": poll["multiple"], "hide_totals": True}
