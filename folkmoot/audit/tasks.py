"""What is done with the log while nobody looks."""

from django.utils import timezone

from folkmoot.audit.queries import KeptHead, head, heads_file, line_after


def keep_head() -> None:
    """Note outside the database how far the log reaches, if it has grown: whoever cuts its end is found out."""
    seq, digest = head()
    heads_file().touch(mode=0o600)
    with heads_file().open("r+") as file:
        last = next(reversed(file.read().splitlines()), "")
        if not seq or last.split(" ")[1:3] == [str(seq), digest]:
            return
        file.write(line_after(last, KeptHead(timezone.now(), seq, digest)) + "\n")
