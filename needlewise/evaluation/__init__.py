"""Measures the assistant on sentences that it was not taught."""
