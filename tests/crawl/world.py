"""The community that is crawled: the cast, and enough of everything that every page and every button is there."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.actions import (
    AppDraft,
    ProfileDraft,
    create_invitation,
    create_token,
    edit_profile,
    grant_role,
    keep_domain_out,
    register_app,
)
from folkmoot.accounts.models import Account, App, Login, Token
from folkmoot.core.events import drain
from folkmoot.core.ids import as_of
from folkmoot.instance.actions import (
    Notice,
    announce,
    answer_announcement,
    begin_open,
    change_settings,
    hide_emoji,
    set_rules,
)
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.publishing import Publication, publish_change, publish_drafts
from folkmoot.moderation.actions import report
from folkmoot.notifications.actions import choose_policy
from folkmoot.notifications.queries import Choice
from folkmoot.posts.actions import (
    Draft,
    Edit,
    FilterDraft,
    FilterWordDraft,
    NewPoll,
    bookmark,
    boost,
    edit_post,
    feature_tag,
    filter_post,
    follow_tag,
    like,
    make_filter,
    mute_thread,
    pin,
    publish_post,
    react,
)
from folkmoot.posts.actions.saved import Begun, save_draft
from folkmoot.posts.actions.schedule import schedule_post
from folkmoot.posts.actions.years import ask_for_year
from folkmoot.posts.models import ScheduledPost
from folkmoot.project.cast import Cast, create, member
from folkmoot.relations.actions import (
    CircleDraft,
    CollectionDraft,
    FollowWishes,
    add_to_circle,
    add_to_collection,
    approve_request,
    change_follow,
    endorse,
    follow,
    keep_note,
    make_circle,
    make_collection,
    mute,
)
from tests.crawl.casework import work
from tests.crawl.disputes import dispute
from tests.crawl.markup import Page
from tests.crawl.rising import rise
from tests.crawl.words import PASSWORD
from tests.doors import come_in
from tests.emoji import own_emoji
from tests.moderation.removing import remove_post
from tests.pictures import lay
from tests.posts.linking import linking
from tests.recordings import lay as play

BY_HAND = "urn:ietf:wg:oauth:2.0:oob"
NAMES = "olivia frank alice bob carol dan erin gina hal ivy mia noah newcomer nora"
GUESTS = 41  # so that lists of people go on below the first page
POSTS = 24  # so that feeds go on below the first page


def settle(**settings: str) -> Cast:
    """Make the community, and let everything happen in it."""
    cast = create()
    begin_open()
    change_settings(None, {"name": "Harbour", "sign_up": "open", "visitors": "posts", **settings})
    change_settings(None, {"contact": "quay@example.org", "description": "For those who live by the harbour."})
    change_settings(None, {"players": "tube.example"})
    set_rules(None, ["Be kind.", "No advertising."])
    change_settings(None, {"responsible": "Anna Hill", "data_place": "Leipzig"})
    publish_drafts(None)
    to_come = Publication(Kind.TERMS, {"en": "Be fair, and sing."}, 1, checked=True)
    publish_change(cast.olivia, to_come, timezone.now() + timedelta(days=20))
    mia, noah = member("mia"), member("noah")
    grant_role(None, mia.id, "owner")  # so that olivia can leave
    Login.objects.filter(account=cast.alice).update(first_steps=0)  # she is new, and not through with all of it
    _meet(cast, mia, noah)
    _talk(cast, mia, noah)
    _trouble(cast)
    dispute(cast)
    work(cast)
    rise(mia, cast.frank)
    _look_back(cast.frank)
    create_invitation(cast.olivia, 3, 7)
    keep_domain_out(cast.olivia, "nets.example", "They sell nets")
    answer_announcement(cast.hal, announce(cast.olivia, Notice("**Tonight** we meet by the quay")), "⛵")
    own_emoji(cast.olivia, "boat", "Sea")
    own_emoji(cast.olivia, "buoy")
    hide_emoji(cast.olivia, "buoy")
    EmailAddress.objects.filter(email="noah@example.org").update(verified=False)
    Authenticator.objects.create(user_id=cast.olivia.login_id, type="webauthn", data={"name": "Phone", "count": 0})
    browser(cast.alice)
    browser(cast.olivia)  # they left a browser open elsewhere
    drain()
    return cast


def browser(account: Account | None) -> Client:
    """A browser that checks nothing for the site: tokens are checked, and a crash becomes a page."""
    here = {"SERVER_NAME": "localhost", "SERVER_PORT": "8000"}
    client = Client(enforce_csrf_checks=True, raise_request_exception=False, **here)
    if account:
        form = next(
            each for each in Page(client.get("/sign-in").content.decode()).controls() if each.label == "Sign in"
        )
        answer = client.post("/sign-in", form.fixed | {"login": account.username, "password": PASSWORD})
        assert answer.status_code == 302, answer.content
        if answer["Location"] == "/sign-in/step":  # staff, in their second browser
            client.force_login(account.login)
        if account.is_staff:
            come_in(client, account.login)
    return client


def _meet(cast: Cast, mia: Account, noah: Account) -> None:
    Account.objects.filter(id__in=[cast.olivia.id, mia.id]).update(locked=True)
    for account in (cast.alice, cast.olivia):
        account.refresh_from_db()
        for number in range(GUESTS):
            follow(_guest(number), account.id)
        for number in range(GUESTS - 1):
            approve_request(account, _guest(number).id)
        follow(cast.hal, account.id)
        approve_request(account, cast.hal.id)
        follow(noah, account.id)
        for other in (cast.bob, cast.hal, mia):
            follow(account, other.id)
        mute(account, _guest(7).id, timezone.now() + timedelta(days=1))
        edit_profile(account, ProfileDraft("Al", "By the #harbour", (("Boat", "grey"),), account.locked, True))


def _guest(number: int) -> Account:
    name = f"guest{number}"
    return Account.objects.filter(username=name).first() or member(name)


def _talk(cast: Cast, mia: Account, noah: Account) -> None:
    register_app(AppDraft("Tusk", (BY_HAND,), ("read", "write", "push"), "https://tusk.example/about"))
    for me in (cast.alice, cast.olivia):
        mine = say(me, "The boats are out #harbour @bob")
        quiet = say(me, "Nets to mend", "followers")
        pin(me, mine)
        say(me, "The quay", pictures=(lay(me.id, alt="A boat").id,))
        say(me, "Bells at noon", recordings=(play(me.id, title="Bells", captions=("en",)).id,))
        for number in range(GUESTS):
            like(_guest(number), mine)
        boost(cast.bob, mine)
        answer = say(cast.bob, f"@{me.username} Back by noon", reply_to=mine)
        say(noah, f"@{me.username} And mine?", reply_to=answer)
        say(me, "Surely", reply_to=answer)
        secret = say(cast.hal, f"@{me.username} A word between us", "direct")
        say(me, "@hal Gladly", "direct", reply_to=secret)
        say(noah, f"@{me.username} Another word", "direct")
        react(cast.hal, mine, "⛵")
        say(cast.hal, "As they say", quote_of=mine)
        say(noah, "May I?", quote_of=say(me, "Ask me first", quote_policy="ask"))
        other = say(cast.bob, f"Fog tonight for {me.username}", warning="Weather")
        for keep in (like, bookmark, boost):
            keep(me, other)
        mute_thread(me, other)
        _change(me, cast.bob)
        _let_in(me)
        _wish(me, cast, noah)
        _hold_back(me, other)
        bookmark(me, quiet)
        linking(me, pictured=True, kind="player", player_url="https://tube.example/embed/1")
        _much(me, cast.hal)
        _have_a_look(me)


def question() -> str:
    """Where the app sends members, who take the code to it by hand."""
    asked = {"client_id": App.objects.get().client_id, "redirect_uri": BY_HAND, "response_type": "code"}
    return f"/oauth/authorize?{urlencode(asked)}"


def _let_in(me: Account) -> None:
    """An app that came in, and a token made by hand."""
    Token.objects.create(account=me, app=App.objects.get(), digest=f"app of {me.username}", scopes="read write:media")
    create_token(me, "read", 30)


def _change(me: Account, other: Account) -> None:
    """Polls to vote in and one's own, and a post that said something else before."""
    for multiple in (False, True):
        poll = NewPoll(("Monday", "Tuesday"), 3_600, multiple)
        say(other, f"Which evening, {me.username}?", poll=poll)
    edit_post(me, say(me, "High water at six", poll=NewPoll(("Red", "Green"), 3_600)), Edit("High water at seven"))


