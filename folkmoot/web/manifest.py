"""What a browser is told to put a community on a home screen."""

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.http import require_safe

from folkmoot.instance.queries import community
from folkmoot.web import theme
from folkmoot.web.access import Door, door, first_of_all
from folkmoot.web.colour import DEFAULT, LIGHT, accent, is_colour

if TYPE_CHECKING:
    from django.http import HttpRequest

SHORT = 12  # letters that stand below a picture on a home screen
PAPER = "#f6f2ea"  # the ground of pages by day, while the first one loads


@first_of_all
@door(Door.VISITORS)
@require_safe
def manifest(request: "HttpRequest") -> JsonResponse:
    """What a browser needs to put this community on a home screen, in the reader's language."""
    del request
    found = community()
    colour = found.colour if is_colour(found.colour) else DEFAULT
    said = {
        "id": "/",
        "name": found.name,
        "short_name": found.name if len(found.name) <= SHORT else found.name.split()[0][:SHORT],
        "description": found.description,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "background_color": PAPER,
        "theme_color": accent(colour, LIGHT).accent,
        "icons": [_icon(colour, size, purpose) for size in theme.SIZES[1:] for purpose in ("any", "maskable")],
    }
    return JsonResponse(
        said, content_type="application/manifest+json", headers={"Cache-Control": "private, max-age=600"}
    )


def _icon(colour: str, size: int, purpose: str) -> dict[str, str]:
    return {"src": theme.touch(colour, size), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
