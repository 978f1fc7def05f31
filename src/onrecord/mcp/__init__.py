"""The record for assistants: tools (MCP) that answer with citations and change nothing."""
