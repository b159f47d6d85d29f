"""Mails to all members about a significant change of a policy: what is different, from when, what one can do."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.accounts.events import PolicyTellingContinues
from folkmoot.accounts.models import Login
from folkmoot.core.events import publish
from folkmoot.instance.events import PolicyPublished
from folkmoot.instance.policies.diff import Difference
from folkmoot.instance.policies.versions import VersionView, changes, version_by_id
from folkmoot.instance.queries import community

AT_ONCE = 100  # letters; the rest queues behind what came meanwhile
_MOST = 40  # paragraphs that a letter quotes


def tell_of_policy(event: PolicyPublished) -> None:
    """Begin to write to the members, where the change is significant; its author knows."""
    view = version_by_id(event.version_id)
    if view and view.significant:
        _tell(view, 0)


def continue_telling_of_policy(event: PolicyTellingContinues) -> None:
    """Write to the next of them."""
    view = version_by_id(event.version_id)
    if view:
        _tell(view, event.after)


def _tell(view: VersionView, after: int) -> None:
    rows = Login.objects.filter(id__gt=after, account__active=True, agreed__lt=view.id).select_related("account")
    logins = list(rows.order_by("id")[:AT_ONCE])
    letters: dict[str, tuple[str, str]] = {}
    for login in logins:
        language = login.account.language or community().language
        if language not in letters:
            letters[language] = _letter(view, language)
        send_mail(*letters[language], None, [login.email])
    if len(logins) == AT_ONCE:
        publish(PolicyTellingContinues(view.id, logins[-1].id))


def _letter(view: VersionView, language: str) -> tuple[str, str]:
    with translation.override(language):
        named = {
            "text": view.kind.called,
            "community": community().name,
            "day": date_format(timezone.localdate(view.effective_at)),
            "link": f"{settings.FOLKMOOT.origin}{view.kind.path}/{view.number}",
        }
        subject = _("%(community)s: “%(text)s” changes on %(day)s") % named
        begin = _("Hello,\n\nfrom %(day)s on, “%(text)s” of %(community)s reads differently.") % named
        what = _("What is different:") + "\n\n" + _quoted(changes(view))
        whole = _("The whole text: %(link)s") % named
        can = _(
            "You will be asked to agree. If you would rather not, you can go on reading, take a copy of your things "
            "along, and delete your account."
        )
        return subject, f"{begin}\n\n{what}\n\n{whole}\n\n{can}\n"


def _quoted(different: list[Difference]) -> str:
    lines = [_line(each) for each in different[:_MOST]]
    return "\n\n".join(lines + ([_("… and more.")] if len(different) > _MOST else []))


def _line(each: Difference) -> str:
    if each.how == "added":
        return _("Added: %(text)s") % {"text": each.after}
    if each.how == "removed":
        return _("Taken out: %(text)s") % {"text": each.before}
    return _("Changed: %(before)s\n→ %(after)s") % {"before": each.before, "after": each.after}
