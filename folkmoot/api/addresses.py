"""The addresses of programs that do not stand below ``/api/``."""

TOKEN, REVOKE, USERINFO = "/oauth/token", "/oauth/revoke", "/oauth/userinfo"
METADATA = "/.well-known/oauth-authorization-server"
