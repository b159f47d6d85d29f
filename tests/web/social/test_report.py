"""The report button: it reaches those who run the community, and nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.core.cursors import Page
from folkmoot.moderation.queries import reports
from tests.web.social.reading import fields, once, tree

type Clients = Callable[..., Client]


def form_of(page: Any) -> Any:
    return next(node for node in page.one("main").all("form") if node.attrs.get("action") == "/report")


def all_reports(cast: Any) -> Any:
    return reports(cast.olivia.id, Page(limit=20)).items


def test_a_post_is_reported_with_words(cast: Any, client_of: Clients, say: Any) -> None:
    post_id = say(cast.bob, "something rude")
    client = client_of(cast.alice)
    page = once(client, f"/report?account={cast.bob.id}&post={post_id}")
    assert page.one("h1").text == "Report a post"
    assert page.one(".post-words").text == "something rude"
    response = client.post("/report", {**fields(form_of(page)), "comment": "This is rude."})
    assert (response.status_code, response["Location"]) == (303, f"/report/sent?account={cast.bob.id}")
    report = all_reports(cast)[0]
    assert (report.account.id, report.post_id, report.comment) == (cast.bob.id, post_id, "This is rude.")
    assert (report.snapshot, report.reporter.id) == ("something rude", cast.alice.id)


def test_an_account_is_reported_without(cast: Any, client_of: Clients) -> None:
    client = client_of(cast.alice)
    page = once(client, f"/report?account={cast.bob.id}")
    assert page.one("h1").text == "Report an account"
    client.post("/report", fields(form_of(page)))
    report = all_reports(cast)[0]
    assert (report.account.id, report.post_id) == (cast.bob.id, None)


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
    assert "at most 1,000 characters" in form.one("p.error").text
    assert not all_reports(cast)


@pytest.mark.parametrize("query", ["", "?account=x", "?account=12345", "?post=12345", "?account={bob}&post=12345"])
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
