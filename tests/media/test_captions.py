"""Captions: valid ones are kept, harmless; what is none is refused in words."""

import pytest

from folkmoot.core.errors import Invalid, NotFound
from folkmoot.media import queries
from folkmoot.media.actions import add_caption, captions, remove_caption
from folkmoot.media.actions.webvtt import cleaned
from folkmoot.media.addresses import folder
from folkmoot.media.models import Caption, Recording

OWNER, OTHER = 4711, 4712
GOOD = "WEBVTT\n\n1\n00:00.000 --> 00:02.000\nGood morning\n\n00:00:02.000 --> 00:00:04.500 align:start\n<i>wind</i>\n"


@pytest.fixture
def recording(db: None) -> Recording:
    found = Recording.objects.create(owner_id=OWNER, kind="video", state="ready")
    folder(found.id, found.name).mkdir(parents=True)
    return found


def kept(recording: Recording, language: str = "en") -> str:
    return (folder(recording.id, recording.name) / f"captions-{language}.vtt").read_text()


def test_captions_are_kept_beside_the_recording(recording: Recording) -> None:
    add_caption(OWNER, recording.id, "en", GOOD.encode())
    add_caption(OWNER, recording.id, "ar", b"\xef\xbb\xbf" + GOOD.replace("Good morning", "صباح الخير").encode())
    assert queries.own_recording(OWNER, recording.id).captions == ("en", "ar")
    assert "Good morning" in kept(recording)
    assert "صباح الخير" in kept(recording, "ar")
    add_caption(OWNER, recording.id, "en", GOOD.replace("morning", "evening").encode())
    assert "Good evening" in kept(recording)
    assert Caption.objects.get(recording=recording, language="en").bytes == len(kept(recording).encode())
    remove_caption(OWNER, recording.id, "en")
    assert queries.own_recording(OWNER, recording.id).captions == ("ar",)
    with pytest.raises(NotFound):
        remove_caption(OWNER, recording.id, "en")


def test_they_are_ones_own_to_give(recording: Recording) -> None:
    add_caption(OWNER, recording.id, "en", GOOD.encode())
    for owner, some_id in ((OTHER, recording.id), (OWNER, 5)):
        with pytest.raises(NotFound):
            add_caption(owner, some_id, "de", GOOD.encode())
        with pytest.raises(NotFound):
            remove_caption(owner, some_id, "en")
    assert queries.own_recording(OWNER, recording.id).captions == ("en",)


@pytest.mark.parametrize("language", ["", "x", "EN", "en-", "../en", "en\n", "english", "en/../../x", "٣٣"])
def test_a_language_is_a_language(recording: Recording, language: str) -> None:
    with pytest.raises(Invalid) as refusal:
        add_caption(OWNER, recording.id, language, GOOD.encode())
    assert refusal.value.field == "language"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"WEBVTT",
        b"WEBVTTX\n\n00:00.000 --> 00:01.000\nHi",
        b"1\n00:00:00,000 --> 00:00:01,000\nSubRip",
        b"WEBVTT\n\n00:00 --> 00:01\nHi",
        b"WEBVTT\n\n00:00.000 --> 00:01.000\n<script></script>",
        b"WEBVTT\n\nNOTE only a note",
        b"\xff\xfe\x00W",
        ("WEBVTT\n\n" + "00:00.000 --> 00:01.000\nHi\n\n" * 10_001).encode(),
        b"\x89PNG",
    ],
)
def test_what_are_no_captions(recording: Recording, data: bytes) -> None:
    with pytest.raises(Invalid, match=r"WebVTT|captions"):
        add_caption(OWNER, recording.id, "en", data)
    assert not Caption.objects.exists()


def test_as_many_as_are_of_use(recording: Recording, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid, match="500 KB"):
        add_caption(OWNER, recording.id, "en", GOOD.encode() + b" " * captions.BYTES_MOST)
    monkeypatch.setattr(captions, "LANGUAGES_MOST", 1)
    add_caption(OWNER, recording.id, "en", GOOD.encode())
    add_caption(OWNER, recording.id, "en", GOOD.encode())
    with pytest.raises(Invalid, match="20 languages"):
        add_caption(OWNER, recording.id, "de", GOOD.encode())


CUE = "00:00.000 --> 00:01.000"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Plain", "Plain"),
        ("<b>a</b> <i>b</i> <u>c</u>", "<b>a</b> <i>b</i> <u>c</u>"),
        ("<v Anna B.>Hello</v>", "<v Anna B.>Hello</v>"),
        ("<lang ar>سلام</lang>", "<lang ar>سلام</lang>"),
        ("<00:00:00.500>now", "<00:00:00.500>now"),
        ("<ruby>漢<rt>かん</rt></ruby>", "<ruby>漢<rt>かん</rt></ruby>"),
        ("<script>alert(1)</script>", "alert(1)"),
        ('<img src=x onerror="alert(1)">there', "there"),
        ('<v onclick="x"<b>>', '&lt;v onclick="x"<b>&gt;'),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
        ("a &amp; b &lt;b&gt;", "a &amp; b &lt;b&gt;"),
        ("&#x3c;script&#x3e;", "&amp;#x3c;script&amp;#x3e;"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_marks(words: str, kept: str) -> None:
    assert cleaned(f"WEBVTT\n\n{CUE}\n{words}\n") == f"WEBVTT\n\n{CUE}\n{kept}\n"


def test_what_stands_between_cues_is_left_out() -> None:
    text = f"""WEBVTT - A title
Kind: captions

STYLE
::cue {{ background: url(https://example.org/track.png) }}

REGION
id:fred

NOTE who reads this?

intro
{CUE} align:start position:10%,line-left region:fred onclick:x
Hello\r
"""
    assert cleaned(text) == f"WEBVTT\n\n{CUE} align:start position:10%,line-left\nHello\n"


def test_the_post_that_plays_it_is_shown_anew(recording: Recording, cast: object) -> None:
    from folkmoot.core.events import drain
    from folkmoot.posts.actions import Draft, publish_post
    from folkmoot.posts.models import Post

    alice = cast.alice  # type: ignore[attr-defined]  # the cast has names
    Recording.objects.filter(id=recording.id).update(owner_id=alice.id)
    post = publish_post(alice, Draft("Look", "public", recordings=(recording.id,)))
    version = Post.objects.get(id=post).version
    add_caption(alice.id, recording.id, "en", GOOD.encode())
    drain()
    assert Post.objects.get(id=post).version == version + 1
