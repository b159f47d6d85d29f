"""What members do with posts besides liking them, and what they arrange for themselves, at the moment it is."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import singledispatch
from typing import Any

from django.db.models import F

from folkmoot.accounts.models import Account
from folkmoot.core.ids import made_at, new_id
from folkmoot.posts.actions import (
    Draft,
    Edit,
    FilterDraft,
    FilterWordDraft,
    allow_quote,
    edit_post,
    follow_tag,
    make_filter,
    react,
    vote,
)
from folkmoot.posts.actions.saved import Begun, save_draft
from folkmoot.posts.actions.schedule import schedule_post
from folkmoot.posts.models import Poll, Post, Quote, SavedDraft
from folkmoot.posts.tasks.clock import end_polls
from folkmoot.project.demo.sequels import Agreeing, Ending, Reacting, Rewording, Sequel, Voting
from folkmoot.project.demo.storybook import before
from folkmoot.relations.actions import CircleDraft, add_to_circle, make_circle

type Accounts = Mapping[str, Account]
type Posts = Mapping[int, int]  # ids of posts by the identity of their lines


@singledispatch
def follow_up(event: Sequel, accounts: Accounts, posts: Posts) -> None:
    """Carry out what becomes of a line."""
    del accounts, posts
    raise TypeError(event)


@follow_up.register
def _reword(event: Rewording, accounts: Accounts, posts: Posts) -> None:
    line, post_id = event.line, posts[id(event.line)]
    edit_post(accounts[line.by], post_id, Edit(event.text, line.warning, line.language))
    Post.objects.filter(id=post_id).update(edited_at=_now())
    _renew(post_id)


@follow_up.register
def _react(event: Reacting, accounts: Accounts, posts: Posts) -> None:
    react(accounts[event.who], posts[id(event.line)], event.emoji)


@follow_up.register
def _vote(event: Voting, accounts: Accounts, posts: Posts) -> None:
    vote(accounts[event.who], posts[id(event.line)], [event.choice])


@follow_up.register
def _end(event: Ending, accounts: Accounts, posts: Posts) -> None:
    del accounts
    polls, now = Poll.objects.filter(post=posts[id(event.line)]), _now()
    polls.update(ends_at=now)
    end_polls()
    polls.update(closed_at=now)
    _renew(posts[id(event.line)])


@follow_up.register
def _agree(event: Agreeing, accounts: Accounts, posts: Posts) -> None:
    quote = Quote.objects.get(post=posts[id(event.line)])
    allow_quote(next(each for each in accounts.values() if each.id == quote.quoted.account_id), quote.pk)
    Quote.objects.filter(post=quote.pk).update(decided_at=_now())


def arrange(account: Account, told: Mapping[str, Any], accounts: Accounts, now: datetime) -> None:
    """Make the circles, follow the hashtags, set up the filters, begin and plan the posts that the book tells of."""
    for title, people in told["circles"].items():
        circle_id = make_circle(account, CircleDraft(title))
        for name in people:
            add_to_circle(account, circle_id, accounts[name].id)
    for tag in told["tags"]:
        follow_tag(account, tag)
    for title, words in told["filters"].items():
        keywords = tuple(map(FilterWordDraft, words))
        make_filter(account, FilterDraft(title, "warn", ("home", "public"), None, keywords))
    for text in told["drafts"]:
        save_draft(account, None, Begun(_form(text)))
    moment = _now()
    SavedDraft.objects.filter(account=account).update(changed_at=moment)
    for each in told["plans"]:
        due_at = before(now, -each["in_days"], each["at"])
        schedule_post(account, Draft(each["text"], each["scope"], language="en"), due_at, _form(each["text"]))


def end_as_asked(hours: Mapping[int, float]) -> None:
    """Let polls end so many hours after their posts were written, by the id of the post."""
    for poll in Poll.objects.filter(closed_at=None):
        ends_at = made_at(poll.pk) + timedelta(hours=hours[poll.pk])
        Poll.objects.filter(pk=poll.pk).update(ends_at=ends_at)
        _renew(poll.pk)


def _renew(post_id: int) -> None:
    """What is kept of a post is not what it is any more."""
    Post.objects.filter(id=post_id).update(version=F("version") + 1)


def _form(text: str) -> dict[str, list[str]]:
    return {"place": ["home"], "text": [text], "scope": ["public"], "language": ["en"]}


def _now() -> datetime:
    """The moment that it is in the story."""
    return made_at(new_id())
