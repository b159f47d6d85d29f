"""Where the links of letters lead."""
