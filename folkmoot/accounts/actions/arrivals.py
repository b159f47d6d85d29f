"""Who comes, from where, and how many at once: what keeps a flood out while everybody else may still apply."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from folkmoot.accounts.actions.applying import SignUp
from folkmoot.accounts.models import Arrival, Login
from folkmoot.accounts.queries.mailbox import mailbox_mark, mark
from folkmoot.core import limits
from folkmoot.core.rows import select
from folkmoot.instance.actions import post_guard, relieve_guard
from folkmoot.instance.queries import community

WINDOW = timedelta(minutes=10)
CALM = timedelta(minutes=30)  # without a burst, until the guard goes
KEPT = timedelta(days=90)
_BEFORE = timedelta(days=7)  # what is usual
_LIVELIER = 8  # times as many as usual are a burst
_FROM = """SELECT COALESCE(MAX(n), 0), COALESCE(SUM(n), 0) FROM (SELECT near, COUNT(*) AS n
  FROM accounts_arrival WHERE at > %(since)s AND invitation_id IS NULL GROUP BY near) crowds"""
_USUAL = "SELECT COUNT(*) FROM accounts_arrival WHERE at > %(since)s AND at <= %(until)s AND invitation_id IS NULL"


def note_arrival(login: Login, application: SignUp, invitation_id: int | None) -> None:
    """Keep how somebody came: the prefix and the mailbox as keyed hashes, and whose invitation it was."""
    near = mark(f"near {limits.near(application.came_from)}") if application.came_from else ""
    Arrival.objects.create(
        login=login,
        at=timezone.now(),
        near=near,
        mailbox=mailbox_mark(login.email),
        proved=application.proved,
        invitation_id=invitation_id,
    )
    if invitation_id is None:
        watch_doors()


def watch_doors() -> None:
    """Post a guard while far more come than usual, from one prefix or from everywhere, and relieve it after calm."""
    if settings.TEST_PROFILE:
        return
    if why := _burst(WINDOW):
        post_guard(why)
    elif community().guard and not _burst(CALM):
        relieve_guard()


def forget_arrivals() -> None:
    """After 90 days nothing is kept of where somebody came from."""
    Arrival.objects.filter(at__lt=timezone.now() - KEPT).exclude(near="").update(near="")


def _burst(window: timedelta) -> str:
    """In what way the last minutes were out of the ordinary; empty when they were not."""
    now = timezone.now()
    crowd, together = select(_FROM, {"since": now - window})[0]
    usual = select(_USUAL, {"since": now - _BEFORE, "until": now - CALM})[0][0] / (_BEFORE / WINDOW)
    here = settings.FOLKMOOT
    if crowd >= max(here.burst_of_one_network, _LIVELIER * usual):
        return f"near {crowd}"
    if together >= max(here.burst_of_all, _LIVELIER * usual):
        return f"all {int(together)}"
    return ""
