"""What owners decide: invitations, settings and rules; and the log that keeps it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from folkmoot.accounts.models import Invitation
from folkmoot.audit.actions import record
from folkmoot.audit.models import Words
from folkmoot.audit.queries import head as log_head
from folkmoot.instance.queries import community as present
from folkmoot.staff.words import deed, thing
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
INVITATIONS, SETTINGS, LOG = "/staff/invitations", "/staff/settings", "/staff/audit"


@pytest.fixture
def olivia(cast: Any, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.olivia)


def test_an_invitation_is_a_link_to_pass_on(olivia: Client, settle: Any) -> None:
    settle(sign_up="invitation")
    assert "No invitations yet" in page(olivia.get(INVITATIONS)).text
    form = page(olivia.get(INVITATIONS)).form()
    assert (form.fields["uses"], form.fields["days"]) == ("1", "7")
    assert olivia.post(INVITATIONS, form.filled(uses="3", days="2")).status_code == 303
    read = page(olivia.get(INVITATIONS))
    assert "for 3 more people" in read.text
    code = Invitation.objects.get().code
    link = f"http://localhost:8000/sign-up?invitation={code}"
    assert f'value="{link}"' in read.source
    assert page(Client().get(f"/sign-up?invitation={code}")).form().fields["invitation"] == code


def test_an_invitation_is_withdrawn(olivia: Client) -> None:
    olivia.post(INVITATIONS, {"uses": "1", "days": "7"})
    read = page(olivia.get(INVITATIONS))
    assert "for one more person" in read.text
    form = next(form for form in read.forms if form.action.startswith(f"{INVITATIONS}/"))
    assert olivia.post(form.action, form.fields).status_code == 303
    assert "No invitations yet" in page(olivia.get(INVITATIONS)).text
    assert Invitation.objects.get().revoked_at


@pytest.mark.parametrize(
    ("uses", "days", "field"),
    [
        ("0", "7", "uses"),
        ("1001", "7", "uses"),
        ("many", "7", "uses"),
        ("", "7", "uses"),
        ("1", "0", "days"),
        ("1", "366", "days"),
    ],
)
def test_an_invitation_is_refused(olivia: Client, uses: str, days: str, field: str) -> None:
    response = olivia.post(INVITATIONS, {"uses": uses, "days": days})
    read = page(response)
    assert response.status_code == 422
    assert read.form().invalid == [field]
    assert (read.form().fields["uses"], read.form().fields["days"]) == (uses, days)
    assert not Invitation.objects.exists()


def test_withdrawing_takes_delete_and_something_to_withdraw(olivia: Client) -> None:
    assert olivia.post(f"{INVITATIONS}/1").status_code == 405
    assert olivia.post(f"{INVITATIONS}/1", {"_method": "DELETE"}).status_code == 404


def settings_of(olivia: Client, **changes: str) -> Any:
    return olivia.post(SETTINGS, page(olivia.get(SETTINGS)).form().filled(**changes))


def test_settings_are_shown_and_saved(olivia: Client) -> None:
    changes = {
        "name": "Valley Choir",
        "description": "We moved.",
        "sign_up": "closed",
        "visitors": "posts",
        "contact": "valley@example.org",
    }
    assert settings_of(olivia, **changes).status_code == 303
    now = present()
    assert (now.name, now.description, now.contact) == ("Valley Choir", "We moved.", "valley@example.org")
    assert (now.sign_up, now.visitors) == ("closed", "posts")
    read = page(olivia.get(SETTINGS))
    assert {name: read.form().fields[name] for name in changes} == changes
    assert "/staff/rules" in read.links
    assert "The settings are saved." in read.notices
    assert "Valley Choir" in page(Client().get("/sign-in")).text


def test_saving_without_a_change_notes_nothing(olivia: Client) -> None:
    settings_of(olivia)
    before = page(olivia.get(LOG)).text
    settings_of(olivia)
    assert page(olivia.get(LOG)).text == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "n" * 61),
        ("description", "d" * 1001),
        ("sign_up", "whoever"),
        ("visitors", "everything"),
        ("contact", "nonsense"),
    ],
)
def test_refused_settings_keep_what_was_typed_and_change_nothing(olivia: Client, field: str, value: str) -> None:
    before = present()
    response = settings_of(olivia, **{"description": "Something new.", field: value})
    assert response.status_code == 422
    form = page(response).form()
    if field not in {"sign_up", "visitors"}:
        assert form.invalid == [field]
        assert form.fields[field] == value
    assert present() == before


def test_the_log_says_who_did_what(olivia: Client, cast: Any) -> None:
    olivia.post(INVITATIONS, {"uses": "1", "days": "7"})
    settings_of(olivia, name="<Valley> Choir")
    text = page(olivia.get(LOG)).text
    assert "@olivia changed a setting" in text
    assert "name: <Valley> Choir" in text
    assert "@olivia made an invitation" in text
    assert "@olivia suspended an account" in text
    assert "Sold followers." in text
    assert "The command line made an account" in text


def test_the_log_has_pages(olivia: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from folkmoot.staff.views import administration

    monkeypatch.setattr(administration, "ROWS", 3)
    read = page(olivia.get(LOG))
    older = next(link for link in read.links if "max_id" in link)
    assert page(olivia.get(older)).text != read.text


def test_every_verb_that_is_recorded_has_words() -> None:
    import re
    from pathlib import Path

    import folkmoot

    root = Path(folkmoot.__file__).parent
    sources = [path.read_text() for path in root.rglob("*.py") if "staff" not in path.parts]
    verbs = {verb for source in sources for verb in re.findall(r'record\(\s*[^"()]*"([a-z]+\.[a-z_]+)"', source)}
    assert len(verbs) > 5
    assert {verb for verb in verbs if deed(verb) == verb} == set()
    assert deed("account.suspend.lift") != "account.suspend.lift"
    assert deed("something.unheard_of") == "something.unheard_of"


def test_everything_that_is_recorded_with_a_number_has_a_name() -> None:
    import re
    from pathlib import Path

    import folkmoot

    sources = [path.read_text() for path in Path(folkmoot.__file__).parent.rglob("*.py")]
    kinds = {
        kind
        for source in sources
        for kind in re.findall(r'record\([^()]*?"[a-z]+\.[a-z_]+", "([a-z]+)", (?!None)', source)
    }
    assert {"account", "case", "file"} <= kinds
    assert {kind for kind in kinds if thing(kind, 7) == "7"} == set()
    assert thing("something", 7) == "7"


def test_the_log_says_what_proves_it_and_where_words_were_erased(olivia: Client) -> None:
    olivia.post(INVITATIONS, {"uses": "1", "days": "7"})
    with transaction.atomic():
        record(None, "account.suspend", "account", 77, "rude to everybody")
    seq, digest = log_head()
    read = page(olivia.get(LOG))
    assert f"{seq}:{digest}" in read.text
    assert "rude to everybody" in read.text
    Words.objects.all().delete()
    read = page(olivia.get(LOG)).text
    assert "rude to everybody" not in read
    assert "was erased with the account it was about" in read
