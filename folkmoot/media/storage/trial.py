"""Whether a bucket can be written to: a small object is laid there and taken away again."""

from urllib.parse import urlsplit

from django.conf import settings

from folkmoot.core.ids import new_id


def try_bucket(address: str) -> None:
    """Write to ``s3://bucket/prefix`` and clean up; ``Busy`` when that does not work."""
    from folkmoot.media.storage.bucket import Bucket

    parts = urlsplit(address)
    named = {"s3_bucket": parts.netloc, "s3_prefix": parts.path.strip("/")}
    bucket = Bucket(settings.FOLKMOOT.model_copy(update=named))
    place = f"trial/{new_id()}"
    bucket.keep(place, {"trial.vtt": b"Can this be written?"})
    bucket.remove(place)
