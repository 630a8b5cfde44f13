"""The yearly meetings of the politikredse with their kommuner: planned exactly, explained, as calendars."""

from __future__ import annotations

from meetings.export import write_calendars
from meetings.planner import plan
from meetings.request import PlanRequest

__all__ = ["PlanRequest", "plan", "write_calendars"]
