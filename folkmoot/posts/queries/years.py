"""A member's own years: of which there can be a report, and what stands in it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.queries import Account
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import id_at, made_at
from folkmoot.core.rows import among, id_list, select
from folkmoot.instance.queries import community
from folkmoot.posts.hydrate import PostView, posts
from folkmoot.posts.models import Carries, YearReport
from folkmoot.relations.visibility import unblocked_sql

OPENS_IN, OPENS_ON = 12, 10  # month and day from which one may look back on the year that is not over yet
NAMED_MOST = 5
QUIET = 12  # who posted less often than this in a year is a reader first
TOPS = ("likes", "boosts", "replies")
PEOPLE = ("answered", "boosted")  # what names accounts: each with how often


@dataclass(frozen=True)
class YearView:
    """A year as the member is shown it, with the people, posts and hashtags in it that are still there for them."""

    year: int
    figures: Mapping[str, Any]
    people: Mapping[int, AccountView]
    posts: Mapping[int, PostView]
    words: Mapping[int, str]  # hashtags

    def top(self, by: str) -> PostView | None:
        """The post that was liked, boosted or answered most."""
        return self.posts.get(self.figures["top"][by])

    def named(self, part: str) -> list[tuple[AccountView, int]]:
        """Whom the member answered or boosted most, and how often."""
        return [(self.people[who], times) for who, times in self.figures[part] if who in self.people]

    @property
    def tags(self) -> list[tuple[str, int]]:
        """The hashtags that the member used most, and how often."""
        return [(self.words[tag], times) for tag, times in self.figures["tags"] if tag in self.words]


def years(actor: Account) -> dict[int, str]:
    """Every year in which the member was here or wrote, the latest first, and how its report stands."""
    oldest = select(_OLDEST, {"account": actor.id})[0][0] or actor.id
    first = made_at(min(oldest, actor.id)).astimezone(_zone(actor)).year
    return {year: year_state(actor, year) for year in range(_last(actor), first - 1, -1)}


def year_state(actor: Account, year: int) -> str:
    """Whether there is a report (``made``), it was asked for, it is possible, or there can be none."""
    row = YearReport.objects.filter(account=actor, year=year).first() if 0 < year <= _last(actor) else None
    if row:
        return "made" if row.figures else "asked"
    return "possible" if _wrote(actor, year) else "none"


def year_report(actor: Account, year: int) -> YearView:
    """The member's report about a year."""
    found = [each for each in year_reports(actor) if each.year == year]
    if not found:
        raise NotFound
    return found[0]


def year_reports(actor: Account) -> list[YearView]:
    """All reports of a member, the latest first."""
    made = YearReport.objects.filter(account=actor).order_by("-year")
    rows = [(row.year, row.figures) for row in made if row.figures]
    there = {view.id: view for view in posts(actor.id, sorted({i for _year, known in rows for i in _tops(known) if i}))}
    named = {who for _year, known in rows for part in PEOPLE for who, _times in known[part]}
    people = {some_id: view for some_id, view in views(named).items() if view.active}
    words = _words(actor, rows)
    return [YearView(number, known, people, there, words) for number, known in rows]


def figures_of(actor: Account, year: int) -> dict[str, Any]:
    """What a member wrote in a year, counted: nothing of direct posts but how many posts there were."""
    given = _bounds(actor, year)
    rows = select(_WRITTEN, given)
    boosts = sum(1 for _id, is_boost, _answers, _carries in rows if is_boost)
    answers = sum(1 for _id, is_boost, is_answer, _carries in rows if is_answer and not is_boost)
    polls = sum(1 for *_rest, carries in rows if carries & Carries.POLL)
    counted = {"own": len(rows) - boosts - answers, "answers": answers, "boosts": boosts, "polls": polls}
    return {
        **counted,
        "kind": kind_of(**counted),
        "months": _months(actor, [row[0] for row in rows], [row[0] for row in select(_FOLLOWERS, given)]),
        "tags": [list(row) for row in select(_TAGS, given)],
        "top": {by: _top(by, given) for by in TOPS},
        "answered": [list(row) for row in select(_ANSWERED, given)],
        "boosted": [list(row) for row in select(_BOOSTED, given)],
        "apps": [list(row) for row in select(_APPS, given)],
    }


def kind_of(own: int, answers: int, boosts: int, polls: int) -> str:
    """What sort of a year it was, in one word, not to be taken too seriously."""
    if own + answers + boosts < QUIET:
        return "reader"
    if boosts > 2 * (own + answers):
        return "booster"
    if polls * 10 > own:
        return "asker"
    return "answerer" if answers > 2 * own else "teller"


