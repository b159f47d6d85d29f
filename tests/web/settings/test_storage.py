"""Settings → storage: what one's files take of one's share."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.media.models import Upload
from folkmoot.media.queries import usage
from folkmoot.media.queries.shares import shares
from folkmoot.web.settings.storage import size
from tests.pictures import lay as lay_picture
from tests.recordings import lay
from tests.web.social.reading import once

type Clients = Callable[..., Client]
MB = 1_000_000


def test_it_tells_what_takes_the_room(cast: Any, client_of: Clients, settings: Any) -> None:
    lay_picture(cast.bob.id, bytes=3 * MB)
    for kind, taken in (("video", 40), ("loop", 2), ("sound", 5)):
        lay(cast.bob.id, kind, bytes=taken * MB)
    Upload.objects.create(owner_id=cast.bob.id, length=50 * MB, changed_at=timezone.now())
    lay(cast.alice.id, "video", bytes=700 * MB)
    page = once(client_of(cast.bob), "/settings/storage").one(".pad")
    most = size(settings.FOLKMOOT.pictures_mb_each * MB)
    assert f"take 100.0 MB of the {most} there is" in page.text
    assert [each.text for each in page.all("dt")] == ["Pictures", "Videos", "Music and voice", "On their way"]
    assert [each.text for each in page.all("dd")] == ["1 · 3.0 MB", "2 · 42.0 MB", "1 · 5.0 MB", "1 · 50.0 MB"]
    assert page.one("meter").attrs["value"] == str(100 * 100 // settings.FOLKMOOT.pictures_mb_each)
    assert page.one("a.button").attrs["href"] == "/@bob/media"


def test_with_nothing_it_says_so(cast: Any, client_of: Clients) -> None:
    page = once(client_of(cast.bob), "/settings/storage").one(".pad")
    assert "There is nothing yet" in page.text
    assert (page.one("meter").attrs["value"], page.all("dl")) == ("0", [])


def test_the_meter_ends_at_its_end(cast: Any, client_of: Clients, settings: Any) -> None:
    lay(cast.bob.id, bytes=2 * settings.FOLKMOOT.pictures_mb_each * MB)
    assert once(client_of(cast.bob), "/settings/storage").one("meter").attrs["value"] == "100"


def test_the_parts_make_the_whole(cast: Any, settings: Any) -> None:
    lay_picture(cast.bob.id, bytes=7)
    lay(cast.bob.id, bytes=5)
    Upload.objects.create(owner_id=cast.bob.id, length=3, changed_at=timezone.now())
    assert sum(each.bytes for each in shares(cast.bob.id)) == usage(cast.bob.id).bytes == 15


def test_it_is_ones_own(client_of: Clients) -> None:
    assert client_of(None).get("/settings/storage").status_code == 302


@pytest.mark.parametrize(("count", "told"), [(0, "0.0 MB"), (1_250_000, "1.2 MB"), (2_500_000_000, "2.5 GB")])
def test_sizes_are_told_as_people_do(count: int, told: str) -> None:
    assert size(count) == told
