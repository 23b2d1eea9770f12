"""Needlewise: answers questions on microneedling at home; docs/architecture.md has the map."""
