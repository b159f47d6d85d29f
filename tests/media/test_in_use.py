"""Posts that show pictures: how they come in, how they look, who may see the files, and what is left of them."""

from collections.abc import Callable

import pytest

from folkmoot.accounts.actions import remove_avatar, remove_header, set_avatar, set_header
from folkmoot.accounts.hydrate import views
from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.events import drain
from folkmoot.instance.actions import change_settings
from folkmoot.media.models import Picture
from folkmoot.moderation.actions import suspend
from folkmoot.posts import hydrate
from folkmoot.posts.actions import boost, delete_post
from folkmoot.posts.models import Post, PostPicture
from folkmoot.posts.queries import get_post, picture_visible
from folkmoot.posts.visibility import audience_of, open_to_visitors
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, follow, unfollow
from tests.media.conftest import on_disk
from tests.media.test_keeping import lay as lay_picture
from tests.moderation.removing import remove_post
from tests.posts.writing import lay, say

type Put = Callable[[Account, int], Account]
type Take = Callable[[Account], Account]
type Queries = Callable[[int], object]
SCOPES = ("public", "quiet", "community", "followers", "list", "group", "direct")


def _pictures(owner: Account, number: int, **columns: object) -> tuple[int, ...]:
    return tuple(lay_picture(owner.id, **columns).id for _ in range(number))


def test_a_post_shows_its_pictures_in_their_order(cast: Cast) -> None:
    ids = _pictures(cast.alice, 4, alt="A heron")
    wanted = (ids[2], ids[0], ids[3], ids[1])
    shown = get_post(cast.bob.id, say(cast.alice, "Look", pictures=wanted)).body.pictures
    assert tuple(picture.id for picture in shown) == wanted
    assert {picture.alt for picture in shown} == {"A heron"}


def test_words_are_not_needed(cast: Cast) -> None:
    post = say(cast.alice, "", pictures=_pictures(cast.alice, 1))
    assert get_post(cast.bob.id, post).body.text == ""
    with pytest.raises(Invalid, match="cannot be empty"):
        say(cast.alice, "  ")


def test_forty_at_the_most_and_each_once(cast: Cast) -> None:
    ids = _pictures(cast.alice, 41)
    with pytest.raises(Invalid) as refusal:
        say(cast.alice, "Look", pictures=ids)
    assert (refusal.value.field, refusal.value.message) == ("pictures", "A post can show at most 40 pictures.")
    post = say(cast.alice, "Look", pictures=(*ids[:40], *ids[:40]))
    assert len(get_post(cast.bob.id, post).body.pictures) == 40


def test_only_ones_own_that_are_free(cast: Cast) -> None:
    mine, used, strange = _pictures(cast.alice, 1) + _pictures(cast.alice, 1) + _pictures(cast.bob, 1)
    say(cast.alice, "First", pictures=(used,))
    before = Post.objects.count()
    for wrong in ((used,), (strange,), (mine, strange), (12345,)):
        with pytest.raises(Invalid) as refusal:
            say(cast.alice, "Second", pictures=wrong)
        assert refusal.value.field == "pictures"
    assert Post.objects.count() == before
    assert say(cast.alice, "Second", pictures=(mine,)), "a refusal used nothing up"


def test_the_same_form_twice_is_one_post(cast: Cast) -> None:
    ids = _pictures(cast.alice, 2)
    first = say(cast.alice, "Look", pictures=ids, idempotency_key="k")
    assert say(cast.alice, "Look", pictures=ids, idempotency_key="k") == first
    assert PostPicture.objects.count() == 2


def test_a_deleted_post_takes_its_pictures_along(cast: Cast) -> None:
    ids = _pictures(cast.alice, 2)
    post = say(cast.alice, "Look", pictures=ids)
    (other,) = _pictures(cast.alice, 1)
    say(cast.alice, "Stays", pictures=(other,))
    delete_post(cast.alice, post)
    assert not any(picture_visible(cast.alice.id, i) for i in ids), "at once, before the worker comes"
    drain()
    assert set(Picture.objects.values_list("id", flat=True)) == {other}
    assert len(on_disk()) == 1
    assert not PostPicture.objects.filter(post_id=post).exists()


@pytest.mark.parametrize("scope", SCOPES)
def test_who_sees_the_post_sees_the_file(cast: Cast, scope: str) -> None:
    """For every scope and everybody: the file follows the one rule, and no other."""
    post = lay(cast.alice, scope, cast.hal)
    (picture,) = _pictures(cast.alice, 1, use="post", used_at="2026-01-01T00:00:00Z")
    PostPicture.objects.create(post_id=post, position=0, picture_id=picture)
    seen = {account.id for account in cast.everybody() if picture_visible(account.id, picture)}
    assert seen == set(audience_of(post)) & {account.id for account in cast.everybody()}
    assert cast.alice.id in seen
    assert cast.dan.id not in seen
    assert not picture_visible(None, picture)
    change_settings(None, {"visitors": "posts"})
    assert picture_visible(None, picture) == (scope in {"public", "quiet"}) == open_to_visitors(scope)


