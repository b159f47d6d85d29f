"""How drafts are put together: parts with a heading, of paragraphs and lists."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from folkmoot.instance.policies.facts import Facts

AUTHORITIES = "https://www.edpb.europa.eu/about-edpb/about-edpb/members_en"


def part(heading: str, *paragraphs: str) -> str:
    """A heading and what stands below it; empty paragraphs are left out."""
    return "\n\n".join([f"## {heading}", *filter(None, paragraphs)])


def items(texts: Iterable[str]) -> str:
    """A list; empty entries are left out."""
    return "\n".join(f"- {text}" for text in texts if text)


def whole(parts: Iterable[str]) -> str:
    """Everything, one part after the other."""
    return "\n\n".join(filter(None, parts)) + "\n"


def who_answers(facts: Facts) -> str:
    """The name of whoever answers for the community."""
    return facts["responsible"] or _("The people who run this community")


def run_by(facts: Facts) -> str:
    """Who runs the community, in a sentence; a name may end in a full stop of its own."""
    sentence = _("%(name)s is run by %(who)s.") % {"name": facts["name"], "who": who_answers(facts)}
    return f"{sentence.removesuffix('..')}." if sentence.endswith("..") else sentence


def how_to_reach(facts: Facts) -> str:
    """One sentence on whom to write to."""
    if not facts["contact"]:
        return _("Ask the people who run this community.")
    return _("Write to %(contact)s.") % {"contact": facts["contact"]}


def by_post(facts: Facts) -> str:
    """The postal address, where there is one."""
    address = ", ".join(line.strip() for line in facts["postal_address"].splitlines() if line.strip())
    return _("By post: %(address)s.") % {"address": address} if address else ""


def age(facts: Facts) -> str:
    """How old one has to be, where that is asked."""
    years = facts["minimum_age"]
    return _("You have to be at least %(years)s years old to join.") % {"years": years} if years else ""


def before_changes(facts: Facts) -> str:
    """How members hear of changes."""
    return _(
        "Before a significant change, members are told what is different, at least %(days)s days ahead, and asked to "
        "agree. Small corrections are published at once. All earlier versions stay readable."
    ) % {"days": facts["notice_days"]}
