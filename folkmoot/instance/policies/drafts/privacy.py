"""The privacy policy: all that the GDPR wants to be said, from the inventory and the settings, in plain words."""

from django.utils.translation import gettext as _

from folkmoot.core import inventory
from folkmoot.instance.policies.drafts.writing import (
    AUTHORITIES,
    age,
    before_changes,
    by_post,
    how_to_reach,
    items,
    part,
    who_answers,
    whole,
)
from folkmoot.instance.policies.facts import Facts


def write(facts: Facts) -> str:
    """The whole text."""
    intro = _("What %(name)s keeps about you, why, for how long, who sees it, and what you can do about it.")
    parts = (_controller, _kept, _grounds, _audience, _place, _others, _cookies, _deleted, _rights, _changes)
    return whole([intro % {"name": facts["name"]}, *(write_part(facts) for write_part in parts), _detail()])


def _controller(facts: Facts) -> str:
    who = _("%(who)s decides what is done with what is kept here, and answers for it (as the “controller”).")
    return part(
        _("Who answers for it"), who % {"who": who_answers(facts)}, f"{how_to_reach(facts)} {by_post(facts)}".strip()
    )


def _kept(facts: Facts) -> str:
    place = _(
        "Where you are signed in: browser, system, the first part of the internet address and when it was last used; "
        "at most %(days)s days after your last visit."
    )
    log = _(
        "The log of the server: a line for each page, with the first part of the internet address; at most %(days)s "
        "days."
    )
    return part(
        _("What is kept"),
        _("In short; a list of everything stands at the end."),
        items(
            [
                _(
                    "How you sign in: your e-mail address, and your password in a form that nobody can read. If you "
                    "wrote why you would like to join, that as well."
                ),
                _("Your profile and everything you write, upload, like, follow, save or set, until you take it away."),
                place % {"days": facts["session_days"]},
                _("The apps you let in, what they may do, and the day each was last used; until you shut them out."),
                log % {"days": facts["log_days"]},
                _("What staff decide: in a log that nobody can change, with numbers instead of names."),
                _("To which version of these texts you agreed, and when."),
            ]
        ),
        _("To join you have to give a user name, an e-mail address and a password. All else is up to you."),
        age(facts),
    )


def _grounds(facts: Facts) -> str:
    players = _("Because you said yes: players of other sites (GDPR, article 6(1)(a)). They open only after you click.")
    return part(
        _("Why it may be kept"),
        items(
            [
                _(
                    "To give you what you joined for: your account, your posts, your settings, and mail about them "
                    "(a contract with you: GDPR, article 6(1)(b))."
                ),
                _(
                    "To keep members and the server from harm: limits on attempts to sign in, reports, decisions of "
                    "staff (our legitimate interest in a safe place: GDPR, article 6(1)(f))."
                ),
                _("Where a law or an authority that is entitled to it obliges us (GDPR, article 6(1)(c))."),
                _(
                    "Because you said yes: news on your devices (GDPR, article 6(1)(a)). You can take that back in "
                    "your settings at any time."
                ),
                players if facts["players"] else "",
            ]
        ),
        _(
            "Nothing is sold, nothing is used for advertising, and no machine decides on its own about you. Feeds are "
            "in the order of time."
        ),
    )


def _audience(facts: Facts) -> str:
    public = _("People without an account can read public posts and the profiles of those who wrote them.")
    none = _("People without an account cannot read any posts.")
    return part(
        _("Who sees it"),
        items(
            [
                _(
                    "A post is seen by those it is for, and so are its pictures and recordings. Hidden details, such "
                    "as the place, are removed from pictures."
                ),
                public if facts["visitors"] == "posts" else none,
                _(
                    "Staff see reports with what was reported, and who would like to join. Nothing here is encrypted "
                    "from end to end: whoever runs the server could read its database, direct posts included."
                ),
                _("Apps that you let in see what you allow them to see."),
            ]
        ),
    )


def _place(facts: Facts) -> str:
    place = _("The server and its backups stand here: %(place)s.") % {"place": facts["data_place"]}
    files = _("Pictures and recordings are stored for us by %(host)s.") % {"host": facts["files_host"]}
    mail = _("Our mail is carried by %(host)s, which sees to whom it goes and what it says.")
    return part(
        _("Where it is kept"),
        items(
            [
                place if facts["data_place"] else "",
                files if facts["files_host"] else "",
                mail % {"host": facts["mail_host"]} if facts["mail_host"] else "",
            ]
        ),
        _("Nobody else gets it from us, in whatever country, but for what stands under “Other sites”."),
    )


def _others(facts: Facts) -> str:
    learn = _(
        "These sites have players that can be opened in a post. They learn your internet address and what you play, "
        "but only after you click:"
    )
    return part(
        _("Other sites"),
        _(
            "Nothing is loaded from other sites while you read. When somebody posts a link, our server looks at it by "
            "itself, and says nothing about you."
        ),
        _(
            "If you let an app tell you of news while it is closed, the push service of your device (such as "
            "Google's, Apple's or Mozilla's) learns that there is something new, and when. What it is travels sealed: "
            "only your device can open it. These services may stand in countries with less protection, such as the "
            "United States; you choose whether to use one."
        ),
        learn if facts["players"] else "",
        items(facts["players"]),
    )


def _cookies(_facts: Facts) -> str:
    return part(
        _("Cookies"),
        _(
            "One keeps you signed in, one protects forms, others remember the language and the look you chose. None "
            "of them is for advertising, and none counts you."
        ),
    )


def _deleted(facts: Facts) -> str:
    months = facts["inactive_months"]
    unused = _("An account that nobody has used for %(months)s months is deleted, after mails that say so beforehand.")
    return part(
        _("What you delete"),
        _(
            "It is gone for everybody at once, and its text and files are erased. Copies can stay in backups until "
            "those are replaced."
        ),
        _(
            "Your whole account is hidden at once when you delete it. Everything of yours is erased %(days)s days "
            "later; until then you can come back by signing in."
        )
        % {"days": facts["deletion_days"]},
        unused % {"months": months} if months else "",
    )


def _rights(facts: Facts) -> str:
    return part(
        _("Your rights"),
        items(
            [
                _("To know what is kept about you, and to have a copy of it that other programs can read."),
                _("To put right what is wrong; most of it you can change yourself, in your settings."),
                _("To have it erased, by deleting what you wrote or your whole account."),
                _(
                    "To have it kept without being used, and to object to what is done for our own interest, such as "
                    "keeping members safe."
                ),
                _("To take back what you said yes to. What was done before stays lawful."),
            ]
        ),
        how_to_reach(facts),
        _("You get an answer within a month, and it costs nothing."),
        _("You can also complain to the data protection authority of your country: %(link)s") % {"link": AUTHORITIES},
    )


def _changes(facts: Facts) -> str:
    return part(_("When this text changes"), before_changes(facts))


def _detail() -> str:
    """Everything that is kept, by topic."""
    topics = inventory.by_topic()
    listed = [f"**{topic.words}**\n\n" + items(_entry(each) for each in some) for topic, some in topics]
    why = _("Where nothing else is said, it is kept because you asked for what it makes possible.")
    return part(_("Everything that is kept, one by one"), why, *listed)


def _entry(each: inventory.Held) -> str:
    kept = _("How long: %(kept)s") % {"kept": each.kept}
    seen = _("Who sees it: %(seen)s") % {"seen": each.seen_by}
    why = _("Why: %(why)s") % {"why": each.why.words} if each.why is not inventory.Why.ASKED else ""
    return " ".join(filter(None, [str(each.holds), kept, seen, why]))
