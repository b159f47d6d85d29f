"""A letter of news on its way: to whom it may go, in which language, and with which way out."""

from collections.abc import Iterable
from contextlib import AbstractContextManager

from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import address_is_confirmed
from folkmoot.core.html import clean
from folkmoot.instance.queries import community
from folkmoot.notifications.letters.links import way_out
from folkmoot.notifications.letters.wishes import row_of
from folkmoot.notifications.models import Letters
from folkmoot.notifications.queries import folds
from folkmoot.posts.hydrate import PostView
from folkmoot.posts.models import Scope

QUOTED_MOST = 200  # characters of a post: the rest is read here
OPEN = frozenset({Scope.PUBLIC, Scope.QUIET, Scope.COMMUNITY})  # what these say may stand in a mailbox


def reader(account_id: int) -> tuple[Account, Letters] | None:
    """A member who may be written to; ``None`` for who is suspended, gone, or whose address is not sure or is dead."""
    account = Account.objects.select_related("login").filter(id=account_id, active=True, login__isnull=False).first()
    row = row_of(account_id)
    if account is None or account.login is None or row.stopped_at or not address_is_confirmed(account.login.id):
        return None
    return account, row


def speaking(account: Account) -> AbstractContextManager[None]:
    """The language of a member, for what is written to them."""
    return translation.override(account.language or community().language)


def send(account: Account, what: str, subject: str, parts: Iterable[str]) -> None:
    """Queue a letter of one kind, with a way out that mail programs offer as well (RFC 8058)."""
    out = way_out(account, what)
    headers = {
        "List-Unsubscribe": f"<{out}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    end = _("To get no more letters like this one, open this and press the button:")
    text = "\n\n".join([*(part for part in parts if part), f"--\n{end}\n{out}"]) + "\n"
    address = account.login.email if account.login else ""
    EmailMessage(plain(subject), text, None, [address], headers=headers).send()


def name_of(name: str) -> str:
    """A member's name in a letter: on one line, and kept from turning the direction of the words around it."""
    return f"\N{FIRST STRONG ISOLATE}{plain(name)}\N{POP DIRECTIONAL ISOLATE}"


def plain(words: str) -> str:
    """Words on one line, without signs that nobody sees and that could be taken for ours."""
    return " ".join(clean(words).split())


def excerpt(post: PostView | None) -> str:
    """The beginning of a post; nothing of one that is for a few, that has a warning, or that staff restricted."""
    if post is None or folds(post) or post.body.scope not in OPEN or post.body.cover or post.body.restricted:
        return ""
    words = Truncator(plain(post.body.text)).chars(QUOTED_MOST)
    return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}" if words else ""
