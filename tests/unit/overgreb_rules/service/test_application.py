"""Each path gives the answer, or the refusal, that the command line gives."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import shutil

import pytest

from overgreb_rules import Case, evaluate
from overgreb_rules.cli import main
from overgreb_rules.errors import EngineMissing, MatcherFault
from overgreb_rules.shared.text import Text
from tests.fixtures.asgi_client import JSON, LINES, ask
from tests.fixtures.paths import EXAMPLE_CASES, RULES

pytest.importorskip("fastapi", reason="the extra `http` is not installed")

from overgreb_rules.service import ServiceLimits, ServiceSettings, create_application  # after the check for the extra
from overgreb_rules.service.entity_tag import etag_of
from overgreb_rules.service.observability import LOGGER, LogLines
from overgreb_rules.service.questions import CaseQuestions

CASE = (EXAMPLE_CASES / "christmas-notification.json").read_text(encoding="utf-8")
AT = "2017-01-01T12:00:00+01:00"
CANARY = Text("kanariefugl", "kanariefugl")
AT_QUERY = "at=2017-01-01T12:00:00%2B01:00"


def test_an_evaluation_has_the_bytes_of_the_library(app):
    answer = ask(app, "POST", f"/v1/evaluations?{AT_QUERY}", CASE, JSON)
    assert answer.status == 200
    assert answer.body.decode() == evaluate(Case.model_validate_json(CASE), at=AT).to_json()


@pytest.mark.parametrize("detail", ["dates", "counted", "full"])
def test_the_detail_is_that_of_the_command_line(app, detail, capsys):
    answer = ask(app, "POST", f"/v1/evaluations?{AT_QUERY}&detail={detail}", CASE, JSON)
    case = str(EXAMPLE_CASES / "christmas-notification.json")
    main(["evaluate", case, "--at", AT, "--format", "jsonl", "--detail", detail])
    assert answer.body.decode() == capsys.readouterr().out.rstrip("\n")


def test_the_same_question_has_the_same_tag_and_another_instant_another(app):
    first, again = (ask(app, "POST", f"/v1/evaluations?{AT_QUERY}", CASE, JSON).headers["etag"] for _ in range(2))
    later = ask(app, "POST", "/v1/evaluations?at=2017-01-02T12:00:00%2B01:00", CASE, JSON).headers["etag"]
    assert first == again
    assert first != later


def test_the_same_question_to_services_whose_answers_differ_has_a_tag_for_each(app):
    """The receipt names the matcher; one tag for both answers was no strong one."""
    services = [app, create_application(ServiceSettings(matcher="reference"))]
    answers = [ask(service, "POST", f"/v1/evaluations?{AT_QUERY}", CASE, JSON) for service in services]
    assert len({answer.body for answer in answers}) == len({answer.headers["etag"] for answer in answers})
    assert {answer.headers["etag"] for answer in answers} == {etag_of(answer.body) for answer in answers}


def test_a_calendar_has_another_tag_in_another_language_and_no_cache_keeps_it(app):
    danish, english = (ask(app, "POST", f"/v1/calendars?{AT_QUERY}&lang={lang}", CASE, JSON) for lang in ("da", "en"))
    assert danish.body != english.body
    assert danish.headers["etag"] != english.headers["etag"]
    assert danish.headers["cache-control"] == english.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("path", "media"), [("why-not?rule=bl-5-samtale-foer-afgoerelse&", JSON), ("agenda?", LINES)])
def test_every_answer_about_cases_has_the_hash_of_its_bytes_as_its_tag(app, path, media):
    answer = ask(app, "POST", f"/v1/{path}{AT_QUERY}", CASE.replace("\n", ""), media)
    assert answer.headers["etag"] == etag_of(answer.body)


BAD_CASES = [
    "",
    "x",
    "[]",
    "[" * 100_000,
    '{"case_id": 1}',
    '{"case_id": "a", "case_id": "b", "events": []}',
    '{"case_id": "010190-1234", "events": []}',
    '{"case_id": "a", "events": [{"type": "underretning_modtget", "at": "2026-01-01T08:00:00+01:00"}]}',
    '{"case_id": "a", "events": [{"type": "underretning_modtaget", "at": "2026-02-30"}]}',
    '{"case_id": "a", "events": [{"type": "underretning_modtaget", "at": "2026-03-29T02:30:00"}]}',
    '{"case_id": "a", "events": [{"id": "e", "type": "underretning_modtaget", "at": "2026-01-01", "of": "f"}]}',
    '{"case_id": "a", "events": [], "navn": "Mette Hansen"}',
]


@pytest.mark.parametrize("body", BAD_CASES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_bad_case_is_refused_with_the_five_fields_of_the_command_line(app, body, language, capsys, tmp_path):
    answer = ask(app, "POST", f"/v1/evaluations?{AT_QUERY}&lang={language}", body, JSON)
    lines = tmp_path / "cases.jsonl"
    lines.write_text(body + "\n", encoding="utf-8")
    main(["evaluate", str(lines), "--at", AT, "--lang", language])
    told = json.loads(capsys.readouterr().out)["error"]
    assert answer.status == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert {name: answer.json[name] for name in ("place", "what", "value", "allowed", "mend")} == told
    assert "Mette" not in answer.body.decode()
    assert "1234" not in answer.body.decode()


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("", "?at"),
        ("at=2017-01-01", "?at"),
        (f"{AT_QUERY}&detial=dates", "?detial"),
        (f"{AT_QUERY}&detail=all", "?detail"),
        (f"{AT_QUERY}&{AT_QUERY}", "?at"),
        (f"{AT_QUERY}&lang=de", "?lang"),
    ],
)
def test_a_bad_parameter_is_refused_with_its_name(app, query, place):
    answer = ask(app, "POST", f"/v1/evaluations?{query}", CASE, JSON)
    assert (answer.status, answer.json["place"]) == (422, place)


def test_an_unknown_parameter_is_answered_with_the_nearest_one(app):
    assert "detail" in ask(app, "POST", f"/v1/evaluations?{AT_QUERY}&detial=dates", CASE, JSON).json["mend"]


def test_a_name_that_is_hidden_is_named_by_its_number(app):
    parameter = ask(app, "POST", f"/v1/evaluations?{AT_QUERY}&navn=Mette", CASE, JSON).json
    body = json.dumps({"case": json.loads(CASE), "suppose": [], "navn": "Mette"})
    key = ask(app, "POST", f"/v1/suppositions?{AT_QUERY}", body, JSON).json
    assert (parameter["place"], parameter["what"]) == ("?«hidden»", "parameteren er ukendt (nr. 2)")
    assert (key["place"], key["what"]) == ("/«hidden»", "nøglen er ukendt (nr. 3)")


def test_an_offset_whose_plus_was_not_encoded_is_read_as_it_was_meant(app):
    assert ask(app, "POST", f"/v1/evaluations?at={AT}", CASE, JSON).json["at"] == AT


def test_another_media_type_is_refused(app):
    answer = ask(app, "POST", f"/v1/evaluations?{AT_QUERY}", CASE, {"content-type": "text/xml"})
    assert (answer.status, answer.json["place"]) == (415, "Content-Type")


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "identity, br"])
@pytest.mark.parametrize("path", ["evaluations", "agenda", "calendars"])
def test_a_packed_body_is_refused_with_what_is_taken_instead(app, path, coding):
    media = LINES if path == "agenda" else JSON
    answer = ask(
        app, "POST", f"/v1/{path}?{AT_QUERY}", gzip.compress(CASE.encode()), media | {"content-encoding": coding}
    )
    assert (answer.status, answer.json["place"], answer.json["allowed"]) == (415, "Content-Encoding", "identity")
    assert answer.headers["accept-encoding"] == "identity"


def test_a_body_that_says_that_it_is_not_packed_is_answered(app):
    headers = JSON | {"content-encoding": "Identity"}
    assert ask(app, "POST", f"/v1/evaluations?{AT_QUERY}", CASE, headers).status == 200


def test_each_media_type_that_is_offered_for_a_stream_takes_the_same_lines(app):
    refused = ask(app, "POST", f"/v1/agenda?{AT_QUERY}", CASE, {"content-type": "text/xml"}).json["allowed"]
    line = json.dumps(json.loads(CASE)) + "\n"
    for media in refused.split(", "):
        answer = ask(app, "POST", f"/v1/evaluations?{AT_QUERY}", line, {"content-type": media})
        assert [line["case_id"] for line in answer.lines] == [json.loads(CASE)["case_id"]]


def test_a_pinned_rulebook_is_answered_and_another_one_is_a_conflict(app):
    answer = ask(app, "POST", f"/v1/evaluations?{AT_QUERY}&rulebook=2026.2", CASE, JSON)
    assert answer.status == 200
    pinned = answer.json["receipt"]["sha256"]
    assert ask(app, "POST", f"/v1/evaluations?{AT_QUERY}&rulebook={pinned}", CASE, JSON).status == 200
    assert ask(app, "POST", f"/v1/evaluations?{AT_QUERY}&rulebook=2025.1", CASE, JSON).status == 409


@pytest.mark.parametrize(
    "body",
    [
        '{"case_id": "a", "events": []' + " " * 2_000 + "}",
        json.dumps({"case_id": "a", "events": [{"type": "familie_flyttet", "at": "2026-01-01"}] * 3}),
    ],
)
def test_more_bytes_or_events_than_the_limits_are_refused(small_app, body):
    assert ask(small_app, "POST", f"/v1/evaluations?{AT_QUERY}", body, JSON).status == 413


def test_a_case_with_too_many_events_is_told_the_limit_of_the_service_however_many_it_has(app, small_app):
    for service, most, number in ((small_app, 2, 3), (app, 500, 501), (app, 500, 1_001)):
        case = {"case_id": "a", "events": [{"type": "sag_afsluttet", "at": "2026-01-01"}] * number}
        for path, body, media, place in (
            (f"evaluations?{AT_QUERY}", case, JSON, "/events"),
            (f"evaluations?{AT_QUERY}", case, LINES, "/events"),
            (f"evaluations?{AT_QUERY}", {"id": "x", "case": case}, LINES, "/case/events"),
            (f"suppositions?{AT_QUERY}", {"case": case, "suppose": []}, JSON, "/case/events"),
            ("replays", {"case": case, "receipt": {}}, JSON, "/case/events"),
        ):
            answer = ask(service, "POST", f"/v1/{path}", json.dumps(body), media)
            told = json.loads(answer.body)
            assert answer.status == (200 if media is LINES else 413)
            error = told.get("error", told)
            assert (error["place"], error["allowed"]) == (place, f"højst {most} hændelser")


YEARLY = {"case_id": "a", "events": [{"id": "i", "type": "indsats_ivaerksat", "at": "2024-01-02"}]}


def test_more_duties_than_the_limit_are_refused_and_as_many_are_answered(small_app):
    path, body = "/v1/evaluations?at=20{}-01-01T12:00:00%2B01:00", json.dumps(YEARLY)
    answered = ask(small_app, "POST", path.format(30), body, JSON)
    refused = ask(small_app, "POST", path.format(60), body, JSON)
    assert (answered.status, refused.status) == (200, 413)
    assert len(answered.json["obligations"]) <= 20
    assert (refused.json["place"], refused.json["allowed"]) == ("/events", "højst 20")
    in_stream = ask(small_app, "POST", path.format(60), f"{body}\n", LINES)
    assert json.loads(in_stream.body)["error"]["allowed"] == "højst 20"
    in_envelope = ask(small_app, "POST", path.format(60), json.dumps({"case": YEARLY}), LINES)
    assert json.loads(in_envelope.body)["error"]["place"] == "/case/events"


def test_supposed_events_and_the_duties_that_they_give_are_within_the_limits_too(small_app):
    known, more = "familie_flyttet@2024-01-02", "indsats_ivaerksat@2024-01-02"
    case = {"case_id": "a", "events": []}
    for year, told, suppose, place in (
        (2030, case, [known, more], None),
        (2030, case, [known, known, more], "/suppose"),
        (2060, case, [more], "/suppose"),
        (2060, YEARLY, [known], "/case/events"),
    ):
        path = f"/v1/suppositions?at={year}-01-01T12:00:00%2B01:00"
        answer = ask(small_app, "POST", path, json.dumps({"case": told, "suppose": suppose}), JSON)
        assert (answer.status, answer.json.get("place")) == (200 if place is None else 413, place)


def test_a_saved_answer_is_made_again_with_as_many_duties_as_the_limit_and_no_more(app, small_app):
    for year, status in ((2030, 200), (2060, 413)):
        path = f"/v1/evaluations?at={year}-01-01T12:00:00%2B01:00&detail=dates"
        saved = ask(app, "POST", path, json.dumps(YEARLY), JSON).json
        del saved["obligations"][1:]  # few bytes: what is asked for is made again whole
        answer = ask(small_app, "POST", "/v1/replays", json.dumps({"receipt": saved, "case": YEARLY}), JSON)
        assert answer.status == status
    assert (answer.json["place"], answer.json["allowed"]) == ("/case/events", "højst 20")


def test_a_client_that_stops_sending_is_given_up(small_app):
    answer = ask(small_app, "POST", f"/v1/evaluations?{AT_QUERY}", [b'{"case_id"'], JSON, hangs=True)
    assert answer.status == 408


def test_suppositions_compare_both_answers(app):
    body = {"case": json.loads(CASE), "suppose": ["kvittering_sendt@2017-01-01T13:00:00+01:00"]}
    answer = ask(app, "POST", f"/v1/suppositions?{AT_QUERY}", json.dumps(body), JSON)
    assert answer.status == 200
    assert [change["rule"] for change in answer.json["changes"]] == ["sel-155b-1-kvittering"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"case": {}}, "/suppose"),
        ({"case": {}, "suppose": [], "navn": 1}, "/navn"),
        ({"case": {"case_id": 1}, "suppose": []}, "/case/case_id"),
        ({"case": json.loads(CASE), "suppose": "x"}, "/suppose"),
        ([], "/"),
    ],
)
def test_a_bad_supposition_is_refused_with_its_place(app, body, place):
    answer = ask(app, "POST", f"/v1/suppositions?{AT_QUERY}", json.dumps(body), JSON)
    assert answer.status == 422
    assert answer.json["place"].startswith(place.partition("navn")[0])


def test_a_saved_answer_is_made_again(app):
    saved = ask(app, "POST", f"/v1/evaluations?{AT_QUERY}", CASE, JSON).json
    body = json.dumps({"receipt": saved, "case": json.loads(CASE)})
    assert ask(app, "POST", "/v1/replays", body, JSON).json["same"] is True
    saved["receipt"]["rulebook"] = "2025.1"
    changed = ask(app, "POST", "/v1/replays", json.dumps({"receipt": saved, "case": json.loads(CASE)}), JSON).json
    assert changed["same"] is False


def test_a_saved_answer_that_was_edited_is_not_the_same(app):
    saved = ask(app, "POST", f"/v1/evaluations?{AT_QUERY}", CASE, JSON).json
    saved["obligations"][0]["status"] = "met"
    answer = ask(app, "POST", "/v1/replays", json.dumps({"receipt": saved, "case": json.loads(CASE)}), JSON).json
    assert (answer["same"], answer["moved"]) == (False, [])


def test_what_is_no_saved_answer_is_refused_without_a_word_of_the_command_line(app):
    for receipt, place in (
        ({}, "/receipt"),
        ([], "/receipt"),
        ({"receipt": {"sha256": "x"}, "at": AT}, "/receipt"),
        ({"schema": 1, "receipt": {"sha256": "x"}, "at": "2017-01-01"}, "/receipt/at"),
        ({"schema": 1, "receipt": {"sha256": "x"}, "at": [1]}, "/receipt/at"),
    ):
        refused = ask(app, "POST", "/v1/replays", json.dumps({"receipt": receipt, "case": json.loads(CASE)}), JSON)
        assert (refused.status, refused.json["place"]) == (422, place)
        assert place != "/receipt" or refused.json["mend"] == "giv svaret i JSON, som det blev gemt"


def test_a_replay_is_refused_beside_as_many_as_there_may_be(matcher):
    app = create_application(ServiceSettings(matcher=matcher, limits=ServiceLimits(replays=0)))
    refused = ask(app, "POST", "/v1/replays", json.dumps({"receipt": {}, "case": json.loads(CASE)}), JSON)
    assert (refused.status, refused.json["allowed"]) == (429, "højst 0 genberegninger ad gangen")
    assert ask(app, "POST", f"/v1/evaluations?{AT_QUERY}", CASE, JSON).status == 200


def test_a_replay_takes_no_place_of_a_single_case(app, matcher):
    saved = ask(app, "POST", f"/v1/evaluations?{AT_QUERY}", CASE, JSON).json
    full = create_application(ServiceSettings(matcher=matcher, limits=ServiceLimits(waiting=0)))
    body = json.dumps({"receipt": saved, "case": json.loads(CASE)})
    assert ask(full, "POST", "/v1/replays", body, JSON).json["same"] is True


def test_an_answer_is_made_again_with_the_rules_of_the_service(matcher, tmp_path):
    rules = tmp_path / "rules"
    shutil.copytree(RULES, rules)
    book = (rules / "rulebook.yaml").read_text(encoding="utf-8")
    (rules / "rulebook.yaml").write_text(book.replace("2026.2", "2026.2-own", 1), encoding="utf-8")
    own = create_application(ServiceSettings(rules=rules, matcher=matcher))
    saved = ask(own, "POST", f"/v1/evaluations?{AT_QUERY}", CASE, JSON).json
    assert saved["receipt"]["rulebook"] == "2026.2-own"
    body = json.dumps({"receipt": saved, "case": json.loads(CASE)})
    assert ask(own, "POST", "/v1/replays", body, JSON).json["same"] is True


def test_an_agenda_of_one_municipality_leaves_the_others_out(app):
    cases = [{**json.loads(CASE), "case_id": str(code), "kommune": code} for code in (751, 851)]
    body = "\n".join(json.dumps(case) for case in cases)
    answer = ask(app, "POST", f"/v1/agenda?{AT_QUERY}&kommune=0851", body, LINES).json
    assert (answer["cases"], {item["case_id"] for item in answer["items"]}) == (1, {"851"})


def logged_status(caplog):
    """The status in the last line of the log on a request."""
    return [json.loads(record.message) for record in caplog.records if record.name == LOGGER.name][-1]["status"]


@pytest.mark.parametrize(
    ("fault", "status", "what"),
    [
        (KeyError("kanariefugl"), 500, "der skete en uforudset fejl i tjenesten"),
        (MatcherFault(CANARY), 503, "regelmotoren svarede forkert eller mangler"),
        (EngineMissing(CANARY), 503, "regelmotoren svarede forkert eller mangler"),
    ],
)
def test_only_a_fault_of_the_engine_is_called_so_and_no_fault_is_told_in_its_words(
    app, monkeypatch, caplog, fault, status, what
):
    def fail(*_):
        raise fault

    monkeypatch.setattr(CaseQuestions, "evaluate_case", fail)
    with caplog.at_level(logging.INFO, logger=LOGGER.name):
        answer = ask(app, "POST", f"/v1/evaluations?{AT_QUERY}", CASE, JSON, fails=True)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (answer.json["what"], answer.json["mend"]) == (what, "se tjenestens log")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "kanariefugl" not in answer.body.decode()
    assert logged_status(caplog) == status


@pytest.mark.parametrize("fault", [MatcherFault(CANARY), EngineMissing(CANARY)])
def test_the_log_to_which_the_answer_leads_says_which_fault_the_engine_has(app, monkeypatch, caplog, fault):
    def fail(*_):
        raise fault

    monkeypatch.setattr(CaseQuestions, "evaluate_case", fail)
    ask(app, "POST", f"/v1/evaluations?{AT_QUERY}", CASE, JSON)
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    line = json.loads(LogLines().format(record))
    assert (line["says"], line["error"]) == ("the rule engine gave no answer", type(fault).__name__)
    assert "kanariefugl" not in str(line)


def test_one_duty_is_explained_in_both_languages(app):
    key = "sel-155-2-vurdering-24-timer@u1"
    answer = ask(app, "POST", f"/v1/explanations?{AT_QUERY}&key={key}", CASE, JSON).json
    assert answer["obligation"]["key"] == key
    assert answer["da"] != answer["en"]
    unknown = ask(app, "POST", f"/v1/explanations?{AT_QUERY}&key=x", CASE, JSON)
    assert (unknown.status, unknown.json["place"]) == (422, "?key")


def test_why_a_rule_gives_no_duty_is_told(app):
    answer = ask(app, "POST", f"/v1/why-not?{AT_QUERY}&rule=bl-5-samtale-foer-afgoerelse", CASE, JSON)
    assert answer.status == 200
    assert answer.json["reasons"]


@pytest.mark.parametrize(("path", "media"), [("why-not", JSON), ("agenda", LINES)])
def test_a_rule_that_is_unknown_is_refused_with_the_path_that_lists_them(app, path, media):
    unknown = ask(app, "POST", f"/v1/{path}?{AT_QUERY}&rule=bl-999", CASE.replace("\n", ""), media)
    assert (unknown.status, unknown.json["place"], unknown.json["allowed"]) == (422, "?rule", "et id fra GET /v1/rules")


def test_the_deadlines_of_a_case_come_as_a_calendar(app):
    answer = ask(app, "POST", f"/v1/calendars?{AT_QUERY}", CASE, JSON)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.body.startswith(b"BEGIN:VCALENDAR\r\n")


def test_an_agenda_is_refused_beside_as_many_as_there_may_be(matcher):
    app = create_application(ServiceSettings(matcher=matcher, limits=ServiceLimits(agendas=0)))
    refused = ask(app, "POST", f"/v1/agenda?{AT_QUERY}", CASE.replace("\n", ""), LINES)
    assert (refused.status, refused.json["allowed"]) == (429, "højst 0 fristoverblik ad gangen")
    assert ask(app, "POST", f"/v1/evaluations?{AT_QUERY}", CASE, JSON).status == 200


def test_an_agenda_of_lines_names_the_line_that_is_refused(app):
    one = json.dumps(json.loads(CASE))
    answer = ask(app, "POST", f"/v1/agenda?{AT_QUERY}&limit=1", f"{one}\nx\n", LINES).json
    assert (answer["cases"], len(answer["items"])) == (1, 1)
    assert [refused["case"] for refused in answer["refused"]] == [2]


def test_a_line_of_an_agenda_that_is_no_json_has_the_place_that_a_stream_gives_it(app):
    one = json.dumps(json.loads(CASE))
    for line in ('{"case_id": x}', '{"case_id": "a",\r', ""):
        body = f"{one}\n\n{line}\n"
        agenda = ask(app, "POST", f"/v1/agenda?{AT_QUERY}", body, LINES).json
        stream = ask(app, "POST", f"/v1/evaluations?{AT_QUERY}", body, LINES).lines
        assert agenda["refused"][-1] == {"case": 3, "error": stream[-1]["error"]}
        assert stream[-1]["error"]["place"].startswith("line 3")


def test_a_limit_of_an_agenda_lists_so_many_and_0_lists_all(app):
    listed = [
        len(ask(app, "POST", f"/v1/agenda?{AT_QUERY}{limit}", CASE.replace("\n", ""), LINES).json["items"])
        for limit in ("", "&limit=0", "&limit=1")
    ]
    assert listed[0] == listed[1] > listed[2] == 1


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("rule=bl-999", "?rule"),
        ("kommune=9999", "?kommune"),
        ("kommune=x", "?kommune"),
        ("limit=-1", "?limit"),
        ("limit=x", "?limit"),
        ("limit=2000000", "?limit"),
        ("limit=" + "9" * 5_000, "?limit"),
    ],
)
def test_a_filter_that_nothing_has_is_refused(app, query, place):
    answer = ask(app, "POST", f"/v1/agenda?{AT_QUERY}&{query}", "", LINES)
    assert (answer.status, answer.json["place"]) == (422, place)


@pytest.mark.parametrize("path", ["/nope", "/v1/rules/bl-999", "/v1/schemas/secret", "/v1/rules/"])
def test_what_does_not_exist_is_404(app, path):
    assert ask(app, "GET", path).status == 404


def test_a_path_with_a_slash_too_many_is_404_and_sends_the_case_nowhere_else(app):
    answer = ask(app, "POST", f"/v1/evaluations/?{AT_QUERY}", CASE, JSON)
    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")
    assert "location" not in answer.headers


def test_a_method_that_a_path_does_not_have_is_405_with_the_one_that_it_has(app):
    answer = ask(app, "GET", "/v1/evaluations")
    assert (answer.status, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("method", ["OPTIONS", "DELETE"])
def test_a_document_allows_head_too(app, method):
    assert ask(app, method, "/v1/rules").headers["allow"] == "GET, HEAD"


def test_every_answer_has_the_security_headers(app):
    for answer in (ask(app, "GET", "/healthz"), ask(app, "GET", "/nope")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


DOCUMENTS = ("rules", "rules/bl-136-2-vurdering-24-timer", "concordance", "vocabulary", "schemas/case", "bundle")
GETS = [*(f"/v1/{name}" for name in DOCUMENTS), "/v1/limits", "/openapi.json", "/docs"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_tag_of_what_is_made_of_the_rulebook_is_the_hash_of_the_rulebook_in_every_receipt(app, name):
    receipt = ask(app, "POST", f"/v1/evaluations?{AT_QUERY}", CASE, JSON).json["receipt"]
    assert ask(app, "GET", f"/v1/{name}").headers["etag"] == f'"{receipt["sha256"]}"'


@pytest.mark.parametrize("path", GETS)
def test_every_document_is_sent_again_only_to_a_client_that_has_another_one(app, path):
    first = ask(app, "GET", path)
    again = ask(app, "GET", path, headers={"if-none-match": first.headers["etag"]})
    other = ask(app, "GET", path, headers={"if-none-match": '"other"'})
    assert (first.status, again.status, other.status) == (200, 304, 200)
    assert (again.body, other.body) == (b"", first.body)
    assert first.headers["cache-control"] == again.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", GETS)
def test_a_document_is_refused_to_a_client_that_pins_another_rulebook_or_asks_with_an_unknown_parameter(app, path):
    pinned = ask(app, "GET", f"{path}?rulebook=2026.2")
    changed = ask(app, "GET", f"{path}?rulebook=2026.1", headers={"if-none-match": pinned.headers["etag"]})
    unknown = ask(app, "GET", f"{path}?foo=1")
    assert (pinned.status, changed.status, unknown.status) == (200, 409, 422)
    assert unknown.headers["content-type"] == "application/problem+json"
    assert (changed.json["place"], unknown.json["allowed"]) == ("?rulebook", "lang, rulebook")


def test_other_limits_have_another_tag(app, small_app):
    assert ask(app, "GET", "/v1/limits").headers["etag"] != ask(small_app, "GET", "/v1/limits").headers["etag"]


def test_the_bundle_is_the_one_whose_hash_stands_in_receipts(app):
    bundle = ask(app, "GET", "/v1/bundle")
    receipt = ask(app, "POST", f"/v1/evaluations?{AT_QUERY}", CASE, JSON).json["receipt"]
    assert hashlib.sha256(bundle.body).hexdigest() == receipt["bundle_sha256"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/docs", "/openapi.json", "/v1/limits"])
def test_the_service_tells_of_itself(app, path):
    assert ask(app, "GET", path).status == 200
