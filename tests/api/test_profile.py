"""What members say about themselves, from programs: in every form in which clients send it."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.accounts.actions import set_avatar
from folkmoot.accounts.models import Account
from folkmoot.media.models import Picture
from folkmoot.moderation.actions import suspend
from folkmoot.project.cast import Cast
from tests.api.shapes import check
from tests.doors import Answer, Door
from tests.media import pictures as made
from tests.media.conftest import empty_disk
from tests.pictures import lay

__all__ = ["empty_disk"]

type DoorOf = Callable[..., Door]
UPDATE, PROFILE = "/api/v1/accounts/update_credentials", "/api/v1/profile"
LINES, NAMES = [("Web", "https://bob.example"), ("Boat", "grey")], ("name", "value")
NUMBERED = {
    f"fields_attributes[{n}][{name}]": said
    for n, line in enumerate(LINES)
    for name, said in zip(NAMES, line, strict=True)
}


def _with_files(door: Door, fields: dict[str, str], files: dict[str, bytes], path: str = UPDATE) -> Answer:
    parts = [f'--moot\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    for name, data in files.items():
        head = f'--moot\r\nContent-Disposition: form-data; name="{name}"; filename="a.jpg"\r\n\r\n'
        parts.append(head.encode() + data + b"\r\n")
    kind = {"Content-Type": "multipart/form-data; boundary=moot"}
    return door.request("PATCH", path, b"".join(parts) + b"--moot--\r\n", headers=kind)


def _lines(account: Account) -> list[tuple[str, str]]:
    account.refresh_from_db()
    return [(line["name"], line["value"]) for line in account.fields]


@pytest.mark.parametrize("path", [UPDATE, PROFILE])
def test_what_is_sent_changes_and_the_rest_stays(cast: Cast, api_of: DoorOf, path: str) -> None:
    door = api_of(cast.bob)
    said = {"display_name": "Bob B.", "note": "Likes **bread**", "locked": "true", "discoverable": "false", "bot": "1"}
    first = door.patch(path, said).json()
    check(first, "CredentialAccount" if path == UPDATE else "Profile")
    assert [first[name] for name in ("display_name", "locked", "discoverable", "bot")] == ["Bob B.", True, False, True]
    second = door.patch(path, {"note": "Likes tea"}).json()
    assert [second[name] for name in ("display_name", "locked", "discoverable", "bot")] == ["Bob B.", True, False, True]
    known = door.get(PROFILE).json()
    check(known, "Profile")
    assert (known["note"], known["display_name"]) == ("Likes tea", "Bob B.")
    assert door.get("/api/v1/accounts/verify_credentials").json()["source"]["note"] == "Likes tea"
    assert door.patch(path, {"bot": "false", "note": ""}).json()["bot"] is False
    cast.bob.refresh_from_db()
    assert (cast.bob.bio, cast.bob.kind) == ("", "person")


@pytest.mark.parametrize(
    "send",
    [
        lambda door: door.patch(
            UPDATE,
            NUMBERED,
        ),
        lambda door: door.patch(
            UPDATE, body={"fields_attributes": [{"name": name, "value": value} for name, value in LINES]}
        ),
        lambda door: door.patch(
            UPDATE,
            body={
                "fields_attributes": {
                    "0": dict(zip(NAMES, LINES[0], strict=True)),
                    "1": dict(zip(NAMES, LINES[1], strict=True)),
                }
            },
        ),
        lambda door: door.request(
            "PATCH",
            UPDATE + "?fields_attributes[][name]=Web&fields_attributes[][value]=https://bob.example"
            "&fields_attributes[][name]=Boat&fields_attributes[][value]=grey",
            headers={},
        ),
        lambda door: _with_files(
            door,
            NUMBERED,
            {},
        ),
    ],
    ids=["form", "list", "object", "query", "multipart"],
)
def test_lines_in_every_form(cast: Cast, api_of: DoorOf, send: Callable[[Door], Answer]) -> None:
    answer = send(api_of(cast.bob))
    assert answer.status_code == 200, answer.text
    assert _lines(cast.bob) == LINES
    assert [(line["name"], line["value"]) for line in answer.json()["source"]["fields"]] == LINES
    api_of(cast.bob).patch(UPDATE, {"display_name": "B"})
    assert _lines(cast.bob) == LINES
    api_of(cast.bob).patch(UPDATE, body={"fields_attributes": []})
    assert _lines(cast.bob) == []


def test_pictures_come_with_a_form(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    fields = {"display_name": "Bob", "avatar_description": "A boat"}
    answer = _with_files(door, fields, {"avatar": made.GOOD["jpeg"](), "header": made.GOOD["jpeg"]()})
    assert answer.status_code == 200, answer.text
    me = answer.json()
    check(me, "CredentialAccount")
    cast.bob.refresh_from_db()
    assert (me["avatar_description"], me["display_name"]) == ("A boat", "Bob")
    assert str(cast.bob.avatar_id) in me["avatar"]
    assert str(cast.bob.header_id) in me["header"]
    assert cast.bob.avatar_id != cast.bob.header_id
    shown = door.get(PROFILE).json()
    assert shown["avatar"] is not None
    for place in ("avatar", "header"):
        answer = door.delete(f"{PROFILE}/{place}")
        check(answer.json(), "CredentialAccount")
        assert answer.json()[place].endswith("/missing.png")
        assert door.get(PROFILE).json()[place] is None
        assert door.delete(f"{PROFILE}/{place}").status_code == 200
    assert not Picture.objects.filter(use__in=["avatar", "header"]).exists()


def test_nothing_changes_when_a_part_will_not_do(cast: Cast, api_of: DoorOf) -> None:
    mine = lay(cast.bob.id)
    set_avatar(cast.bob, mine.id)
    door = api_of(cast.bob)
    answer = _with_files(door, {"display_name": "Changed"}, {"avatar": b"no picture"})
    assert answer.status_code == 422
    answer = _with_files(door, {"note": "x" * 1_001}, {"avatar": made.GOOD["jpeg"]()})
    assert answer.status_code == 422
    assert door.patch(UPDATE, {"display_name": "Changed", "source[quote_policy]": "everybody"}).status_code == 422
    cast.bob.refresh_from_db()
    assert (cast.bob.name, cast.bob.bio, cast.bob.avatar_id) == ("", "", mine.id)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"display_name": "x" * 61}, "name"),
        ({"display_name": 5}, "display_name"),
        ({"note": []}, "note"),
        ({"locked": "perhaps"}, "locked"),
        ({"fields_attributes": "Boat"}, "fields_attributes"),
        ({"fields_attributes": ["Boat"]}, "fields_attributes"),
        ({"fields_attributes": [{"name": "Boat"}]}, "fields"),
        ({"fields_attributes": [{"name": str(n), "value": "x"} for n in range(5)]}, "fields"),
        ({"source": "public"}, "source"),
        ({"source": {"quote_policy": "everybody"}}, "quote_policy"),
        ({"source": {"privacy": "direct"}}, "source"),
        ({"source": {"privacy": "everybody"}}, "source"),
        ({"source": {"sensitive": "perhaps"}}, "sensitive"),
        ({"hide_collections": "perhaps"}, "hide_collections"),
        ({"indexable": []}, "indexable"),
        ({"source": {"language": "klingon"}}, "language"),
        ({"source": {"language": []}}, "language"),
    ],
)
def test_what_will_not_do_is_named(cast: Cast, api_of: DoorOf, body: Any, field: str) -> None:
    answer = api_of(cast.bob).patch(UPDATE, body=body)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith(f"Validation failed: {field}: ")


def test_what_posts_begin_with(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    known = door.get("/api/v1/preferences").json()
    check({name: known[name] for name in known if name not in _NEWER}, "Preferences")
    assert known["posting:default:visibility"] == "public"
    form = {"source[quote_policy]": "followers", "source[language]": "ar", "source[privacy]": "public"}
    source = door.patch(UPDATE, form).json()["source"]
    assert (source["quote_policy"], source["language"]) == ("followers", "ar")
    known = door.get("/api/v1/preferences").json()
    assert [known[name] for name in ("posting:default:language", "posting:default:quote_policy")] == ["ar", "followers"]


_NEWER = {"posting:default:quote_policy", "reading:autoplay:gifs"}  # the reference lacks what Mastodon sends


def test_the_bearer_of_a_narrow_token_reads_only(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob, "read:accounts")
    assert door.get(PROFILE).status_code == 200
    assert door.patch(UPDATE, {"note": "Hm"}).status_code == 403
    assert door.delete(f"{PROFILE}/avatar").status_code == 403


def test_whoever_is_suspended_says_nothing_more(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    suspend(cast.olivia, cast.bob.id, "Noise", None)
    assert door.patch(UPDATE, {"note": "Hm"}).status_code == 401
