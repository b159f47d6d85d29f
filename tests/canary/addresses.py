"""Every address of the site, from Django's own resolver, filled with what is in the world."""

import itertools
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

from folkmoot.accounts.first_steps import STEPS
from folkmoot.instance.policies.kinds import Kind
from folkmoot.notifications.queries import SPAN
from tests.canary.world import World
from tests.canary.writing import SHARED

ABSENT = 12345
_TAG_QUERIES = {"/api/v1/timelines/tag/:name": ["", f"?any[]={SHARED}&limit=40", f"?all[]={SHARED}"]}
_KINDS = {  # whose ids stand in an address of the API
    "accounts": ("account_id",),
    "admin": ("account_id", "report_id"),
    "statuses": ("post_id",),
    "polls": ("post_id",),
    "media": ("picture_id", "recording_id"),
    "scheduled_statuses": ("scheduled_id",),
    "timelines": ("circle_id",),
    "lists": ("circle_id",),
    "filters": ("filter_id", "keyword_id", "named_id"),
    "notifications": ("notification_id",),
    "annual_reports": ("number",),
    "async_refreshes": ("account_id",),
    "collections": ("collection_id",),
}
_CUTS = ("?pinned=true", "?only_media=true&limit=40", "?exclude_replies=true&min_id=0&limit=40")  # of a profile


class Unknown(AssertionError):  # noqa: N818 - named for what the reader of a failing test has to do
    """A new kind of address: say in ``fillers`` what its parts stand for."""


def patterns() -> list[URLPattern]:
    """All that Django would resolve."""
    return list(_walk(get_resolver().url_patterns))


def parts_of(pattern: URLPattern) -> list[str]:
    """The names of what is filled into an address."""
    if isinstance(pattern.pattern, RegexPattern):
        if pattern.pattern.regex.groups > len(pattern.pattern.regex.groupindex):
            raise Unknown(f"{pattern.pattern} has a part without a name")
        return list(pattern.pattern.regex.groupindex)
    return list(pattern.pattern.converters)


def filled(pattern: URLPattern, world: World) -> list[str]:
    """The addresses of one pattern; ``Unknown`` when it has a part that nobody described."""
    names = parts_of(pattern)
    if not pattern.name:
        raise Unknown(f"{pattern.pattern} has no name to find it by")
    if names == ["acct", "post_id"]:
        return [f"{_path(pattern, acct=acct, post_id=post)}" for acct, post in _pairs(world)]
    known = fillers(world)
    if missing := set(names) - set(known):
        raise Unknown(f"{pattern.name}: nobody said what {sorted(missing)} can be")
    values = itertools.product(*(known[name] for name in names))
    return [_path(pattern, **dict(zip(names, each, strict=True))) for each in values]


def fillers(world: World) -> dict[str, list[object]]:
    """What each part of an address can be in this world."""
    tags = [post.words[2] for post in world.posts.values()]
    return {
        **{name: [*ids, ABSENT] for name, ids in world.ids.items()},
        "acct": [account.acct for account in world.people.values()],
        "name": [*tags, SHARED, "nowhere"],
        "feed": ["home", "community", "nothing"],
        "what": ["like"],
        "wish": ["bell"],
        "place": ["avatar", "nothing"],
        "app_id": [1, ABSENT],
        "token_id": [1, ABSENT],
        "device_id": [1, ABSENT],
        "passkey_id": [1, ABSENT],
        "appeal_id": [1, ABSENT],
        "referral_id": [1, ABSENT],
        "duty_id": [1, ABSENT],
        "statement_id": [1, ABSENT],
        "file_id": [1, ABSENT],
        "code": ["no-such-code"],
        "token": ["no-such-token"],
        "key": ["no-such-key"],
        "uidb36": ["1"],
        "colour": ["1d6650"],
        "digest": ["0123456789"],
        "emoji": ["🎉", "wave"],
        "kind": ["css"],
        "trend_kind": [1, 4],
        "trend_key": ["swim", "nothing"],
        "form": ["rss", "atom"],
        "domain": ["nets.example"],
        "language": ["en"],
        "purpose": ["sign-in", "nothing"],
        "rule_key": [1, ABSENT],
        "how": ["up", "nothing"],
        "held": ["owner", "moderator", "nothing"],
        "step_name": [*STEPS, "nothing"],
    }


