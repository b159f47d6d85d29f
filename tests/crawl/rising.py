"""Something of each kind that rises: waiting, shown, kept back and hidden."""

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.discovery.actions import allow, hide
from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.likeness import link_key, skeleton
from folkmoot.discovery.models import Rising
from folkmoot.posts.actions import Draft, publish_post
from folkmoot.posts.models import Card, Tag

TAGS = ("Tide", "Mussels", "Fog", "Gulls", "Driftwood")
LINK = "https://harbour.example.net/tides"


def rise(author: Account, staff: Account) -> None:
    """Lay what was counted, and have staff decide on some of it."""
    tags = " ".join(f"#{tag}" for tag in TAGS)
    post = publish_post(author, Draft(text=f"What comes in with the tide {tags} {LINK}", scope="public"))
    drain()
    link = Card.objects.get(url=LINK)
    things = [(Kind.TAG, Tag.objects.get(name=tag.lower()).id, skeleton(tag)) for tag in TAGS]
    things += [(Kind.LINK, link.id, link_key(LINK)), (Kind.POST, post, str(post))]
    things.append((Kind.PERSON, author.id, str(author.id)))
    for place, (kind, ref, key) in enumerate(things, start=1):
        held = "weak" if key == skeleton("Fog") else ""
        figures = {"voices": 9, "present": 9, "clusters": 8, "share_new": 10, "largest": 20, "usual": 1.5}
        Rising.objects.create(
            place=place, kind=kind, ref=ref, key=key, held=held, days=[0, 1, 0, 2, 1, 4, 9], **figures
        )
    allow(staff, Kind.TAG, skeleton("Mussels"))
    hide(staff, Kind.TAG, skeleton("Gulls"))
    hide(staff, Kind.TAG, skeleton("Driftwood"))
    Rising.objects.filter(key=skeleton("Driftwood")).delete()
