"""Which streams there are by name and address, what each needs, and who is let in."""

from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import create_token, password_changed, revoke_token
from folkmoot.accounts.models import Account, Stats, Token
from folkmoot.accounts.queries import Bearer, still_good
from folkmoot.api.streaming.listening import admit, enter
from folkmoot.api.streaming.streams import HOME, PREFIX, TOLD, Channel, Refused, Stream, stream_at, stream_named
from folkmoot.conversations.queries import sides
from folkmoot.core import push
from folkmoot.core.events import drain
from folkmoot.core.push import telling
from folkmoot.instance.actions import change_settings
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import CircleDraft, make_circle
from tests.api.apps import TOKEN, register
from tests.doors import Door, client_of
from tests.posts.writing import say
from tests.streaming.hearing import Carried

ALL = frozenset({"read"})
STREAMS = [  # name, what it is about, its channels, its label
    ("user", {}, (HOME, TOLD), ["user"]),
    ("user:notification", {}, (TOLD,), ["user:notification"]),
    ("direct", {}, (Channel("direct"),), ["direct"]),
    ("public", {}, (Channel("open", "all"),), ["public"]),
    ("public:local", {}, (Channel("open", "here"),), ["public:local"]),
    ("public:remote", {}, (Channel("open", "elsewhere"),), ["public:remote"]),
    ("public:media", {}, (Channel("open", "all:media"),), ["public:media"]),
    ("public:local:media", {}, (Channel("open", "here:media"),), ["public:local:media"]),
    ("public:remote:media", {}, (Channel("open", "elsewhere:media"),), ["public:remote:media"]),
    ("hashtag", {"tag": "Moot"}, (Channel("tag", "moot"),), ["hashtag", "Moot"]),
    ("hashtag:local", {"tag": "Moot"}, (Channel("tag:here", "moot"),), ["hashtag:local", "Moot"]),
    ("list", {"list": "12"}, (Channel("list", "12"),), ["list", "12"]),
    ("list", {"list": 12}, (Channel("list", "12"),), ["list", "12"]),
]


@pytest.mark.parametrize(("name", "about", "channels", "label"), STREAMS)
def test_each_stream_has_its_channels(
    name: str, about: dict[str, Any], channels: tuple[Channel, ...], label: list[str]
) -> None:
    stream = stream_named(name, about)
    assert stream.channels(with_notifications=True) == channels
    assert stream.label == label


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (("hashtag", "Moot"), ("hashtag", "mOOT"), True),
        (("hashtag", "moot"), ("hashtag", "moots"), False),
        (("hashtag", "moot"), ("hashtag:local", "moot"), False),
        (("list", "1"), ("list", "2"), False),
        (("user",), ("user:notification",), False),
    ],
)
def test_all_spellings_of_a_hashtag_are_one(one: tuple[str, ...], other: tuple[str, ...], is_same: bool) -> None:
    assert (Stream(*one).key == Stream(*other).key) == is_same


@pytest.mark.parametrize(
    ("path", "query", "name"),
    [
        ("/user", {}, "user"),
        ("/user/notification", {}, "user:notification"),
        ("/direct", {}, "direct"),
        ("/public", {}, "public"),
        ("/public", {"only_media": "true"}, "public:media"),
        ("/public/local", {"only_media": "1"}, "public:local:media"),
        ("/public/remote", {"only_media": "false"}, "public:remote"),
        ("/hashtag", {"tag": "moot", "only_media": "true"}, "hashtag"),
        ("/hashtag/local", {"tag": "moot"}, "hashtag:local"),
        ("/list", {"list": "12"}, "list"),
    ],
)
def test_each_stream_has_its_address(path: str, query: dict[str, str], name: str) -> None:
    assert stream_at(PREFIX + path, query).name == name


@pytest.mark.parametrize("name", ["", "users", "public:media:local", "user:notification:x", None, 7, [], {}])
def test_other_names_mean_nothing(name: object) -> None:
    with pytest.raises(Refused) as refused:
        stream_named(name, {})
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("name", "sent", "status"),
    [
        ("hashtag", {}, 400),
        ("hashtag", {"tag": ""}, 400),
        ("hashtag", {"tag": "x" * 201}, 400),
        ("hashtag", {"tag": ["moot"]}, 400),
        ("list", {}, 400),
        ("list", {"list": ""}, 400),
        ("list", {"list": "mine"}, 401),
        ("list", {"list": [12]}, 401),
        ("list", {"list": -1}, 401),
    ],
)
def test_what_a_stream_is_about_has_to_be_said(name: str, sent: dict[str, Any], status: int) -> None:
    with pytest.raises(Refused) as refused:
        stream_named(name, sent)
    assert refused.value.status == status


def test_notifications_are_for_tokens_that_may_read_them() -> None:
    assert Stream("user").channels(with_notifications=False) == (HOME,)


