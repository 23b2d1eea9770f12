"""What is said and done in a turn: memory, replies, and their words."""
