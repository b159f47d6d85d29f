"""Files in a bucket of a service that speaks S3."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

import obstore
from django.utils.translation import gettext as _
from obstore.exceptions import BaseError, GenericError
from obstore.store import S3Store

from folkmoot.core.errors import Busy
from folkmoot.media.storage.kept import Content, Found

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import RetryConfig

OFFERED = timedelta(seconds=60)
PATIENCE: "RetryConfig" = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
_KINDS = {"webp": "image/webp", "mp4": "video/mp4", "m4a": "audio/mp4", "vtt": "text/vtt; charset=utf-8"}
_WHOLE = "non-partial response"  # how the library says it
_AT_ONCE = 2  # parts of a large file on their way together, 5 MB each


class Wanted(Protocol):
    """What is said of the bucket, as ``project.environment`` reads it."""

    s3_bucket: str
    s3_endpoint: str
    s3_region: str
    s3_key: str
    s3_secret: str
    s3_prefix: str
    s3_redirect: bool


class Bucket:
    """Files of one community: all that is below its prefix."""

    def __init__(self, wanted: Wanted) -> None:
        self.redirects = wanted.s3_redirect
        self._store = S3Store(
            wanted.s3_bucket,
            prefix=wanted.s3_prefix or None,
            endpoint=wanted.s3_endpoint,
            region=wanted.s3_region,
            access_key_id=wanted.s3_key,
            secret_access_key=wanted.s3_secret,
            virtual_hosted_style_request=False,
            client_options={
                "allow_http": wanted.s3_endpoint.startswith("http:"),
                "connect_timeout": "5s",
                "timeout": "30s",
            },
            retry_config=PATIENCE,
        )

    def keep(self, place: str, files: Mapping[str, Content]) -> None:
        """Keep these files for good: when this returns they outlast a power cut."""
        for name, content in files.items():
            if not isinstance(content, bytes):
                content.seek(0)
            kind = _KINDS[name.rpartition(".")[2]]
            with _spoken():
                attributes = {"Content-Type": kind}
                obstore.put(self._store, f"{place}/{name}", content, attributes=attributes, max_concurrency=_AT_ONCE)

    def find(self, place: str, name: str) -> Found | None:
        """The file, or ``None`` when there is none."""
        try:
            with _spoken():
                return Found(obstore.head(self._store, f"{place}/{name}")["size"])
        except FileNotFoundError:
            return None

    def offer(self, place: str, name: str) -> Found | None:
        """The same for somebody who wants to read it, and may: where it is, when the settings send them there."""
        if not self.redirects:
            return self.find(place, name)
        with _spoken():
            return Found(0, address=obstore.sign(self._store, "GET", f"{place}/{name}", OFFERED))

    def read(self, place: str, name: str, first: int, last: int) -> bytes:
        """A part of a file, both ends included."""
        with _spoken():
            try:
                return bytes(obstore.get_range(self._store, f"{place}/{name}", start=first, end=last + 1))
            except GenericError as trouble:
                if _WHOLE not in str(trouble):
                    raise
                return self._walked(f"{place}/{name}", first, last)

    def remove(self, place: str) -> None:
        """Let a place go with all its files; nothing happens when it is gone."""
        with _spoken():
            if files := [each["path"] for each in self._listed(f"{place}/")]:
                obstore.delete(self._store, files)

    def places(self, before: float) -> Iterator[str]:
        """Every place where nothing was laid since then."""
        with _spoken():
            for place, files in groupby(self._listed(None), lambda each: each["path"].rpartition("/")[0]):
                if max(each["last_modified"].timestamp() for each in files) < before and place.count("/") == 1:
                    yield place

    def _walked(self, path: str, first: int, last: int) -> bytes:
        """The same from a service that sends all of a file when a part is asked for, as some do for all of it."""
        found, at = bytearray(), 0
        for piece in obstore.get(self._store, path).stream():
            found += bytes(piece)[max(0, first - at) : max(0, last + 1 - at)]
            at += len(piece)
            if at > last:
                break
        return bytes(found)

    def _listed(self, prefix: str | None) -> Iterator["ObjectMeta"]:
        for some in obstore.list(self._store, prefix):
            yield from some


@contextmanager
def _spoken() -> Generator[None]:
    """Trouble with the service, in words for whoever waits."""
    try:
        yield
    except BaseError as trouble:
        raise Busy(
            _("The files of this community cannot be reached right now. Please try again in a moment.")
        ) from trouble
