"""The addresses of programs that do not stand below ``/api/``."""

TOKEN, REVOKE, USERINFO = "/oauth/token", "/oauth/revoke", "/oauth/userinfo"
METADATA = "/.well-known/oauth-authorization-server"
NODEINFO, NODEINFO_2 = "/.well-known/nodeinfo", "/nodeinfo/2.0"
