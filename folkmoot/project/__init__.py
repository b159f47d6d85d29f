"""Where everything is put together: settings, addresses, wiring, the server and the command line."""
