"""``folkmoot serve``: one parent that imports everything once, and the processes it forks and watches."""

from folkmoot.project.serve.start import serve

__all__ = ["serve"]
