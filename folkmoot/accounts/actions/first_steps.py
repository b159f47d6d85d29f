"""What a new member does with the first steps; where they stand is kept beside how they come in."""

from folkmoot.accounts.first_steps import BIT, GREETED, OVER
from folkmoot.accounts.interaction import require_active
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotFound
from folkmoot.core.rows import execute


def greet(login_id: int) -> bool:
    """Whether a member is to be led to the first steps: once, as soon as they are let in, while there are any."""
    return execute(_GREET, {"login": login_id, "bit": GREETED, "told": GREETED | OVER}) == 1


def pass_step(actor: Account, name: str) -> None:
    """Leave a step behind, taken or not; ``NotFound`` for one that there is not."""
    require_active(actor)
    if name not in BIT:
        raise NotFound
    _note(actor, BIT[name])


def finish_steps(actor: Account) -> None:
    """Hear no more of the first steps."""
    require_active(actor)
    _note(actor, OVER)


def _note(actor: Account, bit: int) -> None:
    execute(_NOTE, {"login": actor.login_id, "bit": bit})


_NOTE = "UPDATE accounts_login SET first_steps = first_steps | %(bit)s WHERE id = %(login)s"
_GREET = f"""{_NOTE} AND first_steps & %(told)s = 0
  AND EXISTS (SELECT 1 FROM accounts_account a WHERE a.login_id = accounts_login.id AND a.active)"""
