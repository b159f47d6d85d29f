"""What each role is there for, in plain words."""

from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Role


def duties() -> dict[str, str]:
    """What somebody with a role may do."""
    return {
        Role.OWNER: _("Everything. Two owners are better than one: nobody decides about themselves."),
        Role.ADMIN: _(
            "How the community works: settings, sign-up, mail, storage, emoji, policies, announcements, invitations, "
            "and these roles. No cases, no reports, nothing that is private to members."
        ),
        Role.SENIOR_MODERATOR: _(
            "All that moderators do, and besides: suspends and closes accounts, answers objections, and decides about "
            "moderators."
        ),
        Role.MODERATOR: _(
            "Looks at cases and decides them: warns, hides, labels, limits, removes. Lets new members in. "
            "Suspends and answers objections as long as nobody is a senior moderator."
        ),
        Role.CHILD_SAFETY: _(
            "Cases in which a child is harmed. As soon as somebody has this role, nobody else is shown these cases, "
            "but for owners."
        ),
        Role.LEGAL_CONTACT: _(
            "What the police are told when a life is in danger, whom the outside world writes to, and the figures."
        ),
        Role.RULES_EDITOR: _("Writes and publishes the rules and the policies."),
        Role.ANALYST: _("Figures about moderation, without names."),
        Role.AUDITOR: _("Reads the log of all that staff did, and can do nothing else."),
        Role.TRUSTED_FLAGGER: _(
            "A member whose reports go in front, as long as they turn out right. No page of staff opens for them."
        ),
    }
