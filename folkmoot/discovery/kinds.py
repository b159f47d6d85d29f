"""What can rise."""

from django.db.models import IntegerChoices


class Kind(IntegerChoices):
    """The kinds of things that people speak of."""

    TAG = 1
    LINK = 2
    POST = 3
    PERSON = 4


DECIDED = frozenset({Kind.TAG, Kind.LINK})  # staff decide about these; about a post or a person as in any case
