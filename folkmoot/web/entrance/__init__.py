"""Coming in: signing up and in, confirming an address, a forgotten password, and where one is signed in."""
