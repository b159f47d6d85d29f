"""What second factors are made of: chance from the system, enough of it, and nothing that could be read again."""

import base64
import math

from django.contrib.auth.hashers import identify_hasher

from folkmoot.web.entrance.factors import codes, totp
from tests.house import tree


def test_codes_on_paper_are_kept_as_slow_salted_hashes() -> None:
    drawn = codes.draw()
    assert len(drawn.kept) == codes.NUMBER
    for name, kept in drawn.kept.items():
        (shown,) = [codes.plain(each) for each in drawn.shown if codes.plain(each).startswith(name)]
        assert shown[len(name) :] not in kept
        assert identify_hasher(kept)
    assert len(set(drawn.kept.values())) == codes.NUMBER
    said = (tree.ROOT / "folkmoot/project/settings.py").read_text()
    assert "PasswordHasher" in said.partition("PASSWORD_HASHERS")[2].splitlines()[0]


def test_codes_on_paper_hold_more_than_20_bits() -> None:
    secret = codes._PART * (codes._PARTS - 1)
    assert secret * math.log2(len(codes._LETTERS)) >= 36
    assert len(set(codes._LETTERS)) == len(codes._LETTERS)


def test_codes_and_seeds_never_come_twice() -> None:
    shown = [code for _ in range(20) for code in codes.draw().shown]
    assert len(set(shown)) == len(shown)
    seeds = {totp.new_secret() for _ in range(200)}
    assert len(seeds) == 200
    assert all(len(base64.b32decode(seed)) * 8 >= 128 for seed in seeds)


def test_a_code_of_an_app_is_one_of_half_a_minute() -> None:
    assert totp.SECONDS == 30
    assert set(totp.STEPS) == {0, -1, 1}
