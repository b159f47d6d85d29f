"""Letting the story happen: through the product's own actions, at the moments that the chronicle gives."""

import contextlib
import gc
import secrets
import shutil
from collections.abc import Generator, Mapping
from datetime import UTC, datetime, timedelta
from functools import singledispatchmethod
from itertools import cycle

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from folkmoot.accounts.actions import ProfileDraft, SignUp, edit_profile, grant_role, set_avatar, set_header, sign_up
from folkmoot.accounts.actions.admit import admit
from folkmoot.accounts.actions.join import make_account
from folkmoot.accounts.models import Account, Login, RoleGrant, Stats, Trust
from folkmoot.accounts.reach import Level
from folkmoot.conversations.actions import mark_read as mark_conversation_read
from folkmoot.conversations.models import Participation
from folkmoot.core.events.lanes import drain
from folkmoot.core.ids import as_of, id_at, made_at
from folkmoot.instance.actions import begin_open, change_settings, set_rules
from folkmoot.instance.policies.publishing import publish_drafts
from folkmoot.media.addresses import root
from folkmoot.media.models import Picture, Recording
from folkmoot.moderation.actions import report
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.models import Case, Report
from folkmoot.notifications.actions import mark_read
from folkmoot.notifications.models import Notification
from folkmoot.posts.actions import Draft, NewPoll, bookmark, boost, like, pin, publish_post
from folkmoot.posts.models import Post
from folkmoot.project.demo import chronicle as book
from folkmoot.project.demo import tapes
from folkmoot.project.demo.album import hand_in
from folkmoot.project.demo.chronicle import Arranging, Dated, Doing, Event, Incident, Joining, Saying, Turning
from folkmoot.project.demo.deeds import arrange, end_as_asked, follow_up
from folkmoot.project.demo.furnishing import furnish
from folkmoot.project.demo.sequels import Sequel
from folkmoot.project.demo.storybook import Line, Person, Question, Story
from folkmoot.relations.actions import block, follow, mute
from folkmoot.relations.queries import circles

_UNREAD = (3, 1, 7, 2, 5, 4)  # how many notifications are new, by turns
_PAUSE, _LONGEST = timedelta(minutes=20), timedelta(hours=1)
_UNREAD_FOR = timedelta(hours=14)  # conversations with something older have been read
_DEEDS = {"like": like, "boost": boost, "bookmark": bookmark}


def make(story: Story, now: datetime) -> dict[str, str]:
    """Make the community of a story, all of it or nothing; the passwords by address of those who have one."""
    shutil.rmtree(root(), ignore_errors=True)  # pictures of an earlier try that was broken off
    passwords = {name: secrets.token_urlsafe(9) for name in story.shown}
    with transaction.atomic(), _uncollected():
        stage = _Stage(story, passwords, now)
        stage.play(book.chronicle(story, now))
        stage.settle(now)
    emails = {person.username: person.email for person in story.people}
    return {emails[name]: password for name, password in passwords.items()}


