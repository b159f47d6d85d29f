"""Reports about years, put together where nobody waits for them."""

from folkmoot.posts.actions.years import make_year
from folkmoot.posts.events import YearAsked


def put_together(event: YearAsked) -> None:
    """Count what a member wrote in a year."""
    make_year(event.account_id, event.year)
