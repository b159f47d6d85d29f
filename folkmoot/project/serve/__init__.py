"""``folkmoot serve``: one parent that imports everything once, and the processes it forks and watches."""

from folkmoot.project.serve.start import SITE, serve, start_web_server

__all__ = ["SITE", "serve", "start_web_server"]
