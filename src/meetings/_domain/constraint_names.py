"""The words that a person reads in the place of the name of a requirement or a cost."""

from __future__ import annotations

from overgreb_rules.shared.text import Text

CONSTRAINT_NAMES: dict[str, Text] = {
    "in_year": Text("inden for året", "within the year"),
    "working_day": Text("hverdag (mandag-fredag)", "working day (Monday to Friday)"),
    "closed_day": Text("lukkedag", "closing day"),
    "closed_afternoon": Text("lukket eftermiddag", "closed afternoon"),
    "blocked_dates": Text("spærrede dage", "blocked days"),
    "blocked_weeks": Text("spærrede uger", "blocked weeks"),
    "window": Text("perioden", "the window"),
    "duration": Text("mødets længde", "length of the meeting"),
    "politikreds_free": Text("politikredsen er ledig", "the politikreds is free"),
    "boernehuse_free": Text("børnehuset er ledigt", "the børnehus is free"),
    "quorum": Text("nok kommuner er ledige", "enough kommuner are free"),
    "strict_coverage": Text("kalenderne dækker tidspunktet", "the calendars cover the start"),
    "start_times": Text("mødetider", "start times"),
    "pinned": Text("fastlåst tidspunkt", "pinned start"),
    "gap_to_last_year": Text("afstand til sidste møde", "distance from the last meeting"),
    "not_in_the_past": Text("ikke før nu", "not before now"),
    "notice_days": Text("varsel", "notice"),
    "facilitators_free": Text("nok facilitatorer er ledige", "enough facilitators are free"),
    "host_present": Text("værten kan komme", "the host can come"),
    "facilitators_come": Text("facilitatoren kan komme", "the facilitator can come"),
    "facilitator_meetings_per_day": Text("antal møder om dagen", "so many meetings a day at most"),
    "facilitator_one_at_a_time": Text("ét møde ad gangen", "one meeting at a time"),
    "facilitator_travel_time": Text("rejsetid mellem møder", "time to travel between meetings"),
    "facilitator_rest_days": Text("fridage mellem møder", "days of rest between meetings"),
    "shared_boernehus": Text("fælles børnehus", "shared børnehus"),
    "spacing": Text("afstand mellem årets møder", "distance between the meetings of the year"),
    "one_meeting_each": Text("hvert møde præcis én gang", "each meeting exactly once"),
    "host_in_turn": Text("værten efter tur", "the host in turn"),
    "says_what_is": Text("planens oplysninger", "what the plan says"),
}
"""The requirements by name, and what `check` finds beside them."""

COST_NAMES: dict[str, Text] = {
    "moved_soon": Text("flyttet møde med kort varsel", "meeting moved at short notice"),
    "moved": Text("flyttet møde", "moved meeting"),
    "facilitator_changed": Text("anden facilitator", "another facilitator"),
    "host_passed_over": Text("vært sprunget over", "host passed over"),
    "absent": Text("kommune, der ikke kan komme", "kommune that cannot come"),
    "school_holiday": Text("vinterferie", "winter holiday"),
    "autumn_holiday": Text("efterårsferie (uge 42)", "autumn holiday (week 42)"),
    "summer_holiday": Text("sommerferie", "summer holiday"),
    "between_holidays": Text("indeklemt dag", "day between holidays"),
    "half_day": Text("halv dag (1. maj, 5. juni)", "half day (1 May, 5 June)"),
    "friday_afternoon": Text("fredag efter kl. 12.00", "Friday after 12:00"),
    "tentative": Text("måske optaget", "perhaps busy"),
    "not_known": Text("kalender, der ikke dækker dagen", "calendar that does not cover the day"),
    "gap_target": Text("afvigelse fra ét år efter sidste møde", "distance from one year after the last meeting"),
    "spread_year": Text("flere møder i samme måned", "several meetings in one month"),
    "spread_facilitators": Text("møder skævt fordelt mellem facilitatorer", "uneven shares of the facilitators"),
    "travel": Text("møder i to kredse to dage i træk", "meetings in two kredse two days in a row"),
    "moved_far": Text("flyttet langt fra den gamle dato", "moved far from the old date"),
}
"""The costs by name."""
