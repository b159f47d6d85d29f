"""What kits offer newcomers: hashtags that are hashtags in every language, and a prompt for the first post."""

import pytest
from django.conf import settings
from django.utils.translation import override

from folkmoot.core.html import tags_in
from folkmoot.instance.kits import KINDS, in_language, kit


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_interests_are_hashtags(kind: str, language: str) -> None:
    names = [in_language(text, language) for text in kit(kind).interests]
    assert len(set(names)) == len(names) >= 5
    assert [tags_in(f"#{name}") for name in names] == [[name] for name in names]


@pytest.mark.parametrize("kind", KINDS)
def test_the_prompt_asks_something(kind: str) -> None:
    with override("en"):
        assert str(kit(kind).prompt).endswith("?")
    others = [str(kit(other).prompt) for other in KINDS if other != kind]
    assert str(kit(kind).prompt) not in others
