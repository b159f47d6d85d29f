"""Finding posts."""

from folkmoot.search.language import Asked, read
from folkmoot.search.queries.coming_up import comes_up
from folkmoot.search.queries.finding import Found, find_posts, first_posts
from folkmoot.search.queries.places import Place
from folkmoot.search.queries.progress import Progress, progress

__all__ = ["Asked", "Found", "Place", "Progress", "comes_up", "find_posts", "first_posts", "progress", "read"]
