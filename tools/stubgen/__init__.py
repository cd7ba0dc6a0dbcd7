"""Generators of the files that are computed from the API index. Runs without a VM."""
