"""What a member says about themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.trust import elsewhere, reach_of
from folkmoot.accounts.events import ProfileEdited
from folkmoot.accounts.interaction import require_active
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import Field, is_staff, resolve
from folkmoot.accounts.queries.likeness import name_problem
from folkmoot.accounts.queries.trust import is_new
from folkmoot.accounts.queries.trust_words import no_links_yet
from folkmoot.core.errors import Invalid
from folkmoot.core.events import publish
from folkmoot.core.html import addresses_in, addresses_in_line, clean, mentions_in, render, render_plain
from folkmoot.media.actions import drop, use

LONGEST_NAME = 60
LONGEST_BIO = 1_000
MOST_FIELDS = 4
LONGEST_VALUE = 250


@dataclass(frozen=True)
class ProfileDraft:
    """A profile as its owner wants it; ``fields`` are pairs of name and value."""

    name: str
    bio: str
    fields: tuple[tuple[str, str], ...]
    locked: bool
    discoverable: bool
    automatic: bool = False  # a program posts, without a person behind each post


@transaction.atomic
def edit_profile(actor: Account, draft: ProfileDraft) -> Account:
    """Change what the profile shows; ``Invalid`` names the field that will not do."""
    require_active(actor)
    name = _line("name", draft.name, LONGEST_NAME)
    bio = clean(draft.bio).strip()
    if len(bio) > LONGEST_BIO:
        raise _too_long("bio", LONGEST_BIO, len(bio))
    account = Account.objects.select_for_update(no_key=True).get(id=actor.id)
    if name != account.name and not is_staff(account.id) and (problem := name_problem(name)):
        raise Invalid("name", problem)
    fields = [asdict(field) for field in _fields(draft.fields)]
    if is_new(account):
        _require_no_new_links(account, bio, fields)
    account.name, account.bio, account.bio_html, account.fields = name, bio, _html(bio), fields
    account.locked, account.discoverable = draft.locked, draft.discoverable
    if account.kind != Account.Kind.GROUP:
        account.kind = Account.Kind.SERVICE if draft.automatic else Account.Kind.PERSON
    account.version += 1
    account.save(update_fields=["name", "bio", "bio_html", "fields", "locked", "discoverable", "kind", "version"])
    publish(ProfileEdited(account.id))
    return account


def set_avatar(actor: Account, picture_id: int) -> Account:
    """Show an upload of one's own as the picture beside one's name, in the place of the one before."""
    return _show(actor, "avatar", picture_id)


def set_header(actor: Account, picture_id: int) -> Account:
    """Show an upload of one's own across the top of the profile, in the place of the one before."""
    return _show(actor, "header", picture_id)


def remove_avatar(actor: Account) -> Account:
    """Show no picture beside one's name any more."""
    return _show(actor, "avatar", None)


def remove_header(actor: Account) -> Account:
    """Show no picture across the top of the profile any more."""
    return _show(actor, "header", None)


@transaction.atomic
def _show(actor: Account, place: str, picture_id: int | None) -> Account:
    require_active(actor)
    account = Account.objects.select_for_update(no_key=True).get(id=actor.id)
    column = f"{place}_id"
    earlier = getattr(account, column)
    if earlier == picture_id:
        return account
    if picture_id is not None:
        use(actor.id, [picture_id], place)
    setattr(account, column, picture_id)
    account.version += 1
    account.save(update_fields=[column, "version"])
    drop([earlier] if earlier else [])
    publish(ProfileEdited(account.id))
    return account


def _require_no_new_links(account: Account, bio: str, fields: Sequence[Mapping[str, str]]) -> None:
    """Whoever came a moment ago shows nobody the way elsewhere; what stands there already may stay."""
    there = _leading(account.bio, account.fields)
    for place, found in (("bio", _leading(bio, ())), ("fields", _leading("", fields))):
        if found - there and reach_of(account).links == 0:
            raise Invalid(place, no_links_yet(account))


def _leading(bio: str, fields: Sequence[Mapping[str, str]]) -> set[str]:
    return elsewhere([*addresses_in(bio), *(each for line in fields for each in addresses_in_line(line["value"]))])


def _html(bio: str) -> str:
    named = resolve(mentions_in(bio))
    return render(bio, {pair: f"/@{account.acct}" for pair, account in named.items()})


def _fields(pairs: tuple[tuple[str, str], ...]) -> list[Field]:
    rows = [
        (_line("fields", name, LONGEST_NAME), _line("fields", value, LONGEST_VALUE))
        for name, value in pairs
        if name.strip() or value.strip()
    ]
    if len(rows) > MOST_FIELDS:
        raise Invalid("fields", _("A profile has at most four extra lines."))
    if not all(name and value for name, value in rows):
        raise Invalid("fields", _("Each extra line needs a name and a value."))
    return [Field(name, value, render_plain(value)) for name, value in rows]


def _line(field: str, text: str, most: int) -> str:
    line = " ".join(clean(text).split())
    if len(line) > most:
        raise _too_long(field, most, len(line))
    return line


def _too_long(field: str, most: int, length: int) -> Invalid:
    message = _("This has at most %(most)s characters; yours has %(length)s.")
    return Invalid(field, message % {"most": most, "length": length})
