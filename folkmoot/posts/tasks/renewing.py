"""What follows from a post's recording becoming ready, or another."""

from django.db.models import F

from folkmoot.media.events import RecordingChanged, RecordingFailed, RecordingReady
from folkmoot.posts.models import Post, PostRecording


def renew_recording(event: RecordingReady | RecordingFailed | RecordingChanged) -> None:
    """Have the post that plays a recording shown anew: what is kept of it is kept by its version."""
    carrying = PostRecording.objects.filter(recording_id=event.recording_id).values("post_id")
    Post.objects.filter(id__in=carrying).update(version=F("version") + 1)
