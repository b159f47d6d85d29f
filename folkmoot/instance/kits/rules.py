"""The rules that kits begin with: short enough to be read, and clear enough to be kept to."""

from django.utils.translation import gettext_lazy as _

_KIND = _("Be kind. Talk about things, not against people.")
_NO_HATE = _("No hate, no threats and no harassment, whoever somebody is and wherever they come from.")
_LAWFUL = _("Nothing that is against the law, and nothing that praises violence.")
_PRIVACY = _("What others tell you here stays here. Show nobody in pictures who does not want it.")
_NO_ADVERTS = _("No advertising and no chain letters.")
_REPORT = _("Something wrong? Report it, and do not answer in kind. The people who run this community look at it.")
_YOURSELF = _("Be yourself: nobody pretends to be somebody else.")

EVERYWHERE = (_KIND, _NO_HATE, _LAWFUL, _PRIVACY, _YOURSELF, _NO_ADVERTS, _REPORT)
SCHOOL = (
    _KIND,
    _("Nobody is laughed at, left out or made afraid: neither here nor at school because of what is said here."),
    _("No pictures or recordings of pupils, teachers or lessons without the consent of everybody in them."),
    _("Give nobody your address, your telephone number or your passwords."),
    _NO_HATE,
    _LAWFUL,
    _("If something frightens you, tell a grown-up whom you trust, and report it here."),
)
CLUB = (
    _KIND,
    _("Arguments about the game, the piece or the plan are fine; arguments about persons are not."),
    _PRIVACY,
    _NO_HATE,
    _LAWFUL,
    _NO_ADVERTS,
    _REPORT,
)
TOWN = (
    _KIND,
    _("Say what you know and where you know it from. Spread no rumours, least of all about neighbours."),
    _("Show neither faces, number plates nor front doors of people who did not agree to it."),
    _("Offers and requests between neighbours are welcome; businesses write about themselves once a week at most."),
    _NO_HATE,
    _LAWFUL,
    _REPORT,
)
ASSOCIATION = (
    _KIND,
    _("Argue for what you want, and leave others their opinion: decisions are taken at meetings, not by shouting."),
    _("What is said among members is for members."),
    _YOURSELF,
    _NO_HATE,
    _LAWFUL,
    _REPORT,
)
COMPANY = (
    _KIND,
    _("Business secrets and personal data of customers do not belong here."),
    _("Nobody has to be here after work, and nobody is judged by how much they write."),
    _PRIVACY,
    _NO_HATE,
    _LAWFUL,
    _REPORT,
)
