"""The reader of calendar files that other people and programs wrote."""
