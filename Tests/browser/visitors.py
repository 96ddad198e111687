"""A site (an address and its sign-ins, mock or real) and a visitor to it. Apart from the fixtures, so that any test can import them."""
import dataclasses
import json
import os
import pathlib
import sys
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
REPORTS = HERE.parents[1] / "build" / "reports" / "screens"
CHROMIUM = os.environ.get("KINBOX_CHROMIUM", "/usr/bin/chromium")
PHONE, DESK, NARROW = {"width": 360, "height": 740}, {"width": 1280, "height": 800}, {"width": 320, "height": 640}
LOCALES = {"en": "en-GB", "fr": "fr-FR", "ar": "ar"}


def support():
    """Makes what drives the real binary importable."""
    sys.path.append(str(HERE.parent / "support"))


@dataclasses.dataclass
class SignIn:
    user: str
    password: str
    code: object = None  # a function that gives the six digits, or None


@dataclasses.dataclass
class Site:
    base_url: str
    sign_ins: dict
    mock: object = None
    insecure: bool = False

    def steer(self, **what):
        """Switches the mock: locked, full, drop, end, idle, foreign."""
        request = urllib.request.Request(self.base_url + "/mock/steer", json.dumps(what).encode(), {"Content-Type": "application/json"})
        urllib.request.urlopen(request).read()


class Visitor:
    """A browser context with its page, and what went wrong in it."""

    def __init__(self, chromium, site, size, language, **more):
        self.site, self.size, self.language = site, size, language
        self.context = chromium.new_context(viewport=size, locale=LOCALES[language], ignore_https_errors=site.insecure, **more)
        self.context.set_default_timeout(15000)
        self.context.set_default_navigation_timeout(90000)  # a machine that stands still for a minute is no fault of the page
        self.page = self.context.new_page()
        self.faults = []
        if os.environ.get("KINBOX_WEB"):
            self.serve_from_tree()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda message: self.faults.append(message.text)
                     if message.type == "error" and "Failed to load resource" not in message.text and "net::" not in message.text else None)

    def serve_from_tree(self):
        """KINBOX_WEB=1: the app's files and the standard forms come from the working tree, the rest of the API from the box. For work on both at once."""
        import mock_forms
        import mock_server

        files = mock_server.web_files()
        page = lambda name: files[name].replace(b"{{base}}", b"/a/tree")  # noqa: E731
        self.context.route(self.site.base_url + "/", lambda route: route.fulfill(body=page("index.html"), content_type="text/html", headers={"Content-Security-Policy": mock_server.CSP}))
        self.context.route(self.site.base_url + "/notify", lambda route: route.fulfill(body=page("notify.html"), content_type="text/html", headers={"Content-Security-Policy": mock_server.CSP}))
        self.context.route("**/api/v1/forms/*", lambda route: route.fulfill(json=mock_forms.form(route.request.url.rsplit("/", 1)[1])))
        self.context.route("**/a/tree/**", lambda route: route.fulfill(body=files[route.request.url.split("/a/tree/")[1]], content_type=mock_server.TYPES["." + route.request.url.rsplit(".", 1)[1]]))

    def shot(self, name):
        head = self.page.evaluate("[...(document.querySelector('main') || document.body).children].findIndex((one) => one.matches('header.page-head'))")
        assert head <= 0, f"the heading of {self.page.url} is not on top"
        REPORTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=REPORTS / f"{self.language}-{self.size['width']}-{name}.png", full_page=True)

    def fits(self):
        """Nothing is wider than the screen."""
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.size["width"], f"{self.page.url} is {wide} wide on {self.size['width']}"
