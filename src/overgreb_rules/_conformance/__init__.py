"""The rules as one file of plain data, and the proof that another program answers as they say."""
