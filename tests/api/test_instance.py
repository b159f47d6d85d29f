"""What a community says of itself to programs: what it is, what it takes, and who may come in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from django.utils.timezone import now

from folkmoot.accounts.models import Account, Stats
from folkmoot.instance.actions import change_settings, set_rules
from folkmoot.instance.models import Rule, Setting
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.publishing import Publication, publish_change, publish_correction
from folkmoot.media.queries.accepted import KINDS
from folkmoot.media.studio import limits as studio
from folkmoot.media.workshop import opening
from folkmoot.media.workshop.limits import MOST_PIXELS
from folkmoot.notifications.webpush import public_key
from folkmoot.posts.actions import delete_post
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block
from tests.api.shapes import check, check_all
from tests.doors import Door
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
type DoorOf = Callable[..., Door]
V2, V1 = "/api/v2/instance", "/api/v1/instance"


def _shown(path: str) -> Any:
    """Without the key for Web Push, which the reference has not listed."""
    answer = Door().get(path)
    assert answer.status_code == 200
    return answer.json()


class TestInstance:
    def test_has_mastodons_shape(self, cast: Cast) -> None:
        change_settings(None, {"contact": "team@example.org"})
        found = _shown(V2)
        assert found["configuration"].pop("vapid") == {"public_key": public_key()}
        check(found, "Instance")
        check(_shown(V1), "V1Instance")

    def test_what_the_owners_chose(self, cast: Cast) -> None:
        chosen = {"name": "Hillside Choir", "description": "We sing.", "contact": "team@example.org", "language": "ar"}
        change_settings(None, chosen)
        set_rules(None, ["Be kind.", "Sing."])
        new, old = _shown(V2), _shown(V1)
        assert (new["title"], old["title"]) == ("Hillside Choir",) * 2
        assert (new["description"], old["short_description"]) == ("We sing.",) * 2
        assert (new["contact"]["email"], old["email"]) == ("team@example.org",) * 2
        assert (new["languages"], old["languages"]) == (["ar"], ["ar"])
        assert [rule["text"] for rule in new["rules"]] == ["Be kind.", "Sing."]
        assert new["rules"] == old["rules"] == _shown(f"{V1}/rules")
        assert (new["domain"], old["uri"]) == ("localhost", "localhost")

    def test_which_mastodon_it_is_like(self, cast: Cast) -> None:
        found = _shown(V2)
        assert found["version"].startswith("4.7.0 (compatible; Folkmoot ")
        assert found["version"] == _shown(V1)["version"]
        assert found["api_versions"] == {"mastodon": 10}
        assert found["source_url"] == "http://localhost:8000/source"

    def test_where_programs_listen(self, cast: Cast) -> None:
        address = settings.FOLKMOOT.stream_origin.replace("http", "ws")
        assert address.startswith("ws://")
        assert _shown(V2)["configuration"]["urls"]["streaming"] == _shown(V1)["urls"]["streaming_api"] == address

    def test_its_pictures_are_there(self, cast: Cast) -> None:
        from django.contrib.staticfiles import finders

        found = _shown(V2)
        addresses = [found["thumbnail"]["url"], *(icon["src"] for icon in found["icon"])]
        for address in addresses:
            name = address.removeprefix(f"http://localhost:8000{settings.STATIC_URL}")
            assert finders.find(name), address

    @pytest.mark.parametrize(
        ("mode", "enabled", "approval"),
        [("open", True, False), ("approval", True, True), ("invitation", False, False), ("closed", False, False)],
    )
    def test_who_may_come_in(self, cast: Cast, mode: str, *, enabled: bool, approval: bool) -> None:
        change_settings(None, {"sign_up": mode})
        new, old = _shown(V2)["registrations"], _shown(V1)
        assert (new["enabled"], new["approval_required"], new["reason_required"]) == (enabled, approval, approval)
        assert (old["registrations"], old["approval_required"], old["invites_enabled"]) == (enabled, approval, False)
        assert new["url"] == "http://localhost:8000/sign-up"

    @pytest.mark.parametrize(("visitors", "access"), [("nothing", "authenticated"), ("posts", "public")])
    def test_what_visitors_may_read(self, cast: Cast, visitors: str, access: str) -> None:
        change_settings(None, {"visitors": visitors})
        found = _shown(V2)
        for feed in found["configuration"]["timelines_access"].values():
            assert feed == {"local": access, "remote": access}
        contact = "olivia" if visitors == "posts" else None
        assert (found["contact"]["account"] or {}).get("acct") == contact
        assert (_shown(V1)["contact_account"] or {}).get("acct") == contact

    def test_a_suspended_owner_is_no_contact(self, cast: Cast) -> None:
        change_settings(None, {"visitors": "posts"})
        Account.objects.filter(id=cast.olivia.id).update(active=False)
        assert _shown(V2)["contact"]["account"] is None

    def test_how_many(self, cast: Cast) -> None:
        Stats.objects.update(seen_on=None)
        Stats.objects.filter(account__in=(cast.alice, cast.bob)).update(seen_on=now().date() - timedelta(days=29))
        Stats.objects.filter(account=cast.hal).update(seen_on=now().date() - timedelta(days=31))
        delete_post(cast.alice, say(cast.alice))
        say(cast.alice, scope="followers")
        assert _shown(V2)["usage"] == {"users": {"active_month": 2}}
        members = Account.objects.filter(active=True, domain="").count()
        assert _shown(V1)["stats"] == {"user_count": members, "status_count": 1, "domain_count": 0}

    def test_numbers_are_counted_once_an_hour(self, cast: Cast, queries: Any) -> None:
        _shown(V2)
        say(cast.alice)
        assert _shown(V1)["stats"]["status_count"] == 0
        with queries(3):
            _shown(V2)


class TestLimits:
    """Each limit that is told is the one that holds."""

    def test_of_texts(self, cast: Cast, api_of: DoorOf) -> None:
        most = _shown(V2)["configuration"]["statuses"]
        door, link = api_of(cast.bob), "https://example.org/" + "a" * 80
        fits = "a" * (most["max_characters"] - most["characters_reserved_per_url"] - 1)
        answers = [door.post("/api/v1/statuses", {"status": f"{text} {link}"}) for text in (fits, f"{fits}a")]
        assert [answer.status_code for answer in answers] == [200, 422]

    def test_of_polls(self, cast: Cast, api_of: DoorOf) -> None:
        most, door = _shown(V2)["configuration"]["polls"], api_of(cast.bob)

        def ask(options: int, letters: int, seconds: int) -> int:
            poll = {"options": [f"{n}".ljust(letters, "x") for n in range(options)], "expires_in": seconds}
            return door.post("/api/v1/statuses", body={"status": "Which?", "poll": poll}).status_code

        options, letters = most["max_options"], most["max_characters_per_option"]
        shortest, longest = most["min_expiration"], most["max_expiration"]
        assert [ask(options, letters, shortest), ask(2, 1, longest)] == [200, 200]
        assert [ask(options + 1, 1, shortest), ask(2, letters + 1, shortest)] == [422, 422]
        assert [ask(2, 1, shortest - 1), ask(2, 1, longest + 1)] == [422, 422]

    def test_of_pins_and_hashtags(self, cast: Cast, api_of: DoorOf) -> None:
        most, door = _shown(V2)["configuration"]["accounts"], api_of(cast.bob)
        posts = [say(cast.bob, f"{n}") for n in range(most["max_pinned_statuses"] + 1)]
        pinned = [door.post(f"/api/v1/statuses/{post}/pin").status_code for post in posts]
        assert pinned[:-1] == [200] * most["max_pinned_statuses"]
        assert pinned[-1] in {403, 422}
        tags = [
            door.post("/api/v1/featured_tags", {"name": f"tag{n}x"}).status_code
            for n in range(most["max_featured_tags"] + 1)
        ]
        assert tags == [200] * most["max_featured_tags"] + [422]

    def test_of_files(self, cast: Cast) -> None:
        most = _shown(V2)["configuration"]["media_attachments"]
        assert most["image_size_limit"] == settings.FOLKMOOT.picture_mb * 1_000_000
        assert most["video_size_limit"] == settings.FOLKMOOT.video_mb * 1_000_000
        assert most["image_matrix_limit"] == MOST_PIXELS == opening.MOST_PIXELS
        assert most["video_matrix_limit"] == studio.MOST_PIXELS
        assert {"image/jpeg", "image/png", "video/mp4", "audio/mpeg"} <= set(most["supported_mime_types"])
        assert len(set(most["supported_mime_types"])) == len(most["supported_mime_types"])

    def test_every_kind_of_file_that_is_taken_is_told(self) -> None:
        pictures = {"jpeg", "png", "gif", "webp", "avif", "heic"}
        assert pictures | studio.FORMATS == KINDS

    def test_the_first_version_tells_the_same(self, cast: Cast) -> None:
        new, old = _shown(V2)["configuration"], _shown(V1)["configuration"]
        for part, limits in old.items():
            assert limits.items() <= new[part].items()


class TestTexts:
    def test_the_description_as_html(self, cast: Cast) -> None:
        change_settings(None, {"description": "We sing <loudly>.\n\nCome!"})
        found = _shown(f"{V1}/extended_description")
        check(found, "ExtendedDescription")
        assert "&lt;loudly&gt;" in found["content"]
        assert found["content"].startswith("<p")
        moment = datetime.fromisoformat(found["updated_at"])
        assert abs(moment - Setting.objects.get(name="description").changed_at) < timedelta(milliseconds=2)

    def test_without_a_description(self, cast: Cast) -> None:
        Setting.objects.all().delete()
        found = _shown(f"{V1}/extended_description")
        check(found, "ExtendedDescription")
        assert abs(datetime.now(UTC) - datetime.fromisoformat(found["updated_at"])) < timedelta(minutes=1)

    def test_rules_in_all_their_languages(self, cast: Cast) -> None:
        Rule.objects.create(position=1, text={"en": "Be kind.", "ar": "كن لطيفا."})
        (rule,) = _shown(f"{V1}/rules")
        check(rule, "Rule")
        assert (rule["text"], rule["hint"]) == ("Be kind.", "")
        assert rule["translations"]["ar"] == {"text": "كن لطيفا.", "hint": ""}
        with translation.override("ar"):
            assert _shown(f"{V1}/rules")[0]["text"] == "كن لطيفا."

    def test_the_privacy_policy_is_made_from_the_settings_until_there_is_one(self, cast: Cast, client: Client) -> None:
        change_settings(None, {"contact": "harbour@example.org", "responsible": "The Choir", "data_place": "Leipzig"})
        policy, address = _shown(f"{V1}/privacy_policy"), f"{settings.FOLKMOOT.origin}/privacy"
        check(policy, "PrivacyPolicy")
        assert "<h2>Cookies</h2>" in policy["content"]
        assert _shown("/api/v2/instance")["configuration"]["urls"]["privacy_policy"] == address
        publish_correction(cast.olivia, Publication(Kind.PRIVACY, {"en": "## Short\n\nWe keep **nothing**."}, 0))
        policy = _shown(f"{V1}/privacy_policy")
        check(policy, "PrivacyPolicy")
        assert policy["content"] == '<h2>Short</h2><p dir="auto">We keep <strong>nothing</strong>.</p>'
        assert client.get("/privacy").status_code == 200

    def test_terms_of_service(self, cast: Cast) -> None:
        today = timezone.now()
        for path in (f"{V1}/terms_of_service", f"{V1}/terms_of_service/{today:%Y-%m-%d}", f"{V1}/terms_of_service/x"):
            assert Door().get(path).status_code == 404
        assert _shown("/api/v2/instance")["configuration"]["urls"]["terms_of_service"] is None
        change_settings(None, {"contact": "harbour@example.org", "responsible": "The Choir"})
        publish_correction(cast.olivia, Publication(Kind.TERMS, {"en": "Old."}, 0))
        later = today + timedelta(days=20)
        publish_change(cast.olivia, Publication(Kind.TERMS, {"en": "New."}, 1), later)
        found = _shown(f"{V1}/terms_of_service")
        check(found, "TermsOfService")
        assert found == {
            "effective_date": f"{today:%Y-%m-%d}",
            "effective": True,
            "content": '<p dir="auto">Old.</p>',
            "succeeded_by": f"{later:%Y-%m-%d}",
        }
        to_come = _shown(f"{V1}/terms_of_service/{later:%Y-%m-%d}")
        check(to_come, "TermsOfService")
        assert (to_come["effective"], to_come["succeeded_by"], to_come["content"]) == (
            False,
            None,
            '<p dir="auto">New.</p>',
        )
        urls = _shown("/api/v2/instance")["configuration"]["urls"]
        assert urls["terms_of_service"] == f"{settings.FOLKMOOT.origin}/terms"


class TestActivity:
    def test_twelve_weeks(self, cast: Cast) -> None:
        change_settings(None, {"visitors": "posts"})
        for author in (cast.alice, cast.alice, cast.bob):
            say(author)
        say(cast.olivia, "between us, @frank", "direct")
        weeks = _shown(f"{V1}/activity")
        assert len(weeks) == 12
        assert (weeks[0]["statuses"], weeks[0]["logins"]) == ("3", "2")
        assert int(weeks[0]["registrations"]) > 3
        assert [week["statuses"] for week in weeks[1:]] == ["0"] * 11
        assert {type(value) for week in weeks for value in week.values()} == {str}
        begins = [datetime.fromtimestamp(int(week["week"]), UTC) for week in weeks]
        assert {(moment.weekday(), moment.hour) for moment in begins} == {(0, 0)}
        assert begins[0] <= datetime.now(UTC) < begins[0] + timedelta(days=7)
        say(cast.alice)
        assert _shown(f"{V1}/activity") == weeks

    def test_is_nobodys_business_where_visitors_see_nothing(self, cast: Cast) -> None:
        assert Door().get(f"{V1}/activity").status_code == 404


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"{V1}/peers", []),
        (f"{V1}/languages", [{"code": "en", "name": "English"}, {"code": "ar", "name": "العربية"}]),
        (f"{V1}/translation_languages", {}),
    ],
)
def test_what_is_switched_off(cast: Cast, path: str, expected: object) -> None:
    assert _shown(path) == expected


def test_which_servers_are_shut_out_is_not_shown(cast: Cast) -> None:
    assert Door().get(f"{V1}/domain_blocks").status_code == 404


def test_all_is_well_in_a_word_or_in_json(cast: Cast) -> None:
    plain = Door().get("/health", Accept="*/*")
    assert (plain.status_code, plain.text, plain.headers["Content-Type"]) == (200, "OK", "text/plain; charset=utf-8")
    assert Door().get("/health", Accept="application/json").json() == {"status": "OK"}


class TestOEmbed:
    def _ask(self, url: str, **more: object) -> Any:
        return Door().get("/api/oembed", {"url": url, **more})

    def _url(self, who: Account, post: int) -> str:
        return f"http://localhost:8000/@{who.username}/{post}"

    def test_a_public_post(self, cast: Cast) -> None:
        change_settings(None, {"visitors": "posts", "name": "Choir"})
        url = self._url(cast.alice, say(cast.alice, "Hello <b> & @bob"))
        found = self._ask(url).json()
        check(found, "OEmbedResponse")
        assert (found["type"], found["provider_name"], found["width"]) == ("rich", "Choir", 400)
        assert found["author_url"] == "http://localhost:8000/@alice"
        assert "Hello &lt;b&gt; &amp; " in found["html"]
        assert f'href="{url}"' in found["html"]
        assert 'href="http://localhost:8000/@bob"' in found["html"]

    @pytest.mark.parametrize(("asked", "width"), [("300", 300), ("900", 400), ("1", 220), ("x", 400), ("", 400)])
    def test_its_width(self, cast: Cast, asked: str, width: int) -> None:
        change_settings(None, {"visitors": "posts"})
        assert self._ask(self._url(cast.alice, say(cast.alice)), maxwidth=asked).json()["width"] == width

    def test_a_name_is_only_text(self, cast: Cast) -> None:
        change_settings(None, {"visitors": "posts"})
        Account.objects.filter(id=cast.alice.id).update(name="<script>alert(1)</script>")
        found = self._ask(self._url(cast.alice, say(cast.alice))).json()
        assert "<script" not in found["html"]

    def test_what_is_behind_a_warning_stays_there(self, cast: Cast) -> None:
        change_settings(None, {"visitors": "posts"})
        found = self._ask(self._url(cast.alice, say(cast.alice, "canary", warning="Spiders <i>"))).json()
        assert ("canary" in found["html"], "Spiders &lt;i&gt;" in found["html"]) == (False, True)

    @pytest.mark.parametrize("scope", ["community", "followers", "direct"])
    def test_nothing_else(self, cast: Cast, scope: str) -> None:
        change_settings(None, {"visitors": "posts"})
        answer = self._ask(self._url(cast.alice, say(cast.alice, "canary @bob", scope)))
        assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})

    def test_nothing_at_all_where_visitors_see_nothing(self, cast: Cast, api_of: DoorOf) -> None:
        url = self._url(cast.alice, say(cast.alice))
        assert self._ask(url).status_code == 404
        assert api_of(cast.alice).get("/api/oembed", {"url": url}).status_code == 404

    def test_whom_a_block_keeps_away_is_not_told_either(self, cast: Cast, api_of: DoorOf) -> None:
        change_settings(None, {"visitors": "posts"})
        url = self._url(cast.alice, say(cast.alice))
        block(cast.alice, cast.hal.id)
        answers = [api_of(each).get("/api/oembed", {"url": url}).status_code for each in (cast.hal, cast.bob)]
        assert answers == [404, 200]

    def test_other_addresses(self, cast: Cast) -> None:
        change_settings(None, {"visitors": "posts"})
        post = say(cast.alice)
        wrong = (
            "",
            "http://localhost:8000/",
            f"http://localhost:8000/@bob/{post}",
            f"https://elsewhere.example/@alice/{post}",
            f"http://localhost:8000/@alice/{post}/quotes",
            "http://localhost:8000/@alice/x",
            f"//localhost:8000/@alice/{post}",
            "http://localhost:8000/@[/1",
        )
        assert [self._ask(url).status_code for url in wrong] == [404] * len(wrong)


def test_custom_emoji_need_no_token(cast: Cast) -> None:
    check_all(_shown("/api/v1/custom_emojis"), "CustomEmoji")
