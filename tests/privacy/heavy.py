"""Run beside a server, in its data directory: a member with a large file asks for a copy; prints what to ask for."""

import json
import os
import sys
import time
from pathlib import Path

SIZE = 200_000_000  # bytes: a second of work, wherever this runs


def ask() -> dict[str, str]:
    """The member, the picture that is all of a hole, and the wish; where the copy will be, signed for them."""
    from django.conf import settings

    from folkmoot.accounts.actions import create_account
    from folkmoot.media import addresses
    from folkmoot.media.models import Picture
    from folkmoot.privacy.actions import ask_for_export
    from folkmoot.privacy.archive.files import address_of, file_of

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in with it
    account = create_account("hal", "hal@example.org", "correct horse battery moot", "member")
    shown = {"width": 640, "height": 480, "widths": "640", "blurhash": "", "bytes": SIZE}
    picture = Picture.objects.create(owner_id=account.id, **shown)
    folder = addresses.folder(picture.id, picture.name)
    folder.mkdir(parents=True)
    with (folder / "640.webp").open("wb") as file:
        file.truncate(SIZE)
    export = ask_for_export(account)
    path = addresses.signed(address_of(export.id, export.name), account.id, time.time())
    return {"path": path, "file": str(file_of(export.id, export.name))}


def main() -> None:
    """Do it, and print where the copy will be."""
    import django

    from folkmoot.project import datadir

    datadir.prepare(Path(os.environ["FOLKMOOT_DATA_DIR"]))
    django.setup()
    from folkmoot.project.tables import bring_up_to_date

    bring_up_to_date()
    sys.stdout.write(json.dumps(ask()))


if __name__ == "__main__":
    main()
