"""The text of an act as it is published: reading, normalising, cutting into sentences, hashing."""
