"""The community's own emoji: taken in small, by owners only, logged, offered or not."""

from io import BytesIO

import pytest

from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.instance.actions import add_emoji, hide_emoji, recategorise_emoji, show_emoji
from folkmoot.instance.actions import emoji as actions
from folkmoot.instance.models import Emoji
from folkmoot.instance.queries import all_emojis, emojis, emojis_named
from folkmoot.media import addresses
from folkmoot.media.models import Picture
from folkmoot.media.tasks import forget_uploads
from folkmoot.posts.queries import picture_visible
from folkmoot.project.cast import Cast
from tests.emoji import own_emoji
from tests.happened import Happened
from tests.pictures import drawn, moving

pytestmark = pytest.mark.django_db


def test_it_is_made_small(cast: Cast) -> None:
    add_emoji(cast.olivia, " :wave: ", "  Hands \n up ", BytesIO(drawn(640, 320, kind="PNG")))
    (only,) = emojis()
    assert (only.name, only.category, only.hidden) == ("wave", "Hands up", False)
    assert (only.picture.width, only.picture.height, only.picture.widths) == (128, 64, (128,))
    assert (addresses.folder(only.picture.id, only.picture.name) / "128.webp").exists()


@pytest.mark.parametrize(("width", "height", "made"), [(40, 40, (40, 40)), (100, 400, (32, 128)), (2, 2000, (1, 1000))])
def test_it_fits_into_a_line(cast: Cast, width: int, height: int, made: tuple[int, int]) -> None:
    add_emoji(cast.olivia, "tall", "", BytesIO(drawn(width, height, kind="PNG")))
    picture = emojis()[0].picture
    assert (picture.width, picture.height) == made


def test_one_that_moves_has_a_still_one_beside_it(cast: Cast) -> None:
    add_emoji(cast.olivia, "spin", "", BytesIO(moving()))
    picture = emojis()[0].picture
    assert (picture.moving, picture.width) == (True, 128)
    assert (addresses.folder(picture.id, picture.name) / "still.webp").exists()


@pytest.mark.parametrize("name", ["", "a", "Wave", "wäve", "_wave", "wa ve", "wa-ve", "a" * 41, "<b>"])
def test_names_are_plain(cast: Cast, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        own_emoji(cast.olivia, name)
    assert refused.value.field == "name"
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (b"no picture", "not a picture"),
        (b"", "empty"),
        (drawn(), "256 KB"),
        (drawn(kind="PNG") + b"\0" * 300_000, "256 KB"),
        (b"\x89PNG\r\n\x1a\nnothing", "cannot be opened"),
    ],
)
def test_other_files_are_refused(cast: Cast, upload: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        add_emoji(cast.olivia, "wave", "", BytesIO(upload))
    assert refused.value.field == "pictures"
    assert not Emoji.objects.exists()


def test_a_name_is_given_once_and_there_is_an_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    own_emoji(cast.olivia, "wave")
    with pytest.raises(Invalid, match="of this name already"):
        own_emoji(cast.olivia, "wave")
    monkeypatch.setattr(actions, "MOST", 1)
    with pytest.raises(Invalid, match="at most 500"):
        own_emoji(cast.olivia, "nod")


def test_a_category_is_short(cast: Cast) -> None:
    own_emoji(cast.olivia, "wave")
    for act in (own_emoji, recategorise_emoji):
        with pytest.raises(Invalid) as refused:
            act(cast.olivia, "nod" if act is own_emoji else "wave", "x" * 41)
        assert refused.value.field == "category"


def test_only_owners_decide(cast: Cast) -> None:
    own_emoji(cast.olivia, "wave")
    for actor in (cast.frank, cast.alice, cast.gina):
        with pytest.raises(NotAllowed):
            own_emoji(actor, "nod")
        for verb in (hide_emoji, show_emoji):
            with pytest.raises(NotAllowed):
                verb(actor, "wave")
        with pytest.raises(NotAllowed):
            recategorise_emoji(actor, "wave", "")
    assert [each.name for each in emojis()] == ["wave"]


def test_it_is_hidden_and_offered_again(cast: Cast, happened: Happened) -> None:
    own_emoji(cast.olivia, "wave", "Hands")
    own_emoji(cast.olivia, "nod", "Heads")
    hide_emoji(cast.olivia, "wave")
    assert [each.name for each in emojis()] == ["nod"]
    assert [(each.name, each.hidden) for each in all_emojis()] == [("wave", True), ("nod", False)]
    assert emojis_named(["wave", "gone"])["wave"].hidden
    assert emojis_named([]) == {}
    recategorise_emoji(cast.olivia, "wave", "Zoo")
    show_emoji(cast.olivia, "wave")
    assert [(each.name, each.category) for each in emojis()] == [("nod", "Heads"), ("wave", "Zoo")]
    names = [name for name, _ in happened() if name.startswith("Emoji")]
    assert names == ["EmojiAdded", "EmojiAdded", "EmojiChanged", "EmojiChanged", "EmojiChanged"]
    verbs = [entry.verb for entry in entries(Page(limit=20)).items if entry.verb.startswith("emoji")]
    assert sorted(verbs) == ["emoji.add", "emoji.add", "emoji.hide", "emoji.recategorise", "emoji.show"]
    for verb in (hide_emoji, show_emoji):
        with pytest.raises(NotFound):
            verb(cast.olivia, "gone")


def test_its_file_is_seen_by_all_and_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    own_emoji(cast.olivia, "wave")
    forget_uploads()
    picture = emojis()[0].picture
    assert all(picture_visible(viewer, picture.id) for viewer in (cast.alice.id, cast.hal.id, None))
    assert not picture_visible(cast.gina.id, picture.id)
