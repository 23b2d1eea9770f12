"""Rasa graph components: what a message means, from its text and the conversation so far.

In the order of config.yml: payload (pressed buttons) -> featurizer (sentence encoder) -> mentions (conditions and
signs) -> topics (which topic or intent) -> turn (one decision from all of it).
"""
