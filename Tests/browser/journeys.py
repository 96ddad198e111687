"""What people do, step by step, in any language. The same steps run against the mock and against the real binary."""
import re
import time


def until(page, expression, seconds=15):
    """Waits for an expression to hold. Playwright's own wait evaluates inside the page, which the CSP forbids, as it should."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        time.sleep(0.05)


def sign_in(visitor, role="case_worker"):
    page, who = visitor.page, visitor.site.sign_ins[role]
    page.goto(visitor.site.base_url + "/")
    page.fill("#user", who.user)
    page.fill("#password", who.password)
    page.click("form button[type=submit]")
    if who.code:
        page.fill("#code", who.code())
        page.click("form button[type=submit]")
    page.wait_for_selector("nav.places")
    page.wait_for_selector("main h1")
    return page


def open_at(visitor, address):
    """Goes to a screen and waits until its data is there."""
    visitor.page.evaluate("at => { location.hash = at }", address)
    visitor.page.wait_for_selector("main h1")
    if address != "#/design":
        until(visitor.page, "!document.querySelector('.loading')")
    return visitor.page


def press(button):
    """Presses a button although the app may ask to sign in over it at that very moment: it looks for news by itself."""
    button.evaluate("one => one.click()")


def turn_page(page):
    """To the next page of a form; what is not answered on this one is said once, then it lets pass."""
    before = page.inner_text(".form-step")
    page.click(".form-turn .button.main")
    if page.inner_text(".form-step") == before:
        assert page.query_selector("main form .fault"), "it stays without a reason"
        page.click(".form-turn .button.main")
    until(page, f"document.querySelector('.form-step').innerText !== `{before}`")


def first_alert_with_child(page):
    """From my day to an alert that names a child; answers the screens passed."""
    page.wait_for_selector("a.list-row[href^='#/notification/']")
    links = [link.get_attribute("href") for link in page.query_selector_all("a.list-row[href^='#/notification/']")]
    for link in links:
        page.click(f"a.list-row[href='{link}']")
        page.wait_for_selector("main .facts")
        register = page.wait_for_selector("a[href^='#/register/']")
        if register.get_attribute("href").count("/") == 3:
            return ["my day", "alert"]
        page.go_back()
        page.wait_for_selector("a.list-row[href^='#/notification/']")
    raise AssertionError("no alert names a child")


def choose(page, field, value):
    """Answers a question of few choices as a finger would."""
    page.locator(f"#f-{field} label.choice:has(input[value='{value}'])").click()


def register_from_alert(visitor, risk="high"):
    """From my day to an open case. Answers {name, dossier, screens, required} as seen on the way."""
    page = visitor.page
    screens = first_alert_with_child(page)
    page.click("a[href^='#/register/'] >> nth=0")
    page.wait_for_selector("#f-given_name")
    screens.append("register")
    name = page.input_value("#f-given_name")
    required = len(page.query_selector_all("form .field:not(details .field):not(:has(.optional))"))
    choose(page, "sex", "female") if not page.query_selector("#f-sex input:checked") else None
    if not page.query_selector("#f-concern input:checked"):
        choose(page, "concern", "neglect")
    choose(page, "risk_level", risk)
    page.click("form button[type=submit]")
    page.wait_for_selector(".safe-contact, .banner.done a, .banner.done")
    if not page.query_selector(".safe-contact"):
        page.click("a[href^='#/dossier/']")
    page.wait_for_selector(".safe-contact")
    dossier = re.search(r"#/dossier/([\w-]+)", page.url).group(1)
    return {"name": name, "dossier": dossier, "screens": screens, "required": required}


def add_note(page, dossier, text, wait=True):
    page.evaluate("at => { location.hash = at }", f"#/dossier/{dossier}/add/note")
    page.wait_for_selector("#f-text")
    page.fill("#f-text", text)
    page.click("form button[type=submit]")
    if wait:
        page.wait_for_selector(".timeline")


def search(visitor, words):
    page = open_at(visitor, "#/search")
    page.fill("#q", words)
    page.wait_for_selector("main [aria-busy=false] .list-row, main [aria-busy=false] .empty")
    return [row.inner_text() for row in page.query_selector_all("main .list-row")]


def report_publicly(visitor, given, description, sibling=None):
    """The restricted public form for one child or two; answers the acknowledgement number."""
    page = visitor.page
    page.goto(visitor.site.base_url + "/notify")
    page.wait_for_selector("#f-description")
    choose(page, "concern", "neglect")
    page.fill("#f-description", description)
    page.fill("#child0-f-given_name", given)
    if sibling:
        page.click("form > .button:has-text('+'), form > .button:not(.main)")
        page.fill("#child1-f-given_name", sibling)
    page.click("form button[type=submit]")
    page.wait_for_selector(".acknowledgement")
    return page.inner_text(".acknowledgement").strip()
