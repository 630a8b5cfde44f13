"""The sources of the site: the documents of `docs/` and those made from the rules, in one folder, with the settings."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from overgreb_rules import Rulebook
from overgreb_rules._rulecheck.coverage import read_sentences
from overgreb_rules._rulecheck.sentence_words import read_sentence_words
from overgreb_rules._rules.source import packaged_rules, sentences_text
from overgreb_rules.shared.version import __version__
from tools.site.answer_page import build_answer_page
from tools.site.command_page import build_command_page
from tools.site.event_page import build_event_page
from tools.site.markdown import mark_language
from tools.site.navigation import NAVIGATION
from tools.site.provision import build_provision
from tools.site.provision_index import build_provision_index
from tools.site.provision_page import build_provision_page
from tools.site.rulebook_graph import build_rulebook_graph

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PROJECT = "project"
"""The folder of the site for documents of the project that do not stand in `docs/`."""
SETTINGS = Path(__file__).with_name("zensical.toml")
ASSETS = tuple(Path(__file__).with_name(name) for name in ("style.css", "tables.js"))
_LINK = re.compile(r"\[([^\]]*)\]\(([^)#:\s]+)(#[^)]*)?\)")
_DANISH = re.compile(r"\.da\.md$|^docs/dansk\.md$|^docs/reference/law/")
"""The documents in Danish, in a site whose navigation is English: a screen reader must be told."""
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def build_made_pages(book: Rulebook) -> dict[str, str]:
    """Build every page that is made from the rules and stands in no folder of the project.

    Args:
        book: The rules with a matcher.

    Returns:
        The text of each page by its path in the site.
    """
    rules, sentences = book.rules, read_sentences(sentences_text(packaged_rules()))
    words = read_sentence_words(packaged_rules())
    graph = json.dumps(build_rulebook_graph(rules), ensure_ascii=False, indent=1)
    pages = {"reference/answer.md": build_answer_page(rules, book), "rulebook.jsonld": graph + "\n"}
    for language in ("da", "en"):
        pages[f"reference/event-types.{language}.md"] = build_event_page(rules, language)
        pages[f"reference/command-line.{language}.md"] = build_command_page(language)
        pages[f"reference/provisions/{language}/index.md"] = build_provision_index(rules, language)
    for rule in rules:
        provision = build_provision(rule, book, sentences, words)
        for language in ("da", "en"):
            pages[f"reference/provisions/{language}/{rule.id}.md"] = build_provision_page(provision, language)
    return pages


def build_pages(book: Rulebook) -> dict[str, str]:
    """Build every page of the site: those made from the rules, the documents, and what the documents link to.

    Args:
        book: The rules with a matcher.

    Returns:
        The text of each page by its path in the site.
    """
    pages = build_made_pages(book)
    wanted = [path.relative_to(ROOT).as_posix() for path in sorted(DOCS.rglob("*.md"))]
    while wanted:
        source = wanted.pop()
        target = place_of(source)
        if target not in pages:
            text, linked = rewrite_links((ROOT / source).read_text(encoding="utf-8"), source)
            pages[target] = mark_language(text, "da") if _DANISH.search(source) else text
            wanted += linked
    return pages


def stage_site(folder: Path, book: Rulebook) -> Path:
    """Write the sources of the site, and the settings beside them.

    Args:
        folder: The folder; its folder `site-source` is removed and written anew.
        book: The rules with a matcher.

    Returns:
        The file of settings, for Zensical.
    """
    pages = folder / "site-source"
    shutil.rmtree(pages, ignore_errors=True)
    for target, text in build_pages(book).items():
        path = pages / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    for asset in ASSETS:
        shutil.copy(asset, pages / asset.name)
    settings = folder / SETTINGS.name
    text = SETTINGS.read_text(encoding="utf-8")
    text = text.replace("@VERSION@", json.dumps(__version__)).replace("@SOURCES@", str(ROOT / "src"))
    text = text.replace("@NAVIGATION@", format_navigation(NAVIGATION))
    settings.write_text(text, encoding="utf-8", newline="\n")
    return settings


def place_of(source: str) -> str:
    """Return where a file of the project stands in the site.

    Args:
        source: The path of the file in the project.

    Returns:
        Its path in the site.
    """
    path = source.removeprefix("docs/") if source.startswith("docs/") else f"{PROJECT}/{source}"
    folder, _, name = path.rpartition("/")
    return f"{folder}/index.md".lstrip("/") if name == "README.md" else path


def rewrite_links(text: str, source: str) -> tuple[str, list[str]]:
    """Rewrite the links of a document so that they lead to the same documents in the site.

    Args:
        text: The document.
        source: Its path in the project.

    Returns:
        The document as it stands in the site, and the files of the project that it links to. A link to a folder is
        left out, and its words stay.
    """
    linked: list[str] = []
    here = place_of(source).rpartition("/")[0]

    def rewrite(match: re.Match[str]) -> str:
        words, address, fragment = match[1], match[2], match[3] or ""
        target = os.path.normpath(Path(source).parent / address)
        if not (ROOT / target).is_file():
            return words if (ROOT / target).is_dir() else match[0]
        linked.append(target)
        return f"[{words}]({os.path.relpath(place_of(target), here or '.')}{fragment})"

    parts, last = [], 0
    for fence in _FENCE.finditer(text):
        parts += [_LINK.sub(rewrite, text[last : fence.start()]), fence[0]]
        last = fence.end()
    return "".join([*parts, _LINK.sub(rewrite, text[last:])]), linked


def format_navigation(navigation: Mapping[str, object]) -> str:
    """Write a navigation as the settings take it.

    Args:
        navigation: Titles with a page, or with a navigation of their own.

    Returns:
        A list of TOML.
    """
    items = [
        f"{{ {json.dumps(title, ensure_ascii=False)} = "
        f"{format_navigation(inner) if isinstance(inner, Mapping) else json.dumps(inner)} }}"
        for title, inner in navigation.items()
    ]
    return f"[{', '.join(items)}]"
