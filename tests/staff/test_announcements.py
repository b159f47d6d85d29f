"""The page where owners write announcements."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from folkmoot.instance.actions import Notice, announce, change_settings, withdraw_announcement
from folkmoot.instance.hydrate import all_announcements, announcements, written_announcement
from folkmoot.instance.models import Announcement
from tests.web.pages import page

PAGE = "/staff/announcements"
type Clients = Callable[..., Client]


@pytest.fixture
def owner(cast: Any, client_of: Clients) -> Client:
    return client_of(cast.olivia)


def typed(**more: str) -> dict[str, str]:
    return {"text": "We **meet**", "shows_at": "", "starts_at": "", "ends_at": "", **more}


def moment(**more: float) -> str:
    return timezone.localtime(timezone.now() + timedelta(**more)).strftime("%Y-%m-%dT%H:%M")


def test_it_is_for_owners(cast: Any, client_of: Clients, client: Client) -> None:
    some_id = announce(cast.olivia, Notice("Listen"))
    for who in (cast.frank, cast.alice):
        for path in (PAGE, f"{PAGE}/{some_id}"):
            assert client_of(who).get(path).status_code == client_of(who).post(path, typed()).status_code == 404
    assert client.get(PAGE).status_code in {302, 404}
    assert [each.text for each in all_announcements(cast.olivia.id)] == ["Listen"]


def test_said_at_once(owner: Client, cast: Any) -> None:
    assert "Nothing announced yet" in owner.get(PAGE).content.decode()
    answer = owner.post(PAGE, typed(), follow=True)
    page = answer.content.decode()
    assert "It is announced." in page
    assert "We <strong>meet</strong>" in page
    assert "shown to all members" in page
    assert [each.text for each in announcements(cast.alice.id)] == ["We **meet**"]
    assert "announced something" in owner.get("/staff/audit").content.decode()


def test_planned_with_times(owner: Client, cast: Any) -> None:
    sent = typed(shows_at=moment(days=1), starts_at=moment(days=2), ends_at=moment(days=3), all_day="on")
    assert owner.post(PAGE, sent).status_code == 303
    (view,) = all_announcements(cast.olivia.id)
    assert view.all_day
    whole_day = f"{sent['starts_at'][:11]}00:00"
    assert view.is_planned(timezone.now())
    assert "planned" in owner.get(PAGE).content.decode()
    assert announcements(cast.alice.id) == []
    page = owner.get(f"{PAGE}/{view.id}").content.decode()
    for name, shown in (("shows_at", sent["shows_at"]), ("starts_at", whole_day)):
        (box,) = re.findall(f'<input [^>]*name="{name}"[^>]*>', page)
        assert ('type="datetime-local"' in box, f'value="{shown}"' in box) == (True, True)
        assert f'aria-describedby="id_{name}-help"' in box
    assert "For a meeting or a repair, say." in page
    assert re.search(r'<label for="id_starts_at">Begins\s', page)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": ""}, "This field is required."),
        ({"shows_at": "soon"}, "Enter a valid date/time."),
        ({"ends_at": "2001-01-01T10:00"}, "By then it would be over"),
        ({"starts_at": "2031-01-02T10:00", "ends_at": "2031-01-01T10:00"}, "It cannot end before it begins."),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(
    owner: Client, cast: Any, wrong: dict[str, str], words: str
) -> None:
    some_id = announce(cast.olivia, Notice("Before"))
    for path in (PAGE, f"{PAGE}/{some_id}"):
        answer = owner.post(path, typed(**wrong))
        page = answer.content.decode()
        assert (answer.status_code, words in page) == (422, True)
        for value in wrong.values():
            assert value in page
    assert [each.text for each in all_announcements(cast.olivia.id)] == ["Before"]


def test_changed_withdrawn_and_shown_again(owner: Client, cast: Any) -> None:
    some_id = announce(cast.olivia, Notice("Before"))
    path = f"{PAGE}/{some_id}"
    assert "Before" in owner.get(path).content.decode()
    assert "It is announced as it stands now." in owner.post(path, typed(), follow=True).content.decode()
    assert [each.text for each in announcements(cast.alice.id)] == ["We **meet**"]
    answer = owner.post(path, {"_method": "DELETE"}, follow=True)
    page = answer.content.decode()
    assert "Nobody sees it any more." in page
    assert "withdrawn" in page
    assert ">Withdraw<" not in page
    assert announcements(cast.alice.id) == []
    assert "It was withdrawn." in owner.get(path).content.decode()
    owner.post(path, typed(text="Again"))
    assert [each.text for each in announcements(cast.alice.id)] == ["Again"]


def test_what_is_over_says_so(owner: Client, cast: Any) -> None:
    some_id = announce(cast.olivia, Notice("Short", ends_at=timezone.now() + timedelta(hours=1)))
    Announcement.objects.update(ends_at=timezone.now() - timedelta(hours=1))
    assert written_announcement(cast.olivia.id, some_id).is_over(timezone.now())
    assert " over " in owner.get(PAGE).content.decode().replace("over ·", " over ")


def test_one_of_nowhere(owner: Client, cast: Any) -> None:
    for path in (f"{PAGE}/5", f"{PAGE}/{10**30}"):
        assert owner.get(path).status_code == owner.post(path, typed()).status_code == 404
        assert owner.post(path, {"_method": "DELETE"}).status_code == 404


def test_answers_are_counted(owner: Client, cast: Any) -> None:
    from folkmoot.instance.actions import answer_announcement

    answer_announcement(cast.alice, announce(cast.olivia, Notice("Listen")), "🎉")
    assert "🎉 1" in owner.get(PAGE).content.decode()


def test_withdrawing_asks_for_owners(cast: Any, client_of: Clients) -> None:
    some_id = announce(cast.olivia, Notice("Listen"))
    assert client_of(cast.frank).post(f"{PAGE}/{some_id}", {"_method": "DELETE"}).status_code == 404
    withdraw_announcement(cast.olivia, some_id)
    assert announcements(cast.alice.id) == []


class TestLanguages:
    def test_one_box_for_each_that_pages_speak(self, owner: Client) -> None:
        form = page(owner.get(PAGE)).form()
        assert {"text", "text_ar"} <= set(form.fields)
        assert "text_en" not in form.fields
        source = owner.get(PAGE).content.decode()
        assert 'name="text" id="id_text" required' in source
        assert not re.search(r'name="text_ar"[^>]*required', source)

    def test_the_other_is_for_those_who_read_it(self, owner: Client, cast: Any) -> None:
        assert owner.post(PAGE, typed(text_ar="**نلتقي**")).status_code == 303
        (view,) = all_announcements(cast.olivia.id)
        assert view.texts == {"en": "We **meet**", "ar": "**نلتقي**"}
        with translation.override("ar"):
            assert "<strong>نلتقي</strong>" in announcements(cast.alice.id)[0].html
        form = page(owner.get(f"{PAGE}/{view.id}")).form()
        assert (form.fields["text"], form.fields["text_ar"]) == ("We **meet**", "**نلتقي**")

    def test_left_empty_it_is_taken_away(self, owner: Client, cast: Any) -> None:
        some_id = announce(cast.olivia, Notice({"en": "Listen", "ar": "اسمعوا"}))
        assert owner.post(f"{PAGE}/{some_id}", typed(text_ar=" ")).status_code == 303
        assert all_announcements(cast.olivia.id)[0].texts == {"en": "We **meet**"}

    def test_the_own_one_is_required_and_the_other_is_kept_as_typed(self, owner: Client, cast: Any) -> None:
        answer = owner.post(PAGE, typed(text="", text_ar="نلتقي"))
        assert (answer.status_code, page(answer).form().fields["text_ar"]) == (422, "نلتقي")
        assert "text" in page(answer).form().invalid
        assert all_announcements(cast.olivia.id) == []

    @pytest.mark.parametrize("words", ["ا" * 5_001, "ﷺ" * 5_001])
    def test_too_long_is_said_beside_its_own_box(self, owner: Client, words: str) -> None:
        answer = owner.post(PAGE, typed(text_ar=words))
        assert (answer.status_code, page(answer).form().invalid) == (422, ["text_ar"])

    def test_where_the_community_speaks_arabic_that_comes_first(self, owner: Client, cast: Any) -> None:
        change_settings(cast.olivia, {"language": "ar"})
        cast.olivia.language = "en"
        cast.olivia.save(update_fields=["language"])
        form = page(owner.get(PAGE)).form()
        assert "text_en" in form.fields
        assert owner.post(PAGE, typed(text="نلتقي", text_en="We meet")).status_code == 303
        assert all_announcements(cast.olivia.id)[0].texts == {"ar": "نلتقي", "en": "We meet"}

    def test_markup_of_each_is_only_words(self, owner: Client) -> None:
        sent = typed(text="<b>x</b>", text_ar="<script>alert(1)</script>")
        assert "<script>alert(1)" not in owner.post(PAGE, sent, follow=True).content.decode()
        shown = owner.get(PAGE, headers={"Accept-Language": "ar"}).content.decode()
        assert "<script>alert(1)" not in shown
