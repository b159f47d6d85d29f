"""Every page of staff for every role: it opens, or it is not there. A page that nobody wrote down here fails."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from folkmoot.accounts.actions import create_invitation
from folkmoot.accounts.capabilities import Capability, Role
from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.instance.actions import Notice, announce, set_rules
from folkmoot.instance.policies.rulebook import rulebook
from folkmoot.moderation.actions import Decision, decide_case, decide_many, report
from folkmoot.moderation.actions.appeal import appeal
from folkmoot.moderation.models import Case, Restriction, ThreatReferral
from folkmoot.project.cast import Cast
from folkmoot.staff.urls import urlpatterns
from folkmoot.web.access import door_of
from tests.emoji import own_emoji
from tests.moderation.deciding import WHY
from tests.moderation.test_evidence import with_picture
from tests.posts.writing import say
from tests.streaming.hearing import statements
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
CASES = {
    *("staff_reports", "staff_cases", "staff_case", "staff_holding", "staff_case_hand_on", "staff_case_to_owners"),
    *("staff_case_join", "staff_case_notes", "staff_case_to_member", "staff_case_to_reporter", "staff_case_nothing"),
    *("staff_rota", "staff_rota_hours", "staff_rota_peace", "staff_rota_drop", "staff_threat_begin"),
    *("staff_restrictions", "staff_past", "staff_lift", "staff_together", "staff_of_colleague", "staff_evidence"),
}
APPEALS = {"staff_appeals", "staff_appeal", "staff_ask"}
REFERRALS = {"staff_threats", "staff_threat", "staff_threat_sent"}
MEMBERS = {"staff_members", "staff_about", "staff_invited_by", "staff_trust", "staff_trends", "staff_trend"}
SIGN_UPS = {"staff_applications", "staff_approve", "staff_decline"}
FIGURES = {"staff_dashboard"}
RULES = {
    *("staff_policies", "staff_policy", "staff_policy_anew", "staff_policy_rules"),
    *("staff_rules", "staff_new_rule", "staff_rule", "staff_place_rule"),
}
CONTACT = {"staff_setup_contact"}
SETTINGS = {
    *("staff_setup", "staff_setup_open", "staff_setup_community", "staff_setup_doors", "staff_setup_mail"),
    *("staff_setup_checks", "staff_setup_rules", "staff_setup_policies", "staff_settings", "staff_storage"),
    *("staff_doors", "staff_calm", "staff_members_invite", "staff_reach", "staff_domain_rule"),
    *("staff_emoji", "staff_change_emoji", "staff_offer_emoji"),
}
ADMIN = {
    *(SETTINGS | RULES | CONTACT),
    *("staff_invitations", "staff_revoke", "staff_announcements", "staff_announcement", "staff_roles", "staff_role"),
}
AUDIT = {"staff_audit"}
MODERATOR = CASES | MEMBERS | SIGN_UPS | REFERRALS | FIGURES
OPEN: dict[str, set[str]] = {
    "owner": MODERATOR | APPEALS | ADMIN | AUDIT,
    "admin": ADMIN,
    "senior_moderator": MODERATOR | APPEALS,
    "moderator": MODERATOR | APPEALS,  # in the place of a senior moderator
    "child_safety": CASES | APPEALS | REFERRALS,
    "legal_contact": REFERRALS | CONTACT | FIGURES,
    "rules_editor": RULES,
    "analyst": FIGURES,
    "auditor": AUDIT,
    "trusted_flagger": set(),
    "": set(),
}
THERE = {200, 302, 303, 405}  # 405: the page is there, for another method


class World:
    """One thing of each kind that an address can be about, with nobody of the staff in it."""

    def __init__(self, cast: Cast, me: Account, category: str) -> None:
        post, picture = with_picture(cast.hal)
        report(cast.bob, cast.hal.id, post, "")
        case = Case.objects.get(account=cast.hal, state="open")
        Case.objects.filter(id=case.id).update(category=category)
        made = self._decided(cast, category)
        said = appeal(Account.objects.get(id=cast.dan.id), made.id, WHY)
        referral = ThreatReferral.objects.create(
            case=case, country="DE", text="Help.", opened_by=cast.olivia.id, reminded_at=timezone.now()
        )
        own_emoji(cast.olivia, "boat")
        set_rules(None, ["Be kind."])
        self.values: dict[str, object] = {
            "case_id": case.id,
            "report_id": 1,
            "file_id": picture,
            "restriction_id": made.id,
            "batch": decide_many(cast.olivia, [Decision("hide", "post", say(cast.hal), "Rude.")]),
            "appeal_id": said,
            "referral_id": referral.id,
            "login_id": cast.ivy.login_id,
            "account_id": me.id,
            "duty_id": 1,
            "invitation_id": create_invitation(cast.olivia, 1, 7).id,
            "announcement_id": announce(cast.olivia, Notice("Hello")),
            "emoji": "boat",
            "domain": "nets.example",
            "kind": "terms",
            "trend_kind": 1,
            "trend_key": "swim",
            "rule_key": rulebook().rules[0].key,
            "how": "up",
            "held": "moderator",
        }
        self.of_others = {"staff_about": cast.hal.id, "staff_invited_by": cast.hal.id, "staff_trust": cast.hal.id}
        self.of_others |= {"staff_role": cast.frank.id, "staff_of_colleague": cast.olivia.id}

    def _decided(self, cast: Cast, category: str) -> Restriction:
        """Decided in a case of the same kind, so that whoever sees the one sees the other."""
        report(cast.bob, cast.dan.id, say(cast.dan), "")
        case = Case.objects.get(account=cast.dan, state="open")
        Case.objects.filter(id=case.id).update(category=category)
        batch = decide_case(cast.olivia, case.id, [Decision("limit", "account", cast.dan.id, "Rude.")])
        return Restriction.objects.get(batch=batch)

    def address(self, pattern: URLPattern) -> str:
        values = {name: self.values[name] for name in pattern.pattern.converters}
        name = str(pattern.name)
        if name in self.of_others:
            values["account_id"] = self.of_others[name]
        return reverse(name, kwargs=values)


def staff_pages() -> list[URLPattern]:
    return [each for each in urlpatterns if str(each.pattern).startswith("staff/")]


def test_every_page_says_what_it_takes_and_stands_in_the_table() -> None:
    for each in staff_pages():
        assert isinstance(door_of(each.callback), Capability), each.name
    assert {str(each.name) for each in staff_pages()} == OPEN["owner"]


def with_role(account: Account, role: str) -> Account:
    if role:
        RoleGrant.objects.create(account=account, role=role)
    return account


@pytest.mark.parametrize("role", OPEN)
def test_a_page_opens_for_a_role_or_is_not_there(cast: Cast, client_of: Callable[..., Client], role: str) -> None:
    me = with_role(cast.alice, role)
    world = World(cast, me, "children" if role == "child_safety" else "spam")
    client = client_of(me)
    for each in staff_pages():
        status = client.get(world.address(each)).status_code
        if each.name in OPEN[role]:
            assert status in THERE or (each.name, status) == ("staff_rota_drop", 404), each.name
        else:
            assert status == 404, each.name


@pytest.mark.parametrize("role", OPEN)
def test_the_same_with_a_post(cast: Cast, client_of: Callable[..., Client], role: str) -> None:
    """A page that is not there takes nothing, whatever is sent to it."""
    me = with_role(cast.alice, role)
    world = World(cast, me, "spam")
    client = client_of(me)
    for each in staff_pages():
        if each.name not in OPEN[role]:
            for sent in ({}, {"_method": "DELETE"}):
                assert client.post(world.address(each), sent).status_code == 404, each.name


@pytest.mark.parametrize("role", [role.value for role in Role if role != Role.TRUSTED_FLAGGER])
def test_a_role_without_a_second_factor_opens_nothing(cast: Cast, client: Client, role: str) -> None:
    me = with_role(cast.alice, role)
    client.force_login(me.login)
    for name in ("staff_cases", "staff_settings", "staff_dashboard", "staff_audit", "staff_roles", "staff_policies"):
        assert client.get(reverse(name)).status_code == 404
    assert "second factor" in page(client.get("/settings/profile")).text


def test_a_trusted_flagger_is_asked_for_no_second_factor(cast: Cast, client: Client) -> None:
    client.force_login(with_role(cast.alice, "trusted_flagger").login)
    assert "second factor" not in page(client.get("/")).notices


@pytest.mark.parametrize("role", OPEN)
def test_the_navigation_leads_where_the_role_opens(cast: Cast, client_of: Callable[..., Client], role: str) -> None:
    client = client_of(with_role(cast.alice, role))
    for start in ("/", *(reverse(name) for name in OPEN[role] & {"staff_cases", "staff_threats", "staff_dashboard"})):
        links = {link for link in page(client.get(start)).links if link.startswith("/staff/")}
        assert {link for link in links if client.get(link, follow=True).status_code != 200} == set(), start
        assert bool(links) is bool(OPEN[role])


def test_everything_that_a_role_opens_can_be_reached(cast: Cast, client_of: Callable[..., Client]) -> None:
    """No role is left standing before a door that it has no link to."""
    for role in ("admin", "legal_contact", "rules_editor", "analyst", "auditor", "child_safety"):
        RoleGrant.objects.filter(account=cast.alice).delete()
        client = client_of(with_role(cast.alice, role))
        seen: set[str] = set()
        ahead = {"/"}
        while ahead:
            seen |= ahead
            found = {link for each in ahead for link in page(client.get(each, follow=True)).links}
            ahead = {link.partition("?")[0] for link in found if link.startswith("/staff/")} - seen
        plain = {reverse(str(each.name)) for each in staff_pages() if not each.pattern.converters}
        moved = {"/staff/reports", "/staff/policies/rules", "/staff/setup/open", "/staff/doors/calm"}
        moved |= {"/staff/doors/members-invite", "/staff/doors/reach"}
        opened = {reverse(name) for name in OPEN[role] if reverse_plain(name)} & plain
        assert opened - moved <= seen, role


def reverse_plain(name: str) -> bool:
    """Whether a page is about nothing that its address names."""
    return not next(each for each in staff_pages() if each.name == name).pattern.converters


def test_a_role_that_is_taken_closes_its_pages_at_once(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.frank)
    assert client.get("/staff/cases").status_code == 200
    RoleGrant.objects.filter(account=cast.frank).delete()
    assert client.get("/staff/cases").status_code == 404
    with_role(cast.frank, "rules_editor")
    assert [client.get(each).status_code for each in ("/staff/cases", "/staff/rules")] == [404, 200]


def test_objections_close_for_moderators_once_there_are_seniors(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.frank)
    assert client.get("/staff/appeals").status_code == 200
    with_role(cast.alice, "senior_moderator")
    assert client.get("/staff/appeals").status_code == 404
    assert "/staff/appeals" not in page(client.get("/staff/cases")).links
    about = page(client.get(f"/staff/accounts/{cast.hal.id}/decide")).source
    assert 'value="suspend"' not in about
    assert 'value="limit"' in about


def test_what_pages_cost(cast: Cast, client_of: Callable[..., Client]) -> None:
    """Members without pages of staff pay nothing for roles; staff one statement for what they are."""

    def cost(role: str) -> int:
        RoleGrant.objects.filter(account=cast.alice).delete()
        client = client_of(with_role(cast.alice, role))
        client.get("/community")
        return statements(lambda: client.get("/community"))

    member = cost("")
    assert cost("trusted_flagger") == member
    assert cost("admin") == member + 1
    assert cost("moderator") == member + 3, "what waits for them, too"
