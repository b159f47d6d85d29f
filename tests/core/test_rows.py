"""Models in plain statements: what comes back is what the ORM would give."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from folkmoot.accounts.models import Account, Login
from folkmoot.core import rows
from folkmoot.core.models import Event
from folkmoot.core.rows import Columns, insert, respelled, select, there_is
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)


def _state(row: Account | Login | Post | Event) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name != "_state"}


@pytest.mark.parametrize("fields", [[], [{"name": "Garden", "value": "roses", "html": "roses"}]])
@pytest.mark.parametrize("suspended_at", [None, MOMENT])
@pytest.mark.parametrize("locked", [True, False])
def test_a_row_reads_as_the_orm_reads_it(
    cast: Cast, fields: list[dict[str, str]], suspended_at: datetime | None, locked: bool
) -> None:
    Account.objects.filter(id=cast.bob.id).update(fields=fields, suspended_at=suspended_at, locked=locked, name="Bób")
    columns = Columns(Account, "a")
    found = select(
        f"SELECT 1, {columns.text} FROM accounts_account a WHERE a.id = %(account)s", {"account": cast.bob.id}
    )
    read = columns.read(found[0][1:])
    assert len(columns) == len(found[0]) - 1
    assert _state(read) == _state(Account.objects.get(id=cast.bob.id))
    assert (read.fields, read.suspended_at, read.locked) == (fields, suspended_at, locked)


def test_a_row_that_was_read_can_be_saved(cast: Cast) -> None:
    columns = Columns(Login, "l")
    found = select(f"SELECT {columns.text} FROM accounts_login l WHERE l.id = %(login)s", {"login": cast.bob.login_id})
    login = columns.read(found[0])
    login.reason = "I live here"
    login.save()
    assert Login.objects.get(id=cast.bob.login_id).reason == "I live here"
    assert Login.objects.filter(reason="I live here").count() == 1


def test_an_inserted_row_is_what_create_makes(cast: Cast) -> None:
    given = {"account_id": cast.bob.id, "scope": "public", "text": "Hello", "thread_id": 7, "held_at": MOMENT}
    insert(Post(id=1, **given))
    Post.objects.create(id=2, **given)
    one, two = Post.objects.get(id=1), Post.objects.get(id=2)
    assert {**_state(one), "id": 0} == {**_state(two), "id": 0}
    assert one.held_at == MOMENT


def test_an_inserted_row_fills_in_its_defaults() -> None:
    before = datetime.now(UTC)
    insert(Login(email="new@example.org", password="!"))
    login = Login.objects.get(email="new@example.org")
    assert login.id > 0
    assert login.is_active
    assert before <= login.joined_at <= datetime.now(UTC)


def test_an_inserted_row_keeps_json_as_json() -> None:
    insert(Event(id=1, kind="test", data={"text": 'quote " and ü'}, lane="now"))
    assert Event.objects.get(id=1).data == {"text": 'quote " and ü'}


def test_there_is_what_the_orm_finds(cast: Cast) -> None:
    assert there_is(Account, id=cast.bob.id)
    assert there_is(Account, id=cast.bob.id, version=cast.bob.version)
    assert not there_is(Account, id=cast.bob.id, version=cast.bob.version + 1)
    assert not there_is(Account, id=1)


@pytest.mark.django_db
def test_the_size_of_a_database_is_asked_in_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(rows, "select", lambda text, _nothing: asked.append(text) or [(7,)])
    for vendor in ("postgresql", "sqlite"):
        monkeypatch.setattr(rows, "connection", SimpleNamespace(vendor=vendor))
        assert rows.database_size() == 7
    assert ["pg_database_size" in text for text in asked] == [True, False]


def test_words_of_a_statement_are_respelled() -> None:
    assert respelled("a = %(viewer)s OR b = %(viewer)s", "%(viewer)s", "v.id") == "a = v.id OR b = v.id"


def test_words_that_do_not_stand_in_a_statement_are_a_mistake() -> None:
    with pytest.raises(LookupError, match="viewer"):
        respelled("SELECT 1 FROM post", "%(viewer)s", "v.id")
