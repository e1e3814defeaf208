"""A browser's tab without a browser: what a page says, and its buttons, pressed by the words that stand on them."""

from __future__ import annotations

from lxml import html
from starlette.testclient import TestClient

PLACES = ("li", "section", "tr", "table", "main", "body")
SILENT = "//script | //style | //template"


def words(element: html.HtmlElement) -> str:
    """All that an element says."""
    return " ".join(" ".join(element.itertext()).split())


class Tab:
    """One page after the other. Each tells `met` the words of every element in it: buttons, headings, signs."""

    def __init__(self, client: TestClient, met: set[str], where: str) -> None:
        self.client, self.met = client, met
        self.goes(where)

    def goes(self, where: str) -> None:
        """Open an address, and where it leads."""
        answer = self.client.get(where, follow_redirects=True)
        assert answer.status_code in (200, 410), (where, answer.status_code)
        self.where = answer.url.path
        self.shows(answer.text)

    def shows(self, source: str) -> None:
        """Read a page."""
        self.page = html.document_fromstring(source)
        for silent in self.page.xpath(SILENT):
            silent.drop_tree()
        self.met |= {words(element) for element in self.page.iter(html.etree.Element)}

    def says(self, *quoted: str) -> bool:
        """Whether all these stand on the page as it is now."""
        self.goes(self.where)
        return all(each in words(self.page) for each in quoted)

    def follows(self, label: str) -> None:
        """Press a link."""
        self.goes(next(a.get("href") for a in self.page.iter("a") if label in words(a) and a.get("href")[0] != "#"))

    def reads(self, title: str) -> None:
        """Open a letter that was not opened yet: its button says more than its title."""
        self.press(next(said for button in self.page.iter("button") if title in (said := words(button))))

    def press(self, label: str, about: str = "", /, **typed: object) -> Tab:
        """Fill in a form and press its button; `about` stands in the place around the form."""
        fit = [
            (form, button)
            for form in self.page.forms
            for button in form.iter("button")
            if words(button) == label
            and about in words(next(form.iterancestors(*PLACES)))
            and set(typed) <= set(form.fields.keys())
        ]
        assert fit, f"no button {label!r} about {about!r} at {self.where} takes {sorted(typed)}"
        form, button = fit[0]
        data: dict[str, object] = {}
        for name, value in form.form_values():
            data[name] = [*data.get(name, []), value]  # type: ignore[misc]
        data |= typed | ({button.get("name"): button.get("value", "")} if button.get("name") else {})
        answer = self.client.request(form.method, form.action or self.where, data=data)
        assert answer.status_code in (200, 303), (label, words(html.document_fromstring(answer.text)))
        if answer.status_code == 303:
            self.goes(answer.headers["location"])
        else:
            self.shows(answer.text)
        return self
