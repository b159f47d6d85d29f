"""What follows from what happened to posts, and what is due by the clock."""

from folkmoot.posts.tasks.cards import forget_cards, link_of_edited, link_of_new, look
from folkmoot.posts.tasks.clock import end_polls, forget_keys
from folkmoot.posts.tasks.erasing import erase
from folkmoot.posts.tasks.kindred import on_tag_followed
from folkmoot.posts.tasks.planned import clear_old_posts, publish_due
from folkmoot.posts.tasks.renewing import renew_recording
from folkmoot.posts.tasks.years import put_together

__all__ = [
    "clear_old_posts",
    "end_polls",
    "erase",
    "forget_cards",
    "forget_keys",
    "link_of_edited",
    "link_of_new",
    "look",
    "on_tag_followed",
    "publish_due",
    "put_together",
    "renew_recording",
]
