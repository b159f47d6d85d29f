"""The first steps of new members: which there are, and what is remembered of them in one number."""

STEPS = ("picture", "bio", "interests", "people", "post")
GREETED = 1 << len(STEPS)  # they were led to them once
OVER = GREETED << 1  # taken, or not wanted any more
BIT = {name: 1 << place for place, name in enumerate(STEPS)}  # of a step that was left behind, taken or not


def passed(number: int) -> frozenset[str]:
    """The steps that were left behind."""
    return frozenset(name for name, bit in BIT.items() if number & bit)


def are_over(number: int) -> bool:
    """Whether nothing more is to be said of them."""
    return bool(number & OVER)
