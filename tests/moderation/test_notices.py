"""What a notice must say, whichever door it comes by; and that what is sealed is sealed."""

from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings

from folkmoot.core.errors import Invalid
from folkmoot.core.sealed import seal, unseal
from folkmoot.moderation.actions import Notice, file_notice
from folkmoot.moderation.models import Report
from folkmoot.project.cast import Cast

pytestmark = pytest.mark.django_db
WHOLE = Notice((f"{settings.FOLKMOOT.origin}/@hal",), "hate", "It is vile.", True, "", "", "en")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"explanation": "\u200b"}, "explanation"),
        ({"explanation": "x" * 5001}, "explanation"),
        ({"category": "nonsense"}, "category"),
        ({"sincere": False}, "sincere"),
        ({"name": "x" * 201}, "name"),
        ({"email": "nobody"}, "email"),
        ({"addresses": ()}, "addresses"),
        ({"addresses": (" ",)}, "addresses"),
    ],
)
def test_a_notice_says_all_that_it_must(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        file_notice(replace(WHOLE, **wrong))
    assert refused.value.field == field
    assert not Report.objects.exists()


def test_what_is_sealed_opens_with_its_key_alone(settings: Any) -> None:
    sealed = seal("nora@example.net")
    assert "nora" not in sealed
    assert (unseal(sealed), unseal(""), seal("")) == ("nora@example.net", "", "")
    settings.HASH_KEY = "another"
    assert unseal(sealed) == ""
