"""A member's posts and all that hangs on them, some at a time, with what others' posts hold of them."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cache

from django.db import transaction
from django.db.models import F

from folkmoot.conversations.tasks import unfile_post
from folkmoot.core.inventory import Held, everything, held
from folkmoot.core.rows import execute
from folkmoot.posts.events import PostDeleted
from folkmoot.posts.models import Ballot, Carries, PollOption, Post, Scope
from folkmoot.privacy.actions.removing import Facts, among_ids, groups_of, remove

AT_ONCE = 50  # posts


def remove_posts(account_id: int, facts: Facts, breathe: Callable[[], None]) -> None:
    """Delete every post and boost of a member, others' boosts of them, and what hangs on any of these."""
    mine = "t.account_id = %(account)s"
    for ids in groups_of("post", mine, facts, AT_ONCE):
        for boosts in groups_of("post", among_ids("boost_of_id", ids), facts, AT_ONCE):
            _remove(boosts, facts, breathe)
        _let_go(account_id, ids)
        _remove(ids, facts, breathe)


def take_back_votes(account_id: int) -> None:
    """Have every vote of a member count no more; how many voted follows with the rows."""
    for ballot in Ballot.objects.filter(account=account_id):
        with transaction.atomic():
            if Ballot.objects.filter(id=ballot.id).exclude(choices=[]).update(choices=[]):
                options = PollOption.objects.filter(post_id=ballot.post_id, position__in=ballot.choices)
                options.update(votes=F("votes") - 1)


def _let_go(account_id: int, ids: Collection[int]) -> None:
    """Others' posts that answer or quote these hold only the numbers of posts that are gone."""
    for post_id in Post.objects.filter(id__in=ids, scope=Scope.DIRECT).values_list("id", flat=True):
        with transaction.atomic():
            unfile_post(PostDeleted(post_id))
    text = among_ids("reply_to_id", ids)
    with transaction.atomic():
        execute(
            f"UPDATE post AS t SET reply_to_account_id = NULL, version = version + 1"
            f" WHERE {text} AND t.reply_to_account_id = %(account)s",
            {"account": account_id},
        )
        execute(
            f"""UPDATE post AS t SET quote_of_id = NULL, carries = carries - %(bit)s, version = version + 1
              WHERE t.id IN (SELECT t.post_id FROM post_quote t WHERE {among_ids("quoted_id", ids)})
                AND (t.carries & %(bit)s) <> 0""",
            {"bit": int(Carries.QUOTE)},
        )


def _remove(ids: Collection[int], facts: Facts, breathe: Callable[[], None]) -> None:
    for table in _hanging():
        remove(table, among_ids(table.with_post, ids), facts, breathe)
    remove(replace(held("post_quote"), counted=()), among_ids("quoted_id", ids), facts, breathe)
    remove(held("post"), among_ids("id", ids), facts, breathe)


@cache
def _hanging() -> list[Held]:
    return [each for each in everything() if each.with_post]
