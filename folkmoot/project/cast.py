"""The cast: ten people with documented relations, the ground of the tests and of the demo community.

| who | relation |
|---|---|
| olivia | owner of the community |
| frank | moderator |
| alice | the one the others relate to; locked since bob and dan follow her |
| bob | follows alice, who follows him back |
| carol | asked to follow alice and was not answered yet |
| dan | blocked by alice; followed her before that |
| erin | lives on another server and follows alice |
| gina | suspended |
| hal | follows nobody and is followed by nobody |
| ivy | has applied and waits for a decision |
"""

from dataclasses import dataclass, fields

from folkmoot.accounts.actions import create_account
from folkmoot.accounts.models import Account, Login, Stats
from folkmoot.instance.actions import begin_open
from folkmoot.moderation.actions import suspend
from folkmoot.relations.actions import block, follow
from folkmoot.relations.models import Follow

PASSWORD = "correct horse battery moot"  # noqa: S105 - the tests' own; the demo makes random ones


@dataclass(frozen=True)
class Cast:
    """Everybody, by first name."""

    olivia: Account
    frank: Account
    alice: Account
    bob: Account
    carol: Account
    dan: Account
    erin: Account
    gina: Account
    hal: Account
    ivy: Account

    def everybody(self) -> list[Account]:
        """All of them, in the order of the table."""
        return [getattr(self, field.name) for field in fields(self)]


def create() -> Cast:
    """Make the ten, with the relations that the table above promises, in a community that is open."""
    begin_open()
    olivia = member("olivia", "owner")
    cast = Cast(
        olivia=olivia,
        frank=member("frank", "moderator"),
        alice=member("alice"),
        bob=member("bob"),
        carol=member("carol"),
        dan=member("dan"),
        erin=remote("erin", "elsewhere.example"),
        gina=member("gina"),
        hal=member("hal"),
        ivy=applicant("ivy"),
    )
    relate(cast)
    return cast


def relate(cast: Cast) -> None:
    """Let them follow, ask, block and be suspended as the table says."""
    follow(cast.bob, cast.alice.id)
    follow(cast.alice, cast.bob.id)
    follow(cast.dan, cast.alice.id)
    Account.objects.filter(id=cast.alice.id).update(locked=True)
    follow(cast.carol, cast.alice.id)
    block(cast.alice, cast.dan.id)
    Follow.objects.create(follower=cast.erin, followed=cast.alice)
    Stats.objects.filter(account=cast.alice).update(followers=2)
    suspend(cast.olivia, cast.gina.id, "Sold followers.", None)
    for account in cast.everybody():
        account.refresh_from_db()


def member(username: str, role: str = "member") -> Account:
    """A confirmed and approved member of this name."""
    return create_account(username, f"{username}@example.org", PASSWORD, role)


def remote(username: str, domain: str) -> Account:
    """Somebody on another server."""
    account = Account.objects.create(
        username=username, domain=domain, active=True, uri=f"https://{domain}/users/{username}"
    )
    Stats.objects.create(account=account)
    return account


def applicant(username: str) -> Account:
    """Somebody whose application waits for a decision; the address is confirmed."""
    account = member(username)
    Login.objects.filter(account=account).update(approved_at=None, reason="I live around the corner.")
    Account.objects.filter(id=account.id).update(active=False)
    return account
