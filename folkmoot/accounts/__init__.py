"""Members and other accounts: how they come in, what they show, which programs speak for them."""
