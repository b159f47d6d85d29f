"""What browsers are told with every page beyond Django's own headers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

REPORTS = "/csp-reports"
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), midi=(),"
    " display-capture=(), browsing-topics=(), microphone=(self), fullscreen=(self), autoplay=(self),"
    " publickey-credentials-get=(self), publickey-credentials-create=(self)",
    "Reporting-Endpoints": f'csp="{REPORTS}"',
}


class HeadersMiddleware:
    """Lets no other site take our pages in, and our pages nothing that they do not use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say so; a page that said otherwise itself is left as it is."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
