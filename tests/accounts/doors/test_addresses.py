"""E-mail addresses at the door: which domains, which mailboxes, and names that look like others."""

from typing import Any

import pytest

from folkmoot.accounts.actions import (
    SignUp,
    create_account,
    drop_domain_rule,
    keep_domain_out,
    let_domain_in,
    obstacles,
    sign_up,
)
from folkmoot.accounts.models import AddressRule, Arrival, Login
from folkmoot.accounts.queries import domain_problem, domain_rules, is_known_mailbox, likeness_problem, mailbox_of
from folkmoot.accounts.queries.likeness import looks
from folkmoot.accounts.queries.mailbox import is_disposable, mailbox_mark
from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.rows import select
from folkmoot.instance.actions import change_settings
from folkmoot.project.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


def form(username: str = "zoe", email: str = "zoe@example.org", **more: Any) -> SignUp:
    return SignUp(username, email, PASSWORD, **more)


@pytest.fixture
def opened(cast: Cast) -> Cast:
    change_settings(None, {"sign_up": "open"})
    return cast


class TestMailboxes:
    @pytest.mark.parametrize(
        ("typed", "mailbox"),
        [
            ("Bob@Example.org ", "bob@example.org"),
            ("bob+anything@example.org", "bob@example.org"),
            ("bob+a+b@example.org", "bob@example.org"),
            ("b.o.b@gmail.com", "bob@gmail.com"),
            ("B.ob+x@GoogleMail.com", "bob@gmail.com"),
            ("b.o.b@example.org", "b.o.b@example.org"),  # elsewhere these are two people
            ("bob-x@yahoo.com", "bob@yahoo.com"),
            ("bob-x@example.org", "bob-x@example.org"),
            ("+bob@example.org", "+bob@example.org"),  # a tag of nobody is a name
            ("bob@example.org.", "bob@example.org"),
            ("nothing", "@nothing"),
        ],
    )
    def test_where_mail_really_goes(self, typed: str, mailbox: str) -> None:
        assert mailbox_of(typed) == mailbox

    def test_one_mailbox_is_known_again(self, opened: Cast) -> None:
        sign_up(form(email="zoe.miller@gmail.com"))
        assert is_known_mailbox("z.oemiller+second@googlemail.com")
        assert not is_known_mailbox("zoe.other@gmail.com")

    def test_what_is_kept_names_nobody(self, opened: Cast, settings: Any) -> None:
        login = sign_up(form(came_from="198.51.100.7"))
        kept = Arrival.objects.get(login=login)
        assert len(kept.mailbox) == len(kept.near) == 32
        before = mailbox_mark(login.email)
        settings.SECRET_KEY = "another"
        assert mailbox_mark(login.email) == before == kept.mailbox, "known again after the keys were rotated"
        settings.HASH_KEY = "another"
        assert mailbox_mark(login.email) != before, "without the key nobody can try addresses"

    def test_test_communities_ask_nothing(self, settings: Any) -> None:
        settings.TEST_PROFILE = True
        assert not is_known_mailbox("zoe@example.org")
        assert domain_problem("zoe@mailinator.com") == ""
        assert likeness_problem("0wner") is None


