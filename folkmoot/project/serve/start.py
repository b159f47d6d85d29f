"""Everything between the command and the first answered page."""

import gc
import hashlib
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from functools import partial
from pathlib import Path

from django.conf import settings
from jinja2 import Environment, FileSystemBytecodeCache

from folkmoot.project import datadir, profiles, source, static
from folkmoot.project.log import name_process
from folkmoot.project.serve import granian, sockets
from folkmoot.project.serve.lock import only_server
from folkmoot.project.serve.memory import give_back, hold_little
from folkmoot.project.serve.rehearsal import rehearse
from folkmoot.project.serve.supervisor import Child, Supervisor
from folkmoot.project.serve.welcome import welcome
from folkmoot.project.tables import bring_up_to_date, close
from folkmoot.web import kept

logger = logging.getLogger(__name__)
SITE = "folkmoot.project.wsgi:application"
_LOOKING = 0.5  # seconds: a signal in the moment before a wait would not be seen until its end


def serve(target: str = SITE) -> None:
    """Serve the community, or another WSGI application in its place, until told to stop."""
    environment = settings.FOLKMOOT
    profiles.agree()  # before anything is written
    with only_server(settings.DATA_DIR):
        datadir.fix_host(environment)
        site = sockets.listen(environment.bind, environment.web_workers)
        media = sockets.listen(environment.media_bind, 1)
        streams = sockets.listen(environment.stream_bind, 1)
        bring_up_to_date()
        profiles.open_doors()
        static.collect()
        source.pack(Path(settings.STATIC_ROOT))
        _import_all(target)
        sys.stdout.write(welcome())
        sys.stdout.flush()
        close()
        gc.collect()
        give_back()
        gc.freeze()  # what is shared now stays shared: the collector never writes to it
        logger.info(
            "serving at %s, files at %s, streams at %s",
            *(environment.bind, environment.media_bind, environment.stream_bind),
        )
        service = partial(_serve_files_and_streams, media[0], streams[0])
        Supervisor(_children(target, site, service)).run()
        logger.info("stopped")


def start_web_server(target: str, opened: list[socket.socket]) -> None:
    """Answer requests in this process, as every web worker does."""
    hold_little()
    granian.run_wsgi(target, opened, settings.FOLKMOOT.web_threads, Path(settings.STATIC_ROOT))


def _children(target: str, site: list[list[socket.socket]], service: Callable[[], None]) -> list[Child]:
    return [
        *(Child(f"web-{number}", partial(start_web_server, target, own)) for number, own in enumerate(site, 1)),
        Child("jobs", _work),
        Child("streams", service),
    ]


def _import_all(target: str) -> None:
    """Load the application and its templates and try them before the fork, so that all processes share them."""
    granian.load(target)
    if target != SITE:
        return
    from django.template import engines

    import folkmoot.core.events.worker
    import folkmoot.project.files_and_streams.service  # noqa: F401 - for the children

    for engine in engines.all():
        _load_templates(getattr(engine, "env"))  # noqa: B009 - only Jinja2's engine has one
    rehearse(granian.load(target).application)  # behind the door: no line in the log is about it


def _load_templates(env: Environment) -> None:
    """Load every template; what they were compiled to is kept in the data directory for the next start."""
    folder = Path(settings.DATA_DIR) / "templates"
    with suppress(OSError):  # a directory that cannot be written is told of elsewhere
        folder.mkdir(mode=0o700, exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(folder), f"%s.{_compiler()}")
        for name in env.list_templates():
            env.get_template(name)
    env.bytecode_cache = None
    for name in env.list_templates():
        env.get_template(name)


def _compiler() -> str:
    """A digest of what decides, besides Jinja2 itself, what a template is compiled to."""
    return hashlib.sha256(Path(kept.__file__).read_bytes()).hexdigest()[:12]


def _work() -> None:
    from django.db import connection

    from folkmoot.core.events import worker

    hold_little()
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["mapped"] = 0  # who reads here and there keeps no whole file in sight
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    # A new thread allocates on pages of its own; this one would fill the gaps in those that all processes share
    working = ThreadPoolExecutor(1, "worker").submit(worker.run, stop)
    while not working.done():
        wait([working], _LOOKING)
    working.result()


def _serve_files_and_streams(media: list[socket.socket], streams: list[socket.socket]) -> None:
    from folkmoot.project.files_and_streams.service import Service

    name_process("streams")
    sockets.allow_many()
    granian.run_rsgi(Service(settings.FOLKMOOT.origin, streams), media)
