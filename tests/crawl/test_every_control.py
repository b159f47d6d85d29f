"""Nothing on the site is dead: every link leads somewhere, every control does something that can be observed.

A visitor, an applicant, members, a moderator, an owner and a founder go through all of it without JavaScript.
"""

import re
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from folkmoot.accounts.actions import create_invitation
from folkmoot.accounts.models import Account
from folkmoot.instance.actions import change_settings, new_setup_link
from folkmoot.moderation.actions.notice import Notice, file_notice
from folkmoot.project.cast import member
from tests.crawl.crawler import Crawler
from tests.crawl.effects import taken_back
from tests.crawl.world import NAMES, browser, question, settle
from tests.house.tree import ROOT

# Controls that change nothing that could be observed, and why that is right.
WITHOUT_EFFECT: dict[str, str] = {
    "player → 'Play it' → POST player": "opens what another site plays; nothing is kept of it",
    "oauth_authorize → 'Do not let it in' → POST oauth_authorize": "tells the app, or whoever is its messenger",
    "staff_about → 'Look at it first' → POST staff_about": "shows what would be done, and asks once more",
    "staff_threat_begin → 'A life is in danger' → POST staff_threat_begin": "leads to the one that is not sent yet",
    "settings_old_posts → 'Go on' → POST settings_old_posts": "says how many posts would go, and asks once more",
}
# Controls that can only be refused here, and why that is right.
REFUSED: dict[str, str] = {
    "staff_case → 'Join them' → POST staff_case_join": "asks for the number of another case: tests/staff/cases",
    "settings_new_passkey → 'Enter' → POST settings_new_passkey": "there are no passkeys without JavaScript",
}
# Addresses that no link and no form leads to, and why that is right.
UNLINKED: dict[str, str] = {
    "staff_policy_rules": "where the rules were written, for bookmarks from before: tests/staff/test_rules.py",
    "staff_reports": "where cases were, for mails and bookmarks from before: tests/staff/cases",
    "emoji": "asked by emoji.js for those who write; without JavaScript their keyboard has emoji",
    "suggested_beside": "fetched into the side of the home page; without JavaScript a link there leads to all of them",
    "suggestions": "asked by the field on the page for searching while somebody types; without JavaScript a press does",
    "new_posts": "asked by news.js for the words on its button; without JavaScript a reload shows what is new",
    "notifications_unread": "asked by news.js for the mark beside the bell; without JavaScript each page brings it",
    "pictures": "asked by pictures.js for each picture; without JavaScript they come with the form of the post",
    "picture": "asked by pictures.js about each picture; without JavaScript the form of the post brings what is typed",
    "recordings_of_post": "asked by a card while a recording is prepared; without JavaScript a reload does",
    "upload": "asked by the script that sends recordings, in pieces; without JavaScript the form brings them whole",
    "uploads": "asked by the same script, for each recording that is added",
    "stream": "asked by news.js for where to listen; without JavaScript nothing listens",
    "robots": "where programs that read the web by themselves look first",
    "sitemap": "robots.txt names it, where the community is open to visitors",
    "manifest": "what browsers read before they put the community on a home screen; pages name it, no link leads there",
    "theme": "the sheet and the mark of a community with a colour of its own; pages load them, no link leads there",
    "challenge": "asked by proof.js before somebody signs up; without JavaScript the application waits for staff",
    "staff_calm": "the button is there while sign-up asks for approval by itself: tests/staff/test_doors.py",
    "settings_invitations": "there for whoever has been here for a month, where owners let members invite (same tests)",
    "settings_invitation": "beside each invitation on that page",
    "staff_setup_open": "the button is there until the community is open, as the one that is crawled is already",
    "come_back": "where somebody who left for a while is led after signing in: tests/privacy",
    "mfa_authenticate": "where signing in leads whoever has a second factor: tests/web/factors",
    "second_step": "where a notice leads sessions that came without their second factor: tests/web/factors",
    "step_up": "asked by fragments whose member signed in too long ago: tests/web/factors",
    "settings_app_picture": "the picture that an app reads; the page for it shows it, no link leads there",
    "passkey_challenge": "asked by passkeys.js for a question to the device; without JavaScript there are no passkeys",
    "passkey_sign_in": "sent by passkeys.js with what the device answered; without JavaScript there are no passkeys",
    "agree_later": "the button is there once a significant change holds: tests/web/test_policies.py",
    "service_sign_in": "the button is there where a sign-in service is connected: tests/web/entrance/test_oidc.py",
    "service_back": "where that service sends people back to (same tests)",
    "settings_copy": "the button is there once a copy is made, and leads to a file: tests/privacy",
    "settings_service": "linked where a sign-in service is connected: tests/web/entrance/test_oidc_connecting.py",
    "appeal_notice": "the form is there once a notice was decided on: tests/web/standing",
    "notice_answer": "the form is there once staff asked who sent a notice: tests/web/notices",
    "staff_evidence": "beside the files of what was reported, if it had any: tests/moderation/test_evidence.py",
    "decision_by_link": "where the mail about a decision leads, without signing in: tests/web/standing",
    "dismiss_away": "the button is there for somebody who comes back after days: tests/web/social/test_away.py",
    "settings_letters_again": "the button is there once a mailbox refused letters: tests/web/settings/test_letters.py",
    "unsubscribe": "where letters lead, without signing in: tests/web/test_unsubscribe.py",
    "csp_reports": "where browsers report what a page tried to load; pages name it in a header",
    "security": "for those who found a security hole: security.txt names it",
    "security_txt": "asked at an address that everybody knows, by those who found a security hole",
    "well_known_change_password": "asked at an address that all sites have, by password managers",
    "account_inactive": "allauth sends logins there that Django calls inactive; ours are suspended instead",
}
# What a visitor finds depends on how one may join.
MODES = ("approval", "invitation", "closed")


