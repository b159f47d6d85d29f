"""The site as one WSGI application: two middleware stacks behind one door, chosen by the path."""

from collections.abc import Callable, Iterable
from typing import Any, cast

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from folkmoot.api.addresses import METADATA, NODEINFO, NODEINFO_2, REVOKE, TOKEN, USERINFO
from folkmoot.project.door import Door

API = "/api/"
ELSEWHERE = frozenset({TOKEN, REVOKE, USERINFO, METADATA, NODEINFO, NODEINFO_2})  # where members allow apps is a page
HEALTH = "/health"


class Stack(WSGIHandler):
    """Django's handler with a middleware list of its own."""

    def __init__(self, middleware: list[str]) -> None:
        self.middleware = middleware
        super().__init__()

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """Build the stack; Django reads the list from its settings, once."""
        usual = settings.MIDDLEWARE
        settings.MIDDLEWARE = self.middleware
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = usual

    def answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer with one piece of bytes, so that the server can send it while this thread takes the next request.

        Without the care for connections before each request, since there is the same after each.
        """
        response: Any = self.get_response(self.request_class(environ))
        set_cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items(), *set_cookies])
        if response.streaming:
            return cast("Iterable[bytes]", response)
        try:
            return [bytes(response.content)]
        finally:
            response.close()


class Site:
    """Programs ask below ``/api/``, where tokens are and whether all is well, browsers everywhere else."""

    def __init__(self) -> None:
        self.pages = Stack(settings.MIDDLEWARE)
        self.api = Stack(settings.API_MIDDLEWARE)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Have the right stack answer."""
        path = environ["PATH_INFO"]
        stack = self.api if path.startswith(API) or path in ELSEWHERE or path == HEALTH else self.pages
        return stack.answer(environ, start_response)


def _ready() -> None:
    """Django first: what knows the catalogues knows tables too."""
    django.setup()
    from folkmoot.web import languages

    languages.load()


_ready()
application = Door(Site(), settings.FOLKMOOT)
