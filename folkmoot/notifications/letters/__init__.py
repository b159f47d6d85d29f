"""Letters to members: what happened to them, and what they missed; never more than they asked for."""
