"""The whole assistant in one process: model, agent, and the actions it runs."""