def _months(actor: Account, written: Iterable[int], followed: Iterable[int]) -> list[list[int]]:
    """How many posts and how many followers came in each month of the member's own clock."""
    zone = _zone(actor)
    count = [Counter(made_at(some_id).astimezone(zone).month for some_id in ids) for ids in (written, followed)]
    return [[count[0][month], count[1][month]] for month in range(1, 13)]


def _tops(figures: Mapping[str, Any]) -> list[int | None]:
    return [figures["top"][by] for by in TOPS]


def _top(by: str, given: Mapping[str, object]) -> int | None:
    found = select(_TOP[by], given)
    return int(found[0][0]) if found else None


def _words(actor: Account, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> dict[int, str]:
    """Of the hashtags in these reports those that still stand in a post: what was deleted is named nowhere."""
    counted = {tag for _year, known in rows for tag, _times in known["tags"]}
    if not counted:
        return {}
    given = {**_bounds(actor, rows[-1][0]), "below": _bounds(actor, rows[0][0])["below"], "tags": id_list(counted)}
    return dict(select(f"{_STANDING} AND {among('t.id', 'tags')}", given))


def _wrote(actor: Account, year: int) -> bool:
    return 0 < year <= _last(actor) and bool(select(f"{_WRITTEN} LIMIT 1", _bounds(actor, year)))


def _last(actor: Account) -> int:
    """The latest year on which one can look back."""
    today = timezone.now().astimezone(_zone(actor))
    return today.year if (today.month, today.day) >= (OPENS_IN, OPENS_ON) else today.year - 1


def _bounds(actor: Account, year: int) -> dict[str, object]:
    zone = _zone(actor)
    start, end = (max(datetime(each, 1, 1, tzinfo=zone), datetime(1970, 1, 1, tzinfo=UTC)) for each in (year, year + 1))
    return {"account": actor.id, "above": id_at(start), "below": id_at(end), "most": NAMED_MOST}


def _zone(actor: Account) -> ZoneInfo:
    return ZoneInfo(actor.time_zone or community().time_zone)


_MINE = "p.account_id = %(account)s AND p.id >= %(above)s AND p.id < %(below)s AND p.deleted_at IS NULL"
_OPEN = f"{_MINE} AND p.scope <> 'direct' AND p.boost_of_id IS NULL"
_OTHERS = f"AND a.active AND {unblocked_sql('a.id', '%(account)s')}"
_MOST = "ORDER BY COUNT(*) DESC, MAX(p.id) DESC LIMIT %(most)s"
_OLDEST = "SELECT MIN(p.id) FROM post p WHERE p.account_id = %(account)s AND p.deleted_at IS NULL"
_WRITTEN = f"SELECT p.id, p.boost_of_id IS NOT NULL, p.reply_to_id IS NOT NULL, p.carries FROM post p WHERE {_MINE}"
_FOLLOWERS = """SELECT f.id FROM relations_follow f
  WHERE f.followed_id = %(account)s AND f.id >= %(above)s AND f.id < %(below)s"""
_TAGGED = "FROM post p JOIN post_tag pt ON pt.post_id = p.id JOIN posts_tag t ON t.id = pt.tag_id"
_TAGS = f"SELECT t.id, COUNT(*) {_TAGGED} WHERE {_OPEN} GROUP BY t.id {_MOST}"
_STANDING = f"SELECT DISTINCT t.id, t.shown {_TAGGED} WHERE {_OPEN}"
_TOP = {
    by: f"""SELECT p.id FROM post p JOIN post_counters c ON c.post_id = p.id
      WHERE {_OPEN} AND c.{by} > 0 ORDER BY c.{by} DESC, p.id DESC LIMIT 1"""
    for by in TOPS
}
_ANSWERED = f"""SELECT a.id, COUNT(*) FROM post p JOIN accounts_account a ON a.id = p.reply_to_account_id
  WHERE {_OPEN} AND a.id <> %(account)s {_OTHERS} GROUP BY a.id {_MOST}"""
_BOOSTED = f"""SELECT a.id, COUNT(*) FROM post p JOIN post o ON o.id = p.boost_of_id
  JOIN accounts_account a ON a.id = o.account_id
  WHERE {_MINE} AND a.id <> %(account)s {_OTHERS} GROUP BY a.id {_MOST}"""
_APPS = f"""SELECT x.name, COUNT(*) FROM post p JOIN accounts_app x ON x.id = p.app_id
  WHERE {_OPEN} GROUP BY x.name {_MOST}"""
