"""The console in which cases are decided."""
