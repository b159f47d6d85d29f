"""The settings of what posts begin with and of who sees what, and what the form for writing makes of them."""

from collections.abc import Callable

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from tests.pictures import lay

pytestmark = pytest.mark.django_db
type ClientOf = Callable[[Account | None], Client]
POSTING, PROFILE = "/settings/posting", "/settings/profile"


def test_posts_begin_as_was_chosen(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.bob)
    assert 'value="direct"' not in browser.get(POSTING).content.decode()
    answer = browser.post(POSTING, {"post_scope": "followers", "quote_policy": "nobody", "post_sensitive": "on"})
    assert answer.status_code == 303
    cast.bob.refresh_from_db()
    assert (cast.bob.post_scope, cast.bob.quote_policy, cast.bob.post_sensitive) == ("followers", "nobody", True)
    for page in ("/", "/write"):
        assert '<option value="followers" selected>' in browser.get(page).content.decode(), page
        assert '<option value="public" selected>' in client_of(cast.hal).get(page).content.decode(), page
    shown = browser.get(POSTING).content.decode()
    assert 'value="followers" checked' in shown
    assert 'name="post_sensitive" checked' in shown


@pytest.mark.parametrize("form", [{"post_scope": "direct", "quote_policy": "ask"}, {"post_scope": "quiet"}])
def test_all_of_it_or_nothing(cast: Cast, client_of: ClientOf, form: dict[str, str]) -> None:
    assert client_of(cast.bob).post(POSTING, form).status_code == 422
    cast.bob.refresh_from_db()
    assert (cast.bob.post_scope, cast.bob.quote_policy) == ("public", "anyone")


@pytest.mark.parametrize(
    ("sensitive", "typed", "warning"),
    [(True, "", "Sensitive content"), (True, "Spiders", "Spiders"), (False, "", "")],
)
def test_pictures_get_their_warning(cast: Cast, client_of: ClientOf, sensitive: bool, typed: str, warning: str) -> None:
    Account.objects.filter(id=cast.bob.id).update(post_sensitive=sensitive)
    picture = lay(cast.bob.id, alt="A boat").id
    form = {"text": "Look", "scope": "public", "warning": typed, "pictures": str(picture), f"alt_{picture}": "A boat"}
    client_of(cast.bob).post("/posts", form)
    assert Post.objects.get(text="Look").warning == warning
    client_of(cast.bob).post("/posts", {"text": "Words alone", "scope": "public"})
    assert Post.objects.get(text="Words alone").warning == ""


def test_whom_one_knows_and_search_engines(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.bob)
    assert browser.post(PROFILE, {"name": "Bob", "hides_people": "on", "indexable": "on"}).status_code == 303
    cast.bob.refresh_from_db()
    assert (cast.bob.hides_people, cast.bob.indexable, cast.bob.name) == (True, True, "Bob")
    page = browser.get(PROFILE).content.decode()
    assert page.count(" checked") >= 2
    for rest, words in (("followers", "No followers yet"), ("following", "Follows nobody yet")):
        assert words not in browser.get(f"/@bob/{rest}").content.decode()
        hidden = client_of(cast.hal).get(f"/@bob/{rest}").content.decode()
        assert "keeps this list to itself" in hidden
        assert words not in hidden
    browser.post(PROFILE, {"name": "Bob"})
    cast.bob.refresh_from_db()
    assert (cast.bob.hides_people, cast.bob.indexable) == (False, False)
