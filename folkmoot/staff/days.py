"""Days as forms give them, as moments."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

_LATEST = date(9998, 12, 31)  # whatever lies beyond has no name in some time zone


def end_of(day: date | None) -> datetime | None:
    """The end of that day, in the community's time."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(min(day, _LATEST), time.min)) + timedelta(days=1)
