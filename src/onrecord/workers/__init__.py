"""Processes that open and read reports, each with an end of time and memory: a bad input costs itself."""
