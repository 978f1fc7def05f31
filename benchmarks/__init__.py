"""Measures of speed, memory and faults, for who works on it."""