def _wish(me: Account, cast: Cast, noah: Account) -> None:
    """Circles to read and write for, filters, followed hashtags; what is kept in mind and shown on the profile."""
    keep_note(me, cast.hal.id, "Has the key to the boat house")
    endorse(me, cast.hal.id)
    feature_tag(me, "harbour")
    add_to_collection(me, make_collection(me, CollectionDraft("Boat people", "Who mend them")), cast.hal.id)
    add_to_collection(cast.hal, make_collection(cast.hal, CollectionDraft(f"For {me.username}")), me.id)
    choir = make_circle(me, CircleDraft("Choir"))
    for who in (cast.hal, noah):
        add_to_circle(me, choir, who.id)
    for number in range(GUESTS):
        add_to_circle(me, choir, _guest(number).id)
    say(me, "Only for the choir", "list", circle=choir)
    weather = make_filter(me, FilterDraft("Weather", "warn", ("home", "thread"), None, (FilterWordDraft("fog"),)))
    filter_post(me, weather, say(noah, "A long story"))
    change_follow(me, cast.hal.id, FollowWishes(languages=("de", "en")))
    follow_tag(me, "harbour")


def _look_back(me: Account) -> None:
    """Two years ago, of which one has been put together."""
    for year in (2023, 2024):
        with as_of(datetime(year, 5, 4, tzinfo=UTC)):
            say(me, f"The boats of {year} #harbour")
    assert ask_for_year(me, 2023)


