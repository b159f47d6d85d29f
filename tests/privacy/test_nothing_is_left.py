"""Somebody leaves who was everywhere on the disk as well, and nobody's whole internet address is ever written down."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import AddressChange
from folkmoot.audit.models import Words
from folkmoot.core.mail import mail_folder
from folkmoot.media.actions.uploads import begin_upload, path_of
from folkmoot.media.models import Upload
from folkmoot.privacy.archive.files import folder
from folkmoot.project.cast import PASSWORD
from tests.doors import Door
from tests.moderation.removing import remove_post
from tests.pictures import lay
from tests.posts.writing import say
from tests.privacy.everywhere import cells, tables

pytestmark = pytest.mark.django_db
WORD = "pelicanword"
V4, V6 = "203.0.113.77", "2001:db8:4:5:6:7:8:9"


def files() -> Iterator[Path]:
    """Everything in the data directory but the database, which the tests look into by its tables."""
    for path in Path(settings.DATA_DIR).rglob("*"):
        if path.is_file() and not path.name.startswith("folkmoot.sqlite3"):
            yield path


def letter_to(address: str) -> None:
    send_mail(WORD, "Hello", None, [address])


def test_of_their_files_and_letters(
    cast: Any, copy_of: Callable[[Any], Any], erased: Callable[[Any], None], drain: Callable[..., int], mail: Any
) -> None:
    drain()
    before = set(files())
    say(cast.hal, WORD, pictures=(lay(cast.hal.id, alt=WORD).id,))
    lay(cast.hal.id)
    upload = begin_upload(cast.hal.id, f"{WORD}.mp4", 1000)
    path = path_of(upload.id, Upload.objects.get(id=upload.id).name)
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(WORD.encode())
    AddressChange.objects.create(
        login=cast.hal.login, old="hal@before.example", new="Hal@new.example", asked_at=timezone.now()
    )
    for address in ("hal@example.org", "HAL@new.example", "hal@before.example"):
        letter_to(address)
    letter_to("marshal@example.org")
    copy_of(cast.hal)
    made = set(files()) - before
    assert {path.parent for path in made} >= {mail_folder(), folder(), path.parent}
    assert len(made) >= 9
    erased(cast.hal)
    (left,) = set(files()) - before
    assert "To: marshal@example.org" in left.read_text(), "somebody else's letter stays"


def test_of_what_staff_wrote_about_them_or_a_post_of_theirs(cast: Any, erased: Callable[[Any], None]) -> None:
    mine, theirs = say(cast.hal, "Hello"), say(cast.bob, "Hello")
    remove_post(cast.olivia, mine, f"{WORD} of hal")
    remove_post(cast.olivia, theirs, f"{WORD} of bob")
    erased(cast.hal)
    assert [text for text in Words.objects.values_list("text", flat=True) if WORD in text] == [f"{WORD} of bob"]


@pytest.mark.parametrize("address", [V4, V6, f"::ffff:{V4}"])
def test_no_whole_internet_address_is_ever_written_down(
    cast: Any, client: Client, drain: Callable[..., int], address: str
) -> None:
    """Not even for the seven days that would be allowed: of an address that did all that is noted, no table knows."""
    here = {"REMOTE_ADDR": address}
    client.post("/sign-in", {"login": "hal", "password": "wrong"}, **here)
    assert client.post("/sign-in", {"login": "hal", "password": PASSWORD}, **here).status_code == 302
    assert client.get("/settings/sessions", follow=True, **here).status_code == 200
    assert client.post("/settings/data", **here).status_code == 303
    Client(**here).get("/sign-up")
    Client(**here).post("/password/reset", {"email": "hal@example.org"})
    Door(REMOTE_ADDR=address).post("/api/v1/apps", {"client_name": "A", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"})
    drain()
    whole = [address.removeprefix("::ffff:"), address]
    found = {(table, column) for table in tables() for column, value in cells(table) if any(a in value for a in whole)}
    assert found == set()
    kept = [str(row.get_decoded()) for row in Session.objects.all()]
    assert kept
    assert not [each for each in kept if any(a in each for a in whole)]
    near = "203.0.113.0" if V4 in address else "2001:db8:4::"
    assert near in {value for column, value in cells("usersessions_usersession") if column == "ip"}