def test_blocks_removals_and_suspensions_act_at_once(cast: Cast) -> None:
    (picture,) = _pictures(cast.bob, 1)
    post = say(cast.bob, "Look", "followers", pictures=(picture,))
    follow(cast.hal, cast.bob.id)
    assert picture_visible(cast.hal.id, picture)
    unfollow(cast.hal, cast.bob.id)
    assert not picture_visible(cast.hal.id, picture)
    follow(cast.hal, cast.bob.id)
    block(cast.bob, cast.hal.id)
    assert not picture_visible(cast.hal.id, picture)
    assert picture_visible(cast.alice.id, picture)
    remove_post(cast.olivia, post, "Not here.")
    assert not picture_visible(cast.alice.id, picture)
    assert picture_visible(cast.bob.id, picture)
    suspend(cast.olivia, cast.bob.id, "Not here either.", None)
    assert not picture_visible(cast.alice.id, picture)


def test_an_upload_is_for_its_owner_alone(cast: Cast) -> None:
    (picture,) = _pictures(cast.alice, 1)
    change_settings(None, {"visitors": "posts"})
    assert picture_visible(cast.alice.id, picture)
    assert not any(picture_visible(i, picture) for i in (cast.bob.id, cast.olivia.id, None))
    assert not picture_visible(cast.alice.id, 1)


def test_faces_are_seen_while_their_account_is(cast: Cast) -> None:
    avatar, header = _pictures(cast.bob, 2)
    set_avatar(cast.bob, avatar)
    set_header(cast.bob, header)
    for picture in (avatar, header):
        assert picture_visible(None, picture)
        assert picture_visible(cast.alice.id, picture)
    suspend(cast.olivia, cast.bob.id, "Sold followers.", None)
    for picture in (avatar, header):
        assert not picture_visible(None, picture)
        assert not picture_visible(cast.alice.id, picture)
        assert not picture_visible(cast.bob.id, picture), "whoever is suspended signs in to see nothing"


@pytest.mark.parametrize(
    ("put", "take", "column"), [(set_avatar, remove_avatar, "avatar"), (set_header, remove_header, "header")]
)
def test_a_face_takes_the_place_of_the_one_before(cast: Cast, put: Put, take: Take, column: str) -> None:
    first, second = _pictures(cast.bob, 2, alt="Bob at the sea")
    version = cast.bob.version
    put(cast.bob, first)
    shown = getattr(views([cast.bob.id])[cast.bob.id], column)
    assert (shown.id, shown.alt) == (first, "Bob at the sea")
    assert put(cast.bob, first).version == version + 1, "nothing to do the second time"
    assert put(cast.bob, second).version == version + 2
    drain()
    assert set(Picture.objects.values_list("id", flat=True)) == {second}
    assert len(on_disk()) == 1
    take(cast.bob)
    drain()
    assert getattr(views([cast.bob.id])[cast.bob.id], column) is None
    assert on_disk() == []
    assert take(cast.bob).version == version + 3, "there was none any more"


def test_a_face_is_ones_own_upload_and_nothing_else(cast: Cast) -> None:
    (strange,), (posted,) = _pictures(cast.alice, 1), _pictures(cast.bob, 1)
    say(cast.bob, "Look", pictures=(posted,))
    for picture in (strange, posted, 5):
        with pytest.raises(Invalid):
            set_avatar(cast.bob, picture)
    (mine,) = _pictures(cast.bob, 1)
    set_avatar(cast.bob, mine)
    with pytest.raises(Invalid):
        set_header(cast.bob, mine)
    (ginas,) = _pictures(cast.gina, 1)
    with pytest.raises(NotAllowed):
        set_avatar(cast.gina, ginas)


def test_a_new_face_is_on_every_post_at_once(cast: Cast) -> None:
    post = say(cast.bob)
    assert get_post(cast.alice.id, post).body.author.avatar is None
    (avatar,) = _pictures(cast.bob, 1)
    set_avatar(cast.bob, avatar)
    shown = get_post(cast.alice.id, post).body.author.avatar
    assert shown is not None
    assert shown.id == avatar


@pytest.mark.parametrize("size", [1, 20])
def test_pictures_cost_one_statement_whatever_their_number(cast: Cast, queries: Queries, size: int) -> None:
    posts = [say(cast.alice, f"Number {n}", pictures=_pictures(cast.alice, 1 + n % 3)) for n in range(size)]
    set_avatar(cast.alice, *_pictures(cast.alice, 1))
    hydrate.kept._cache.clear()
    with queries(4):  # marks, posts, pictures, people
        found = hydrate.posts(cast.bob.id, posts)
    assert [len(view.body.pictures) for view in found] == [1 + n % 3 for n in range(size)]
    with queries(1):
        assert hydrate.posts(cast.hal.id, posts)[0].body.pictures


def test_asking_about_a_file_is_one_statement(cast: Cast, queries: Queries) -> None:
    (picture,) = _pictures(cast.alice, 1)
    say(cast.alice, "Look", pictures=(picture,))
    with queries(1):
        assert picture_visible(cast.bob.id, picture)


def test_a_boost_shows_the_pictures_of_what_it_passes_on(cast: Cast) -> None:
    (picture,) = _pictures(cast.alice, 1)
    passed_on = boost(cast.bob, say(cast.alice, "Look", pictures=(picture,)))
    view = get_post(cast.hal.id, passed_on)
    assert [shown.id for shown in view.body.pictures] == [picture]
    assert view.boosted_by is not None
    assert view.boosted_by.pictures == ()
