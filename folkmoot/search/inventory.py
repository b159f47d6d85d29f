"""What the index keeps about people."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from folkmoot.core.inventory import INNER, NOBODY, WITH_POST, Held, Topic, Withheld, of_my_posts, technical

_OF_FTS = ("search_words", "search_words_config", "search_words_data", "search_words_idx")
_IN_SQLITE = _("The same numbers in the order in which SQLite looks them up; a row goes with its entry.")
_MADE = _("It is made from your posts, which are exported.")

TABLES = (
    Held(
        "search_entry",
        Topic.POSTS,
        _("By which words your posts are found when somebody searches: a number for each word, not the words."),
        WITH_POST,
        NOBODY,
        mine=of_my_posts(),
        not_exported=_MADE,
        withheld=(Withheld(INNER, ("post_id", "place", "words")),),
        erased=(of_my_posts(),),
        with_post="post_id",
    ),
    technical("search_filling", _("How far the index of posts is filled.")),
    *(replace(technical(name, _IN_SQLITE), is_table=False) for name in _OF_FTS),  # PostgreSQL has an index instead
)
