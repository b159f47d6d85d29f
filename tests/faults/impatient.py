"""``folkmoot serve`` with a parent that starts a fallen process anew at once, however often it falls.

Its growing pause is for software that cannot start; a test that kills five processes a second needs them back.
"""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "folkmoot.project.settings"

import django

django.setup()

from folkmoot.project.cli import main  # noqa: E402 - models need the settings
from folkmoot.project.serve import supervisor  # noqa: E402 - likewise

supervisor._STEADY = 0.0
sys.exit(main(["serve"]))
