"""An application that takes its time, to serve in the site's place."""

import os
import time
from typing import Any


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """``/slow`` takes two seconds, ``/pid`` names the process, ``/die`` ends it."""
    if environ["PATH_INFO"] == "/slow":
        time.sleep(2)
    if environ["PATH_INFO"] == "/die":
        os._exit(3)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
