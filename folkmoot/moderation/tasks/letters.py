"""Letters to whoever a decision is about, to whoever reported, and to those who run the community."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.models import Account
from folkmoot.instance.queries import community
from folkmoot.moderation.models import Appeal, Statement
from folkmoot.moderation.queries.standing import path_of
from folkmoot.notifications.letters.sending import speaking

MOST_LINKS = 10  # of decisions made in one go


def write_decisions(account: Account, statements: list[Statement]) -> None:
    """What was decided about a member, with the reasons and a link that works without signing in."""
    with speaking(account):
        first, here = statements[0], community().name
        ask = _("You can read this and say that it was wrong, for six months, also while you cannot sign in:")
        if len(statements) == 1:
            subject = _("A decision about you at %(community)s") % {"community": here}
            parts = [first.text, f"{ask}\n{link(first.id)}"]
        else:
            subject = _("Decisions about you at %(community)s") % {"community": here}
            parts = [_many(len(statements)), first.text, "\n".join([ask, *_links(statements)])]
        send(account, subject, parts)


def write_appeal_decided(account: Account, appeal: Appeal, where: str) -> None:
    """What became of an appeal, and why."""
    with speaking(account):
        send(account, _("The answer to your objection"), answered(appeal, where))


def answered(appeal: Appeal, where: str) -> list[str]:
    """What became of an appeal, in words, for whoever made it."""
    author = appeal.by == Appeal.By.AUTHOR
    outcomes = {
        Appeal.Outcome.UPHELD: _("We looked at the decision again. It stands."),
        Appeal.Outcome.OVERTURNED: _("We looked at the decision again. It was wrong, and we have taken it back.")
        if author
        else _("We looked at it again. You were right: it is going to be decided anew."),
        Appeal.Outcome.PARTLY: _("We looked at the decision again. It went too far: a milder one takes its place."),
    }
    return [outcomes[Appeal.Outcome(appeal.outcome)], appeal.reasons, f"{_('You can read it here:')}\n{where}"]


def write_asked(account: Account, where: str) -> None:
    """Somebody has a question about an appeal."""
    with speaking(account):
        text = _("Somebody who looks at your objection wrote to you. Read it and answer here:")
        send(account, _("A question about your objection"), [f"{text}\n{where}"])


def tell_staff(people: Iterable[Account], subject: str, text: str, path: str) -> None:
    """A letter to some of those who run the community; ``subject`` and ``text`` are said in each one's language."""
    for account in people:
        with speaking(account):
            send(account, _(subject), [f"{_(text)}\n{origin()}{path}"])


def link(statement_id: int) -> str:
    """Where a statement is read by whoever has the mail."""
    return origin() + path_of(statement_id)


def origin() -> str:
    """Where this community is, as links in letters begin."""
    return str(settings.FOLKMOOT.origin)


def send(account: Account, subject: str, parts: Iterable[str]) -> None:
    """A letter to a member who has an address."""
    if account.login:
        send_mail(subject, "\n\n".join(part for part in parts if part) + "\n", None, [account.login.email])


def _many(number: int) -> str:
    return ngettext("%(count)d thing was decided:", "%(count)d things were decided. The first:", number) % {
        "count": number
    }


def _links(statements: list[Statement]) -> list[str]:
    shown = [link(each.id) for each in statements[:MOST_LINKS]]
    rest = len(statements) - len(shown)
    more = ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest}
    return [*shown, *([more] if rest else [])]
