"""Who may see the files that posts and accounts show."""

from functools import cache

from folkmoot.core.rows import select
from folkmoot.posts.visibility import Sight, sight


def picture_visible(viewer: int | None, picture_id: int) -> bool:
    """Whether an active viewer may see a picture: with the post or the account that shows it, else only its owner.

    The community's own emoji and its mark are seen by everybody, as faces are.
    """
    return bool(select(_picture_text(sight(viewer)), {"viewer": viewer, "picture": picture_id}))


def recording_visible(viewer: int | None, recording_id: int) -> bool:
    """Whether an active viewer may see and hear a recording: with the post that plays it, else only its owner."""
    return bool(select(_recording_text(sight(viewer)), {"viewer": viewer, "recording": recording_id}))


@cache
def _recording_text(seen_by: Sight) -> str:
    member = seen_by is Sight.MEMBER
    mine = "m.owner_id = %(viewer)s" if member else "1 = 0"
    awake = "EXISTS (SELECT 1 FROM accounts_account v WHERE v.id = %(viewer)s AND v.active)" if member else "1 = 1"
    return f"""SELECT 1 FROM media_recording m WHERE m.id = %(recording)s AND {awake} AND (
      (m.used_at IS NULL AND {mine})
      OR EXISTS (SELECT 1 FROM post_recording pr JOIN post p ON p.id = pr.post_id
        WHERE pr.recording_id = m.id AND {seen_by.sql("p")}))"""


@cache
def _picture_text(seen_by: Sight) -> str:
    member = seen_by is Sight.MEMBER
    mine = "m.owner_id = %(viewer)s" if member else "1 = 0"
    awake = "EXISTS (SELECT 1 FROM accounts_account v WHERE v.id = %(viewer)s AND v.active)" if member else "1 = 1"
    return f"""SELECT 1 FROM media_picture m WHERE m.id = %(picture)s AND {awake} AND (m.use IN ('emoji', 'logo')
      OR (m.used_at IS NULL AND {mine})
      OR (m.use = 'post' AND EXISTS (SELECT 1 FROM post_picture pp JOIN post p ON p.id = pp.post_id
        WHERE pp.picture_id = m.id AND {seen_by.sql("p")}))
      OR (m.use = 'card' AND EXISTS (SELECT 1 FROM post_card c JOIN post_card_of pc ON pc.card_id = c.id
        JOIN post p ON p.id = pc.post_id
        WHERE c.picture_id = m.id AND pc.removed_at IS NULL AND {seen_by.sql("p")}))
      OR (m.use IN ('avatar', 'header') AND EXISTS (SELECT 1 FROM accounts_account a
        WHERE a.id = m.owner_id AND m.id IN (a.avatar_id, a.header_id) AND a.active)))"""