@contextlib.contextmanager
def _uncollected() -> Generator[None]:
    """Without looking for garbage: the street is made once, and a tenth of the time would go into looking."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class _Stage:
    """Everybody and everything that is there so far."""

    def __init__(self, story: Story, passwords: Mapping[str, str], now: datetime) -> None:
        self.story, self.passwords, self.now = story, passwords, now
        self.accounts: dict[str, Account] = {}
        self.posts: dict[int, int] = {}  # ids of posts by the identity of their lines

    def play(self, dated: list[Dated]) -> None:
        """Let everything happen, and what follows from it soon: at a pause, or after a while without one."""
        ends = [moment for moment, _event in dated[1:]] + [datetime.max.replace(tzinfo=UTC)]
        drained = dated[0][0]
        for (moment, event), following in zip(dated, ends, strict=False):
            with as_of(moment):
                self.happen(event)
                if following - moment >= _PAUSE or moment - drained >= _LONGEST:
                    drain(["now"])
                    drained = moment

    def settle(self, now: datetime) -> None:
        """What takes its time, what members have read by now, and the dates that do not come from ids."""
        drain(["long"])
        for account, unread in zip(self.accounts.values(), cycle(_UNREAD), strict=False):
            newest = Notification.objects.filter(account=account).order_by("-id")
            for seen in newest[unread : unread + 1]:
                mark_read(account, seen.id)
        self._read_conversations(id_at(now - _UNREAD_FOR))
        self._date_back()

    @singledispatchmethod
    def happen(self, event: Event) -> None:
        """Carry out one event."""
        raise TypeError(event)

    @happen.register
    def _join(self, event: Joining) -> None:
        person, first = event.person, not self.accounts
        account = self._admitted(person)
        if first:
            grant_role(None, account.id, person.role)
            begin_open()
            change_settings(None, self.story.community)
            set_rules(None, self.story.rules)
            publish_drafts(None)
            furnish(account, self.story.belongings)
        elif person.role != "member":
            grant_role(None, account.id, person.role)
        account = edit_profile(account, _profile(person, locked=False))
        if person.avatar:
            account = set_avatar(account, hand_in(account.id, person.avatar))
        if person.header:
            account = set_header(account, hand_in(account.id, person.header))
        self.accounts[person.username] = account

    @happen.register
    def _say(self, event: Saying) -> None:
        line, author = event.line, self.accounts[event.line.by]
        draft = Draft(
            text=[*line.at_first, line.text][0],
            scope=line.scope,
            warning=line.warning,
            language=line.language,
            reply_to=self.posts[id(event.answers)] if event.answers else None,
            pictures=tuple(hand_in(author.id, name) for name in line.pictures),
            recordings=tuple(tapes.hand_in(author.id, name) for name in line.recordings),
            poll=_asked(line.poll),
            quote_of=self.posts[id(self._line(line.quotes))] if line.quotes else None,
            circle=next((each.id for each in circles(author.id) if each.title == line.circle), None),
            reply_policy=line.reply_policy,
            quote_policy=line.quote_policy,
        )
        self.posts[id(line)] = publish_post(author, draft)
        if line.pinned:
            pin(author, self.posts[id(line)])

    @happen.register
    def _do(self, event: Doing) -> None:
        _DEEDS[event.deed](self.accounts[event.who], self.posts[id(event.line)])

    @happen.register
    def _follow_up(self, event: Sequel) -> None:
        follow_up(event, self.accounts, self.posts)

    @happen.register
    def _arrange(self, event: Arranging) -> None:
        arrange(self.accounts[event.who], event.told, self.accounts, self.now)

    @happen.register
    def _turn(self, event: Turning) -> None:
        actor, other = self.accounts[event.who], self.accounts[event.whom].id
        if event.deed == "follow":
            follow(actor, other)
        elif event.deed == "block":
            block(actor, other)
        elif event.deed == "mute":
            mute(actor, other, None)
        else:
            person = next(each for each in self.story.people if each.username == event.who)
            edit_profile(actor, _profile(person, locked=True))

    @happen.register
    def _come_up(self, event: Incident) -> None:
        told = event.told
        if event.kind == "application":
            _apply(told)
            return
        line = self._line(told["about"])
        author, reporter = self.accounts[line.by], self.accounts[told["by"]]
        report_id = report(reporter, author.id, self.posts[id(line)], told["comment"])
        Case.objects.filter(told_at=None).update(told_at=timezone.now())  # nobody is written to about old stories
        if "closed_by" in told:
            close_without_action(self.accounts[told["closed_by"]], Report.objects.get(id=report_id).case_id or 0)

    def _admitted(self, person: Person) -> Account:
        """A member with a confirmed address; only those that are shown can sign in."""
        login = Login(email=person.email)
        login.set_password(self.passwords.get(person.username))
        login.save()
        EmailAddress.objects.create(user=login, email=login.email, primary=True, verified=True)
        account = make_account(login, person.username, person.language, Level.MEMBER)
        Login.objects.filter(id=login.id).update(joined_at=made_at(login.id), approved_at=made_at(login.id))
        admit(login.id)
        Trust.objects.filter(account=account).update(began_at=made_at(login.id), since=made_at(login.id))
        return Account.objects.get(id=account.id)

    def _line(self, beginning: str) -> Line:
        return next(line for line in self.story.lines() if line.text.startswith(beginning))

    def _read_conversations(self, up_to: int) -> None:
        members = {account.id: account for account in self.accounts.values()}
        for side in Participation.objects.filter(newest_id__lt=up_to):
            mark_conversation_read(members[side.account_id], side.conversation_id)

    def _date_back(self) -> None:
        for grant in RoleGrant.objects.all():
            RoleGrant.objects.filter(id=grant.id).update(granted_at=made_at(grant.account_id))
        said = Post.objects.filter(boost_of=None).exclude(scope="direct").values_list("account").annotate(Max("id"))
        for account_id, last in said:
            Stats.objects.filter(account=account_id).update(last_post_on=made_at(last).date())
        for picture_id in Picture.objects.values_list("id", flat=True):
            Picture.objects.filter(id=picture_id).update(used_at=made_at(picture_id))
        for recording_id in Recording.objects.values_list("id", flat=True):
            Recording.objects.filter(id=recording_id).update(used_at=made_at(recording_id))
        end_as_asked({self.posts[id(line)]: line.poll.hours for line in self.story.lines() if line.poll})
        for found in Report.objects.exclude(closed_at=None):
            Report.objects.filter(id=found.id).update(closed_at=made_at(found.id) + timedelta(days=1))
            Case.objects.filter(id=found.case_id or 0).update(decided_at=made_at(found.id) + timedelta(days=1))


def _profile(person: Person, *, locked: bool) -> ProfileDraft:
    return ProfileDraft(person.name, person.bio, person.fields, locked=locked, discoverable=True)


def _asked(poll: Question | None) -> NewPoll | None:
    return NewPoll(tuple(poll.options), int(poll.hours * 3_600)) if poll else None


def _apply(told: Mapping[str, str]) -> None:
    """Somebody asks to be let in, and has confirmed the address."""
    wish = SignUp(told["username"], told["email"], secrets.token_urlsafe(12), told["reason"])
    login = sign_up(wish)
    EmailAddress.objects.filter(user=login).update(verified=True)
    Login.objects.filter(id=login.id).update(joined_at=made_at(login.id))
