"""The terms of use: what members and those who run the community promise each other, and what the DSA wants told."""

from django.utils.translation import gettext as _

from folkmoot.instance.policies.drafts.writing import (
    age,
    before_changes,
    by_post,
    how_to_reach,
    items,
    part,
    run_by,
    whole,
)
from folkmoot.instance.policies.facts import Facts


def write(facts: Facts) -> str:
    """The whole text."""
    intro = _("What you and those who run %(name)s can expect of each other.") % {"name": facts["name"]}
    parts = (_we, _joining, _yours, _forbidden, _moderation, _objecting, _order, _leaving, _promises, _changes)
    return whole([intro, *(write_part(facts) for write_part in parts)])


def _we(facts: Facts) -> str:
    return part(
        _("Who we are"),
        run_by(facts),
        f"{how_to_reach(facts)} {by_post(facts)}".strip(),
        _("Members, other people and authorities reach us there, and a person answers."),
    )


def _joining(facts: Facts) -> str:
    return part(
        _("Joining"),
        _modes()[facts["sign_up"]],
        age(facts),
        items(
            [
                _("An account belongs to one person, or to the group that it names."),
                _("Give an e-mail address that reaches you, and keep your password to yourself."),
                _("Do not pretend to be somebody else."),
            ]
        ),
    )


def _modes() -> dict[str, str]:
    return {
        "open": _("Everybody who agrees to these terms and confirms an e-mail address can join."),
        "approval": _("People apply, and those who run the community decide whom they let in."),
        "invitation": _("People join by an invitation from those who run the community."),
        "closed": _("Nobody new can join at this time."),
    }


def _yours(facts: Facts) -> str:
    public = _("What you post as public can be read by everybody on the internet.")
    return part(
        _("What you post is yours"),
        _(
            "You keep all rights in it. You allow us only what it takes to show it to those it is for: to store it, to "
            "send it to them and to their apps, and to make smaller copies of pictures and recordings. That ends when "
            "you delete it."
        ),
        public if facts["visitors"] == "posts" else _("Only members can read what is posted here."),
        _("Post only what you have the right to post. You answer for it yourself."),
    )


def _forbidden(_facts: Facts) -> str:
    return part(
        _("What has no place here"),
        items(
            [
                _("What the law forbids, such as threats, calls for hatred or violence, sexual pictures of children."),
                _("What breaks the rules of this community, which have a page of their own and belong to these terms."),
                _("Advertising that nobody asked for, deceit, and programs that spy, break in or overload the server."),
                _("Private things about others without their consent."),
            ]
        ),
    )


def _moderation(facts: Facts) -> str:
    return part(
        _("How we deal with it"),
        _(
            "Every post and every profile has a button to report it. Who is no member can report something as well. "
            "%(reach)s Say where it stands and what is wrong with it."
        )
        % {"reach": how_to_reach(facts)},
        _(
            "People on our staff read each report and decide; no machine removes anything by itself. Limits on how "
            "much somebody can do in a short time work by themselves, for everybody alike."
        ),
        _("Depending on how grave it is and how often it happened, staff can:"),
        items(
            [
                _("leave it as it is, and close the report;"),
                _("remove a post;"),
                _("suspend an account, for some time or for good."),
            ]
        ),
        _("Whoever this concerns is told what was decided and why, unless the law forbids that."),
        _("Where we learn of a danger to somebody's life, we tell the police."),
    )


def _objecting(facts: Facts) -> str:
    return part(
        _("If you think that a decision is wrong"),
        _("You can object within six months, also while you are suspended, and so can whoever reported something."),
        how_to_reach(facts),
        _(
            "A person looks at it again, if possible another one than before, and answers with reasons. What was wrong "
            "is put right. It costs nothing, and you can go to court all the same."
        ),
    )


def _order(_facts: Facts) -> str:
    return part(
        _("In which order you see posts"),
        _("The newest first. Nothing is ranked, and nobody can pay to be seen. You choose whom and what you follow."),
    )


def _leaving(_facts: Facts) -> str:
    return part(
        _("Leaving"),
        _("You can stop at any time, take a copy of your things along, and delete your account in the settings."),
        _("If we have to close the community, we tell you as early as we can, so that you can take your things along."),
    )


def _promises(_facts: Facts) -> str:
    return part(
        _("What we promise, and what we cannot"),
        _(
            "We do our best to keep this place running and safe, but we cannot promise that it is always there or "
            "that nothing is ever lost. Keep copies of what matters to you."
        ),
        _("Nothing here takes away rights that the law gives you, as a consumer for instance."),
    )


def _changes(facts: Facts) -> str:
    return part(
        _("When this text changes"),
        before_changes(facts),
        _("If you do not agree, you can go on reading, take a copy of your things along and delete your account."),
    )
