"""The owner's part of the wizard: each page saves, each refusal keeps what was typed, the last one opens the doors."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings

from folkmoot.instance.actions import apply_kit, finish_step, set_rules
from folkmoot.instance.models import Announcement, Rule
from folkmoot.instance.queries import as_chosen, community, rules, setting
from folkmoot.project.cast import Cast
from folkmoot.staff.views.setup.pages import data_place
from tests.web.pages import page

pytestmark = pytest.mark.django_db
ANSWERS = {
    "contact": {
        "responsible": "Hillside Choir e. V.",
        "contact": "choir@example.org",
        "postal_address": "12 Hill Street",
        "data_place": "A server in Leipzig",
        "log_days": "14",
        "inactive_months": "24",
    },
    "doors": {"sign_up": "invitation", "visitors": "posts"},
    "rules": {"rules": "Be kind.\nSing in tune.", "welcome": "Hello!", "profile_fields": "Voice\nSince"},
}
PAGES = ("", "/community", "/contact", "/doors", "/mail", "/checks", "/rules", "/policies")


@pytest.mark.parametrize("place", PAGES)
def test_for_others_there_is_no_wizard(closed: Cast, client_of: Callable[[Any], Client], place: str) -> None:
    for who in (closed.frank, closed.bob):
        assert client_of(who).get(f"/staff/setup{place}").status_code == 404
        assert client_of(who).post(f"/staff/setup{place}", ANSWERS["contact"]).status_code == 404
    assert client_of(None).get(f"/staff/setup{place}").status_code == 404
    assert as_chosen().responsible == ""


@pytest.mark.parametrize("who", ["frank", "bob"])
def test_others_open_nothing(furnished: Cast, client_of: Callable[[Any], Client], who: str) -> None:
    assert client_of(getattr(furnished, who)).post("/staff/setup/open").status_code == 404
    assert client_of(None).post("/staff/setup/open").status_code == 404
    assert not community().is_open


@pytest.mark.parametrize("step", ANSWERS)
def test_each_step_is_saved_and_leads_on(olivia: Client, step: str) -> None:
    address = f"/staff/setup/{step}"
    read = page(olivia.get(address))
    response = olivia.post(address, read.form().filled(**ANSWERS[step]))
    assert response.status_code == 303
    assert response["Location"].startswith("/staff/setup")
    assert response["Location"] != address
    assert step in setting("setup_steps").split()
    again = page(olivia.get(address)).form().fields
    assert {name: again[name] for name in ANSWERS[step]} == ANSWERS[step]


def test_what_is_known_is_filled_in_already(olivia: Client, closed: Cast) -> None:
    apply_kit(closed.olivia, "town")
    contact = page(olivia.get("/staff/setup/contact")).form().fields
    assert contact["contact"] == "olivia@example.org"
    assert contact["data_place"] == "On our own server, with all pictures and recordings."
    assert (contact["log_days"], contact["inactive_months"]) == ("7", "0")
    doors = page(olivia.get("/staff/setup/doors")).form().fields
    assert (doors["sign_up"], doors["visitors"]) == ("approval", "posts")
    written = page(olivia.get("/staff/setup/rules")).form().fields
    assert written["rules"].splitlines() == list(as_chosen().rules)
    assert "neighbour" in written["welcome"]


def test_a_bucket_is_named_as_the_place_of_pictures(settings: Any) -> None:
    wanted = {"s3_bucket": "b", "s3_endpoint": "https://s3.example.org", "s3_region": "eu-1"}
    with override_settings(FOLKMOOT=settings.FOLKMOOT.model_copy(update=wanted)):
        assert "s3.example.org, region eu-1" in data_place()


@pytest.mark.parametrize(
    ("step", "field", "value", "words"),
    [
        ("contact", "responsible", "", "required"),
        ("contact", "responsible", "r" * 201, "200"),
        ("contact", "contact", "nobody", "valid email"),
        ("contact", "data_place", "", "required"),
        ("contact", "log_days", "0", "from 1 to 90"),
        ("contact", "log_days", "91", "from 1 to 90"),
        ("contact", "log_days", "ten", "whole number"),
        ("contact", "inactive_months", "121", "from 0 to 120"),
        ("doors", "sign_up", "everybody", "one of the values"),
        ("doors", "visitors", "all", "one of the values"),
        ("rules", "rules", "", "required"),
        ("rules", "rules", "r" * 501, "at most 500 characters"),
        ("rules", "rules", "one\n" * 31, "at most 30 rules"),
        ("rules", "welcome", "w" * 2001, "2000"),
        ("rules", "profile_fields", "p" * 2001, "2000"),
    ],
)
def test_a_mistake_keeps_what_was_typed(olivia: Client, step: str, field: str, value: str, words: str) -> None:
    response = olivia.post(f"/staff/setup/{step}", {**ANSWERS[step], field: value})
    read = page(response)
    assert response.status_code == 422
    assert words in read.errors
    kept = {name: typed for name, typed in ANSWERS[step].items() if name not in {field, "sign_up", "visitors"}}
    assert {name: read.form().fields[name] for name in kept} == kept
    assert setting("setup_steps") == ""


def test_the_first_step_can_be_changed_later(olivia: Client) -> None:
    read = page(olivia.get("/staff/setup/community"))
    response = olivia.post("/staff/setup/community", read.form().filled(name="Valley Choir", kind="club"))
    assert (response.status_code, community().name) == (303, "Valley Choir")


def test_rules_that_were_only_read_keep_their_languages_and_hold(olivia: Client, closed: Cast) -> None:
    Rule.objects.create(position=1, text={"en": "Be kind.", "ar": "كن لطيفا."})
    read = page(olivia.get("/staff/setup/rules"))
    assert olivia.post("/staff/setup/rules", read.form().filled()).status_code == 303
    assert [dict(rule.by_language) for rule in rules()] == [{"en": "Be kind.", "ar": "كن لطيفا."}]
    assert "Rules of this community" not in page(olivia.get("/staff/setup")).words(".to-do")


def test_the_list_says_what_is_done_and_what_is_not(olivia: Client, closed: Cast) -> None:
    read = page(olivia.get("/staff/setup"))
    assert "Contact and data" in read.words(".to-do")
    assert "is not published yet" in read.words(".to-do")
    olivia.post("/staff/setup/contact", ANSWERS["contact"])
    read = page(olivia.get("/staff/setup"))
    assert "Contact and data" not in read.words(".to-do")
    assert "Contact and data" in read.words(".done")


def test_the_drafts_can_be_published_as_they_are(olivia: Client) -> None:
    assert "Privacy policy" in page(olivia.get("/staff/setup/policies")).words(".to-do")
    assert olivia.post("/staff/setup/policies")["Location"] == "/staff/setup/policies", "facts are missing yet"
    olivia.post("/staff/setup/contact", ANSWERS["contact"])
    olivia.post("/staff/setup/rules", ANSWERS["rules"])
    response = olivia.post("/staff/setup/policies", follow=True)
    assert response.redirect_chain == [("/staff/setup", 303)]
    assert "Privacy policy" in page(response).notices
    assert "Everything that is needed is published" in page(olivia.get("/staff/setup/policies")).notices


def test_it_does_not_open_with_something_missing(olivia: Client) -> None:
    read = page(olivia.post("/staff/setup/open", follow=True))
    assert "cannot be opened yet" in read.notices
    assert "Privacy policy" in read.notices
    assert not community().is_open


def test_it_opens_with_everything_there(olivia: Client, furnished: Cast, client: Client) -> None:
    assert olivia.get("/staff/setup/open").status_code == 405
    read = page(olivia.post("/staff/setup/open", follow=True))
    assert "Your community is open" in read.notices
    assert read.heading == "Your community is open"
    assert community().is_open
    assert "is being prepared" not in page(client.get("/")).text


def test_the_welcome_is_announced_with_the_opening(olivia: Client, furnished: Cast) -> None:
    olivia.post("/staff/setup/rules", ANSWERS["rules"])
    olivia.post("/staff/setup/open")
    assert [each.texts for each in Announcement.objects.all()] == [{"en": "Hello!"}]


class TestNotice:
    """Owners are told on every page until the doors are open; nobody else is."""

    def test_it_counts(self, olivia: Client, closed: Cast) -> None:
        read = page(olivia.get("/settings/profile"))
        assert "Your community is not open yet: " in read.notices
        assert "things are left" in read.notices
        assert "/staff/setup" in read.links
        assert "not open yet" in page(olivia.get("/")).notices

    def test_nothing_missing(self, olivia: Client, furnished: Cast) -> None:
        assert "nothing is missing" in page(olivia.get("/")).notices

    def test_not_for_others(self, closed: Cast, client_of: Callable[[Any], Client]) -> None:
        for who in (closed.frank, closed.bob):
            assert "not open yet" not in page(client_of(who).get("/")).text

    def test_not_once_it_is_open(self, cast: Cast, client_of: Callable[[Any], Client]) -> None:
        assert "not open yet" not in page(client_of(cast.olivia).get("/")).text


def test_lines_of_the_kit_are_offered_for_profiles(olivia: Client, closed: Cast) -> None:
    apply_kit(closed.olivia, "town")
    assert 'placeholder="Part of town"' in olivia.get("/settings/profile").content.decode()


def test_a_step_can_be_gone_to_again_once_all_is_open(cast: Cast, client_of: Callable[[Any], Client]) -> None:
    olivia = client_of(cast.olivia)
    finish_step(cast.olivia, "contact")
    set_rules(cast.olivia, ["Be kind."])
    for place in PAGES:
        assert olivia.get(f"/staff/setup{place}").status_code == 200
