"""Noting voices, counting what rises, and what staff decide about it."""

from folkmoot.discovery.actions.counting import count_anew, count_as_wished, wish_count
from folkmoot.discovery.actions.deciding import allow, hide
from folkmoot.discovery.actions.noting import forget_old, note_boost, note_post

__all__ = ["allow", "count_anew", "count_as_wished", "forget_old", "hide", "note_boost", "note_post", "wish_count"]