class TestDomains:
    @pytest.mark.parametrize("host", ["yopmail.com", "some.yopmail.com", "10minutemail.com", "YOPmail.com"])
    def test_addresses_for_minutes_are_refused(self, opened: Cast, host: str) -> None:
        assert "only for a short time" in domain_problem(f"zoe@{host}")
        with pytest.raises(Invalid, match="short time") as refused:
            sign_up(form(email=f"zoe@{host}"))
        assert refused.value.field == "email"

    @pytest.mark.parametrize("host", ["gmail.com", "example.org", "notyopmail.com", "com", ""])
    def test_others_are_not(self, db: None, host: str) -> None:
        assert domain_problem(f"zoe@{host}") == ""
        assert not is_disposable(host)

    def test_a_domain_is_kept_out_with_all_below_it(self, opened: Cast) -> None:
        keep_domain_out(opened.olivia, "spam.example", "Four false accounts in March")
        for host in ("spam.example", "a.spam.example"):
            assert "does not take addresses" in domain_problem(f"zoe@{host}")
        assert domain_problem("zoe@notspam.example") == ""
        found = obstacles(form(email="zoe@spam.example"))
        assert [(each.field, each.kind) for each in found] == [("email", "blocked")]

    @pytest.mark.parametrize("typed", ["bücher.example", "BÜCHER.example", "xn--bcher-kva.example", "a.bücher.example"])
    def test_a_domain_is_the_same_in_whatever_letters(self, opened: Cast, typed: str) -> None:
        keep_domain_out(opened.olivia, "bücher.example", "")
        assert "does not take addresses" in domain_problem(f"zoe@{typed}")

    def test_wide_letters_lead_round_nothing(self, opened: Cast) -> None:
        assert "only for a short time" in domain_problem("zoe@ｙopmail.com")
        assert mailbox_of("z.oe+1@ｇmail.com") == "zoe@gmail.com"

    def test_once_one_is_let_in_all_others_stay_out(self, opened: Cast) -> None:
        let_domain_in(opened.olivia, "school.example", "")
        assert domain_problem("zoe@pupils.school.example") == ""
        assert "only addresses of certain" in domain_problem("zoe@example.org")
        keep_domain_out(opened.olivia, "pupils.school.example", "")
        assert domain_problem("zoe@pupils.school.example"), "the nearest rule decides"
        assert domain_problem("zoe@school.example") == ""

    def test_an_owner_may_take_what_the_list_calls_short_lived(self, opened: Cast) -> None:
        let_domain_in(opened.olivia, "yopmail.com", "our drill")
        assert domain_problem("zoe@yopmail.com") == ""

    def test_a_domain_that_was_kept_out_is_let_in_and_never_turned_round(self, opened: Cast) -> None:
        keep_domain_out(opened.olivia, "a.example", "")
        let_domain_in(opened.olivia, "a.example", "")
        with pytest.raises(Invalid, match="Remove that rule"):
            keep_domain_out(opened.olivia, "a.example", "")
        assert [(rule.domain, rule.allows) for rule in domain_rules(opened.olivia.id)] == [("a.example", True)]
        drop_domain_rule(opened.olivia, "a.example")
        assert domain_rules(opened.olivia.id) == []
        with pytest.raises(NotFound):
            drop_domain_rule(opened.olivia, "a.example")
        kept = [entry.verb for entry in entries(Page(limit=3)).items]
        assert kept == ["doors.drop_rule", "doors.let_in", "doors.keep_out"]

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("Spam.Example", "spam.example"),
            ("@spam.example", "spam.example"),
            ("bob@spam.example", "spam.example"),
            (" spam.example. ", "spam.example"),
            ("bücher.example", "xn--bcher-kva.example"),
        ],
    )
    def test_domains_are_read_kindly(self, opened: Cast, typed: str, kept: str) -> None:
        keep_domain_out(opened.olivia, typed, "")
        assert AddressRule.objects.get().domain == kept

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "com",
            "no domain",
            "a\r\nBcc:x.example",
            "x" * 300 + ".org",
            "-a.example",
            "a..example",
            "\0.org",
            "1.2.3.4",
            "é" * 200,
        ],
    )
    def test_what_is_no_domain_is_refused(self, opened: Cast, typed: str) -> None:
        with pytest.raises(Invalid) as refused:
            keep_domain_out(opened.olivia, typed, "")
        assert refused.value.field == "domain"

    def test_notes_and_rules_have_an_end(self, opened: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(Invalid):
            keep_domain_out(opened.olivia, "a.example", "x" * 201)
        monkeypatch.setattr("folkmoot.accounts.actions.address_rules.MOST", 1)
        keep_domain_out(opened.olivia, "a.example", "")
        with pytest.raises(Invalid, match="1,000"):
            keep_domain_out(opened.olivia, "b.example", "")
        assert AddressRule.objects.count() == 1

    def test_only_owners_decide(self, opened: Cast) -> None:
        for act in (let_domain_in, keep_domain_out):
            with pytest.raises(NotAllowed):
                act(opened.frank, "a.example", "")
        with pytest.raises(NotAllowed):
            drop_domain_rule(opened.frank, "a.example")
        with pytest.raises(NotFound):
            domain_rules(opened.frank.id)


class TestLikeness:
    @pytest.mark.parametrize(
        ("name", "look"),
        [
            ("b0b", "bob"),
            ("_bob_", "bob"),
            ("a1ice", "allce"),
            ("alice", "allce"),
            ("rnaria", "marla"),
            ("vvill", "wlll"),
        ],
    )
    def test_at_a_glance(self, name: str, look: str) -> None:
        assert looks(name) == look

    @pytest.mark.parametrize("name", ["b0b", "bo_b", "_bob", "b_0_b", "a1ice", "allce", "fr4nk0", "o1ivia"])
    def test_names_that_look_like_a_member_s_are_refused(self, opened: Cast, name: str) -> None:
        found = obstacles(form(name))
        if name == "fr4nk0":
            assert found == []
            return
        assert [(each.field, each.kind) for each in found] == [("username", "taken")]
        with pytest.raises(Invalid, match="too much like"):
            sign_up(form(name))
        assert not Login.objects.filter(email="zoe@example.org").exists()

    @pytest.mark.parametrize(
        "name", ["0wner", "adrnin", "m0derator", "he1p", "5upport", "supp0rt", "r00t", "0ffic_ial"]
    )
    def test_names_that_look_like_the_community_s_own_are_refused(self, opened: Cast, name: str) -> None:
        found = likeness_problem(name)
        assert (found is None) == (name == "5upport")
        assert found is None or found[0] == "reserved"

    def test_a_name_that_was_once_here_is_like_one_that_is(self, opened: Cast) -> None:
        from folkmoot.accounts.models import Account

        Account.objects.filter(id=opened.bob.id).update(active=False)
        assert likeness_problem("b0b")

    def test_names_elsewhere_take_nothing(self, opened: Cast) -> None:
        from folkmoot.accounts.models import Account

        Account.objects.create(username="zeno", domain="far.example")
        assert likeness_problem("zen0") is None

    def test_one_s_own_name_is_not_like_itself(self, opened: Cast) -> None:
        assert likeness_problem("bob") is None, "it is taken, which is said elsewhere"

    def test_who_runs_the_community_may_name_accounts_as_needed(self, opened: Cast) -> None:
        assert create_account("bob_1", "bob1@example.org", PASSWORD, "member")

    @pytest.mark.only("sqlite")
    def test_the_index_answers(self, opened: Cast) -> None:
        from folkmoot.accounts.queries.likeness import _alike

        plan = select(f"EXPLAIN QUERY PLAN {_alike()}", {"looks": "bob", "name": "b0b"})
        assert "account_likeness" in str(plan)
