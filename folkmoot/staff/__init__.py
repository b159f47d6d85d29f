"""Setting the community up and running it: the wizard, applications, reports, invitations, settings, the log."""
