"""Bundles: some reports of a record with all that is known of them, in one file that can be checked."""
