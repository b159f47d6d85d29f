"""What a community of each kind begins with: rules, a welcome, lines for profiles, and who may come in."""

from folkmoot.instance.kits.kinds import KINDS, Kit, kit
from folkmoot.instance.kits.texts import in_all_languages, in_language

__all__ = ["KINDS", "Kit", "in_all_languages", "in_language", "kit"]
