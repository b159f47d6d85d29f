"""A row of the table of sessions is believed only if we wrote it."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from folkmoot.web.entrance import store

pytestmark = pytest.mark.django_db


def _turned(text: str) -> str:
    return text[:-1] + ("a" if text[-1] != "a" else "b")


@pytest.mark.parametrize("broken", ["", "no seal at all", "e30:1vN0Xx:AAAA", "e30:e30:e30", _turned])
def test_what_somebody_else_wrote_signs_nobody_in(cast: Any, client: Client, broken: Any) -> None:
    client.force_login(cast.bob.login)
    assert client.get("/bookmarks").status_code == 200
    row = Session.objects.get(session_key=client.session.session_key)
    written = broken(row.session_data) if callable(broken) else broken
    Session.objects.filter(pk=row.pk).update(session_data=written)
    answer = client.get("/bookmarks")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in")


def test_each_page_reads_a_copy_of_its_own(cast: Any, client: Client) -> None:
    client.force_login(cast.bob.login)
    key = client.session.session_key
    first, second = store.SessionStore(key).load(), store.SessionStore(key).load()
    assert first == second
    first["_auth_user_id"] = "1"
    assert second != first
    assert store.SessionStore(key).load() == second
