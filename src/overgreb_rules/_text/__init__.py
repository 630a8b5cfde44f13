"""Sentences in Danish and English."""
