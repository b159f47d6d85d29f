"""The demo community: made once, believable, and safe to show."""

import argparse
import json
import re
from typing import Any

import pytest

from folkmoot.accounts.models import Account, Login
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotAllowed
from folkmoot.core.events import parked
from folkmoot.instance.queries import community
from folkmoot.posts.models import Post
from folkmoot.posts.queries import thread
from folkmoot.project import demo, serve
from folkmoot.project.reading import Bind
from folkmoot.relations.models import Follow
from folkmoot.timelines.queries import home

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Any:
    return json.loads(demo.STORY.read_text(encoding="utf-8"))


def test_everybody_can_sign_in_with_the_password_that_is_printed(story: Any) -> None:
    words = demo.make(story)
    pairs = re.findall(r"^  (\S+@demo\.example)  (\S+)$", words, re.MULTILINE)
    assert len(pairs) == len(story["people"])
    assert len({password for _, password in pairs}) == len(pairs), "each password is random"
    for email, password in pairs:
        login = Login.objects.get(email=email)
        assert login.check_password(password)
        assert login.approved_at


def test_the_street_talks_follows_and_is_dated_back(story: Any) -> None:
    demo.make(story)
    assert community().name == "Willow Street"
    assert len(community().rules) == len(story["rules"])
    assert Follow.objects.count() == sum(map(len, story["follows"].values()))
    written = Post.objects.filter(boost_of=None)
    assert written.count() == len(story["posts"])
    dates = list(written.order_by("id").values_list("original_at", flat=True))
    assert dates == sorted(dates)
    assert (dates[-1] - dates[0]).days >= 14
    assert not parked()


def test_nobody_meets_an_empty_home_and_threads_hang_together(story: Any) -> None:
    demo.make(story)
    for account in Account.objects.all():
        assert home(account.id, Page(limit=20)).items, account.username
    new = Post.objects.get(text__startswith="Hello everybody!")
    answers = thread(Account.objects.get(username="maria").id, new.id).replies
    assert len(answers) == sum(post.get("answers") == "new" for post in story["posts"])


def test_it_is_made_once_and_then_served(story: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    served: list[str] = []
    monkeypatch.setattr(serve, "serve", lambda: served.append("yes"))
    monkeypatch.setattr(demo, "bring_up_to_date", lambda: None)
    demo.run(argparse.Namespace())
    assert "Sign in with one of these" in capsys.readouterr().out
    demo.run(argparse.Namespace())
    assert capsys.readouterr().out == ""
    assert served == ["yes", "yes"]


def test_it_listens_on_this_machine_only(settings: Any) -> None:
    everywhere = Bind("192.0.2.1", 8000)
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"bind": everywhere})
    with pytest.raises(NotAllowed, match="this machine only"):
        demo.run(argparse.Namespace())
    assert not Account.objects.exists()
