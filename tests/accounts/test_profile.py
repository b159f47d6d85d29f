"""What members say about themselves: limits, cleaning, safe HTML, mentions."""

import pytest

from folkmoot.accounts.actions import ProfileDraft, edit_profile
from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import AccountView
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.project.cast import Cast
from tests.happened import Happened

pytestmark = pytest.mark.django_db


def draft(name: str = "", bio: str = "", *fields: tuple[str, str]) -> ProfileDraft:
    return ProfileDraft(name, bio, fields, locked=False, discoverable=True)


def view(cast: Cast) -> AccountView:
    return views([cast.bob.id])[cast.bob.id]


def test_a_profile_is_changed_told_and_its_version_rises(cast: Cast, happened: Happened) -> None:
    before = view(cast).version
    edited = edit_profile(
        cast.bob, ProfileDraft(" Bob \n Ünal ", "Hello *all*", (("Web", "https://bob.example"),), True, False)
    )
    now = view(cast)
    assert (now.name, now.bio, now.locked, now.discoverable) == ("Bob Ünal", "Hello *all*", True, False)
    assert now.version == edited.version == before + 1
    assert now.bio_html.startswith("<p")
    assert happened() == [("ProfileEdited", {"account_id": cast.bob.id})]


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (draft(name="x" * 61), "name"),
        (draft(bio="x" * 1001), "bio"),
        (draft("", "", ("n" * 61, "v")), "fields"),
        (draft("", "", ("n", "v" * 251)), "fields"),
        (draft("", "", ("n", "")), "fields"),
        (draft("", "", ("", "v")), "fields"),
        (draft("", "", ("n", "\u200b\u202e")), "fields"),
        (draft("", "", *[("n", "v")] * 5), "fields"),
    ],
)
def test_what_is_too_long_or_half_is_named_and_nothing_changes(cast: Cast, bad: ProfileDraft, field: str) -> None:
    before = view(cast)
    with pytest.raises(Invalid) as refused:
        edit_profile(cast.bob, bad)
    assert refused.value.field == field
    assert view(cast) == before


@pytest.mark.parametrize(
    "good",
    [
        draft(name="x" * 60),
        draft(bio="م" * 1000),
        draft("", "", ("n" * 60, "v" * 250)),
        draft("", "", *[("n", "v")] * 4, ("", " ")),
    ],
)
def test_limits_are_inclusive(cast: Cast, good: ProfileDraft) -> None:
    edit_profile(cast.bob, good)
    now = view(cast)
    assert now.name == (good.name or "bob")
    assert now.bio == good.bio
    assert len(now.fields) == min(len(good.fields), 4)


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "<svg/onload=alert(1)>",
        '"><iframe src=//evil.example>',
    ],
)
def test_no_markup_comes_through(cast: Cast, nasty: str) -> None:
    edit_profile(cast.bob, draft(nasty[:60], nasty, ("site", nasty)))
    now = view(cast)
    for html in (now.bio_html, now.fields[0].html):
        lowered = html.lower()
        assert not any(tag in lowered for tag in ("<script", "<img", "<svg", "<iframe", 'href="javascript'))


@pytest.mark.parametrize("bad", ["a\0b", "a\u202eb", "a\ud800b"])
def test_broken_and_hostile_characters_are_taken_out(cast: Cast, bad: str) -> None:
    edit_profile(cast.bob, draft(bad, bad, (bad, bad)))
    now = view(cast)
    for text in (now.name, now.bio, now.fields[0].name, now.fields[0].value):
        assert not set(text) & {"\0", "\u202e", "\ud800"}
        assert text.startswith("a")


def test_mentions_in_a_bio_lead_to_profiles(cast: Cast) -> None:
    edit_profile(cast.bob, draft(bio="With @alice, @erin@elsewhere.example, @gina and @nobody"))
    html = view(cast).bio_html
    assert "/@alice" in html
    assert "/@erin@elsewhere.example" in html
    assert "/@gina" not in html, "who is suspended is not to be seen"
    assert "/@nobody" not in html


def test_links_in_fields_are_safe(cast: Cast) -> None:
    edit_profile(cast.bob, draft("", "", ("Web", "https://bob.example")))
    html = view(cast).fields[0].html
    assert 'href="https://bob.example' in html
    assert "nofollow" in html


@pytest.mark.parametrize("who", ["gina", "ivy"])
def test_who_is_not_a_member_now_cannot(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        edit_profile(getattr(cast, who), draft("New"))
