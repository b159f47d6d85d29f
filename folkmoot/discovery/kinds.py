"""What can rise."""

from django.db.models import IntegerChoices


class Kind(IntegerChoices):
    """The kinds of things that people speak of."""

    TAG = 1
    LINK = 2
    POST = 3
    PERSON = 4
