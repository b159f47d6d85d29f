"""Quotes, reactions and the community's own emoji through the API."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from folkmoot.api.entities import kept
from folkmoot.posts import hydrate
from folkmoot.posts.actions import allow_quote, boost, react, refuse_quote, withdraw_quote
from folkmoot.posts.models import Post, Quote, Reaction
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block
from tests.api.shapes import check, check_all
from tests.doors import Door
from tests.emoji import own_emoji
from tests.posts.writing import lay, say

pytestmark = pytest.mark.django_db

type DoorOf = Callable[..., Door]
STATUSES = "/api/v1/statuses"


def raw(emoji: str) -> str:
    """An emoji in an address as WSGI hands it over."""
    return emoji.encode().decode("latin-1")


class TestQuoting:
    def test_a_status_quotes_another(self, cast: Cast, api_of: DoorOf) -> None:
        quoted = say(cast.alice, "Mine")
        answer = api_of(cast.bob).post(STATUSES, {"status": "Look", "quoted_status_id": str(quoted)})
        assert answer.status_code == 200
        found = answer.json()
        check(found, "Status")
        check(found["quote"], "Quote")
        assert (found["quote"]["state"], found["quote"]["quoted_status"]["id"]) == ("accepted", str(quoted))
        assert api_of(cast.hal).get(f"{STATUSES}/{quoted}").json()["quotes_count"] == 1

    def test_one_without_words(self, cast: Cast, api_of: DoorOf) -> None:
        quoted = say(cast.alice, "Mine")
        assert api_of(cast.bob).post(STATUSES, body={"quoted_status_id": quoted}).status_code == 200

    @pytest.mark.parametrize(("policy", "state"), [("nobody", 404), ("followers", 404), ("public", 200), ("ask", 200)])
    def test_under_the_author_s_rule(self, cast: Cast, api_of: DoorOf, policy: str, state: int) -> None:
        made = api_of(cast.alice).post(STATUSES, {"status": "Mine", "quote_approval_policy": policy}).json()
        answer = api_of(cast.hal).post(STATUSES, {"status": "Look", "quoted_status_id": made["id"]})
        assert answer.status_code == state

    @pytest.mark.parametrize("sent", [{"quoted_status_id": "x"}, {"quote_approval_policy": "x"}])
    def test_what_makes_no_sense_is_refused(self, cast: Cast, api_of: DoorOf, sent: dict[str, str]) -> None:
        answer = api_of(cast.bob).post(STATUSES, {"status": "Look", **sent})
        assert (answer.status_code, Post.objects.count()) == (422, 0)

    def test_hidden_and_absent_are_refused_alike(self, cast: Cast, api_of: DoorOf) -> None:
        door = api_of(cast.bob)
        answers = [
            door.post(STATUSES, {"status": "Look", "quoted_status_id": str(some_id)}).json()
            for some_id in (lay(cast.alice, "direct"), 12345)
        ]
        assert answers[0] == answers[1]


class TestHowItStands:
    @pytest.mark.parametrize(
        ("verbs", "state"),
        [
            ((), "pending"),
            ((allow_quote,), "accepted"),
            ((refuse_quote,), "rejected"),
            ((allow_quote, withdraw_quote), "revoked"),
        ],
    )
    def test_each_state_has_mastodon_s_word(self, cast: Cast, api_of: DoorOf, verbs: tuple, state: str) -> None:
        quoting = say(cast.bob, "May I?", quote_of=say(cast.alice, "canary-quoted", quote_policy="ask"))
        for verb in verbs:
            verb(cast.alice, quoting)
        for person in (cast.alice, cast.bob, cast.hal):
            answer = api_of(person).get(f"{STATUSES}/{quoting}")
            found = answer.json()["quote"]
            check(found, "Quote")
            assert (found["state"], found["quoted_status"] is not None) == (state, state == "accepted")
            assert ("canary-quoted" in answer.text) == (state == "accepted")

    def test_what_the_viewer_may_not_see_is_unauthorized(self, cast: Cast, api_of: DoorOf) -> None:
        quoting = say(cast.hal, "Look", quote_of=say(cast.alice, "canary-quoted"))
        block(cast.alice, cast.bob.id)
        answer = api_of(cast.bob).get(f"{STATUSES}/{quoting}")
        assert answer.json()["quote"] == {"state": "unauthorized", "quoted_status": None}
        assert "canary-quoted" not in answer.text

    def test_quotes_are_one_level_deep(self, cast: Cast, api_of: DoorOf) -> None:
        second = say(cast.bob, "Two", quote_of=say(cast.alice, "canary-first"))
        answer = api_of(cast.hal).get(f"{STATUSES}/{say(cast.hal, 'Three', quote_of=second)}")
        check(answer.json(), "Status")
        inner = answer.json()["quote"]["quoted_status"]
        check(inner, "Status")
        check(inner["quote"], "ShallowQuote")
        assert inner["quote"] == {"state": "unauthorized", "quoted_status_id": None}
        assert "canary-first" not in answer.text

    def test_kept_bytes_are_what_the_plain_way_gives(
        self, cast: Cast, api_of: DoorOf, drain: Callable[[], int]
    ) -> None:
        own_emoji(cast.olivia, "wave")
        quoted = [
            say(cast.alice, f"By {policy} :wave:", quote_policy=policy)
            for policy in ("anyone", "followers", "ask", "nobody")
        ]
        rows = [say(cast.alice, "Mine", quote_of=some_id) for some_id in quoted]
        waiting = say(cast.bob, "May I?", quote_of=quoted[2])
        passed_on = boost(cast.alice, say(cast.hal, "Look", quote_of=quoted[0]))
        assert waiting
        drain()
        for _time in range(2):
            kept._cache.clear()
            for person in (cast.alice, cast.bob):
                feed = api_of(person).get("/api/v1/timelines/home?limit=40").json()
                found = {each["id"]: each for each in feed}
                assert {str(i) for i in (*quoted, *rows)} <= set(found)
                assert str(passed_on) in found
                for some_id, each in found.items():
                    check(each, "Status")
                    assert list(each.items()) == list(api_of(person).get(f"{STATUSES}/{some_id}").json().items())
            hydrate.kept._cache.clear()


class TestApproval:
    @pytest.mark.parametrize(
        ("policy", "offered", "says"),
        [
            ("anyone", (["public"], []), ("automatic", "automatic", "automatic")),
            ("followers", (["followers"], []), ("automatic", "automatic", "denied")),
            ("ask", ([], ["public"]), ("automatic", "manual", "manual")),
            ("nobody", ([], []), ("automatic", "denied", "denied")),
        ],
    )
    def test_says_what_the_rule_says(
        self, cast: Cast, api_of: DoorOf, policy: str, offered: tuple[list[str], ...], says: tuple[str, ...]
    ) -> None:
        some_id = say(cast.alice, quote_policy=policy)
        for person, word in zip((cast.alice, cast.bob, cast.hal), says, strict=True):
            found = api_of(person).get(f"{STATUSES}/{some_id}").json()["quote_approval"]
            check(found, "QuoteApproval")
            assert found == {"automatic": offered[0], "manual": offered[1], "current_user": word}

    def test_of_what_is_for_few_and_of_boosts(self, cast: Cast, api_of: DoorOf) -> None:
        few = say(cast.alice, "Few", "followers")
        assert api_of(cast.bob).get(f"{STATUSES}/{few}").json()["quote_approval"]["current_user"] == "denied"
        assert api_of(cast.alice).get(f"{STATUSES}/{few}").json()["quote_approval"]["current_user"] == "automatic"
        passed_on = boost(cast.alice, say(cast.alice))
        found = api_of(cast.alice).get(f"{STATUSES}/{passed_on}").json()
        assert found["quote_approval"]["current_user"] == "denied"
        assert found["reblog"]["quote_approval"]["current_user"] == "automatic"

    def test_changes_for_what_comes(self, cast: Cast, api_of: DoorOf) -> None:
        some_id = say(cast.alice)
        answer = api_of(cast.alice).put(
            f"{STATUSES}/{some_id}/interaction_policy", {"quote_approval_policy": "followers"}
        )
        check(answer.json(), "Status")
        assert answer.json()["quote_approval"]["automatic"] == ["followers"]
        again = api_of(cast.alice).put(f"{STATUSES}/{some_id}/interaction_policy", {})
        assert again.json()["quote_approval"]["automatic"] == ["followers"]
        assert (
            api_of(cast.alice)
            .put(f"{STATUSES}/{some_id}/interaction_policy", {"quote_approval_policy": "x"})
            .status_code
            == 422
        )
        for person in (cast.bob, cast.olivia):
            answer = api_of(person).put(f"{STATUSES}/{some_id}/interaction_policy", {"quote_approval_policy": "nobody"})
            assert answer.status_code == 404
        assert Post.objects.get(id=some_id).quote_policy == "followers"

    def test_the_account_s_own_is_told(self, cast: Cast, api_of: DoorOf) -> None:
        for policy, word in (("anyone", "public"), ("ask", "nobody"), ("followers", "followers")):
            type(cast.alice).objects.filter(id=cast.alice.id).update(quote_policy=policy)
            found = api_of(cast.alice).get("/api/v1/accounts/verify_credentials").json()
            assert found["source"]["quote_policy"] == word


class TestTakingBack:
    def test_the_author_revokes(self, cast: Cast, api_of: DoorOf) -> None:
        quoted = say(cast.alice, "Mine")
        quoting = say(cast.bob, "Look", quote_of=quoted)
        answer = api_of(cast.alice).post(f"{STATUSES}/{quoted}/quotes/{quoting}/revoke")
        check(answer.json(), "Status")
        assert (answer.json()["id"], answer.json()["quote"]["state"]) == (str(quoting), "revoked")

    def test_nobody_else_does(self, cast: Cast, api_of: DoorOf) -> None:
        quoted, other = say(cast.alice, "Mine"), say(cast.alice, "Other")
        quoting = say(cast.bob, "Look", quote_of=quoted)
        for person, path in (
            (cast.bob, f"{quoted}/quotes/{quoting}"),
            (cast.hal, f"{quoted}/quotes/{quoting}"),
            (cast.alice, f"{other}/quotes/{quoting}"),
            (cast.alice, f"{quoted}/quotes/{other}"),
            (cast.alice, f"{quoted}/quotes/12345"),
        ):
            answer = api_of(person).post(f"{STATUSES}/{path}/revoke")
            assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})
        assert Quote.objects.get().state == "agreed"

    def test_quotes_are_listed_in_pages(self, cast: Cast, api_of: DoorOf) -> None:
        quoted = say(cast.alice, "Mine")
        rows = [str(say(cast.bob, f"Number {n}", quote_of=quoted)) for n in range(3)]
        say(cast.bob, "@hal For few", "direct", quote_of=quoted)
        door = api_of(cast.frank)
        answer = door.get(f"{STATUSES}/{quoted}/quotes", {"limit": "2"})
        check_all(answer.json(), "Status")
        assert [each["id"] for each in answer.json()] == rows[:0:-1]
        assert f"/api/v1/statuses/{quoted}/quotes?limit=2&max_id={rows[1]}" in answer.headers["Link"]
        assert [each["id"] for each in door.get(f"{STATUSES}/{quoted}/quotes", {"max_id": rows[1]}).json()] == rows[:1]
        assert door.get(f"{STATUSES}/{rows[0]}/quotes").json() == []
        assert door.get(f"{STATUSES}/{lay(cast.alice, 'direct')}/quotes").status_code == 404


class TestReactions:
    def test_done_and_undone_any_number_of_times(self, cast: Cast, api_of: DoorOf) -> None:
        some_id, door = say(cast.alice), api_of(cast.bob)
        for verb, count in (("react", 1), ("react", 1), ("unreact", 0), ("unreact", 0)):
            answer = door.post(f"{STATUSES}/{some_id}/{verb}/{raw('👍')}")
            check(answer.json(), "Status")
            assert Reaction.objects.count() == count

    def test_are_listed(self, cast: Cast, api_of: DoorOf) -> None:
        own_emoji(cast.olivia, "100")
        some_id = say(cast.alice)
        assert api_of(cast.bob).post(f"{STATUSES}/{some_id}/react/100").status_code == 200
        react(cast.hal, some_id, "👍")
        found = api_of(cast.bob).get(f"{STATUSES}/{some_id}/reactions").json()
        check(found[0], "Reaction")
        assert [(each["name"], each["count"], each["me"]) for each in found] == [("100", 1, True), ("👍", 1, False)]
        assert found[0]["url"].endswith("/128.webp")
        assert api_of(cast.bob).post(f"{STATUSES}/{some_id}/unreact/100").status_code == 200
        assert Reaction.objects.count() == 1

    def test_an_address_may_end_with_a_slash(self, cast: Cast, api_of: DoorOf) -> None:
        some_id, door = say(cast.alice), api_of(cast.bob)
        for verb, found in (("react", ["👍"]), ("unreact", [])):
            assert door.post(f"{STATUSES}/{some_id}/{verb}/{raw('👍')}/").status_code == 200
            assert [each["name"] for each in door.get(f"{STATUSES}/{some_id}/reactions").json()] == found

    def test_of_a_boost_are_those_of_the_post(self, cast: Cast, api_of: DoorOf) -> None:
        some_id = say(cast.alice)
        answer = api_of(cast.hal).post(f"{STATUSES}/{boost(cast.bob, some_id)}/react/{raw('👍')}")
        assert answer.json()["id"] == str(some_id)

    @pytest.mark.parametrize("emoji", ["x", "nobody", raw("👍👍"), quote("<b>")])
    def test_what_is_none_is_refused(self, cast: Cast, api_of: DoorOf, emoji: str) -> None:
        answer = api_of(cast.bob).post(f"{STATUSES}/{say(cast.alice)}/react/{emoji}")
        assert (answer.status_code, Reaction.objects.count()) == (422, 0)

    def test_what_cannot_be_seen_is_not_there_but_can_be_taken_back(self, cast: Cast, api_of: DoorOf) -> None:
        door, some_id = api_of(cast.bob), say(cast.alice)
        react(cast.bob, some_id, "👍")
        block(cast.alice, cast.bob.id)
        for verb in ("react", "unreact"):
            assert door.post(f"{STATUSES}/{some_id}/{verb}/{raw('👍')}").status_code == 404
        assert not Reaction.objects.exists()
        assert door.get(f"{STATUSES}/{some_id}/reactions").status_code == 404

    def test_need_a_token_for_it(self, cast: Cast, api_of: DoorOf) -> None:
        some_id = say(cast.alice)
        assert api_of(cast.bob, "read").post(f"{STATUSES}/{some_id}/react/{raw('👍')}").status_code == 403
        assert api_of(None).get("/api/v1/custom_emojis").status_code == 200


class TestOwnEmoji:
    def test_are_listed(self, cast: Cast, api_of: DoorOf) -> None:
        own_emoji(cast.olivia, "wave", "Hands")
        own_emoji(cast.olivia, "nod")
        found = api_of(cast.bob).get("/api/v1/custom_emojis").json()
        check_all(found, "CustomEmoji")
        assert [(each["shortcode"], each["category"]) for each in found] == [("nod", None), ("wave", "Hands")]

    def test_stand_beside_the_text(self, cast: Cast, api_of: DoorOf) -> None:
        own_emoji(cast.olivia, "wave")
        found = api_of(cast.bob).post(STATUSES, {"status": "Hello :wave: :nobody:"}).json()
        check(found, "Status")
        assert [each["shortcode"] for each in found["emojis"]] == ["wave"]
        assert ":wave:" in found["content"]
        assert "<img" not in found["content"]
