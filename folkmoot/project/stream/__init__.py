"""The small service for streams: asyncio, many quiet connections, and nothing of the web in it."""
