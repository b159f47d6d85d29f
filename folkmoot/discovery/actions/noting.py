"""Noting who speaks of what: one statement to look, and one to write where there is something."""

from datetime import timedelta

from django.utils import timezone

from folkmoot.core.ids import id_at
from folkmoot.core.rows import execute, select
from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.signature import signature
from folkmoot.instance.queries import manner

KEPT = timedelta(days=14)
TAGS_MOST = 10  # of one post; whoever writes more of them says nothing by the rest


def is_on() -> bool:
    """Whether anything is counted here at all."""
    return manner().trends != "off"


def note_post(post_id: int) -> None:
    """Note of which hashtags and of which link a public post speaks; nothing is noted of any other."""
    rows = select(_SAID, {"post": post_id, "most": TAGS_MOST}) if is_on() else []
    if not rows:
        return
    signed = signature(rows[0][2])
    values: dict[str, object] = {"post": post_id, "account": rows[0][0], "language": rows[0][1], "signed": signed}
    values |= {f"kind{place}": row[3] for place, row in enumerate(rows)}
    values |= {f"ref{place}": row[4] for place, row in enumerate(rows)}
    each = (f"(%(kind{n})s, %(ref{n})s, %(post)s, %(account)s, %(language)s, %(signed)s)" for n in range(len(rows)))
    execute(f"{_INTO} VALUES {', '.join(each)} {_ONCE}", values)


def note_boost(boost_id: int) -> None:
    """Note that somebody passed on a public post of somebody else."""
    if is_on():
        execute(_PASSED_ON, {"boost": boost_id, "nothing": b""})


def forget_old() -> None:
    """Let go of what was noted long ago, or of everything where nothing is counted any more."""
    before = id_at(timezone.now() - KEPT) if is_on() else id_at(timezone.now() + KEPT)
    execute("DELETE FROM discovery_voice WHERE post_id < %(before)s", {"before": before})


_INTO = "INSERT INTO discovery_voice (kind, ref, post_id, account_id, language, signature)"
_ONCE = "ON CONFLICT DO NOTHING"
_PUBLIC = "p.id = %(post)s AND p.scope = 'public' AND p.boost_of_id IS NULL"
_SAID = f"""SELECT * FROM (SELECT p.account_id, p.language, p.text, {Kind.TAG.value} AS kind, pt.tag_id
    FROM post p JOIN post_tag pt ON pt.post_id = p.id WHERE {_PUBLIC} ORDER BY pt.tag_id LIMIT %(most)s) tags
  UNION ALL SELECT p.account_id, p.language, p.text, {Kind.LINK.value}, pc.card_id
    FROM post p JOIN post_card_of pc ON pc.post_id = p.id WHERE {_PUBLIC}"""
_PASSED_ON = f"""{_INTO} SELECT {Kind.POST.value}, t.id, p.id, p.account_id, t.language, %(nothing)s
  FROM post p JOIN post t ON t.id = p.boost_of_id
  WHERE p.id = %(boost)s AND p.deleted_at IS NULL AND t.scope = 'public' AND t.account_id <> p.account_id {_ONCE}"""
