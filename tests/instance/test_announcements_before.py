"""What was announced before announcements had languages is there afterwards, in the community's own."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from folkmoot.core.ids import new_id
from folkmoot.instance.models import Announcement, Dismissal

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("instance", "0005_policies")]


@pytest.fixture
def before() -> Iterator[Any]:
    """The tables as they were; whatever happens, they are up to date again afterwards."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    try:
        yield executor.loader.project_state(BEFORE).apps
    finally:
        up_to_date()


def up_to_date() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.parametrize(("setting", "language"), [("", "en"), ("ar", "ar")])
def test_it_is_kept_in_the_communitys_language(before: Any, setting: str, language: str) -> None:
    if setting:
        before.get_model("instance", "Setting").objects.create(
            name="language", value=setting, changed_at=timezone.now()
        )
    moment, some_id = timezone.now(), new_id()
    old = {"text": "**Hello**", "html": "<p><strong>Hello</strong></p>"}
    before.get_model("instance", "Announcement").objects.create(
        id=some_id, **old, shows_at=moment, changed_at=moment, made_by=1
    )
    before.get_model("instance", "Dismissal").objects.create(announcement_id=some_id, account_id=5)
    up_to_date()
    (row,) = Announcement.objects.all()
    assert (row.id, row.shows_at) == (some_id, moment)
    assert (row.texts, row.htmls) == ({language: old["text"]}, {language: old["html"]})
    assert [each.announcement_id for each in Dismissal.objects.all()] == [some_id]
