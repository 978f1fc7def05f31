"""Measures of each stage against gold, for who works on it."""
