"""Deadlines and duties of Danish child-protection law."""
