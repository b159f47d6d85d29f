"""What answers at each address: parse, ask one query or do one action, answer."""
