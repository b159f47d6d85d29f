"""A member's files on the disk: pictures, recordings, uploads, exports, letters that nobody fetched."""

from collections.abc import Callable, Collection
from email import policy
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from allauth.account.models import EmailAddress

from folkmoot.accounts.models import AddressChange
from folkmoot.core.inventory import held
from folkmoot.core.mail import mail_folder
from folkmoot.media.actions.uploads import forget_upload
from folkmoot.media.addresses import place, workpiece
from folkmoot.media.models import Picture, Recording, Upload
from folkmoot.media.storage import store
from folkmoot.privacy.actions.removing import Facts, among_ids, groups_of, remove
from folkmoot.privacy.archive.files import forget_file
from folkmoot.privacy.models import Export

AT_ONCE = 50


def remove_files(account_id: int, facts: Facts, breathe: Callable[[], None]) -> None:
    """Delete a member's files with their rows; should this be cut short, the sweep finds files without a row."""
    for upload in Upload.objects.filter(owner_id=account_id):
        forget_upload(upload)
    for table in ("media_recording", "media_picture"):
        for ids in groups_of(table, held(table).mine, facts, AT_ONCE):
            _remove(table, ids, facts, breathe)
    for export in Export.objects.filter(account=account_id):
        forget_file(export.id, export.name)
    remove_letters(_addresses(facts))


def remove_letters(addresses: Collection[str]) -> None:
    """Delete the letters to these addresses that lie in the mail folder, where there is no mail server."""
    read = BytesHeaderParser(policy=policy.default)
    for path in mail_folder().glob("*.eml") if addresses else ():
        with path.open("rb") as file:
            to = getaddresses([str(read.parse(file).get("To", ""))])
        if any(address.lower() in addresses for _name, address in to):
            path.unlink(missing_ok=True)


def _addresses(facts: Facts) -> set[str]:
    """Every address that letters went to: also the one before, and one that was asked for and never confirmed."""
    known = {facts["mail"].strip('"')}
    known.update(EmailAddress.objects.filter(user=facts["login"]).values_list("email", flat=True))
    for pair in AddressChange.objects.filter(login=facts["login"]).values_list("old", "new"):
        known.update(pair)
    return {address.lower() for address in known if address}


def _remove(table: str, ids: list[int], facts: Facts, breathe: Callable[[], None]) -> None:
    model = Recording if table == "media_recording" else Picture
    named = list(model.objects.filter(id__in=ids).values_list("id", "name"))
    if table == "media_recording":
        remove(held("media_caption"), among_ids("recording_id", ids), facts, breathe)
    remove(held(table), among_ids("id", ids), facts, breathe)
    for some_id, name in named:
        workpiece(some_id, name).unlink(missing_ok=True)
        store().remove(place(some_id, name))
