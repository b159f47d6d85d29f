"""Nothing is kept for longer than the inventory says: a clock that is put forward, and rows that are counted."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.usersessions.models import UserSession
from django.utils import timezone

from folkmoot.accounts.models import Account, Grant, Invitation, Login, Stats, Token
from folkmoot.core.events.table import PARKED
from folkmoot.core.ids import id_at
from folkmoot.core.mail import mail_folder
from folkmoot.core.models import Event
from folkmoot.instance.models import Setting, SetupLink
from folkmoot.privacy.archive.files import file_of, folder
from folkmoot.privacy.models import Absence, Departure, Export
from folkmoot.privacy.queries import latest_export
from folkmoot.privacy.tasks import find_due, keep_no_longer, mind_the_absent
from tests.privacy.everywhere import cells, tables

pytestmark = pytest.mark.django_db


def ago(**span: float) -> Any:
    return timezone.now() - timedelta(**span)


def test_a_copy_is_deleted_with_its_file_after_a_week(cast: Any, copy_of: Callable[[Any], Any]) -> None:
    copy_of(cast.hal)
    Export.objects.update(ready_at=ago(days=6, hours=23))
    keep_no_longer()
    assert latest_export(cast.hal.id) is not None
    Export.objects.update(ready_at=ago(days=7))
    keep_no_longer()
    assert not Export.objects.exists()
    assert latest_export(cast.hal.id) is None


def test_the_file_of_a_copy_goes_with_it(
    cast: Any, copy_of: Callable[[Any], Any], django_capture_on_commit_callbacks: Any
) -> None:
    copy_of(cast.hal)
    export = Export.objects.get()
    assert file_of(export.id, export.name).exists()
    Export.objects.update(ready_at=ago(days=7))
    with django_capture_on_commit_callbacks(execute=True):
        keep_no_longer()
    assert not file_of(export.id, export.name).exists()


def test_a_copy_that_never_came_is_forgotten(cast: Any) -> None:
    Export.objects.create(account=cast.hal, asked_at=ago(days=8), state="failed")
    keep_no_longer()
    assert not Export.objects.exists()


def test_a_file_without_its_row_is_deleted(db: None) -> None:
    folder().mkdir(exist_ok=True, parents=True)
    stray, young = folder() / ".1-aaaaaaaaaaaaaaaaaaaaaa.zip", folder() / ".2-aaaaaaaaaaaaaaaaaaaaaa.zip"
    for path in (stray, young):
        path.write_bytes(b"")
    os.utime(stray, (0, time.time() - 7200))
    keep_no_longer()
    assert not stray.exists()
    assert young.exists()
    young.unlink()


def test_an_application_that_was_declined_is_erased_after_90_days(cast: Any, drain: Callable[..., int]) -> None:
    Login.objects.filter(id=cast.ivy.login_id).update(declined_at=ago(days=89))
    keep_no_longer()
    assert not Departure.objects.exists()
    Login.objects.filter(id=cast.ivy.login_id).update(declined_at=ago(days=90))
    keep_no_longer()
    find_due()
    drain()
    assert not Login.objects.filter(id=cast.ivy.login_id).exists()
    assert {(t, c) for t in tables() for c, value in cells(t) if "ivy@example.org" in value} == set()


@pytest.mark.parametrize(
    "ended", [{"expires_at": 1}, {"revoked_at": 1}, {"uses_left": 0}], ids=["expired", "withdrawn", "spent"]
)
def test_an_invitation_goes_90_days_after_its_end(cast: Any, ended: dict[str, int]) -> None:
    values = {"expires_at": timezone.now() + timedelta(days=7), "uses_left": 3, "inviter": cast.olivia}
    Invitation.objects.create(id=id_at(ago(days=200)), code="standing", **values)
    moments = {name: ago(days=91) if value else 0 for name, value in ended.items()}
    Invitation.objects.create(id=id_at(ago(days=199)), code="ended", **(values | moments))
    keep_no_longer()
    assert set(Invitation.objects.values_list("code", flat=True)) == {"standing"}


def test_keys_of_apps_go_90_days_after_their_end(cast: Any) -> None:
    for name, values in {
        "revoked": {"revoked_at": ago(days=91)},
        "expired": {"expires_at": ago(days=91)},
        "just": {"revoked_at": ago(days=89)},
        "live": {},
    }.items():
        Token.objects.create(account=cast.hal, digest=name, scopes="read", **values)
    keep_no_longer()
    assert set(Token.objects.filter(account=cast.hal).values_list("digest", flat=True)) == {"just", "live"}


def test_a_code_that_nobody_fetched_goes(cast: Any) -> None:
    from folkmoot.accounts.models import App

    app = App.objects.create(client_id="a", name="App", redirect_uris="urn:x", scopes="read")
    values = {"app": app, "account": cast.hal, "redirect_uri": "urn:x", "scopes": "read"}
    Grant.objects.create(digest="old", expires_at=ago(days=91), **values)
    used = Grant.objects.create(digest="used", expires_at=ago(days=91), **values)
    Token.objects.create(account=cast.hal, app=app, grant=used, digest="live", scopes="read")
    keep_no_longer()
    assert set(Grant.objects.values_list("digest", flat=True)) == {"used"}


def test_links_and_sessions_that_ran_out_go(cast: Any) -> None:
    SetupLink.objects.create(digest="old", expires_at=ago(days=2))
    address = EmailAddress.objects.get(user=cast.hal.login)
    EmailConfirmation.objects.create(email_address=address, key="old", created=ago(days=4))
    row = UserSession.objects.create(user=cast.hal.login, session_key="old", ip="192.0.2.0", user_agent="")
    UserSession.objects.filter(id=row.id).update(last_seen_at=ago(days=61))
    keep_no_longer()
    assert not SetupLink.objects.filter(digest="old").exists()
    assert not EmailConfirmation.objects.exists()
    assert not UserSession.objects.filter(id=row.id).exists()


def test_what_could_not_be_done_goes_after_30_days(db: None) -> None:
    for days in (29, 31):
        Event.objects.create(id=id_at(ago(days=days)), kind="x", data={}, lane="net", lease_until=PARKED)
    Event.objects.create(id=id_at(ago(days=40)), kind="x", data={}, lane="net", lease_until=5)
    keep_no_longer()
    assert Event.objects.filter(kind="x", lease_until=PARKED).count() == 1
    assert Event.objects.filter(kind="x", lease_until=5).count() == 1


def test_letters_without_a_mail_server_go_after_30_days(db: None) -> None:
    mail_folder().mkdir(exist_ok=True, parents=True)
    for name, days in (("old", 31), ("new", 29)):
        path = mail_folder() / f"{name}.eml"
        path.write_text("To: hal@example.org\n\nHello")
        os.utime(path, (0, ago(days=days).timestamp()))
    keep_no_longer()
    names = {path.name for path in mail_folder().glob("*.eml")}
    assert "new.eml" in names
    assert "old.eml" not in names


class TestTheAbsent:
    @pytest.fixture(autouse=True)
    def away(self, cast: Any) -> None:
        Setting.objects.update_or_create(name="inactive_months", defaults={"value": 6})
        Stats.objects.filter(account=cast.hal).update(seen_on=ago(days=181).date())

    def later(self, **span: float) -> None:
        """As if so much time had gone by since the letters."""
        for absence in Absence.objects.all():
            absence.first_at -= timedelta(**span)
            if absence.second_at:
                absence.second_at -= timedelta(**span)
            absence.save()

    def test_they_get_two_letters_and_then_leave(self, cast: Any, mail: Any, drain: Callable[..., int]) -> None:
        for letters, days in ((1, 14), (1, 2), (2, 14)):
            mind_the_absent()
            drain()
            assert len(mail.to("hal@example.org")) == letters
            self.later(days=days)
        mind_the_absent()
        self.later(days=2)
        mind_the_absent()
        drain()
        assert Departure.objects.get(account=cast.hal).cause == "inactive"
        cast.hal.refresh_from_db()
        assert not cast.hal.active
        assert "accounts which nobody uses" in mail.to("hal@example.org")[-1].get_content()

    def test_nobody_else_gets_one(self, cast: Any, mail: Any, drain: Callable[..., int]) -> None:
        drain()
        known = len(mail.all())  # who was suspended is told so
        mind_the_absent()
        drain()
        assert {str(letter["To"]) for letter in mail.all()[known:]} == {"hal@example.org"}

    def test_whoever_comes_back_stays(self, cast: Any) -> None:
        mind_the_absent()
        Stats.objects.filter(account=cast.hal).update(seen_on=timezone.now().date())
        mind_the_absent()
        assert not Absence.objects.exists()

    def test_those_who_run_the_community_stay(self, cast: Any) -> None:
        Stats.objects.filter(account__in=[cast.olivia, cast.frank]).update(seen_on=ago(days=900).date())
        mind_the_absent()
        assert set(Absence.objects.values_list("account_id", flat=True)) == {cast.hal.id}

    def test_nothing_happens_where_the_owners_do_not_want_it(self, cast: Any) -> None:
        mind_the_absent()
        Setting.objects.filter(name="inactive_months").update(value=0)
        mind_the_absent()
        assert not Absence.objects.exists()
        assert Account.objects.get(id=cast.hal.id).active
