import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.core.html import fold_tag, length, mentions_in, tags_in


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("", 0),
        ("hello", 5),
        ("Grüße, 世界 👋", 11),
        ("https://example.org/" + "a" * 500, 23),
        ("http://a.b", 23),
        ("see https://example.org/a. Or https://b.example!", 4 + 23 + 5 + 23 + 1),
        ("(https://example.org/a_(b))", 25),
        ("[words](https://example.org/long/address)", 7 + 1 + 23 + 1),
        ("https://a.example/?u=https://b.example", 23),
        ("xhttps://example.org", 20),
        ("ftp://example.org javascript://x", 32),
        ("https://", 8),
        ("@alice@remote.example", 21),
        ("**https://example.org/a**", 4 + 23),
    ],
)
def test_a_link_counts_23(text: str, counted: int) -> None:
    assert length(text) == counted


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@alice", [("alice", "")]),
        ("Hi @Alice, @BOB and @alice!", [("alice", ""), ("bob", "")]),
        ("@bob@Remote.Example. @bob", [("bob", "remote.example"), ("bob", "")]),
        (
            "@a.b-c@remote.example @x@münchen.example @y@localhost",
            [("a.b-c", "remote.example"), ("x", "münchen.example"), ("y", "localhost")],
        ),
        (
            '(@alice) "@bob" -@carol *@dan* >@erin',
            [("alice", ""), ("bob", ""), ("carol", ""), ("dan", ""), ("erin", "")],
        ),
        ("> @alice in a quote\n\n- @bob in a list", [("alice", ""), ("bob", "")]),
        ("こんにちは @alice さん", [("alice", "")]),
        ("alice@example.org", []),
        ("not_@alice x@bob /@carol @@dan &@erin", []),
        ("@aliceé @bob@ @ @", []),
        ("`@alice` and\n\n```\n@bob\n```", []),
        ("https://example.org/@alice [@bob](https://b.example) https://x.example/?a=@carol", []),
        ("\\@alice", []),
        ("@alice's @bob.", [("alice", ""), ("bob", "")]),
        ("", []),
    ],
)
def test_reads_whom_a_text_names(text: str, named: list[tuple[str, str]]) -> None:
    assert mentions_in(text) == named


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#Garden", ["Garden"]),
        ("#Garden #garden #GARDEN #orchard", ["Garden", "orchard"]),
        ("#Straße #STRASSE", ["Straße"]),
        (
            "#हिन्दी #العربية #日本語 #한국어 #ภาษาไทย #ελληνικά #עברית #தமிழ்",
            ["हिन्दी", "العربية", "日本語", "한국어", "ภาษาไทย", "ελληνικά", "עברית", "தமிழ்"],
        ),
        ("#می\u200cخواهم #col·lecció #co-op #under_score", ["می\u200cخواهم", "col·lecció", "co", "under_score"]),
        ("#2026 #2026plan #3d #_ #1_2 #٢٠٢٦", ["2026plan", "3d"]),
        ("no#tag /#tag &#39; ##two #️⃣ # alone", []),
        ("(#a) *#b* #c, #d. #e! “#f”", ["a", "b", "c", "d", "e", "f"]),
        ("`#code` https://example.org/#anchor [#label](https://a.example) \\#escaped", []),
        ("# not a heading\n#tag", ["tag"]),
        ("> #quoted\n- #listed", ["quoted", "listed"]),
        ("#" + "a" * 100 + " #" + "b" * 101, ["a" * 100]),
        ("#" + "ß" * 51, []),
        ("#a\u00b7 #b\u200d", ["a", "b"]),
    ],
)
def test_reads_tags_in_any_script(text: str, tags: list[str]) -> None:
    assert tags_in(text) == tags


def test_all_spellings_meet() -> None:
    assert fold_tag("Straße") == fold_tag("STRASSE") == "strasse"
    assert fold_tag("ΣΊΣΥΦΟΣ") == fold_tag("σίσυφος")


@given(st.text(st.sampled_from("@#ab_.-1 é\n`*[](>हि"), max_size=50))
def test_what_is_found_is_well_formed(text: str) -> None:
    for username, _domain in mentions_in(text):
        assert username.isascii()
        assert username == username.casefold()
    tags = tags_in(text)
    assert len({fold_tag(tag) for tag in tags}) == len(tags)
    assert all(f"#{tag}" in text for tag in tags)
    assert length(text) == len(text)