@pytest.mark.django_db
class TestWhoIsLetIn:
    @pytest.mark.parametrize(("token", "error"), [("", "Missing access token"), ("forged", "Invalid access token")])
    def test_nobody_without_a_token(self, token: str, error: str) -> None:
        with pytest.raises(Refused) as refused:
            enter(token)
        assert (refused.value.status, refused.value.error) == (401, error)

    def test_whoever_listens_is_here_today(self, cast: Cast) -> None:
        token = create_token(cast.alice, "read", 1)
        Stats.objects.filter(account=cast.alice).update(seen_on=None)
        assert enter(token).account_id == cast.alice.id
        assert Stats.objects.get(account=cast.alice).seen_on is not None

    @pytest.mark.parametrize(
        ("scopes", "name", "may"),
        [
            ("read", "user", True),
            ("read:statuses", "user", True),
            ("read:notifications", "user", False),
            ("read:notifications", "user:notification", True),
            ("read:statuses", "user:notification", False),
            ("write follow push", "public", False),
            ("read:accounts", "direct", False),
        ],
    )
    def test_each_stream_asks_for_its_scope(self, cast: Cast, scopes: str, name: str, may: bool) -> None:
        holder = Bearer(1, cast.alice.id, frozenset(scopes.split()))
        if may:
            assert admit(holder, Stream(name))
        else:
            with pytest.raises(Refused) as refused:
                admit(holder, Stream(name))
            assert refused.value.status == 401

    @pytest.mark.parametrize(("visitors", "name", "may"), [
        ("posts", "public", True), ("posts", "hashtag", True), ("posts", "user", False), ("posts", "direct", False),
        ("nothing", "public", False),
    ])  # fmt: skip
    def test_an_app_by_itself_hears_what_visitors_may(self, cast: Cast, visitors: str, name: str, may: bool) -> None:
        change_settings(None, {"visitors": visitors})
        holder = Bearer(1, None, ALL)
        if may:
            assert admit(holder, Stream(name, "moot"))
        else:
            with pytest.raises(Refused) as refused:
                admit(holder, Stream(name))
            assert refused.value.status == 422

    @pytest.mark.parametrize("visitors", ["posts", "nothing"])
    def test_an_app_by_itself_is_let_in_where_visitors_may_read(self, cast: Cast, visitors: str) -> None:
        change_settings(None, {"visitors": visitors})
        app = register()
        sent = {"grant_type": "client_credentials", "scope": "read", **app.own}
        tokens = [Door().post(TOKEN, sent).json()["access_token"] for _ in range(2)]
        if visitors == "posts":
            found = [enter(token) for token in tokens]
            assert len({each.token_id for each in found}) == 2
            assert {(each.account_id, each.app_id) for each in found} == {(None, int(app.id))}
            return
        for token in tokens:
            with pytest.raises(Refused) as refused:
                enter(token)
            assert refused.value.status == 422
        assert not Token.objects.filter(account=None).exclude(used_on=None).exists()

    def test_a_list_is_for_its_owner(self, cast: Cast) -> None:
        made = make_circle(cast.alice, CircleDraft("Choir"))
        stream = Stream("list", str(made))
        assert admit(Bearer(1, cast.alice.id, ALL), stream) == (Channel("list", str(made)),)
        with pytest.raises(Refused) as refused:
            admit(Bearer(1, cast.bob.id, ALL), stream)
        assert refused.value.error == "Not authorized to stream this list"


@pytest.mark.django_db
class TestTheEnd:
    @pytest.fixture
    def carried(self, monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Carried:
        made = Carried()
        monkeypatch.setattr(telling, "carrier", lambda: made)
        drain()
        made.begin()
        return made

    def test_of_a_token(self, cast: Cast, carried: Carried) -> None:
        create_token(cast.alice, "read", 1)
        token = Token.objects.filter(account=cast.alice).latest("id")
        assert still_good([token.id, 12345]) == {token.id}
        revoke_token(cast.alice, token.id)
        assert still_good([token.id]) == set()
        drain()
        assert carried.taken() == [push.Message("access", about=token.id)]

    def test_of_an_account(self, cast: Cast, carried: Carried) -> None:
        create_token(cast.alice, "read", 1)
        token = Token.objects.filter(account=cast.alice).latest("id")
        Account.objects.filter(id=cast.alice.id).update(active=False)
        assert still_good([token.id]) == set()

    def test_a_new_password(self, cast: Cast, carried: Carried) -> None:
        sent = {"oldpassword": "correct horse battery moot", "password1": "another pass phrase, longer"}
        answer = client_of(cast.alice.login).post("/settings/password", sent)
        assert answer.status_code == 302, answer.content[:300]
        drain()
        assert push.Message("access", (cast.alice.id,)) in carried.taken()
        password_changed(12345)  # somebody who is no member yet
        drain()
        assert carried.taken() == []

    def test_of_a_conversation_for_one_side(self, cast: Cast) -> None:
        some_id = say(cast.bob, "Psst, @alice", "direct")
        assert set(sides([cast.alice.id, cast.bob.id, cast.hal.id], some_id)) == {cast.alice.id, cast.bob.id}
        Post.objects.filter(id=some_id).update(removed_at=timezone.now())
        assert set(sides([cast.alice.id, cast.bob.id], some_id)) == {cast.bob.id}
        assert sides([cast.alice.id], 12345) == {}


def test_where_the_site_itself_is_where_programs_listen_there_is_nothing_behind_it(settings: Any) -> None:
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"stream_origin": settings.FOLKMOOT.origin})
    assert Door().get(f"{PREFIX}/user").status_code == 404
