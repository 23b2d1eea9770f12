"""Custom actions, one file each; Rasa finds them by their `name`."""
