"""Collections that are removed while somebody is being told of them."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.notifications.models import Notification
from folkmoot.notifications.tasks.collecting import on_collected, on_collection_changed
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import CollectionDraft, add_to_collection, make_collection, remove_collection
from folkmoot.relations.events import Collected, CollectionChanged

pytestmark = pytest.mark.django_db
type Tell = Callable[[int, int], None]
TELLS: list[Tell] = [
    lambda made, whom: on_collected(Collected(made, whom)),
    lambda made, _whom: on_collection_changed(CollectionChanged(made)),
]


@pytest.mark.parametrize("tell", TELLS)
def test_it_is_held_before_anything_is_told(cast: Cast, tell: Tell) -> None:
    """Or whoever removes it in that moment would leave a word about nothing, which the database refuses."""
    made = make_collection(cast.hal, CollectionDraft("Birds"))
    add_to_collection(cast.hal, made, cast.bob.id)
    with CaptureQueriesContext(connection) as asked:
        tell(made, cast.bob.id)
    first = next(each["sql"] for each in asked.captured_queries if each["sql"].startswith("SELECT"))
    assert 'FROM "relations_collection" ' in first
    assert first.endswith("FOR NO KEY UPDATE") == (connection.vendor == "postgresql")
    assert Notification.objects.filter(account=cast.bob.id, collection=made).count() == 1


@pytest.mark.parametrize("tell", TELLS)
def test_of_one_that_is_gone_nothing_is_told(cast: Cast, tell: Tell) -> None:
    made = make_collection(cast.hal, CollectionDraft("Birds"))
    add_to_collection(cast.hal, made, cast.bob.id)
    remove_collection(cast.hal, made)
    tell(made, cast.bob.id)
    assert not Notification.objects.exists()
