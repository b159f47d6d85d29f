"""What Lighthouse says of home, a profile and a post with pictures: ``python -m scripts.lighthouse``.

It makes a demo in a scratch directory, puts something in front that compresses as the proxy of the operators' guide
does, signs a member in, and prints one line for each page on a phone and at a desk.
Needs Chromium and npm, which fetches Lighthouse itself (or set LIGHTHOUSE to its program). With the names of pages as
arguments it looks at those alone, and ``--all`` prints what was not perfect.
"""

import gzip
import http.client  # noqa: TID251 - it only passes on what our own server on loopback says
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.releases.told import Member
from tests.servers import COMMAND, Server, start_server

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
CATEGORIES = ("performance", "accessibility", "best-practices")
LEAST = 95
LONG = 300.0  # seconds
WHO = "maria"


def main() -> int:
    """Look at the pages; 1 when one of them is not good enough."""
    asked = [name for name in sys.argv[1:] if name != "--all"]
    with tempfile.TemporaryDirectory() as folder:
        server = start_server(f"{folder}/demo", command=(*COMMAND, "demo"), patience=LONG)
        try:
            member = _signed_in(server)
            pages = {"home": "/", "profile": "/@aisha", "post": _pictured(member)}
            origin = _compressed(server.url)
            return max(_told(member, name, origin + pages[name]) for name in asked or pages)
        finally:
            server.stop()


def _signed_in(server: Server) -> Member:
    password = re.search(rf"^  {WHO}@\S+ +(\S+)$", server.log, re.MULTILINE)
    if not password:
        raise SystemExit(server.log)
    return Member(server.url, WHO, "").sign_in(password[1])


def _pictured(member: Member) -> str:
    """A post on the home page that shows pictures."""
    cards = member.page("/").split("<article")
    found = next(card for card in cards if 'class="pics' in card)
    path = re.search(r'href="(/@[^/"]+/\d+)"><time', found)
    return path[1] if path else "/"


def _compressed(url: str) -> str:
    """The address of a proxy in front of the server, for as long as this program runs."""
    host = urlsplit(url).netloc

    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            line = http.client.HTTPConnection(host)  # noqa: TID251 - to loopback
            line.request("GET", self.path, headers={"Host": host, "Cookie": self.headers.get("Cookie", "")})
            answer = line.getresponse()
            body = gzip.compress(answer.read())
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                    self.send_header(name, value)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Quiet."""

    proxy = ThreadingHTTPServer(("localhost", 0), Proxy)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    return f"http://localhost:{proxy.server_port}"


def _told(member: Member, name: str, url: str) -> int:
    worst = 100
    for preset in ("phone", "desk"):
        said = _looked(member, url, preset)
        marks = {each: round(100 * said["categories"][each]["score"]) for each in CATEGORIES}
        worst = min(worst, *marks.values())
        speed = {
            each: said["audits"][each]["displayValue"]
            for each in ("first-contentful-paint", "largest-contentful-paint")
        }
        print(f"{name:8} {preset:6}", *(f"{each} {mark}" for each, mark in marks.items()), *speed.values(), sep="  ")
        if "--all" in sys.argv:
            print(*_faults(said), sep="\n")
    return int(worst < LEAST)


def _looked(member: Member, url: str, preset: str) -> dict[str, Any]:
    cookies = "; ".join(f"{each.name}={each.value}" for each in member.jar)
    command = [
        *(os.environ.get("LIGHTHOUSE", "npx --yes lighthouse").split()),
        url,
        *("--output=json", "--quiet", f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"),
        f"--extra-headers={json.dumps({'Cookie': cookies})}",
        *(["--preset=desktop"] if preset == "desk" else []),
    ]
    program = shutil.which("chromium") or shutil.which("google-chrome") or ""
    environment = os.environ | {"CHROME_PATH": program}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)  # noqa: S603 - our words
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _faults(said: dict[str, Any]) -> list[str]:
    faulty = [each for each in said["audits"].values() if each["score"] is not None and each["score"] < 1]
    return [f"    {each['score']:.2f} {each['id']}: {each['title']} {each.get('displayValue', '')}" for each in faulty]


if __name__ == "__main__":
    sys.exit(main())
