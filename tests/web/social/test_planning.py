"""Planned posts in the browser: by the member's own clock, moved, called back, never lost."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.posts.actions import Draft, delete_post
from folkmoot.posts.actions.schedule import schedule_post
from folkmoot.posts.models import Post, ScheduledPost
from folkmoot.posts.queries.saved import drafts, scheduled
from folkmoot.posts.tasks import publish_due
from folkmoot.web.social.parts.saving import moment
from tests.web.social.drafting import message, sent, texts, tomorrow
from tests.web.social.reading import composer, fields, htmx, once, tree, write

type Clients = Callable[..., Client]


class TestPlanning:
    def test_a_post_waits_for_its_time(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        response = write(client, "/", text="Tomorrow, then", **tomorrow())
        assert (response.status_code, response["Location"]) == (303, "/scheduled")
        page = once(client, "/scheduled")
        assert re.fullmatch(r"It will be published on .*18:30.*\.", message(page))
        assert "Tomorrow, then" in page.one(".drafts").text
        assert page.one("[data-draft-taken]").attrs["data-draft-taken"] == "home"
        assert Post.objects.filter(account=cast.alice).count() == 0
        ScheduledPost.objects.update(due_at=timezone.now())
        publish_due()
        assert Post.objects.get(account=cast.alice).text == "Tomorrow, then"
        assert "Nothing is scheduled" in once(client, "/scheduled").one(".empty").text

    def test_with_htmx_it_leads_to_the_list(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        response = client.post("/posts", sent(client, text="Later", **tomorrow()), headers=htmx())
        assert response["HX-Redirect"] == "/scheduled"

    def test_sent_twice_it_is_one_plan(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        form = sent(client, text="Once", **tomorrow())
        for _ in range(2):
            client.post("/posts", form)
        assert len(scheduled(cast.alice.id)) == 1

    @pytest.mark.parametrize(
        ("day", "time", "why"),
        [
            ("2031-05-04", "", "both a day and a time"),
            ("", "18:30", "both a day and a time"),
            ("next week", "noon", "both a day and a time"),
            ("2031-13-45", "18:30", "both a day and a time"),
            ("2031-05-04", "18:30+02:00", "within the next year"),
            ("9999-12-31", "23:59", "within the next year"),
            ("0001-01-01", "00:00", "both a day and a time|five minutes"),
            ("2001-05-04", "18:30", "five minutes"),
            ("2091-05-04", "18:30", "within the next year"),
        ],
    )
    def test_a_time_that_will_not_do(self, cast: Any, client_of: Clients, day: str, time: str, why: str) -> None:
        client = client_of(cast.alice)
        response = write(client, "/", text="Words", due_day=day, due_time=time)
        assert response.status_code == 422
        form = composer(tree(response))
        assert re.search(why, form.one(".error").text)
        assert "open" in next(each for each in form.all("details") if "composer-later" in each.classes).attrs
        assert fields(form)["text"] == "Words"

    def test_the_clock_is_the_members_own(self, cast: Any, client_of: Clients) -> None:
        Account.objects.filter(id=cast.alice.id).update(time_zone="Pacific/Auckland")
        client = client_of(cast.alice)
        day = datetime.now(UTC) + timedelta(days=3)
        write(client, "/", text="Down under", due_day=f"{day:%Y-%m-%d}", due_time="08:15")
        there = scheduled(cast.alice.id)[0].due_at.astimezone(UTC)
        assert there.hour in {19, 20}
        assert there.day != day.day
        row = once(client, "/scheduled").one(".drafts")
        form = next(each for each in row.all("form") if "later" in each.classes)
        assert fields(form) == {"due_day": f"{day:%Y-%m-%d}", "due_time": "08:15"}
        assert "08:15" in row.text

    def test_the_time_can_be_changed(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        write(client, "/", text="Later", **tomorrow())
        planned = scheduled(cast.alice.id)[0]
        assert client.post(f"/scheduled/{planned.id}", tomorrow(19))["Location"] == "/scheduled"
        assert "19:30" in message(once(client, "/scheduled"))
        assert scheduled(cast.alice.id)[0].due_at == planned.due_at + timedelta(hours=1)
        refused = client.post(f"/scheduled/{planned.id}", {"due_day": "2001-01-01", "due_time": "00:00"})
        assert refused.status_code == 422
        assert "five minutes" in tree(refused).one(f"#wrong-{planned.id}").text

    def test_it_can_be_published_now(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        write(client, "/", text="Now after all", **tomorrow())
        response = client.post(f"/scheduled/{scheduled(cast.alice.id)[0].id}/publish")
        assert response["Location"] == f"/#p{Post.objects.get(account=cast.alice).id}"
        assert scheduled(cast.alice.id) == []

    def test_it_can_become_a_draft_again(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        write(client, "/", text="Not yet", scope="quiet", **tomorrow())
        assert client.post(f"/scheduled/{scheduled(cast.alice.id)[0].id}/cancel")["Location"] == "/drafts"
        assert "not be published" in message(once(client, "/drafts"))
        again = sent(client, f"/drafts/{drafts(cast.alice.id)[0].id}")
        assert (again["text"], again["scope"]) == ("Not yet", "quiet")

    def test_what_could_not_be_published_is_shown_with_its_reason(
        self, cast: Any, client_of: Clients, say: Any, drain: Any
    ) -> None:
        client, parent = client_of(cast.alice), say(cast.bob, "Ask me")
        write(client, f"/@bob/{parent}", text="Asking", **tomorrow())
        delete_post(cast.bob, parent)
        ScheduledPost.objects.update(due_at=timezone.now())
        publish_due()
        drain()
        told = once(client, "/notifications").all("li.told")[0]
        assert "New: A post that you planned could not be published" in told.text
        assert told.one(".told-post").attrs["href"] == "/scheduled"
        assert "Scheduled (1 needs you)" in once(client, "/drafts").one(".tabs").text
        page = once(client, "/scheduled")
        assert "not there any more" in page.one(".error").text
        assert "Asking" in page.one(".drafts").text
        refused = client.post(f"/scheduled/{scheduled(cast.alice.id)[0].id}/publish")
        assert refused.status_code == 422
        assert "Asking" in scheduled(cast.alice.id)[0].text


@pytest.mark.parametrize(
    ("zone", "day", "time", "there"),
    [
        ("Europe/Berlin", "2027-03-28", "01:59", "2027-03-28T00:59"),
        ("Europe/Berlin", "2027-03-28", "02:30", "2027-03-28T01:30"),  # clocks skip it: 03:30
        ("Europe/Berlin", "2027-03-28", "03:00", "2027-03-28T01:00"),
        ("Europe/Berlin", "2027-10-31", "02:30", "2027-10-31T00:30"),  # it is there twice: the first
        ("Asia/Kolkata", "2027-01-01", "00:00", "2026-12-31T18:30"),
        ("UTC", "2028-02-29", "12:00", "2028-02-29T12:00"),
    ],
)
def test_moments_where_clocks_change(zone: str, day: str, time: str, there: str) -> None:
    with timezone.override(zone):
        assert f"{moment(day, time):%Y-%m-%dT%H:%M}" == there


def test_a_time_that_clocks_skip_is_named_as_it_will_be() -> None:
    from folkmoot.web.social.parts.saving import will_be_published

    with timezone.override("Europe/Berlin"):
        assert "03:30" in will_be_published(moment("2027-03-28", "02:30"))


@pytest.mark.parametrize("who", ["bob", "olivia"])
def test_nobody_else_finds_a_plan(cast: Any, client_of: Clients, who: str) -> None:
    due_at = timezone.now() + timedelta(hours=1)
    planned = schedule_post(cast.alice, Draft("Nobody's business", "public"), due_at, {})
    client = client_of(getattr(cast, who))
    later = {"due_day": "2031-05-04", "due_time": "18:30"}
    for rest, data in (("", later), ("/publish", {}), ("/cancel", {})):
        assert client.post(f"/scheduled/{planned}{rest}", data).status_code == 404
    assert "business" not in client.get("/scheduled").content.decode()
    assert (scheduled(cast.alice.id)[0].due_at, texts(cast.alice)) == (due_at, [])
