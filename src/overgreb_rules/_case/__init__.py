"""Cases: model, reading, event log."""
