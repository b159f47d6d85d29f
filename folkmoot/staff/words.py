"""What the entries of the log mean, in words for people."""

from django.utils.translation import gettext as _


def deed(verb: str) -> str:
    """What somebody did; a verb without words of its own stands as it is."""
    return _deeds().get(verb, verb)


def thing(kind: str, some_id: int) -> str:
    """What it was done to, with the number it goes by."""
    named = {
        "account": _("account %(id)s"),
        "announcement": _("announcement %(id)s"),
        "invitation": _("invitation %(id)s"),
        "login": _("application %(id)s"),
        "post": _("post %(id)s"),
        "report": _("report %(id)s"),
        "token": _("program %(id)s"),
    }
    return named.get(kind, "%(id)s") % {"id": some_id}


def _deeds() -> dict[str, str]:
    return {
        "account.create": _("made an account"),
        "account.suspend": _("suspended an account"),
        "account.suspend.lift": _("lifted a suspension"),
        "account.suspend.expire": _("let a suspension end by itself"),
        "post.remove.expire": _("let a removal end by itself"),
        "announcement.change": _("changed an announcement"),
        "announcement.publish": _("announced something"),
        "announcement.withdraw": _("withdrew an announcement"),
        "application.approve": _("approved an application"),
        "application.decline": _("declined an application"),
        "emoji.add": _("added an emoji"),
        "emoji.hide": _("hid an emoji"),
        "emoji.recategorise": _("put an emoji into another category"),
        "emoji.show": _("offered an emoji again"),
        "instance.change_setting": _("changed a setting"),
        "instance.set_rules": _("changed the rules"),
        "invitation.create": _("made an invitation"),
        "invitation.revoke": _("withdrew an invitation"),
        "post.remove": _("removed a post"),
        "post.remove.lift": _("brought a post back"),
        "report.dismiss": _("closed a report without a change"),
        "role.grant": _("gave a role"),
        "role.revoke": _("took a role away"),
        "token.create": _("let a program in"),
        "token.revoke": _("shut a program out"),
    }
