"""What the community stands by, for everybody; and members who are asked to agree to changes."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.actions import SignUp, agree, sign_up
from folkmoot.accounts.models import Agreement, Login
from folkmoot.accounts.queries import asked_of
from folkmoot.core.errors import NotFound
from folkmoot.instance.actions import change_settings, set_rules
from folkmoot.instance.models import PolicyVersion
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.publishing import Publication, publish_change, publish_correction, publish_drafts
from folkmoot.notifications.letters.links import DIGEST, token_of
from folkmoot.notifications.letters.wishes import Wishes, choose_letters, standing_of
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
type Clients = Callable[..., Client]

OLD = "## Logs\n\nWe keep them 30 days.\n\nNothing is sold."
NEW = "## Logs\n\nWe keep them 60 days.\n\nNothing is sold.\n\nWe also count visits."


@pytest.fixture(autouse=True)
def known(community: None) -> None:
    change_settings(None, {"responsible": "Anna", "data_place": "Leipzig"})


@pytest.fixture
def changed(cast: Cast) -> PolicyVersion:
    """The privacy policy changes in 20 days."""
    publish_correction(cast.olivia, Publication(Kind.PRIVACY, {"en": OLD, "ar": "قديم"}, 0))
    publish_change(
        cast.olivia, Publication(Kind.PRIVACY, {"en": NEW, "ar": "جديد"}, 1), timezone.now() + timedelta(days=20)
    )
    return PolicyVersion.objects.get(number=2)


@pytest.fixture
def begun(changed: PolicyVersion) -> PolicyVersion:
    """It holds by now."""
    PolicyVersion.objects.filter(id=changed.id).update(effective_at=timezone.now())
    return changed


class TestPages:
    @pytest.mark.parametrize("kind", Kind)
    def test_there_before_anything_was_published(self, client: Client, kind: Kind) -> None:
        read = page(client.get(kind.path))
        assert read.heading == kind.called
        assert len(read.text) > 150
        if kind is Kind.RULES:
            assert "not written rules yet" in read.text
        else:
            assert "Made from the settings" in read.text

    @pytest.mark.parametrize("kind", Kind)
    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_published(self, client: Client, kind: Kind, language: str) -> None:
        publish_drafts(None)
        answer = client.get(kind.path, headers={"Accept-Language": language})
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text
        assert "/1" in answer.text
        assert client.get(f"{kind.path}/1").status_code == 200
        for number in ("2", "0", "99999999999999999999"):
            assert client.get(f"{kind.path}/{number}").status_code == 404
        assert client.post(kind.path).status_code in {403, 405}

    def test_rules_of_a_community_that_has_no_versions(self, client: Client) -> None:
        set_rules(None, ["Sing."])
        PolicyVersion.objects.all().delete()
        assert "Sing." in page(client.get("/rules")).words("main")

    def test_a_change_to_come(self, client: Client, changed: PolicyVersion) -> None:
        read = page(client.get("/privacy"))
        assert "30 days" in read.text
        assert "reads differently" in read.notices
        assert "/privacy/2" in read.links
        version = page(client.get("/privacy/2"))
        assert "This version holds from" in version.text
        assert "<del>30 </del><ins>60 </ins>" in version.source
        assert "What became different" in version.text
        assert "What became different" not in page(client.get("/privacy/1")).text

    def test_once_it_holds(self, client: Client, begun: PolicyVersion) -> None:
        read = page(client.get("/privacy"))
        assert "60 days" in read.text
        assert read.notices == ""
        assert "holds, or held" in page(client.get("/privacy/1")).text

    def test_a_change_in_another_language_only(self, cast: Cast, client: Client) -> None:
        publish_correction(cast.olivia, Publication(Kind.PRIVACY, {"en": OLD}, 0))
        publish_correction(cast.olivia, Publication(Kind.PRIVACY, {"en": OLD, "ar": "شيء"}, 1))
        assert "Nothing in this language." in page(client.get("/privacy/2")).text

    @pytest.mark.parametrize("attack", ["<script>alert(1)</script>", "## <img src=x onerror=a()>", "[x](javascript:1)"])
    def test_nothing_runs(self, cast: Cast, client: Client, attack: str) -> None:
        publish_correction(cast.olivia, Publication(Kind.PRIVACY, {"en": OLD}, 0))
        publish_correction(cast.olivia, Publication(Kind.PRIVACY, {"en": f"{OLD}\n\n{attack}"}, 1))
        for path in ("/privacy", "/privacy/2"):
            read = page(client.get(path))
            assert read.inline == []
            assert not re.search(r"<script>|<img src=x|href=\"javascript", read.source)

    def test_every_page_leads_to_them(self, client: Client, cast: Cast, client_of: Clients) -> None:
        for read in (page(client.get("/sign-in")), page(client_of(cast.bob).get("/"))):
            assert {"/privacy", "/terms", "/rules", "/contact"} <= set(read.links)


class TestAgreeing:
    def test_whoever_has_nothing_to_agree_to_is_not_asked(self, cast: Cast, client_of: Clients) -> None:
        bob = client_of(cast.bob)
        assert bob.get("/").status_code == 200
        assert bob.get("/agree").headers["Location"] == "/"
        assert "/agree" not in page(bob.get("/")).links

    def test_before_it_holds_members_see_a_notice(self, cast: Cast, client_of: Clients, changed: PolicyVersion) -> None:
        bob = client_of(cast.bob)
        read = page(bob.get("/"))
        assert "stands by changes" in read.notices
        assert "/agree" in read.links
        asked = page(bob.get("/agree"))
        assert "<del>30 </del><ins>60 </ins>" in asked.source
        assert "We also count visits." in asked.text
        bob.post("/agree", asked.form("/agree").filled())
        assert "stands by changes" not in page(bob.get("/")).notices.replace("noted", "")
        agreed = Agreement.objects.select_related("version").get(login=cast.bob.login_id)
        assert (agreed.version.kind, agreed.version.number) == ("privacy", 2)
        assert abs(agreed.agreed_at - timezone.now()) < timedelta(minutes=1)

    def test_once_it_holds_members_are_asked_first(self, cast: Cast, client_of: Clients, begun: PolicyVersion) -> None:
        bob = client_of(cast.bob)
        turned = bob.get("/bookmarks?x=1")
        assert turned.headers["Location"] == "/agree?next=%2Fbookmarks%3Fx%3D1"
        asked = page(bob.get(turned.headers["Location"]))
        form = asked.form("/agree")
        done = bob.post("/agree", form.filled())
        assert (done.status_code, done.headers["Location"]) == (303, "/bookmarks?x=1")
        assert bob.get("/bookmarks?x=1").status_code == 200
        assert Login.objects.get(account=cast.bob).agreed == begun.id
        bob.post("/agree", form.filled())
        assert Agreement.objects.count() == 1, "once is enough"

    def test_one_can_read_without_agreeing(self, cast: Cast, client_of: Clients, begun: PolicyVersion) -> None:
        bob = client_of(cast.bob)
        later = bob.post("/agree/later", {"next": "/bookmarks"})
        assert later.headers["Location"] == "/bookmarks"
        read = page(bob.get("/"))
        assert "/agree" in read.links, "the notice stays"
        kept = bob.post("/posts", {"text": "Half a thought"})
        assert kept.status_code == 403
        assert "Half a thought" in kept.text
        assert "/agree" in page(kept).links
        assert bob.post("/posts", {"text": "x"}, headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/agree"
        assert bob.post("/posts/1/like", {"_method": "DELETE"}).status_code == 403
        assert not Post.objects.filter(account=cast.bob).exists()
        assert bob.get("/agree").status_code == 200
        assert Agreement.objects.count() == 0

    @pytest.mark.parametrize("path", ["/settings", "/settings/profile", "/privacy", "/terms", "/rules", "/source"])
    def test_what_stays_open_without(self, cast: Cast, client_of: Clients, begun: PolicyVersion, path: str) -> None:
        bob = client_of(cast.bob)
        answer = bob.get(path)
        assert "/agree" not in answer.headers.get("Location", "")
        if path.startswith("/settings/"):
            assert "/agree" not in bob.post(path, {"name": ""}).headers.get("Location", "")
        assert bob.post("/sign-out").headers["Location"] == "/"

    def test_letters_can_be_ended_without(self, cast: Cast, client_of: Clients, begun: PolicyVersion) -> None:
        choose_letters(cast.bob, Wishes(digest="weekly"))
        bob, way_out = client_of(cast.bob), f"/unsubscribe/{token_of(cast.bob, DIGEST)}"
        assert bob.get(way_out).status_code == 200
        assert bob.post(way_out).status_code == 200
        assert standing_of(cast.bob).wishes.digest == "off"
        assert not Agreement.objects.exists()

    @pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Sec-Fetch-Dest": "empty"}])
    def test_parts_of_pages_are_not_stopped(
        self, cast: Cast, client_of: Clients, begun: PolicyVersion, headers: dict[str, str]
    ) -> None:
        assert client_of(cast.bob).get("/bookmarks", headers=headers).status_code == 200

    @pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "/agree", "javascript:1", "/\\evil"])
    def test_nobody_is_led_elsewhere(self, cast: Cast, client_of: Clients, begun: PolicyVersion, place: str) -> None:
        bob = client_of(cast.bob)
        for path in ("/agree/later", "/agree"):
            assert bob.post(path, {"next": place, "up_to": str(begun.id)}).headers["Location"] == "/"

    @pytest.mark.parametrize("up_to", ["", "x", "-1", "0", "²", "9" * 40])
    def test_only_what_was_on_the_page(self, cast: Cast, client_of: Clients, begun: PolicyVersion, up_to: str) -> None:
        client_of(cast.bob).post("/agree", {"up_to": up_to})
        assert Agreement.objects.count() == (1 if up_to.startswith("9") else 0)

    def test_a_change_that_came_meanwhile_is_asked_of_as_well(
        self, cast: Cast, client_of: Clients, begun: PolicyVersion
    ) -> None:
        bob = client_of(cast.bob)
        form = page(bob.get("/agree")).form("/agree")
        publish_change(cast.olivia, Publication(Kind.TERMS, {"en": "Terms."}, 0), timezone.now())
        bob.post("/agree", form.filled())
        asked = page(bob.get("/agree"))
        assert "This text is new." in asked.text
        assert asked.words("del") == asked.words("ins") == "", "what was agreed to is not asked of again"

    def test_visitors_and_applicants_are_not_asked(
        self, cast: Cast, client: Client, client_of: Clients, begun: PolicyVersion
    ) -> None:
        assert client.get("/sign-in").status_code == 200
        assert client.get("/agree").headers["Location"].startswith("/sign-in")
        assert client_of(cast.ivy).get("/waiting").status_code == 200
        with pytest.raises(NotFound):
            agree(cast.erin, begun.id)
        assert asked_of(cast.erin) != []

    def test_costs_no_statement(self, cast: Cast, client_of: Clients, begun: PolicyVersion, queries: Any) -> None:
        agree(cast.bob, begun.id)
        bob = client_of(cast.bob)
        bob.get("/bookmarks")
        counted = _statements(bob)
        PolicyVersion.objects.update(significant=False)
        assert _statements(bob) == counted


class TestSigningUp:
    def test_agrees_to_what_holds(self, cast: Cast, changed: PolicyVersion) -> None:
        publish_correction(cast.olivia, Publication(Kind.TERMS, {"en": "Terms."}, 0))
        login = sign_up(SignUp("nora", "nora@example.org", "correct horse battery moot", "I sing."))
        found = Agreement.objects.filter(login=login).values_list("version__kind", "version__number")
        assert sorted(found) == [("privacy", 1), ("terms", 1)]
        nora = login.account
        assert [each.number for each in asked_of(nora)] == [2], "what is to come is asked of later"

    def test_on_the_page(self, client: Client, cast: Cast) -> None:
        assert "agree" not in page(client.get("/sign-up")).form().fields
        publish_drafts(None)
        change_settings(None, {"minimum_age": "16"})
        read = page(client.get("/sign-up"))
        assert {"/privacy", "/terms", "/rules", "/contact"} <= set(read.links)
        assert "terms of use, the rules and the privacy policy" in read.text
        assert "at least 16 years old" in read.text
        typed = {"username": "nora", "email": "nora@example.org", "password1": "correct horse battery moot"}
        refused = client.post("/sign-up", typed)
        assert refused.status_code in {200, 422}
        assert not Login.objects.filter(email="nora@example.org").exists()
        client.post("/sign-up", {**read.form().fields, **typed, "agree": "on"})
        login = Login.objects.get(email="nora@example.org")
        assert Agreement.objects.filter(login=login).count() == 4
        assert login.agreed == max(PolicyVersion.objects.values_list("id", flat=True))


class TestMail:
    def test_members_are_told_in_their_language(self, cast: Cast, mail: Any, drain: Any, monkeypatch: Any) -> None:
        monkeypatch.setattr("folkmoot.accounts.tasks.policies.AT_ONCE", 2)
        cast.bob.language = "ar"
        cast.bob.save()
        drain()
        before = len(mail.all())
        publish_correction(cast.olivia, Publication(Kind.PRIVACY, {"en": OLD + "\n\nGone.", "ar": "قديم"}, 0))
        drain()
        assert mail.all()[before:] == [], "nobody is told of what is no significant change"
        later = timezone.now() + timedelta(days=20)
        publish_change(cast.olivia, Publication(Kind.PRIVACY, {"en": NEW, "ar": "جديد تماما"}, 1), later)
        agree(cast.olivia, 1 << 62)
        drain()
        told = sorted(str(each["To"]) for each in mail.all()[before:])
        assert told == [f"{name}@example.org" for name in ("alice", "bob", "carol", "dan", "frank", "hal")]
        (letter,) = mail.to("alice@example.org")
        assert "Privacy policy" in letter["Subject"]
        text = letter.get_content()
        for words in (
            "We keep them 30 days.",
            "→ We keep them 60 days.",
            "Added: We also count visits.",
            "Taken out: Gone.",
        ):
            assert words in text
        assert "/privacy/2" in text
        assert "جديد تماما" in mail.to("bob@example.org")[0].get_content()

    def test_a_long_list_is_cut(self, cast: Cast, mail: Any, drain: Any) -> None:
        long = "\n\n".join(f"Quite another thing, number {n}." for n in range(60))
        publish_change(cast.olivia, Publication(Kind.PRIVACY, {"en": long}, 0), timezone.now())
        drain()
        assert "… and more." in mail.to("hal@example.org")[0].get_content()

    def test_of_a_version_that_is_gone_nobody_hears(self, cast: Cast) -> None:
        from folkmoot.accounts.events import PolicyTellingContinues
        from folkmoot.accounts.tasks.policies import continue_telling_of_policy

        continue_telling_of_policy(PolicyTellingContinues(7, 0))


def _statements(client: Client) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        client.get("/bookmarks")
    return len(found)
