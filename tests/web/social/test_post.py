"""One post: its thread with gaps, its buttons with and without htmx, its lists, taking it back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.posts import actions
from folkmoot.posts.queries import get_post
from tests.web.social.reading import button, htmx, once, post, post_ids, press, tree

type Clients = Callable[..., Client]


@pytest.fixture
def hello(cast: Any, say: Any) -> int:
    return say(cast.bob, "Hello @alice", "public")


class TestThread:
    def test_the_post_is_large_between_what_it_answers_and_its_answers(
        self, cast: Any, client_of: Clients, say: Any
    ) -> None:
        first = say(cast.alice, "first")
        second = say(cast.bob, "second", reply_to=first)
        third = say(cast.alice, "third", reply_to=second)
        page = once(client_of(cast.bob), f"/@bob/{second}")
        assert post_ids(page) == [first, second, third]
        assert "large" in post(page, second).classes
        assert post_ids(page.one(".above")) == [first]
        assert post_ids(page.one("#replies")) == [third]

    def test_answers_are_indented_up_to_four_deep(self, cast: Any, client_of: Clients, say: Any) -> None:
        start = above = say(cast.alice, "start")
        for number in range(7):
            above = say(cast.bob, f"depth {number}", reply_to=above)
        replies = once(client_of(cast.bob), f"/@alice/{start}").one("#replies")
        depths = [name for node in replies.all(".branch") for name in node.classes if name != "branch"]
        assert depths == ["depth-0", "depth-1", "depth-2", "depth-3", "depth-4", "depth-4", "depth-4"]

    def test_what_one_cannot_see_leaves_a_gap_that_says_nothing(self, cast: Any, client_of: Clients, say: Any) -> None:
        start = say(cast.alice, "start")
        hidden = say(cast.bob, "canary-gap", "followers", reply_to=start)
        below = say(cast.alice, "below", reply_to=hidden)
        page = once(client_of(cast.hal), f"/@alice/{start}")
        assert post_ids(page.one("#replies")) == [below]
        assert [gap.text for gap in page.all(".gap")] == ["A post that you cannot see"]
        assert "canary-gap" not in page.text
        above = once(client_of(cast.hal), f"/@alice/{below}").one(".above")
        assert [gap.text for gap in above.all(".gap")] == ["A post that you cannot see"]

    def test_a_deleted_parent_is_the_same_gap(self, cast: Any, client_of: Clients, say: Any, drain: Any) -> None:
        start = say(cast.alice, "canary-deleted")
        below = say(cast.bob, "below", reply_to=start)
        actions.delete_post(cast.alice, start)
        drain()
        page = once(client_of(cast.bob), f"/@bob/{below}")
        assert page.one(".gap").text == "A post that you cannot see"
        assert "canary-deleted" not in page.text

    @pytest.mark.parametrize("path", ["/@alice/{}", "/@BOB/{}", "/@nobody/{}"])
    def test_another_name_in_the_address_leads_to_the_right_one(
        self, cast: Any, client_of: Clients, hello: int, path: str
    ) -> None:
        assert client_of(cast.hal).get(path.format(hello))["Location"] == f"/@bob/{hello}"

    def test_the_address_of_a_boost_leads_to_the_post(self, cast: Any, client_of: Clients, hello: int) -> None:
        boost = actions.boost(cast.alice, hello)
        assert client_of(cast.hal).get(f"/@alice/{boost}")["Location"] == f"/@bob/{hello}"

    @pytest.mark.parametrize("post_id", ["1", "0", str(2**63 - 1), str(2**63), "9" * 19])
    def test_what_is_not_there_is_404(self, cast: Any, client_of: Clients, post_id: str) -> None:
        once(client_of(cast.hal), f"/@bob/{post_id}", 404)

    def test_what_is_not_for_me_looks_the_same(self, cast: Any, client_of: Clients, say: Any) -> None:
        hidden = say(cast.bob, "for friends", "followers")
        client = client_of(cast.hal)
        bodies = [client.get(f"/@bob/{post_id}").content.decode() for post_id in (hidden, 12345)]
        assert bodies[0].replace(str(hidden), "12345") == bodies[1]

    def test_its_price_does_not_grow(self, cast: Any, client_of: Clients, say: Any, hello: int, price: Any) -> None:
        client, path = client_of(cast.alice), f"/@bob/{hello}"
        say(cast.alice, "@hal answer", reply_to=hello)
        few = price(client, path)
        for number in range(20):
            say(cast.alice, f"@hal answer {number}", reply_to=hello)
        assert price(client, path) == few <= 18

    def test_nobody_answered_yet(self, cast: Any, client_of: Clients, hello: int) -> None:
        assert "Nobody has answered yet." in once(client_of(cast.alice), f"/@bob/{hello}").one("main").text

    def test_it_says_who_is_answered(self, cast: Any, client_of: Clients, say: Any, hello: int) -> None:
        answer = say(cast.alice, "yes", reply_to=hello)
        more = say(cast.alice, "and more", reply_to=answer)
        page = once(client_of(cast.alice), f"/@bob/{hello}")
        assert post(page, answer).one(".post-context").text == "answers @bob"
        assert post(page, more).one(".post-context").text == "continues a thread"


class TestCard:
    def test_a_warning_covers_the_words(self, cast: Any, client_of: Clients, say: Any) -> None:
        post_id = say(cast.bob, "the butler", warning="Spoiler & more")
        shown = post(once(client_of(cast.hal), "/community"), post_id)
        cover = shown.one("details.post-warning")
        assert "Spoiler & more" in cover.one("summary").text
        assert cover.one(".post-words").text == "the butler"
        assert "open" not in cover.attrs

    @pytest.mark.parametrize(
        ("scope", "label"),
        [
            ("public", "Public"),
            ("quiet", "Quiet"),
            ("community", "Community"),
            ("followers", "Followers"),
            ("direct", "Direct"),
        ],
    )
    def test_its_audience_is_told_in_words(
        self, cast: Any, client_of: Clients, say: Any, scope: str, label: str
    ) -> None:
        post_id = say(cast.bob, "@alice hello", scope)
        page = once(client_of(cast.alice), f"/@bob/{post_id}")
        assert post(page, post_id).one(".post-audience").text == label

    def test_the_time_is_a_link_with_the_date(self, cast: Any, client_of: Clients, hello: int) -> None:
        shown = post(once(client_of(cast.hal), "/community"), hello)
        time = shown.one("time")
        assert time.text == "now"
        assert time.attrs["title"]
        assert f"/@bob/{hello}" in [node.attrs["href"] for node in shown.one(".post-when").all("a")]

    def test_the_name_cannot_turn_the_line_round(self, cast: Any, client_of: Clients, hello: int) -> None:
        assert post(once(client_of(cast.hal), "/community"), hello).one(".post-name").one("bdi").text == "bob"

    def test_its_language_is_told_to_screen_readers(self, cast: Any, client_of: Clients, say: Any) -> None:
        post_id = say(cast.bob, "مرحباً", language="ar")
        words = post(once(client_of(cast.hal), "/community"), post_id).one(".post-words")
        assert (words.attrs["lang"], words.one("p").attrs["dir"]) == ("ar", "auto")

    def test_every_button_has_a_name(self, cast: Any, client_of: Clients, hello: int) -> None:
        shown = post(once(client_of(cast.hal), "/community"), hello)
        assert all(node.text or node.attrs.get("aria-label") for node in shown.all("button"))
        assert all(node.text or node.attrs.get("aria-hidden") for node in shown.all("a"))


PRESSES = [("like", "liked"), ("boost", "boosted"), ("bookmark", "bookmarked")]


class TestButtons:
    @pytest.mark.parametrize(("what", "state"), PRESSES)
    def test_pressing_and_pressing_again(
        self, cast: Any, client_of: Clients, hello: int, what: str, state: str
    ) -> None:
        client = client_of(cast.alice)
        for expected in (True, False):
            page = once(client, "/community")
            assert button(post(page, hello), what).attrs["aria-pressed"] == str(not expected).lower()
            response = press(client, post(page, hello), what, next="/community?max_id=99")
            assert (response.status_code, response["Location"]) == (303, f"/community?max_id=99#p{hello}")
            assert getattr(get_post(cast.alice.id, hello).mark, state) is expected

    @pytest.mark.parametrize(("what", "state"), PRESSES)
    def test_htmx_swaps_the_bar_alone(self, cast: Any, client_of: Clients, hello: int, what: str, state: str) -> None:
        client = client_of(cast.alice)
        pressed = button(post(once(client, "/community"), hello), what)
        response = client.post(pressed.attrs["hx-post"], {"_method": "POST"}, headers=htmx())
        part = tree(response)
        assert [node.tag for node in part.children if not isinstance(node, str)] == ["footer"]
        after = button(part, what)
        assert (after.attrs["aria-pressed"], after.attrs["value"]) == ("true", "DELETE")
        assert after.attrs["id"] == pressed.attrs["id"]  # the focus stays
        assert getattr(get_post(cast.alice.id, hello).mark, state) is True

    def test_pressing_twice_likes_once(self, cast: Any, client_of: Clients, hello: int) -> None:
        client = client_of(cast.alice)
        for _ in range(3):
            client.post(f"/posts/{hello}/like")
        assert get_post(cast.alice.id, hello).mark.likes == 1

    def test_a_real_delete_works_like_the_plain_form(self, cast: Any, client_of: Clients, hello: int) -> None:
        client = client_of(cast.alice)
        client.post(f"/posts/{hello}/like")
        assert client.delete(f"/posts/{hello}/like", headers=htmx()).status_code == 200
        assert get_post(cast.alice.id, hello).mark.likes == 0

    def test_counts_lead_to_the_lists(self, cast: Any, client_of: Clients, hello: int, say: Any) -> None:
        actions.like(cast.alice, hello)
        actions.boost(cast.alice, hello)
        say(cast.alice, "answer", reply_to=hello)
        links = {
            node.attrs["href"]: node.text
            for node in post(once(client_of(cast.hal), f"/@bob/{hello}"), hello).all("a.count")
        }
        assert links == {
            f"/@bob/{hello}": "1 answer",
            f"/@bob/{hello}/boosts": "1 boost",
            f"/@bob/{hello}/likes": "1 like",
        }

    def test_what_is_for_fewer_cannot_be_boosted(self, cast: Any, client_of: Clients, say: Any) -> None:
        post_id = say(cast.bob, "@alice close", "followers")
        client = client_of(cast.alice)
        shown = post(once(client, f"/@bob/{post_id}"), post_id)
        assert not [node for node in shown.all("button") if "boost" in node.attrs.get("formaction", "")]
        assert "cannot be boosted" in shown.one(".no").text
        assert client.post(f"/posts/{post_id}/boost").status_code == 403

    def test_a_refusal_is_a_toast_for_htmx(self, cast: Any, client_of: Clients, say: Any) -> None:
        post_id = say(cast.bob, "@alice close", "followers")
        response = client_of(cast.alice).post(f"/posts/{post_id}/boost", headers=htmx())
        assert response.status_code == 403
        assert "cannot be boosted" in response["HX-Trigger"]

    @pytest.mark.parametrize("what", ["like", "boost", "bookmark", "pin"])
    def test_nobody_touches_what_they_cannot_see(self, cast: Any, client_of: Clients, say: Any, what: str) -> None:
        hidden = say(cast.bob, "for friends", "followers")
        client = client_of(cast.hal)
        assert client.post(f"/posts/{hidden}/{what}").status_code == 404
        assert client.post(f"/posts/12345/{what}").status_code == 404

    @pytest.mark.parametrize("path", ["/posts/1/love", "/posts/1/delete/", "/posts/x/like", "/posts/1/like/like"])
    def test_other_verbs_do_not_exist(self, cast: Any, client_of: Clients, path: str) -> None:
        assert client_of(cast.bob).post(path).status_code == 404

    @pytest.mark.parametrize("at", ["x", "p", "p1'><script>", "q12", "p١"])
    def test_a_strange_place_is_not_repeated(self, cast: Any, client_of: Clients, hello: int, at: str) -> None:
        response = client_of(cast.alice).post(f"/posts/{hello}/like", query_params={"at": at}, headers=htmx())
        assert tree(response).one("footer").attrs["id"] == f"bar-p{hello}"

    def test_get_changes_nothing(self, cast: Any, client_of: Clients, hello: int) -> None:
        assert client_of(cast.alice).get(f"/posts/{hello}/like").status_code == 405

    def test_a_visitors_press_gets_a_page_that_says_so(self, cast: Any, client: Client, hello: int) -> None:
        assert client.post(f"/posts/{hello}/like").status_code == 403
        assert get_post(cast.bob.id, hello).mark.likes == 0


class TestMenu:
    def _links(self, client: Client, post_id: int) -> str:
        return post(once(client, f"/@bob/{post_id}"), post_id).one("details.menu").text

    def test_mine_can_be_pinned_and_deleted(self, cast: Any, client_of: Clients, hello: int) -> None:
        words = self._links(client_of(cast.bob), hello)
        assert "Pin to your profile" in words
        assert "Delete …" in words
        assert "Report" not in words

    def test_others_can_be_reported_muted_and_blocked(self, cast: Any, client_of: Clients, hello: int) -> None:
        words = self._links(client_of(cast.alice), hello)
        assert all(word in words for word in ("Mute @bob …", "Block @bob …", "Report …", "Copy the link"))
        assert "Delete" not in words

    def test_copying_needs_javascript_and_hides_without(self, cast: Any, client_of: Clients, hello: int) -> None:
        copy = post(once(client_of(cast.alice), f"/@bob/{hello}"), hello).one("[data-copy]")
        assert copy.attrs["data-copy"] == f"/@bob/{hello}"
        assert "hidden" in copy.attrs

    def test_pin_and_unpin(self, cast: Any, client_of: Clients, hello: int) -> None:
        client = client_of(cast.bob)
        press(client, post(once(client, "/@bob"), hello), "pin", next="/@bob")
        page = once(client, "/@bob")
        assert post_ids(page.one(".pinned")) == [hello]
        assert post_ids(page.one("#feed")) == []
        assert "top of your profile" in page.one(".notice").text
        press(client, post(page, hello), "pin", next="/@bob")
        assert not once(client, "/@bob").has(".pinned")

    def test_nobody_pins_what_is_not_theirs(self, cast: Any, client_of: Clients, hello: int) -> None:
        assert client_of(cast.alice).post(f"/posts/{hello}/pin").status_code == 404

    def test_a_direct_post_offers_no_pin(self, cast: Any, client_of: Clients, say: Any) -> None:
        assert "Pin" not in self._links(client_of(cast.bob), say(cast.bob, "@alice psst", "direct"))


class TestDelete:
    def test_it_asks_once_and_names_what_is_lost(self, cast: Any, client_of: Clients, hello: int, say: Any) -> None:
        actions.like(cast.alice, hello)
        actions.like(cast.hal, hello)
        say(cast.alice, "answer", reply_to=hello)
        words = once(client_of(cast.bob), f"/posts/{hello}/delete").one("main").text
        assert "2 likes and 0 boosts" in words
        assert "1 answer stays" in words

    def test_it_is_gone_and_i_am_where_i_was(self, cast: Any, client_of: Clients, hello: int, drain: Any) -> None:
        client = client_of(cast.bob)
        page = tree(client.get(f"/posts/{hello}/delete", headers={"Referer": "http://testserver/community?max_id=9"}))
        sent = {
            "_method": "DELETE",
            "next": next(n.attrs["value"] for n in page.one("main").all("input") if n.attrs["name"] == "next"),
        }
        response = client.post(f"/posts/{hello}", sent)
        assert (response.status_code, response["Location"]) == (303, "/community?max_id=9")
        assert "Your post is deleted." in once(client, "/").one(".notice").text
        drain()
        once(client, f"/@bob/{hello}", 404)

    def test_from_its_own_page_it_leads_home(self, cast: Any, client_of: Clients, hello: int) -> None:
        response = client_of(cast.bob).get(
            f"/posts/{hello}/delete", headers={"Referer": f"http://testserver/@bob/{hello}"}
        )
        values = [
            node.attrs["value"] for node in tree(response).one("main").all("input") if node.attrs["name"] == "next"
        ]
        assert values == ["/"]

    def test_htmx_gets_a_word(self, cast: Any, client_of: Clients, hello: int) -> None:
        response = client_of(cast.bob).delete(f"/posts/{hello}", headers=htmx())
        assert "Your post is deleted." in response["HX-Trigger"]

    @pytest.mark.parametrize("who", ["alice", "olivia", "hal"])
    def test_nobody_else_deletes_it(self, cast: Any, client_of: Clients, hello: int, who: str) -> None:
        client = client_of(getattr(cast, who))
        assert client.get(f"/posts/{hello}/delete").status_code == 404
        assert client.post(f"/posts/{hello}", {"_method": "DELETE"}).status_code == 404
        assert get_post(cast.bob.id, hello)

    def test_twice_is_404(self, cast: Any, client_of: Clients, hello: int) -> None:
        client = client_of(cast.bob)
        assert client.delete(f"/posts/{hello}").status_code == 303
        assert client.delete(f"/posts/{hello}").status_code == 404

    def test_a_boost_is_not_deleted_but_taken_back(self, cast: Any, client_of: Clients, hello: int) -> None:
        boost = actions.boost(cast.alice, hello)
        assert client_of(cast.alice).get(f"/posts/{boost}/delete").status_code == 404


class TestLists:
    def test_who_likes_and_who_boosts(self, cast: Any, client_of: Clients, hello: int) -> None:
        actions.like(cast.alice, hello)
        actions.like(cast.hal, hello)
        actions.boost(cast.frank, hello)
        client = client_of(cast.olivia)
        likes = once(client, f"/@bob/{hello}/likes")
        assert [node.text for node in likes.all(".person-name")] == ["hal", "alice"]
        boosts = once(client, f"/@bob/{hello}/boosts")
        assert [node.text for node in boosts.all(".person-name")] == ["frank"]

    @pytest.mark.parametrize("what", ["likes", "boosts"])
    def test_an_empty_list_says_so(self, cast: Any, client_of: Clients, hello: int, what: str) -> None:
        assert "yet" in once(client_of(cast.alice), f"/@bob/{hello}/{what}").one(".empty").text

    @pytest.mark.parametrize("what", ["likes", "boosts"])
    def test_they_are_as_hidden_as_the_post(self, cast: Any, client_of: Clients, say: Any, what: str) -> None:
        hidden = say(cast.bob, "for friends", "followers")
        once(client_of(cast.hal), f"/@bob/{hidden}/{what}", 404)
