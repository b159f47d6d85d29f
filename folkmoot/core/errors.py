"""What can go wrong in words for members; the interfaces decide how each kind looks."""

from django.utils.translation import gettext as _


class FolkmootError(Exception):
    """Something a member is told: ``message`` is a whole sentence."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return self.message


class NotFound(FolkmootError):  # noqa: N818 - named for what the member meets
    """It is not there, or not for this viewer: both answers read the same (404)."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("There is nothing here, or it is not for you to see."))


class NotAllowed(FolkmootError):  # noqa: N818 - named for what the member meets
    """The actor may not do this; the message says why (403)."""


class Invalid(FolkmootError):  # noqa: N818 - named for what the member meets
    """What was sent in ``field`` cannot be taken as it is; the message says what would do (422)."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.args = (field, message)


class TooMany(FolkmootError):  # noqa: N818 - named for what the member meets
    """Too much in too short a time; ``retry_after`` is in seconds, ``most`` where it was counted (429)."""

    def __init__(self, retry_after: int, message: str = "", most: int | None = None) -> None:
        super().__init__(message or _("That was a lot in a short time. Please wait a little and try again."))
        self.retry_after = retry_after
        self.most = most
        self.args = (retry_after, self.message, most)


class Busy(FolkmootError):  # noqa: N818 - named for what the member meets
    """Nothing can be saved just now (locked, full or read-only storage); nothing was (503)."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message
            or _("The community cannot save anything right now. Nothing was lost; please try again in a moment.")
        )
