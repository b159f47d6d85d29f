"""The small service for files and streams: asyncio, many quiet or slow connections, and nothing of the web in it."""
