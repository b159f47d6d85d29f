"""For whom posts are, in Mastodon's words."""

VISIBILITY = {"public": "public", "quiet": "unlisted", "direct": "direct"}  # all else is "private" to programs
SCOPES = {
    "": "",  # as the member always has it
    "public": "public",
    "unlisted": "quiet",
    "community": "community",  # ours; shown to programs as "private"
    "private": "followers",
    "direct": "direct",
}


def visibility(scope: str) -> str:
    """What programs are told of an audience."""
    return VISIBILITY.get(scope, "private")
