"""Whom to tell when somebody's life is in danger, by country. Nobody has checked these yet, and pages say so.

A line is: country (ISO 3166), the number to call in an emergency, where the police are found on the web.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

EUROPOL = "https://www.europol.europa.eu/report-a-crime"
ELSEWHERE = "ZZ"


class Police(NamedTuple):
    """Whom to tell in one country."""

    country: str
    emergency: str
    site: str
    verified: bool = False  # until somebody has compared it with what the authorities publish


_LINES = """
AT 133 https://www.polizei.gv.at
AU 000 https://www.police.gov.au
BE 112 https://www.police.be
BG 112 https://www.mvr.bg
CA 911 https://www.rcmp-grc.gc.ca
CH 117 https://www.fedpol.admin.ch
CY 112 https://www.police.gov.cy
CZ 158 https://www.policie.cz
DE 110 https://www.polizei.de
DK 112 https://politi.dk
EE 112 https://www.politsei.ee
ES 112 https://www.policia.es
FI 112 https://poliisi.fi
FR 17 https://www.internet-signalement.gouv.fr
GB 999 https://www.police.uk
GR 100 https://www.astynomia.gr
HR 192 https://mup.gov.hr
HU 107 https://www.police.hu
IE 112 https://www.garda.ie
IS 112 https://www.logreglan.is
IT 112 https://www.commissariatodips.it
LI 117 https://www.landespolizei.li
LT 112 https://policija.lrv.lt
LU 113 https://police.public.lu
LV 110 https://www.vp.gov.lv
MT 112 https://pulizija.gov.mt
NL 112 https://www.politie.nl
NO 112 https://www.politiet.no
NZ 111 https://www.police.govt.nz
PL 112 https://policja.pl
PT 112 https://www.psp.pt
RO 112 https://www.politiaromana.ro
SE 112 https://polisen.se
SI 113 https://www.policija.si
SK 158 https://www.minv.sk
US 911 https://tips.fbi.gov
"""
POLICE = {
    country: Police(country, emergency, site)
    for country, emergency, site in (line.split() for line in _LINES.strip().splitlines())
}
COUNTRIES = {
    "AT": _("Austria"),
    "AU": _("Australia"),
    "BE": _("Belgium"),
    "BG": _("Bulgaria"),
    "CA": _("Canada"),
    "CH": _("Switzerland"),
    "CY": _("Cyprus"),
    "CZ": _("Czechia"),
    "DE": _("Germany"),
    "DK": _("Denmark"),
    "EE": _("Estonia"),
    "ES": _("Spain"),
    "FI": _("Finland"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "GR": _("Greece"),
    "HR": _("Croatia"),
    "HU": _("Hungary"),
    "IE": _("Ireland"),
    "IS": _("Iceland"),
    "IT": _("Italy"),
    "LI": _("Liechtenstein"),
    "LT": _("Lithuania"),
    "LU": _("Luxembourg"),
    "LV": _("Latvia"),
    "MT": _("Malta"),
    "NL": _("Netherlands"),
    "NO": _("Norway"),
    "NZ": _("New Zealand"),
    "PL": _("Poland"),
    "PT": _("Portugal"),
    "RO": _("Romania"),
    "SE": _("Sweden"),
    "SI": _("Slovenia"),
    "SK": _("Slovakia"),
    "US": _("United States"),
    ELSEWHERE: _("Another country, or nobody knows"),
}


def police_of(country: str) -> Police:
    """Whom to tell in a country; where nobody knows which, Europol knows whom to ask."""
    return POLICE.get(country, Police(ELSEWHERE, "112", EUROPOL))
