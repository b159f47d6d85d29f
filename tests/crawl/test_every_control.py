"""Nothing on the site is dead: every link leads somewhere, every control does something that can be observed.

A visitor, an applicant, members, a moderator, an owner and a founder go through all of it without JavaScript.
"""

from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from folkmoot.accounts.actions import create_invitation
from folkmoot.accounts.models import Account
from folkmoot.instance.actions import change_settings, new_setup_link
from folkmoot.project.cast import member
from tests.crawl.crawler import Crawler
from tests.crawl.effects import taken_back
from tests.crawl.world import NAMES, browser, question, settle

# Controls that change nothing that could be observed, and why that is right.
WITHOUT_EFFECT: dict[str, str] = {
    "player → 'Play it' → POST player": "opens what another site plays; nothing is kept of it",
    "oauth_authorize → 'Do not let it in' → POST oauth_authorize": "tells the app, or whoever is its messenger",
    "settings_old_posts → 'Go on' → POST settings_old_posts": "says how many posts would go, and asks once more",
}
# Addresses that no link and no form leads to, and why that is right.
UNLINKED: dict[str, str] = {
    "emoji": "asked by emoji.js for those who write; without JavaScript their keyboard has emoji",
    "new_posts": "asked by news.js for the words on its button; without JavaScript a reload shows what is new",
    "notifications_unread": "asked by news.js for the mark beside the bell; without JavaScript each page brings it",
    "pictures": "asked by pictures.js for each picture; without JavaScript they come with the form of the post",
    "picture": "asked by pictures.js about each picture; without JavaScript the form of the post brings what is typed",
    "recordings_of_post": "asked by a card while a recording is prepared; without JavaScript a reload does",
    "upload": "asked by the script that sends recordings, in pieces; without JavaScript the form brings them whole",
    "uploads": "asked by the same script, for each recording that is added",
    "stream": "asked by news.js for where to listen; without JavaScript nothing listens",
    "manifest": "what browsers read before they put the community on a home screen; pages name it, no link leads there",
    "theme": "the sheet and the mark of a community with a colour of its own; pages load them, no link leads there",
    "account_inactive": "allauth sends logins there that Django calls inactive; ours are suspended instead",
}
# What a visitor finds depends on how one may join.
MODES = ("approval", "invitation", "closed")


def test_nothing_is_dead(db: None, mail: Any) -> None:
    """One test, because only all of them together reach every address."""
    walks = [*_founder(), *_everybody()]
    faults = {who: crawler.faults for who, crawler in walks if crawler.faults}
    assert not faults, "\n".join(f"{who}: {fault}" for who, each in faults.items() for fault in each)
    reached = set().union(*(crawler.reached for _, crawler in walks))
    assert sorted(_addresses() - reached) == sorted(UNLINKED), "linked from nowhere, or no excuse is needed any more"
    excused = set().union(*(crawler.excused for _, crawler in walks))
    assert excused == set(WITHOUT_EFFECT), "these have an effect by now, or are not there any more"


def _founder() -> list[tuple[str, Crawler]]:
    """Whoever opens the link that the server prints when nobody owns the community yet."""
    with taken_back(browser(None)):
        member("hal")  # made on the command line, before the community was opened
        return [("founder", _walk(None, "/", f"/setup/{new_setup_link(timezone.now())}"))]


def _everybody() -> list[tuple[str, Crawler]]:
    cast = settle()
    walks = [("visitor", _walk(None, "/"))]
    code = create_invitation(cast.olivia, 3, 7).code
    for mode in MODES:
        with taken_back(browser(None)):
            change_settings(None, {"sign_up": mode, "visitors": "nothing"})
            walks.append((f"visitor ({mode})", _walk(None, "/", f"/sign-up?invitation={code}", invitation=code)))
    people = (cast.ivy, cast.alice, member("newcomer"), cast.frank, cast.olivia)
    return [*walks, *((who.username, _walk(who, "/", question())) for who in people)]


def _walk(who: Account | None, *starts: str, **typed: str) -> Crawler:
    crawler = Crawler(browser(who), {"names": NAMES.replace(" ", "|"), **typed}, WITHOUT_EFFECT)
    with taken_back(crawler.client):
        crawler.crawl(*starts)
    return crawler


def _addresses() -> set[str]:
    """Every address of the site by name, but for those of programs."""

    def named(patterns: list[Any]) -> set[str]:
        found: set[str] = set()
        for each in patterns:
            if isinstance(each, URLResolver):
                found |= named(each.url_patterns)
            elif isinstance(each, URLPattern) and each.name:
                found.add(each.name)
        return found

    return named(get_resolver().url_patterns)
