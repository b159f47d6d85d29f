"""Streams for programs: WebSocket and server-sent events on a port of their own, without a thread for each."""

from folkmoot.project.files_and_streams.streaming.house import House

__all__ = ["House"]
