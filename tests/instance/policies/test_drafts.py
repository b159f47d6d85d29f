"""Drafts say what is so: from the settings and the inventory, in every language, with nothing left open."""

import re
from typing import Any

import pytest
from django.conf import settings as deployment

from folkmoot.core import inventory
from folkmoot.instance.actions import change_settings
from folkmoot.instance.policies.drafts import draft, drafts
from folkmoot.instance.policies.facts import drift, facts, lacking
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.versions import needed_for
from folkmoot.project.cast import Cast

pytestmark = pytest.mark.usefixtures("known")


def english(kind: Kind) -> str:
    return draft(kind, "en", facts(kind))


@pytest.mark.parametrize("kind", Kind)
def test_no_text_is_blank_or_has_gaps(kind: Kind) -> None:
    texts = drafts(kind, facts(kind))
    assert set(texts) == {code for code, _name in deployment.LANGUAGES}
    for text in texts.values():
        assert len(text) > 100
        assert not re.search(r"\[|\]|%\(|TODO|\{", text)


@pytest.mark.parametrize("kind", Kind)
def test_nothing_is_left_open_when_nothing_is_known_either(kind: Kind) -> None:
    change_settings(None, {"contact": "", "responsible": "", "data_place": ""})
    text = english(kind)
    assert len(text) > 100
    assert not re.search(r": ?\.|\(\)|“”|  ", text)
    assert bool(needed_for(kind)) == (kind is not Kind.RULES)


@pytest.mark.parametrize(
    "words",
    [
        "Hillside Choir e.V. decides",  # controller
        "Write to choir@example.org.",
        "article 6(1)(b)",  # grounds
        "article 6(1)(f)",
        "Who sees it",  # recipients
        "Leipzig",
        "United States",  # transfers
        "at most 60 days",  # how long
        "copy of it that other programs can read",  # rights
        "put right what is wrong",
        "erased",
        "object to",
        "take back",
        "data protection authority",
        "no machine decides",
        "you have to give a user name",
        "Cookies",
        "at most 7 days",  # the log
        "at least 14 days",
    ],
)
def test_what_the_gdpr_wants_to_be_said(words: str) -> None:
    assert words in english(Kind.PRIVACY)


@pytest.mark.parametrize(
    "words",
    [
        "Hillside Choir is run by Hillside Choir e.V.\n",
        "What has no place here",
        "suspend an account",
        "no machine removes",
        "object within six months",
        "Leaving",
        "newest",
    ],
)
def test_what_the_dsa_wants_to_be_said(words: str) -> None:
    assert words in english(Kind.TERMS)


def test_everything_in_the_inventory_about_people_is_in_the_policy() -> None:
    text = english(Kind.PRIVACY)
    for each in inventory.everything():
        assert (f"- {each.holds}" in text) == each.personal, each.name


@pytest.mark.parametrize(
    ("kind", "setting", "words"),
    [
        (Kind.PRIVACY, {"visitors": "posts"}, "can read public posts"),
        (Kind.PRIVACY, {"visitors": "nothing"}, "cannot read any posts"),
        (Kind.PRIVACY, {"players": "youtube.com"}, "- youtube.com"),
        (Kind.PRIVACY, {"minimum_age": "16"}, "at least 16 years old"),
        (Kind.PRIVACY, {"data_place": "Reykjavík"}, "Reykjavík"),
        (Kind.PRIVACY, {"log_days": "3"}, "at most 3 days"),
        (Kind.PRIVACY, {"inactive_months": "24"}, "for 24 months"),
        (Kind.PRIVACY, {"deletion_days": "9"}, "is erased 9 days later"),
        (Kind.PRIVACY, {"postal_address": "1 Hill Road\nLeipzig"}, "By post: 1 Hill Road, Leipzig."),
        (Kind.TERMS, {"sign_up": "open"}, "Everybody who agrees"),
        (Kind.TERMS, {"sign_up": "approval"}, "People apply"),
        (Kind.TERMS, {"sign_up": "invitation"}, "by an invitation"),
        (Kind.TERMS, {"sign_up": "closed"}, "Nobody new"),
        (Kind.TERMS, {"visitors": "posts"}, "everybody on the internet"),
        (Kind.TERMS, {"notice_days": "30"}, "at least 30 days"),
        (Kind.IMPRINT, {"responsible": "Anna"}, "is run by Anna."),
    ],
)
def test_settings_are_said(kind: Kind, setting: dict[str, str], words: str) -> None:
    other = {"visitors": "nothing" if setting.get("visitors") == "posts" else "posts", "sign_up": "approval"}
    change_settings(None, {name: value for name, value in other.items() if name in setting and value != setting[name]})
    before = facts(kind)
    change_settings(None, setting)
    assert words in english(kind)
    if before != facts(kind):
        assert [each.what for each in drift(before, facts(kind))]


def test_who_carries_mail_and_files_is_named(settings: Any) -> None:
    changed = {
        "smtp_url": "smtps://me:secret@mail.example.net",
        "s3_bucket": "b",
        "s3_endpoint": "https://s3.example.com",
    }
    settings.FOLKMOOT = deployment.FOLKMOOT.model_copy(update=changed)
    text = english(Kind.PRIVACY)
    assert "carried by mail.example.net" in text
    assert "stored for us by s3.example.com" in text
    assert "secret" not in text


def test_arabic_is_another_text() -> None:
    about = facts(Kind.PRIVACY)
    assert draft(Kind.PRIVACY, "ar", about) != draft(Kind.PRIVACY, "en", about)


class TestDrift:
    @pytest.mark.parametrize(
        ("change", "said", "now"),
        [
            ({"log_days": "30"}, "7 days", "30 days"),
            ({"log_days": "1"}, "7 days", "1 day"),
            ({"deletion_days": "30"}, "14 days", "30 days"),
            ({"visitors": "posts"}, "no posts", "public posts"),
            ({"players": "youtube.com vimeo.com"}, "none", "youtube.com, vimeo.com"),
            ({"data_place": "Reykjavík"}, "Leipzig", "Reykjavík"),
        ],
    )
    def test_in_words(self, change: dict[str, str], said: str, now: str) -> None:
        before = facts(Kind.PRIVACY)
        change_settings(None, change)
        (found,) = drift(before, facts(Kind.PRIVACY))
        assert (found.said, found.now) == (said, now)
        assert found.what

    def test_of_the_software(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = facts(Kind.PRIVACY)
        monkeypatch.setattr(inventory, "everything", lambda: ())
        (found,) = drift(before, facts(Kind.PRIVACY))
        assert (found.said, found.now) == ("", "")
        assert "software" in found.what

    def test_what_nobody_noted_is_not_missed(self) -> None:
        assert drift({}, facts(Kind.TERMS)) == []


def test_what_is_lacking(cast: Cast) -> None:
    assert {kind: lacking(kind) for kind in Kind} == {kind: [] for kind in Kind}
    change_settings(None, {"contact": "", "data_place": ""})
    assert lacking(Kind.PRIVACY) == ["contact", "data_place"]
    assert (lacking(Kind.TERMS), lacking(Kind.IMPRINT), lacking(Kind.RULES)) == (["contact"], ["contact"], [])
    assert needed_for(Kind.TERMS) == ["Missing: Contact address."]
