"""What was decided about somebody, why, and how to say that it was wrong: signed in, or by the link of a mail."""
