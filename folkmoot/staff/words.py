"""What the entries of the log mean, in words for people."""

from django.utils.translation import gettext as _

from folkmoot.staff.decision_words import decided


def deed(verb: str) -> str:
    """What somebody did; a verb without words of its own stands as it is."""
    return _deeds().get(verb) or decided(verb) or verb


def thing(kind: str, some_id: int) -> str:
    """What it was done to, with the number it goes by."""
    named = {
        "account": _("account %(id)s"),
        "announcement": _("announcement %(id)s"),
        "appeal": _("objection %(id)s"),
        "case": _("case %(id)s"),
        "file": _("file %(id)s"),
        "invitation": _("invitation %(id)s"),
        "login": _("application %(id)s"),
        "policy": _("policy %(id)s"),
        "post": _("post %(id)s"),
        "report": _("report %(id)s"),
        "token": _("program %(id)s"),
    }
    return named.get(kind, "%(id)s") % {"id": some_id}


def _deeds() -> dict[str, str]:
    return {
        **_of_moderation(),
        "account.create": _("made an account"),
        "account.reset_factors": _("took the second factors from an account"),
        "announcement.change": _("changed an announcement"),
        "announcement.publish": _("announced something"),
        "announcement.withdraw": _("withdrew an announcement"),
        "application.approve": _("approved an application"),
        "application.decline": _("declined an application"),
        "doors.calm": _("let sign-up be open again"),
        "doors.drop_rule": _("removed a rule about e-mail addresses"),
        "doors.guard": _("had sign-up ask for approval by itself"),
        "doors.keep_out": _("kept an e-mail domain out"),
        "doors.let_in": _("let an e-mail domain in"),
        "emoji.add": _("added an emoji"),
        "emoji.hide": _("hid an emoji"),
        "emoji.recategorise": _("put an emoji into another category"),
        "emoji.show": _("offered an emoji again"),
        "instance.change_setting": _("changed a setting"),
        "instance.open": _("opened the community"),
        "instance.remove_logo": _("took the community's picture away"),
        "instance.set_logo": _("changed the community's picture"),
        "instance.set_rules": _("changed the rules"),
        "invitation.create": _("made an invitation"),
        "invitation.trace": _("looked up who invited somebody"),
        "invitation.trace_guests": _("looked up whom somebody invited"),
        "invitation.revoke": _("withdrew an invitation"),
        "member.look_up": _("looked somebody up by their e-mail address, or was shown addresses"),
        "policy.publish": _("published a policy"),
        "policy.write": _("wrote on the draft of a policy"),
        "role.grant": _("gave a role"),
        "role.revoke": _("took a role away"),
        "token.create": _("let a program in"),
        "token.revoke": _("shut a program out"),
        "trend.allow": _("let something be shown on the rise"),
        "trend.hide": _("hid something from what is on the rise"),
        "trust.set": _("said how well the community knows somebody"),
    }


def _of_moderation() -> dict[str, str]:
    return {
        "appeal.upheld": _("answered an objection: the decision stands"),
        "appeal.overturned": _("answered an objection: the decision is taken back"),
        "appeal.partly": _("answered an objection: a milder decision takes its place"),
        "case.close": _("closed a case without a change"),
        "case.escalate": _("left a case to the owners"),
        "case.hand_back": _("left a case to the moderators again"),
        "case.merge": _("joined two cases"),
        "case.decide": _("decided a case"),
        "evidence.look": _("looked at a file that was reported"),
        "rota.change": _("changed somebody's hours in the rota"),
        "report.dismiss": _("closed a report without a change"),
        "threat.refer": _("said that a life may be in danger"),
        "threat.sent": _("told the police"),
        "threat.drop": _("said that nothing has to be told to the police"),
    }
