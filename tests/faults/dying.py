"""Run in a data directory: what staff do is begun again and again, and killed one step later each time.

A step is a statement, or the end of a transaction; each try is a process of its own. Prints what the rows say then.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

MOST = 200  # steps: an act that takes more is another one than this was written for
WHY = "We read the post again, and it is a joke among friends, which our rules allow."


class Killer:
    """Counts the steps of this process, and ends it at one of them without a farewell."""

    def __init__(self, at: int) -> None:
        self.at, self.done = at, 0

    def step(self) -> None:
        self.done += 1
        if self.done == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def __call__(self, execute: Any, text: str, parameters: Any, many: bool, context: Any) -> Any:
        self.step()
        return execute(text, parameters, many, context)


def killed_at(step: int, act: Callable[[], object]) -> bool:
    """Do something in a child that dies at some step; whether it lived to the end."""
    from django.db import connection

    connection.close()
    child = os.fork()
    if child == 0:
        _live(step, act)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False
    if status:
        raise ChildProcessError(f"the act itself failed at step {step}")
    return True


def _live(step: int, act: Callable[[], object]) -> NoReturn:
    from django.db import connection

    code = 1
    try:
        killer = Killer(step)
        connection.ensure_connection()
        _around_commit(killer)
        with connection.execute_wrapper(killer):
            act()
        code = 0
    except Exception:  # noqa: BLE001 - the parent says that it failed, and this why
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _around_commit(killer: Killer) -> None:
    """Just before the transaction is kept, and just after, are steps, too."""
    from django.db import connection

    keep = connection._commit

    def committed() -> None:
        killer.step()
        keep()
        killer.step()

    connection._commit = committed


def trial(act: str, member: Any, staff: Any) -> dict[str, Any]:
    """One kind of act: tried until it lives, with what the rows say after each death."""
    prepare = {
        "decide": _decide,
        "decide_case": _decide_case,
        "suspend": _suspend,
        "lift": _lift,
        "overturn": _overturn,
    }
    do, post = prepare[act](member, staff)
    before = rows(member.id, post)
    deaths: list[Any] = []
    for step in range(1, MOST):
        lived = killed_at(step, do)
        found = rows(member.id, post)
        if lived:
            return {"before": before, "deaths": deaths, "after": found}
        deaths.append(found)
        if found != before:  # it was kept already when the process died
            return {"before": before, "deaths": deaths[:-1], "after": found}
    raise RecursionError(f"{act} takes more than {MOST} steps")


def rows(member: int, post: int) -> dict[str, Any]:
    """What has to be there together, or not at all."""
    from django.db import connection

    from folkmoot.accounts.models import Account
    from folkmoot.audit.models import Entry
    from folkmoot.audit.queries import verify
    from folkmoot.core.events import waiting
    from folkmoot.moderation.models import Appeal, Case, Report, Restriction, Statement
    from folkmoot.posts.models import Post

    made = Restriction.objects.filter(account_id=member)
    running = made.filter(ended_at=None)
    found = {
        "restrictions": made.count(),
        "statements": Statement.objects.filter(restriction__in=made).count(),
        "unexplained": made.exclude(id__in=Statement.objects.values("restriction_id")).count(),
        "removed": running.filter(kind="post", object_id=post, action="remove").exists(),
        "post is hidden": Post.objects.get(id=post).removed_at is not None,
        "suspended": running.filter(kind="account", action="suspend").exists(),
        "account is hidden": Account.objects.get(id=member).suspended_at is not None,
        "ended": made.exclude(ended_at=None).count(),
        "log": Entry.objects.count(),
        "log is whole": verify() is None,
        "cases": list(Case.objects.filter(account=member).order_by("id").values_list("state", flat=True)),
        "reports": list(Report.objects.filter(account=member).order_by("id").values_list("outcome", flat=True)),
        "appeals": list(Appeal.objects.order_by("id").values_list("outcome", flat=True)),
        "events": sum(lane.count for lane in waiting()),
    }
    connection.close()
    return found


type Prepared = tuple[Callable[[], object], int]


def _decide(member: Any, staff: Any) -> Prepared:
    from tests.moderation.removing import remove_post

    post, _case = _reported(member, staff)
    return lambda: remove_post(staff["frank"], post, "Vile."), post


def _decide_case(member: Any, staff: Any) -> Prepared:
    from folkmoot.moderation.actions import Decision, decide_case

    post, case = _reported(member, staff)
    wanted = [Decision("remove", "post", post, "Vile."), Decision("suspend", "account", member.id, "Vile.")]
    return lambda: decide_case(staff["frank"], case, wanted), post


def _suspend(member: Any, staff: Any) -> Prepared:
    from folkmoot.moderation.actions import suspend

    post, _case = _reported(member, staff)
    return lambda: suspend(staff["frank"], member.id, "Vile.", None), post


def _lift(member: Any, staff: Any) -> Prepared:
    from folkmoot.moderation.actions import lift
    from tests.moderation.removing import remove_post

    post, _case = _reported(member, staff)
    made = remove_post(staff["frank"], post, "Vile.")
    return lambda: lift(staff["frank"], made.id), post


def _overturn(member: Any, staff: Any) -> Prepared:
    from folkmoot.moderation.actions.appeal import appeal
    from folkmoot.moderation.actions.review import Milder, lighten
    from tests.moderation.removing import remove_post

    post, _case = _reported(member, staff)
    made = remove_post(staff["frank"], post, "Vile.")
    some = appeal(member, made.id, "It was a joke.")
    return lambda: lighten(staff["olivia"], some, WHY, Milder("warn", None)), post


def _reported(member: Any, staff: Any) -> tuple[int, int]:
    from folkmoot.moderation.actions import report
    from folkmoot.moderation.models import Case
    from folkmoot.posts.actions import Draft, publish_post

    post = publish_post(member, Draft(text="Vile", scope="public"))
    report(staff["bob"], member.id, post, "Look.")
    return post, Case.objects.get(account=member).id


def main() -> None:
    """Try what the command line names, each about a member of its own, and print it as JSON."""
    import django

    from folkmoot.project import datadir

    datadir.prepare(Path(os.environ["FOLKMOOT_DATA_DIR"]))
    django.setup()
    from django.conf import settings
    from django.db import connection

    from folkmoot.instance.actions import begin_open
    from folkmoot.project.cast import member

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in with one
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"]["pool"] = False  # or parent and child would speak through the same wire
    staff = {"olivia": member("olivia", "owner"), "frank": member("frank", "moderator"), "bob": member("bob")}
    begin_open()
    found = {act: trial(act, member(f"about{number}"), staff) for number, act in enumerate(sys.argv[1:])}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
