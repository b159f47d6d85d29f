"""Coming in through a sign-in service of the operator's choice, which speaks OpenID Connect."""
