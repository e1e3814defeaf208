"""Vendored files are what the manifest says, and the words are in every language."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import whitecell.web
from tests.web.conftest import Site
from whitecell.tongue import catalogue, languages

WEB = Path(whitecell.web.__file__).parent
VENDOR = WEB / "static" / "vendor"
FILES = json.loads((VENDOR / "manifest.json").read_text())["files"]


@pytest.mark.parametrize("told", FILES, ids=lambda told: told["file"])
def test_a_vendored_file_is_the_one_of_the_manifest(told: dict[str, str]) -> None:
    assert hashlib.sha256((VENDOR / told["file"]).read_bytes()).hexdigest() == told["sha256"]
    assert told["version"] and told["licence"] and told["refresh"]
    assert (VENDOR / told["licence_file"]).is_file()


def test_every_vendored_file_stands_in_the_manifest() -> None:
    known = {told["file"] for told in FILES} | {told["licence_file"] for told in FILES}
    there = {path.name for path in VENDOR.iterdir() if path.is_file()}
    assert there - known == {"manifest.json", "refresh.py"}


def words() -> dict[str, dict[str, Any]]:
    return {key: dict(word) for key, word in catalogue("web").items()}


def test_every_word_is_in_every_language_with_the_same_places() -> None:
    for key, word in words().items():
        assert set(word) == set(languages()), key
        if all(isinstance(text, str) for text in word.values()):
            places = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in word.values()]
            assert all(each == places[0] for each in places), key


def test_every_word_that_a_page_names_is_there() -> None:
    files = [*WEB.rglob("*.html"), *WEB.rglob("*.py")]
    named = {
        key
        for file in files
        for key in re.findall(r"""\b(?:t|tongue|trouble)\(\s*["']([\w.]+)["']\s*[,)]""", file.read_text())
    }
    assert len(named) > 60
    assert sorted(named - set(words())) == []


def test_files_are_kept_for_as_long_as_they_stay_the_same(site: Site) -> None:
    from whitecell.web.assets import address

    browser = site.browser()
    kept = browser.get(address("style.css"))
    assert "immutable" in kept.headers["cache-control"] and kept.headers["content-encoding"] == "gzip"
    assert browser.get("/static/style.css").headers["cache-control"] == "no-cache"
    assert browser.get("/static/style.css", headers={"if-none-match": kept.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    "path", ["vendor/refresh.py", "vendor/manifest.json", "../words.toml", ".x", "", "vendor", "%2e%2e/app.py"]
)
def test_nothing_but_files_for_browsers_is_served(site: Site, path: str) -> None:
    assert site.browser().get(f"/static/{path}").status_code == 404


def test_the_first_page_is_light(site: Site) -> None:
    """What a room weighs the first time, without the Hangul face, and every time after."""
    from whitecell.web.assets import asset

    first = [asset(name).packed for name in ("style.css", "room.js", "vendor/htmx.min.js", "vendor/sse.min.js")]
    page = site.browser(site.grant("plenary")).get(site.room("plenary"))
    assert sum(map(len, first)) < 60_000
    assert len(page.content) < 40_000