def asking(world: World) -> list[str]:
    """Pages that are told in a query what they are about, and those of texts, whose kinds are not those of a theme."""
    posts, accts = [*world.ids["post_id"], ABSENT], [account.acct for account in world.people.values()]
    return [
        *(f"/write?quote={post}" for post in posts),
        *(f"/report?post={post}" for post in posts),
        *(f"/staff/policies/{kind}" for kind in Kind),
        *(f"/write?to={acct}" for acct in accts),
        *(f"/search?q={asked}" for asked in (SHARED, "has:link", "is:reply", "from:alice", "-nothing", "in:direct")),
        *(f"/search?type={kind}&q={SHARED}" for kind in ("people", "tags", "posts")),
        *(f"/search/suggestions?q={asked}" for asked in (SHARED, "a")),
        *(f"/recordings/{recording}?place" for recording in world.ids["recording_id"]),
        *(f"/feeds/{feed}/new?since=0" for feed in ("home", "community")),
    ]


def api_addresses(routes: list[str], world: World) -> list[str]:
    """The addresses of the API that are read."""
    tags = [post.words[2] for post in world.posts.values()]
    every = "&".join(f"id[]={some_id}" for some_id in world.ids["account_id"])
    queries = {
        "/api/v1/accounts/lookup": [f"?acct={account.acct}" for account in world.people.values()],
        "/api/v1/accounts/relationships": [f"?{every}"],
        "/api/v1/accounts": [f"?{every}"],
        "/api/v1/accounts/search": [f"?q={account.username}" for account in world.people.values()],
        "/api/v1/accounts/familiar_followers": [f"?{every}"],
        "/api/v2/search": [
            *(f"?q={words}" for words in (SHARED, *tags, *_urls(world))),
            *(f"?type=statuses&limit=40&q={asked}" for asked in ("has:link", "-nothing", "in:direct", "from:alice")),
        ],
        "/api/v1/statuses": ["?" + "&".join(f"id[]={some_id}" for some_id in world.ids["post_id"])],
        "/api/v1/scheduled_statuses": ["", "?min_id=0"],
        "/api/v1/timelines/public": ["?limit=40", "?only_media=true&min_id=0", "?local=true", "?remote=true"],
        "/api/v1/timelines/link": [f"?limit=40&url={post.link}" for post in world.posts.values()],
        "/api/v1/timelines/direct": ["?limit=40", "?min_id=0"],
        "/api/v1/notifications": [
            "?limit=80",
            "?include_filtered=true&limit=80",
            "?supported_types[]=mention&limit=80&min_id=0",
        ],
        "/api/v2/notifications": ["?limit=80", "?supported_types[]=mention&limit=80&expand_accounts=partial_avatars"],
        "/api/oembed": [f"?url={url}" for url in _urls(world)],
        "/api/v1/timelines/home": ["", "?limit=40", "?min_id=0&limit=40"],
    }
    found = []
    for route in routes:
        method, _, path = route.partition(" ")
        if method == "GET" and ":id" in path:
            kinds = _KINDS[path.split("/")[3]]
            rest = ["", *_CUTS] if path.endswith("/accounts/:id/statuses") else [""]
            some = [path.replace(":id", str(i)) for kind in kinds for i in (*world.ids[kind], ABSENT)]
            found += [each + query for each in some for query in rest]
        elif method == "GET" and path.startswith("/api/v2/notifications/:name"):
            found += [path.replace(":name", key) for key in _keys(world)]
        elif method == "GET" and path.endswith(":name"):
            found += [path.replace(":name", tag) + query for tag in tags for query in _TAG_QUERIES.get(path, [""])]
        elif method == "GET" and not path.startswith("/api/v1/streaming"):  # that only leads on: see test_streams.py
            found += [path + query for query in queries.get(path, [""])]
    return found


def _keys(world: World) -> list[str]:
    """All under which notifications stand together, and each for itself."""
    spans = sorted({some_id // SPAN for some_id in world.ids["notification_id"]})
    words = [f"{kind}-{post.post_id}" for kind in ("favourite", "reblog", "reaction") for post in world.posts.values()]
    together = [f"{word}-{span}" for word in (*words, "follow") for span in spans]
    return [*together, *(f"ungrouped-{some_id}" for some_id in world.ids["notification_id"])]


def _urls(world: World) -> list[str]:
    """Where posts stand."""
    return [f"http://localhost:8000/@{post.author}/{post.post_id}" for post in world.posts.values()]


def _pairs(world: World) -> Iterator[tuple[str, int]]:
    """Each post at its author's address, some at somebody else's as well."""
    own = {post.post_id: post.author for post in world.posts.values()}
    for place, post_id in enumerate([*world.ids["post_id"], ABSENT]):
        yield own.get(post_id, "bob"), post_id
        if place % 3 == 0:
            yield "nora", post_id


def _path(pattern: URLPattern, **values: object) -> str:
    return str(reverse(pattern.name or "", kwargs=values))


def _walk(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for each in found:
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns)
        else:
            yield each
