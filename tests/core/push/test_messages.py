"""What goes over the wire, and what must not be taken for it."""

import pytest

from folkmoot.core.push import Message, read


@pytest.mark.parametrize(
    "message",
    [
        Message("home", (1, 2), 7),
        Message("notifications", (1,)),
        Message("gone", (1 << 62,), 1 << 62, (3, 4)),
        Message("access", about=5),
        Message("post"),
    ],
)
def test_what_is_said_is_understood(message: Message) -> None:
    assert [read(piece) for piece in message.pieces(10)] == [message]


def test_many_accounts_come_in_pieces_about_the_same() -> None:
    pieces = [read(piece) for piece in Message("home", tuple(range(25)), 7).pieces(10)]
    assert [len(piece.accounts) for piece in pieces] == [10, 10, 5]
    assert {piece.about for piece in pieces} == {7}
    assert sorted(account for piece in pieces for account in piece.accounts) == list(range(25))


@pytest.mark.parametrize(
    "piece",
    [b"nonsense", b"[]", b"7", b"{}", b'{"what":"dance"}', b'{"what":"home","accounts":7}', b'{"what":["home"]}',
     b'{"what":"home","accounts":["x"]}', b'{"what":"post","about":null}', b"\xff"],
)  # fmt: skip
def test_what_none_of_us_wrote(piece: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of whatever kind
        read(piece)