def test_nothing_is_dead(db: None, mail: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One test, because only all of them together reach every address."""
    monkeypatch.setattr(settings, "REAUTHENTICATION_SECONDS", 86_400)  # nobody is asked again, however long a walk is
    walks = [*_founder(), *_everybody()]
    faults = {who: crawler.faults for who, crawler in walks if crawler.faults}
    assert not faults, "\n".join(f"{who}: {fault}" for who, each in faults.items() for fault in each)
    reached = set().union(*(crawler.reached for _, crawler in walks))
    alone = _addresses() - reached
    assert not alone - set(UNLINKED), f"linked from nowhere: {sorted(alone - set(UNLINKED))}"
    assert not set(UNLINKED) - alone, f"no excuse is needed any more: {sorted(set(UNLINKED) - alone)}"
    excused = set().union(*(crawler.excused for _, crawler in walks))
    assert excused == {*WITHOUT_EFFECT, *REFUSED}, "these have an effect by now, or are not there any more"


def test_what_is_excused_is_tried_where_it_says() -> None:
    """An address for which other tests are named stands in those tests."""
    addresses, lost = _routes(), []
    for name, why in UNLINKED.items():
        for named in re.findall(r"tests/[\w/]+(?:\.py)?", why):
            place, address = ROOT / named, addresses[name].partition("<")[0].strip("/")
            files = [place] if place.suffix else sorted(place.glob("*.py"))
            if not any(f"/{address.rsplit('/', 1)[-1]}" in file.read_text() for file in files):
                lost.append(f"{name}: /{address} is not in {named}")
    assert lost == []


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
    own = {"settings_leave username": who.username, "mailbox": who.username} if who else {"mailbox": "hal"}
    crawler = Crawler(browser(who), {"names": NAMES.replace(" ", "|"), **own, **typed}, WITHOUT_EFFECT, REFUSED)
    with taken_back(crawler.client):
        crawler.own["notice code"] = _noticed()
        crawler.crawl(*starts)
    return crawler


def _noticed() -> str:
    """The code of a notice that somebody sent."""
    about = (f"{settings.FOLKMOOT.origin}/@hal",)
    return file_notice(Notice(about, "spam", "It sells boats.", sincere=True, name="", email="", language="en"))


def _addresses() -> set[str]:
    """Every address of the site by name, but for those of programs."""
    return set(_routes())


def _routes() -> dict[str, str]:
    """Where each of them is."""

    def named(patterns: list[Any], above: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for each in patterns:
            here = above + str(each.pattern).removeprefix("/" if above.endswith("/") else "")
            if isinstance(each, URLResolver):
                found |= named(each.url_patterns, here)
            elif isinstance(each, URLPattern) and each.name:
                found[each.name] = here
        return found

    return named(get_resolver().url_patterns, "")
