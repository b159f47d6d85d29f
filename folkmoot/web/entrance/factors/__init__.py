"""What somebody has besides a password: an app that makes codes, passkeys, recovery codes on paper.

The rows are allauth's (``allauth.mfa``), and so are the steps of signing in; what is shown, and what counts as proof,
is ours.
"""
