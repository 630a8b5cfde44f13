"""The page in a browser: axe-core finds nothing in it, it asks for nothing else, and it fits a telephone."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from overgreb_rules.render.figures_page import render_figures_page
from overgreb_rules.render.link_template import LinkTemplate
from overgreb_rules.render.page import render_fragment, render_page
from tests.fixtures.department_figures import build_figures
from tests.fixtures.rendered_evaluations import build_evaluation, build_full_evaluation, evaluate_example
from tests.integration.clients.conftest import PROGRAMS, node_modules, program

_HOSTILE = "<script>alert(1)</script><img src=https://example.org/x.png onerror=alert(2)>"
_LOOKS = ("light", "dark", "narrow", "print")
_HOST = (
    "<!DOCTYPE html>\n<html lang='da'><head><title>Fagsystem</title><meta charset='utf-8'><style>{style}</style></head>"
)
_HOST += "<body><main><h1>Fagsystem</h1>{fragments}</main></body></html>"
_HOST_STYLE = ".status, .late, .open, .when { display: none } table { width: 300px }"


def _fragments() -> list[str]:
    """Two fragments, one of the example case and one of a hostile one, with links into the system around them."""
    link = LinkTemplate.parse("https://sager.example.org/{case_id}#{key}")
    result, events = evaluate_example("christmas-notification")
    hostile = build_full_evaluation(hostile=_HOSTILE)
    return [render_fragment(result, "da", events, link), render_fragment(hostile, "da", (), link)]


def _docs_page() -> str:
    """The page of the paths of the service."""
    from overgreb_rules.service import ServiceSettings, create_application  # noqa: PLC0415  # needs the extra `http`
    from overgreb_rules.service.docs_page import build_docs_page  # noqa: PLC0415  # needs the extra

    return build_docs_page(create_application(ServiceSettings()).openapi())


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What axe-core and the browser say of each page, by its name and by how it is looked at."""
    chromium = program("chromium")
    node, modules = node_modules("axe-core")
    node_modules("playwright-core")
    folder = tmp_path_factory.mktemp("pages")
    empty = render_page(build_evaluation(), "da")
    pages = {"none-da": empty, "planted": empty.replace("<main>", "<main><img src='no.png'>")}
    for language in ("da", "en"):
        pages[f"christmas-{language}"] = render_page(evaluate_example("christmas-notification")[0], language)
        pages[f"hostile-{language}"] = render_page(build_full_evaluation(hostile=_HOSTILE), language)
    pages["figures-da"] = render_figures_page(build_figures("met", "overdue"), "da")
    pages["http-en"] = _docs_page()
    pages["embedded-da"] = _HOST.format(style=_HOST_STYLE, fragments="".join(_fragments()))
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [node, str(PROGRAMS / "axe.cjs"), chromium, *(str(folder / f"{name}.html") for name in pages)],
        capture_output=True,
        check=True,
        env={**os.environ, "NODE_PATH": modules},
        timeout=800,
    )
    return {Path(path).stem: looks for path, looks in json.loads(done.stdout).items()}


def test_axe_core_finds_no_violation_in_light_in_dark_on_a_telephone_or_on_paper(found: dict[str, Any]) -> None:
    wrong = {
        (name, look): answer["violations"]
        for name, looks in found.items()
        for look, answer in looks.items()
        if name != "planted" and answer["violations"]
    }
    assert not wrong
    assert len(found) == 9


def test_the_page_asks_for_nothing_else_and_runs_nothing_whatever_the_case_says(found: dict[str, Any]) -> None:
    for look in _LOOKS:
        assert [found[name][look]["asked"] for name in found if name != "planted"] == [[]] * 8


def test_no_page_is_wider_than_its_screen(found: dict[str, Any]) -> None:
    assert not any(answer["wide"] for looks in found.values() for answer in looks.values())


def test_a_planted_fault_is_found(found: dict[str, Any]) -> None:
    answer = found["planted"]["light"]
    assert "image-alt" in [violation[0] for violation in answer["violations"]]
    assert [url.rsplit("/", 1)[-1] for url in answer["asked"]] == ["no.png"]
