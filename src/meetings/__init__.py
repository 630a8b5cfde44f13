"""The yearly meetings of the politikredse with their kommuner: planned exactly, explained, as calendars."""
