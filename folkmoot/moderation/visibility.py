"""Which cases somebody is shown: none about themselves or whoever stands above them; about children, few see any."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from folkmoot.accounts.capabilities import Capability, Role, in_effect, is_above
from folkmoot.accounts.powers import has_pages
from folkmoot.core.errors import NotFound
from folkmoot.core.rows import among, select
from folkmoot.moderation.categories import CHILDREN
from folkmoot.moderation.models import Case, Report, Restriction


class Sight(NamedTuple):
    """What one reader is shown: nothing about ``kept``; cases about ``children``, and those about all else."""

    kept: frozenset[int]
    children: bool
    others: bool

    @property
    def is_whole(self) -> bool:
        """Whether it does not matter what a case is about."""
        return self.children and self.others

    def allows(self, account_id: int | None, *, of_children: bool) -> bool:
        """Whether a case about this account is shown, whose nature is known."""
        return account_id not in self.kept and (self.children if of_children else self.others)

    def shown(self, cases: Iterable[Case]) -> list[Case]:
        """Those of some cases that are shown; a statement only where it matters what they are about."""
        rows = [case for case in cases if case.account_id not in self.kept]
        if self.is_whole or not rows:
            return rows
        harmed = about_children(case.id for case in rows)
        return [case for case in rows if self.allows(case.account_id, of_children=case.id in harmed)]

    def shows(self, case: Case) -> bool:
        """Whether one case is shown."""
        return bool(self.shown([case]))

    def sql(self, case: str) -> str:
        """The same as a condition of a statement, with ``kept`` in a parameter of that name (an ``id_list``)."""
        return shown_sql(case) if self.is_whole else f"{shown_sql(case)} AND {self._nature_sql(case)}"

    def kept_sql(self, case: str) -> str:
        """That a case is not shown, as a condition of a statement: where nature does not matter, by an index alone."""
        return among(f"{case}.account_id", "kept") if self.is_whole else f"NOT ({self.sql(case)})"

    def _nature_sql(self, case: str) -> str:
        return children_sql(case) if self.children else f"NOT {children_sql(case)}"

    def decisions(self) -> Q:
        """That a decision was made in a case that is shown; whom it is about is not asked."""
        if self.is_whole:
            return Q()
        harmed = Case.objects.filter(_about_children()).values("id")
        inside = Q(case_id__isnull=False, case_id__in=harmed)
        return inside if self.children else ~inside

    def shows_decision(self, made: Restriction) -> bool:
        """Whether a decision was made in a case that is shown, or in none."""
        return self.is_whole or Restriction.objects.filter(self.decisions(), id=made.id).exists()


class Roster(NamedTuple):
    """Who helps to run the community at this moment, read once for many questions."""

    roles: Mapping[int, frozenset[str]]  # of all, those who are suspended among them
    active: frozenset[int]

    def sight(self, viewer: int, capability: Capability = Capability.CASES) -> Sight | None:
        """What somebody is shown of what a capability opens; ``None`` for whoever does not have it."""
        mine, named = self._held(viewer), self._named
        effective = in_effect(mine, named)
        if capability not in effective:
            return None
        kept = {some_id for some_id, theirs in self.roles.items() if not is_above(mine, theirs)} | {viewer}
        others = capability in in_effect(mine - {Role.CHILD_SAFETY}, named)
        return Sight(frozenset(kept), Capability.CHILD_SAFETY in effective, others)

    def sights(self, capability: Capability = Capability.CASES) -> dict[int, Sight]:
        """What each of those is shown who have a capability."""
        found = ((some_id, self.sight(some_id, capability)) for some_id in sorted(self.active))
        return {some_id: seen for some_id, seen in found if seen is not None}

    def who_see(
        self, account_id: int | None, case_id: int | None, capability: Capability = Capability.CASES
    ) -> list[int]:
        """Those who have a capability and are shown what is about this account and, where it is, in this case."""
        seen = self.sights(capability)
        matters = case_id is not None and not all(each.is_whole for each in seen.values())
        of_children = matters and bool(about_children([case_id or 0]))
        return [some_id for some_id, each in seen.items() if each.allows(account_id, of_children=of_children)]

    def _held(self, account_id: int) -> frozenset[str]:
        return self.roles.get(account_id, frozenset()) if account_id in self.active else frozenset()

    @property
    def _named(self) -> frozenset[str]:
        return frozenset[str]().union(*self.roles.values())


def roster() -> Roster:
    """Everybody who helps to run the community, in one statement."""
    found: dict[int, set[str]] = {}
    active: set[int] = set()
    for account_id, role, is_active in select(_ROSTER, {}):
        found.setdefault(account_id, set()).add(role)
        active.update({account_id} if is_active else ())
    return Roster({some_id: frozenset(held) for some_id, held in found.items()}, frozenset(active))


def sight(viewer: int, capability: Capability = Capability.CASES) -> Sight:
    """What somebody is shown of what a capability opens; ``NotFound`` for whoever does not have it. One statement."""
    seen = roster().sight(viewer, capability)
    if seen is None:
        raise NotFound
    return seen


def about_children(case_ids: Iterable[int]) -> frozenset[int]:
    """Which of some cases are about a child that is harmed: one report that says so is enough."""
    found = Case.objects.filter(_about_children(), id__in=list(case_ids))
    return frozenset(found.values_list("id", flat=True))


def shown_sql(case: str) -> str:
    """That a case is about none of the accounts in the parameter ``kept`` (an ``id_list``)."""
    return f"NOT ({among(f'COALESCE({case}.account_id, 0)', 'kept')})"


def children_sql(case: str) -> str:
    """That a case is about a child that is harmed, as a condition of a statement."""
    return f"""({case}.category = '{CHILDREN}' OR EXISTS (SELECT 1 FROM moderation_report cr
      WHERE cr.case_id = {case}.id AND cr.category = '{CHILDREN}'))"""


def _about_children() -> Q:
    return Q(category=CHILDREN) | Q(Exists(Report.objects.filter(case=OuterRef("id"), category=CHILDREN)))


_ROSTER = f"""SELECT g.account_id, g.role, a.active FROM accounts_rolegrant g
  JOIN accounts_account a ON a.id = g.account_id WHERE {has_pages("g")}"""
