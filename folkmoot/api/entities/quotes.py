"""Who may quote a status, and how a quote stands, in Mastodon's words."""

from typing import Any

from folkmoot.posts.hydrate import Body, PostView, QuoteRef
from folkmoot.posts.interaction import BOOSTABLE, quote_consent

POLICIES = {"public": "anyone", "followers": "followers", "nobody": "nobody", "ask": "ask"}  # the last is ours
TOLD = {"anyone": "public", "followers": "followers", "nobody": "nobody", "ask": "nobody"}  # as an account's default
_AUTOMATIC = {"anyone": ["public"], "followers": ["followers"]}
_MANUAL = {"ask": ["public"]}
_STATES = {"waiting": "pending", "agreed": "accepted", "refused": "rejected", "withdrawn": "revoked"}


def policy_of(body: Body) -> str:
    """Whom the author lets quote a post; nobody else may where it was written for fewer than the community."""
    if body.is_limited:
        return ""  # not even its author
    return body.quote_policy if body.scope in BOOSTABLE else "nobody"


def approval(policy: str, *, mine: bool, follows: bool) -> dict[str, Any]:
    """A QuoteApproval; a boost, which has no policy, is not quoted itself."""
    says = quote_consent("public", policy or "nobody", mine=mine and bool(policy), follows=follows)
    return {"automatic": _AUTOMATIC.get(policy, []), "manual": _MANUAL.get(policy, []), "current_user": str(says)}


def state_of(view: PostView, ref: QuoteRef) -> str:
    """How what a post quotes stands for this viewer."""
    state = _STATES[ref.state]
    return "unauthorized" if state == "accepted" and view.extras.quoted is None else state
