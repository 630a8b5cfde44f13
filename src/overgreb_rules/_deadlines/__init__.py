"""Instants, days and counting conventions."""
