"""Who quoted a post, and whether somebody may."""

from folkmoot.core.cursors import Page, Slice
from folkmoot.posts.hydrate import Mark, PostView
from folkmoot.posts.interaction import Consent, quote_consent
from folkmoot.posts.queries.reading import Feed, get_post, read, read_marks
from folkmoot.relations.visibility import unblocked_sql

QUOTES = Feed(
    "post_quote q JOIN post qs ON qs.id = q.quoted_id JOIN post p ON p.id = q.post_id",
    f"""q.quoted_id = %(post)s AND {unblocked_sql("p.account_id", "qs.account_id")}
      AND (q.state = 'agreed' OR (q.state = 'waiting' AND qs.account_id = %(viewer)s))""",
    "p.id",
)


def quotes(viewer: int | None, post_id: int, page: Page) -> Slice[PostView]:
    """The posts that quote one the viewer may see, the newest first; its author sees those that wait for them too."""
    return read(viewer, QUOTES, page, {"post": get_post(viewer, post_id).post_id})


def quote_marks(viewer: int | None, post_id: int, page: Page) -> Slice[Mark]:
    """The same as marks only."""
    return read_marks(viewer, QUOTES, page, {"post": get_post(viewer, post_id).post_id})


def consent_to(view: PostView) -> Consent:
    """Whether whoever sees a post like this may quote it: at once, after asking, or not at all."""
    if view.body.is_limited:
        return Consent.DENIED
    return quote_consent(view.body.scope, view.body.quote_policy, mine=view.mark.mine, follows=view.extras.follows)
