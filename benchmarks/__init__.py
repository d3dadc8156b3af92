"""Measurements by command: medians, and the ratio to a named peer in the same run."""
