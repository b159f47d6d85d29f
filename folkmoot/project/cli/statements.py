"""Statements of reasons for the public database of the Digital Services Act, from the command line."""

import argparse
import json
import sys

from folkmoot.moderation.actions.parcels import handed_over, parcels, set_apart


def export(options: argparse.Namespace) -> int:
    """Print what waits, one parcel in each line as the database takes it; 1 when something was set apart."""
    for parcel in parcels():
        sys.stdout.write(f"{json.dumps(parcel, ensure_ascii=False)}\n")
        sys.stdout.flush()
        if options.mark_sent:
            handed_over([each["puid"] for each in parcel["statements"]])
    refused = set_apart()
    if refused:
        sys.stderr.write(f"{refused} statements would be refused, and are left out.\n")
    return int(bool(refused))
