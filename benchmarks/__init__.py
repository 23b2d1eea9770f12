"""Measures this project beside the stock Rasa pipeline in one run: `make bench`. Results: docs/performance.md."""