def _hold_back(me: Account, other: int) -> None:
    """A draft, a plan, and a plan that came to nothing."""
    save_draft(me, None, Begun({"text": ["Half a thought"], "scope": ["public"]}))
    for days in (1, 2):
        schedule_post(me, Draft(f"In {days} days", "public"), timezone.now() + timedelta(days=days), {})
    failed = schedule_post(me, Draft("Too late", "public", reply_to=other), timezone.now() + timedelta(hours=1), {})
    ScheduledPost.objects.filter(id=failed).update(problem="The post you are answering is not there any more.")


def _have_a_look(me: Account) -> None:
    """Somebody who waits to be let through."""
    drain()
    choose_policy(me, Choice(new_accounts="filter"))
    say(_guest(2), f"@{me.username} Room for one more?")


def _much(me: Account, hal: Account) -> None:
    """More of everything than one page holds."""
    for number in range(POSTS):
        post = say(hal, f"Tide table {number} #harbour")
        like(me, post)
        bookmark(me, post)
        say(hal, f"@{me.username} number {number}", reply_to=post)


def _trouble(cast: Cast) -> None:
    sold = say(cast.hal, "Buy my nets, cheap")
    report(cast.bob, cast.hal.id, sold, "This advertises.")
    report(cast.alice, cast.hal.id, None, "A nuisance.")
    remove_post(cast.frank, say(cast.hal, "Buy my oars, cheap"), "It advertises.")


def say(author: Account, text: str, scope: str = "public", **rest: Any) -> int:
    return publish_post(author, Draft(text, scope, **rest))


__all__ = ["NAMES", "PASSWORD", "browser", "question", "say", "settle"]
