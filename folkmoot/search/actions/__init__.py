"""Keeping the index: posts come in, change and go, and those from before are taken in bit by bit."""

from folkmoot.search.actions.filling import begin_anew, fill_some, filling_due
from folkmoot.search.actions.keeping import forget, index

__all__ = ["begin_anew", "fill_some", "filling_due", "forget", "index"]
