"""What happens to logins and accounts."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class Applied(Event):
    """Somebody asked to become a member and waits for a decision."""

    login_id: int


@dataclass(frozen=True)
class Approved(Event):
    """Staff let an applicant in."""

    login_id: int


@dataclass(frozen=True)
class Declined(Event):
    """Staff turned an applicant away."""

    login_id: int


@dataclass(frozen=True)
class Joined(Event):
    """An account became a member: let in, and its address confirmed."""

    account_id: int


@dataclass(frozen=True)
class ProfileEdited(Event):
    """An account changed what its profile shows."""

    account_id: int


@dataclass(frozen=True)
class LanguageChosen(Event):
    """An account chose what the community's pages and mails speak, or whose clock they show."""

    account_id: int


@dataclass(frozen=True)
class QuotingChosen(Event):
    """An account chose who may quote what it writes from now on."""

    account_id: int


@dataclass(frozen=True)
class HabitsChosen(Event):
    """An account chose for whom its posts are when it says nothing else, and whether files come with a warning."""

    account_id: int


@dataclass(frozen=True)
class LookChosen(Event):
    """An account chose how the site looks and whether it listens to single keys."""

    account_id: int


@dataclass(frozen=True)
class RolesChanged(Event):
    """An account was given a role, or lost one; ``by`` is who did that, if anybody with an account."""

    account_id: int
    role: str = ""
    given: bool = False
    by: int | None = None


@dataclass(frozen=True)
class TrustChanged(Event):
    """An account came to another level of trust: earned, or set by staff."""

    account_id: int


@dataclass(frozen=True)
class AppRegistered(Event):
    """A program said who it is, so that members can let it in."""

    app_id: int


@dataclass(frozen=True)
class AppAllowed(Event):
    """A member let an app in; its token follows when it brings its code."""

    grant_id: int


@dataclass(frozen=True)
class TokenCreated(Event):
    """A program was let in on behalf of an account."""

    token_id: int


@dataclass(frozen=True)
class PasswordChanged(Event):
    """Somebody has another password now."""

    account_id: int


@dataclass(frozen=True)
class AddressAsked(Event):
    """A member wants another e-mail address, or does not any more."""

    account_id: int


@dataclass(frozen=True)
class AddressChanged(Event):
    """Somebody has another e-mail address now."""

    account_id: int


@dataclass(frozen=True)
class IdentityChanged(Event):
    """Somebody comes in through the connected sign-in service from now on, or does not any more."""

    account_id: int


@dataclass(frozen=True)
class TokenRevoked(Event):
    """A program was shut out again."""

    token_id: int


@dataclass(frozen=True)
class InvitationCreated(Event):
    """A link that lets people in was made."""

    invitation_id: int


@dataclass(frozen=True)
class InvitationRevoked(Event):
    """A link that let people in was withdrawn."""

    invitation_id: int


@dataclass(frozen=True)
class AccountHidden(Event):
    """An account was suspended: nobody but itself sees it, its sessions and tokens are gone."""

    account_id: int


@dataclass(frozen=True)
class AccountShown(Event):
    """The last suspension of an account ended."""

    account_id: int


@dataclass(frozen=True)
class SeenToday(Event):
    """An account was here for the first time today, after ``days_away`` days (None: it never was before)."""

    account_id: int
    days_away: int | None


@dataclass(frozen=True)
class PoliciesAgreed(Event):
    """A member agreed to versions of the community's policies, up to this one."""

    login_id: int
    version_id: int


@dataclass(frozen=True)
class PolicyTellingContinues(Event):
    """Not all members were written to about a policy yet; those after this login are next."""

    version_id: int
    after: int
