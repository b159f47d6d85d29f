"""A member with a row in every table: made by looking at the models, so that no later table is forgotten."""

import contextlib
from datetime import time, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from folkmoot.accounts.models import Account, Login
from folkmoot.core.ids import new_id
from folkmoot.core.inventory import everything
from folkmoot.core.models import Event
from folkmoot.core.rows import select
from folkmoot.instance.models import Emoji
from folkmoot.media.models import Picture
from folkmoot.posts.models import Card, Post
from folkmoot.search.models import WordsField

LEFT_OUT = {"contenttypes", "auth"}
PEOPLE = {
    "account_id",
    "owner_id",
    "made_by",
    "granted_by",
    "approved_by",
    "declined_by",
    "closed_by",
    "author_id",
    "decided_by",
    "object_id",
}
FITTING: dict[str, Any] = {
    "use": "post",
    "choices": [0],
    "proof": "",
    "talk": "member",
    "report_id": None,  # a report is objected to once
    "category": "other",
    "code": lambda: str(new_id()),
    "rules": [],
    "language": "en",
    "delivered_via": "page",
    "puid": lambda: str(new_id()),
    "country": "DE",
    "place": new_id,
    "words": lambda: WordsField.kept([1], connection.vendor),
}
OURS = {Emoji: "emoji", Card: "card"}
POSTS = {"post_id", "thread_id", "newest_id", "read_id"}
AS_THEY_ARE = {"uri", "boost_of", "suspended_at", "deleted_at", "deactivated_at", "removed_at", "held_at"}


class Everywhere:
    """``fill()`` gives the account a row in every table whose texts hold the word, and some with the other account."""

    def __init__(self, account: Account, other: Account, word: str) -> None:
        self.account, self.other, self.word = account, other, word
        self.made: dict[type[models.Model], Any] = {Account: account, Login: account.login}

    def fill(self) -> None:
        for model in every_model():
            self.one(model)
            sides = [field for field in model._meta.concrete_fields if field.is_relation and is_person(field)]
            for number, side in enumerate(sides if len(sides) > 1 else (), 1):
                self._make(model, number, side)
        login = {"email": self.account.login.email, "is_active": True, "approved_at": timezone.now()}
        texts = {"reason": self.word, "decision_note": self.word}
        Login.objects.filter(id=self.account.login_id).update(**login, **texts)
        fields = [{"name": self.word, "value": self.word, "html": self.word}]
        profile = {"name": self.word, "bio": self.word, "bio_html": self.word, "fields": fields}
        Account.objects.filter(id=self.account.id).update(**profile)

    def one(self, model: type[models.Model]) -> Any:
        if model not in self.made:
            found = model._default_manager.filter(**self._mine(model)).first() if self._mine(model) else None
            self.made[model] = found or self._make(model, 0, None)
        return self.made[model]

    def _mine(self, model: type[models.Model]) -> dict[str, Any]:
        """The row that cannot be there twice."""
        unique = (f for f in model._meta.concrete_fields if f.is_relation and (f.unique or model is EmailAddress))
        owners = {Account: self.account, Login: self.account.login}
        return {f.name: owners[f.related_model] for f in unique if f.related_model in owners}

    def _make(self, model: type[models.Model], number: int, side: Any) -> Any:
        values = {}
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CompositePrimaryKey) or field.name in AS_THEY_ARE:
                continue
            if field.primary_key and (field.has_default() or isinstance(field, models.AutoField)):
                continue
            values[field.name] = self._value(field, number, side)
        row = model(**values)
        with contextlib.suppress(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
            return row
        person = next(field for field in model._meta.concrete_fields if is_person(field))
        return model._default_manager.filter(
            **{person.name: values[person.name]}
        ).first()  # the other's filling made it

    def _value(self, field: Any, number: int, side: Any) -> Any:
        if is_person(field):
            person = self.account if side in (None, field) else self.other
            return person if field.is_relation else person.id
        if field.is_relation:
            return self.account.login if field.related_model is Login else self._related(field, number)
        if field.name in POSTS:
            return 1 if field.model is Post else self.one(Post).id
        return self._plain(field, number)

    def _related(self, field: Any, number: int) -> Any:
        if field.related_model is field.model:
            return None
        if field.model in OURS:
            use = OURS[field.model]
            return Picture.objects.create(owner_id=self.account.id, use=use, blurhash="", width=1, height=1, bytes=1)
        if field.unique and number:
            return Everywhere(self.account, self.other, f"{self.word}{number}{field.model._meta.db_table}").one(
                field.related_model
            )
        return self.one(field.related_model)

    def _plain(self, field: Any, number: int) -> Any:
        if field.name == "participants":
            return str(self.account.id)
        if field.choices and field.name not in FITTING:
            return field.choices[-1 - number % len(field.choices)][0]
        makers = (make for kind, make in MAKERS if isinstance(field, kind))
        make = next(makers, lambda _word, number, _field: number + 1)
        if field.name not in FITTING:
            return make(self.word, number, field)
        fitting = FITTING[field.name]
        return fitting() if callable(fitting) else fitting


MAKERS: tuple[tuple[Any, Any], ...] = (
    (
        models.JSONField,
        lambda word, number, field: (
            {"text": f"{word}-{field.name}"} if field.default is dict else [f"{word}-{field.name}"]
        ),
    ),
    ((models.CharField, models.TextField), lambda word, number, f: f"{word}-{number}-{f.name}"[: f.max_length]),
    (models.DateTimeField, lambda word, number, field: timezone.now() + timedelta(seconds=number)),
    (models.DateField, lambda word, number, field: timezone.now().date()),
    (models.TimeField, lambda word, number, field: time(22, number)),
    (models.BooleanField, lambda word, number, field: True),
    (models.GenericIPAddressField, lambda word, number, field: "192.0.2.0"),
    (models.BinaryField, lambda word, number, field: word.encode()),
)


def every_model() -> list[type[models.Model]]:
    personal = {each.name for each in everything() if each.personal}
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in personal]
    return [model for model in found if model._meta.app_label not in LEFT_OUT and model is not Event]


def is_person(field: Any) -> bool:
    if field.is_relation:
        return field.related_model is Account
    return field.name in PEOPLE


def tables() -> list[str]:
    """All but those that SQLite only makes believe: what they hold stands in others."""
    virtual = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%%'"
    believed = {name for (name,) in select(virtual, {})} if connection.vendor == "sqlite" else set()
    with connection.cursor() as cursor:
        found = connection.introspection.table_names(cursor)
    return [name for name in found if not name.startswith("sqlite_") and name not in believed]


def columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def cells(table: str) -> "list[tuple[str, str]]":
    """Every value of a table as text, with its column."""
    names = columns(table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f't."{name}"' for name in names)} FROM {table} t")
        rows = cursor.fetchall()
    return [(name, written(value)) for row in rows for name, value in zip(names, row, strict=True)]


def written(value: Any) -> str:
    return bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)
