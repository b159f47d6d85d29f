"""The report button: it reaches those who run the community, and nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core import limits
from folkmoot.core.errors import TooMany
from folkmoot.instance.models import Rule
from folkmoot.moderation.models import Case, Report, ReportItem
from folkmoot.posts.actions import delete_post
from folkmoot.relations.actions import block
from tests.moderation.reporting import set_aside
from tests.web.social.reading import fields, once, tree

type Clients = Callable[..., Client]


def form_of(page: Any) -> Any:
    return next(node for node in page.one("main").all("form") if node.attrs.get("action") == "/report")


def all_reports() -> list[Report]:
    return list(Report.objects.order_by("-id"))


def test_a_post_is_reported_with_words(cast: Any, client_of: Clients, say: Any) -> None:
    post_id = say(cast.bob, "something rude")
    client = client_of(cast.alice)
    page = once(client, f"/report?account={cast.bob.id}&post={post_id}")
    assert page.one("h1").text == "Report a post"
    assert page.one(".post-words").text == "something rude"
    response = client.post("/report", {**fields(form_of(page)), "comment": "This is rude."})
    assert (response.status_code, response["Location"]) == (303, f"/report/sent?account={cast.bob.id}")
    report = all_reports()[0]
    assert (report.account_id, report.comment, report.reporter_id) == (cast.bob.id, "This is rude.", cast.alice.id)
    item = ReportItem.objects.get()
    assert (item.object_id, item.snapshot["text"]) == (post_id, "something rude")


def test_an_account_is_reported_without(cast: Any, client_of: Clients) -> None:
    client = client_of(cast.alice)
    page = once(client, f"/report?account={cast.bob.id}")
    assert page.one("h1").text == "Report an account"
    client.post("/report", fields(form_of(page)))
    report = all_reports()[0]
    assert (report.account_id, ReportItem.objects.get().kind) == (cast.bob.id, "account")


def test_thanks_say_what_happens_now_and_what_one_can_do(cast: Any, client_of: Clients) -> None:
    main = once(client_of(cast.alice), f"/report/sent?account={cast.bob.id}").one("main")
    assert "They will look at it and decide" in main.text
    links = [node.attrs["href"] for node in main.all("a")]
    assert {f"/accounts/{cast.bob.id}/mute", f"/accounts/{cast.bob.id}/block"} <= set(links)


@pytest.mark.parametrize("query", ["", "?account=12345", "?account=x", "?account=99999999999999999999999"])
def test_thanks_need_nobody(cast: Any, client_of: Clients, query: str) -> None:
    assert "Thank you" in once(client_of(cast.alice), f"/report/sent{query}").one("h1").text


def test_too_long_a_comment_comes_back(cast: Any, client_of: Clients) -> None:
    client = client_of(cast.alice)
    sent = {**fields(form_of(once(client, f"/report?account={cast.bob.id}"))), "comment": "x" * 1001}
    response = client.post("/report", sent)
    assert response.status_code == 422
    form = form_of(tree(response))
    assert fields(form)["comment"] == "x" * 1001
    assert "at most 1,000 characters" in form.one(".notice").text
    assert not all_reports()


@pytest.mark.parametrize("query", ["", "?account=x", "?account=12345", "?post=12345", "?post=x"])
def test_what_is_not_there_cannot_be_reported(cast: Any, client_of: Clients, query: str) -> None:
    once(client_of(cast.alice), "/report" + query.format(bob=cast.bob.id), 404)


def test_what_one_cannot_see_cannot_be_reported(cast: Any, client_of: Clients, say: Any) -> None:
    hidden = say(cast.bob, "canary-report", "followers")
    client = client_of(cast.hal)
    once(client, f"/report?post={hidden}", 404)
    assert client.post("/report", {"account": str(cast.bob.id), "post": str(hidden)}).status_code == 404


def test_not_oneself(cast: Any, client_of: Clients) -> None:
    client = client_of(cast.bob)
    once(client, f"/report?account={cast.bob.id}", 404)
    assert client.post("/report", {"account": str(cast.bob.id)}).status_code == 403


def test_a_form_without_an_account_is_404(cast: Any, client_of: Clients) -> None:
    assert client_of(cast.bob).post("/report", {"comment": "hm"}).status_code == 404


def test_several_posts_with_a_kind_and_a_rule_are_one_report(cast: Any, client_of: Clients, say: Any) -> None:
    rule = Rule.objects.create(position=1, text={"en": "Be kind."})
    first, second, third = (say(cast.bob, f"rude {n}") for n in range(3))
    client = client_of(cast.alice)
    page = once(client, f"/report?account={cast.bob.id}&post={first}")
    offered = {node.attrs["value"] for node in form_of(page).all("input") if node.attrs.get("name") == "post"}
    assert offered == {str(first), str(second), str(third)}
    sent = {**fields(form_of(page)), "post": [str(first), str(third)], "rule": str(rule.id), "category": "hate"}
    assert client.post("/report", sent).status_code == 303
    row = Report.objects.get()
    assert (row.category, row.rules) == ("hate", [rule.id])
    assert [item.object_id for item in ReportItem.objects.order_by("id")] == [first, third]


def test_what_was_chosen_comes_back_with_what_was_wrong(cast: Any, client_of: Clients, say: Any) -> None:
    first, second = (say(cast.bob, f"rude {n}") for n in range(2))
    sent = {"account": str(cast.bob.id), "post": [str(first), str(second)], "category": "spam", "comment": "x" * 1001}
    form = form_of(tree(client_of(cast.alice).post("/report", sent)))
    assert fields(form)["category"] == "spam"
    chosen = [node for node in form.all("input") if node.attrs.get("name") == "post" and "checked" in node.attrs]
    assert [node.attrs["value"] for node in chosen] == [str(second)]


@pytest.mark.parametrize("wrong", [{"category": "nonsense"}, {"rule": "1"}, {"rule": "x"}])
def test_only_what_is_offered_can_be_chosen(cast: Any, client_of: Clients, wrong: dict[str, str]) -> None:
    assert client_of(cast.alice).post("/report", {"account": str(cast.bob.id), **wrong}).status_code == 422
    assert not Report.objects.exists()


def test_more_than_twenty_posts_are_too_many(cast: Any, client_of: Clients, say: Any) -> None:
    posts = [str(say(cast.bob, f"rude {n}")) for n in range(21)]
    assert client_of(cast.alice).post("/report", {"account": str(cast.bob.id), "post": posts}).status_code == 422


def test_a_post_that_was_taken_back_leaves_its_author_to_report(cast: Any, client_of: Clients) -> None:
    page = once(client_of(cast.alice), f"/report?account={cast.bob.id}&post=12345")
    assert page.one("h1").text == "Report an account"
    assert "not there any more" in form_of(page).one(".notice").text


def test_my_reports_say_what_became_of_them(cast: Any, client_of: Clients, say: Any) -> None:
    client = client_of(cast.alice)
    assert "You have reported nothing" in once(client, "/reports").one("main").text
    post = say(cast.bob, "rude")
    client.post("/report", {"account": str(cast.bob.id), "post": str(post), "comment": "This is rude."})
    shown = once(client, "/reports").one("main")
    assert "It waits to be looked at" in shown.text
    assert "This is rude." in shown.text
    assert f"/@bob/{post}" in {node.attrs["href"] for node in shown.all("a")}
    set_aside(cast.olivia, Report.objects.get().id)
    assert "found nothing that we would have to change" in once(client, "/reports").one("main").text
    assert "You have reported nothing" in once(client_of(cast.hal), "/reports").one("main").text


def test_no_report_says_to_its_author_who_made_it(cast: Any, client_of: Clients, say: Any) -> None:
    client_of(cast.alice).post("/report", {"account": str(cast.bob.id), "comment": "canaryword"})
    assert Case.objects.get().account_id == cast.bob.id
    for place in ("/reports", "/notifications", "/decisions"):
        assert "canaryword" not in once(client_of(cast.bob), place).one("main").text


class TestGoneMeanwhile:
    """What is reported goes while the form is open: the answer says so, and what was typed is still there."""

    SAID = "It was about my sister."

    @pytest.fixture
    def alice(self, cast: Any, client_of: Clients) -> Client:
        return client_of(cast.alice)

    def sent(self, client: Client, cast: Any, *posts: int) -> Any:
        typed = {"account": str(cast.bob.id), "post": [str(each) for each in posts], "comment": self.SAID}
        return client.post("/report", typed | {"category": "hate"})

    def test_a_post_leaves_its_author_to_report(self, alice: Client, cast: Any, say: Any) -> None:
        post = say(cast.bob, "rude")
        delete_post(cast.bob, post)
        answer = self.sent(alice, cast, post)
        assert answer.status_code == 404
        form = form_of(tree(answer))
        assert "Not all of it is there any more" in form.one(".error").text
        assert (fields(form)["comment"], fields(form)["category"]) == (self.SAID, "hate")
        assert not all_reports()
        assert alice.post("/report", fields(form)).status_code == 303
        assert (all_reports()[0].comment, ReportItem.objects.get().kind) == (self.SAID, "account")

    def test_one_of_several_leaves_the_others(self, alice: Client, cast: Any, say: Any) -> None:
        first, second, third = (say(cast.bob, f"rude {n}") for n in range(3))
        delete_post(cast.bob, second)
        form = form_of(tree(self.sent(alice, cast, first, second, third)))
        chosen = [node.attrs["value"] for node in form.all("input") if "checked" in node.attrs]
        assert (fields(form)["comment"], chosen) == (self.SAID, [str(third)])
        again = {**fields(form), "post": [str(first), *chosen]}
        assert alice.post("/report", again).status_code == 303
        assert [item.object_id for item in ReportItem.objects.order_by("id")] == [first, third]

    @pytest.mark.parametrize("how", ["deleted", "suspended", "nobody"])
    def test_an_account_leaves_the_words_and_the_way_to_tell(
        self, alice: Client, cast: Any, say: Any, how: str
    ) -> None:
        post = say(cast.bob, "rude")
        gone = {"deleted": {"deleted_at": timezone.now()}, "suspended": {"suspended_at": timezone.now()}}.get(how, {})
        Account.objects.filter(id=cast.bob.id).update(active=False, **gone)
        for posts in ((post,), ()):
            answer = self.sent(alice, cast, *posts)
            assert answer.status_code == 404
            main = tree(answer).one("main")
            assert "not there any more" in main.text
            assert main.one("textarea").text.strip() == self.SAID
            assert "/notice" in {node.attrs.get("href") for node in main.all("a")}
        assert not all_reports()

    def test_a_post_of_somebody_who_blocked_me_meanwhile(self, alice: Client, cast: Any, say: Any) -> None:
        post = say(cast.bob, "rude")
        block(cast.bob, cast.alice.id)
        answer = self.sent(alice, cast, post)
        form = form_of(tree(answer))
        assert (answer.status_code, fields(form)["comment"]) == (404, self.SAID)
        assert "rude" not in tree(answer).one("main").text
        assert alice.post("/report", fields(form)).status_code == 303
        assert all_reports()[0].account_id == cast.bob.id

    def test_what_is_not_there_and_what_one_may_not_see_read_the_same(self, alice: Client, cast: Any, say: Any) -> None:
        hidden = say(cast.bob, "canaryword", "direct")
        one, other = self.sent(alice, cast, hidden), self.sent(alice, cast, 12345)
        assert one.status_code == other.status_code == 404
        assert tree(one).one("main").text == tree(other).one("main").text

    def test_too_many_reports_keep_the_words_too(
        self, alice: Client, cast: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_what: object) -> None:
            raise TooMany(60)

        monkeypatch.setattr(limits, "count", refuse)
        answer = self.sent(alice, cast)
        assert (answer.status_code, answer["Retry-After"]) == (429, "60")
        assert tree(answer).one("textarea").text.strip() == self.SAID

    def test_a_program_is_told_in_the_same_way(self, cast: Any, api_of: Any, say: Any) -> None:
        post = say(cast.bob, "rude")
        delete_post(cast.bob, post)
        sent = {"account_id": str(cast.bob.id), "status_ids": [str(post)], "comment": self.SAID}
        answer = api_of(cast.alice).post("/api/v1/reports", body=sent)
        assert answer.status_code == 404
        assert answer.json()["error"]


class TestKindsThatGoWithRules:
    @pytest.fixture
    def bound(self, cast: Any) -> list[Rule]:
        spam = Rule(
            position=2, text={"en": "No advertising."}, hint={"en": "Small ads have a thread."}, category="spam"
        )
        return Rule.objects.bulk_create([Rule(position=1, text={"en": "Be kind."}), spam])

    def test_the_form_says_which_rule_is_broken(self, cast: Any, client_of: Clients, bound: list[Rule]) -> None:
        source = client_of(cast.alice).get(f"/report?account={cast.bob.id}").content.decode()
        assert "Advertising or spam – breaks rule 2</option>" in source
        assert source.count("breaks rule") == 1
        assert "Small ads have a thread." in source

    def test_who_reports_such_a_thing_names_the_rule(self, cast: Any, client_of: Clients, bound: list[Rule]) -> None:
        client_of(cast.alice).post("/report", {"account": str(cast.bob.id), "category": "spam"})
        row = Report.objects.get()
        assert (row.category, row.rules) == ("spam", [bound[1].id])

    @pytest.mark.parametrize(("kind", "kept"), [("other", "spam"), ("rule", "spam"), ("hate", "hate")])
    def test_who_names_the_rule_alone_says_what_it_is_about(
        self, cast: Any, client_of: Clients, bound: list[Rule], kind: str, kept: str
    ) -> None:
        sent = {"account": str(cast.bob.id), "category": kind, "rule": [str(each.id) for each in bound]}
        client_of(cast.alice).post("/report", sent)
        row = Report.objects.get()
        assert (row.category, row.rules) == (kept, [each.id for each in bound])
