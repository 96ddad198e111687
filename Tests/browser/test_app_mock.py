"""The app against the mock box: the main journey in every language and size, and what must not go wrong."""
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

import journeys
from visitors import DESK, NARROW, PHONE

TEXT = "Spoke with the teacher: he comes without breakfast. سألت المعلمة عنه."


def serious(page):
    """What axe calls serious or critical, with where."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("language", ("en", "fr", "ar"))
@pytest.mark.parametrize("size", (PHONE, DESK), ids=("phone", "desk"))
def test_from_sign_in_to_an_open_case(visit, language, size):
    visitor = visit(size, language)
    page = journeys.sign_in(visitor)
    visitor.shot("my-day")
    done = journeys.register_from_alert(visitor)
    visitor.shot("dossier")
    assert done["screens"] == ["my day", "alert", "register"]
    assert done["required"] <= 12
    assert done["name"]
    store = visitor.site.mock.store
    case = store.of("case", done["dossier"])[0]
    alert = store.records[case["fields"]["notification"]]
    assert case["status"] == "open" and case["fields"]["risk_level"] == "high" and alert["status"] == "registered"
    assert case["fields"]["concern"] == alert["fields"]["concern"]
    assert case["fields"]["case_number"] in page.inner_text("main")
    visitor.fits()


def test_two_children_of_one_alert(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    journeys.first_alert_with_child(page)
    page.click("a[href^='#/register/'] >> nth=0")
    page.wait_for_selector("#f-risk_level")
    journeys.choose(page, "risk_level", "unassessed")
    page.click("form button[type=submit]")
    page.click("a.button.main[href^='#/register/']")
    page.wait_for_selector("#f-risk_level")
    assert page.input_value("#f-given_name") == "كريم"
    journeys.choose(page, "risk_level", "medium")
    journeys.choose(page, "same_family", "yes")
    page.click("form button[type=submit]")
    page.wait_for_selector(".safe-contact")
    page.wait_for_selector(".card:has-text('Family') dd:has-text('قادري')")
    store = visitor.site.mock.store
    linked = [child["fields"].get("linked_dossier") for child in store.of("notified_child")][:2]
    assert len(set(linked)) == 2 and all(store.records[one]["form"] == "child" for one in linked)
    family = {member["fields"]["family"] for member in store.of("family_member")}
    assert len(store.of("family_member")) == 2 and len(family) == 1 and store.records[family.pop()]["form"] == "family"


def test_link_and_screen_out(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor)
    journeys.first_alert_with_child(page)
    page.click(".match .button:not(.plain) >> nth=0")
    page.wait_for_selector(".banner.done a[href^='#/dossier/']")
    store = visitor.site.mock.store
    alert = store.of("notification")[1]["id"]
    journeys.open_at(visitor, f"#/notification/{alert}")
    page.click(".actions button")
    page.click("dialog button[type=submit]")
    assert page.is_visible("dialog .fault")
    page.fill("dialog textarea", "Checked with the school: he helps his father on Saturdays only.")
    page.click("dialog button[type=submit]")
    page.wait_for_selector(".tabs")
    assert store.records[alert]["status"] == "screened_out"
    assert "Saturdays" in store.records[alert]["fields"]["decision_reason"]


def test_typing_offline_survives_and_arrives_once(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.wait_for_selector("#f-text")
    visitor.context.set_offline(True)
    page.fill("#f-text", TEXT)
    page.click("form button[type=submit]")
    page.wait_for_selector(".notices .banner")
    page.wait_for_selector("form .banner.waiting")
    assert page.input_value("#f-text") == TEXT
    assert "on this device" in page.inner_text(".save-state")
    # Elsewhere and back: the dossier shows it as waiting, the form still holds it.
    page.evaluate("at => { location.hash = at }", f"#/dossier/{dossier}")
    page.wait_for_selector(".timeline li.pending")
    visitor.shot("offline")
    visitor.context.set_offline(False)
    page.wait_for_selector(".timeline li.pending", state="detached")
    journeys.until(page, "document.querySelector('.save-state').innerText.includes('on the box')")
    assert [note["fields"]["text"] for note in store.of("note", dossier)].count(TEXT) == 1


def test_an_answer_lost_on_the_way_back_saves_nothing_twice(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    lost = []

    def lose_first(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    page.route("**/api/v1/records", lose_first)
    journeys.add_note(page, dossier, TEXT)
    assert lost and lost[0].ok
    assert [note["fields"]["text"] for note in store.of("note", dossier)].count(TEXT) == 1


def test_session_ends_while_typing(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.fill("#f-text", TEXT)
    visitor.site.steer(end=True)
    page.click("form button[type=submit]")
    page.wait_for_selector("dialog.cover")
    visitor.shot("session-ended")
    page.fill("dialog #password", visitor.site.sign_ins["case_worker"].password)
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog.cover", state="detached")
    page.wait_for_selector(".timeline")
    notes = [note["fields"]["text"] for note in visitor.site.mock.store.of("note", dossier)]
    assert notes.count(TEXT) == 1


def test_refused_answer_stays_with_the_reason(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    long = "x" * 12500
    journeys.add_note(page, dossier, long, wait=False)
    page.wait_for_selector(".field .fault")
    assert "too long" in page.inner_text(".field .fault")
    assert page.input_value("#f-text") == long
    assert "not saved" in page.inner_text(".save-state")
    page.fill("#f-text", TEXT)
    page.click("form button[type=submit]")
    page.wait_for_selector(".timeline")
    assert "on the box" in page.inner_text(".save-state")


def test_full_disk_is_said_and_nothing_is_lost(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    visitor.site.steer(full=True)
    journeys.add_note(page, dossier, TEXT, wait=False)
    page.wait_for_selector(".notices .banner.urgent")
    assert page.input_value("#f-text") == TEXT
    visitor.site.steer(full=False)
    page.wait_for_selector(".timeline")
    assert TEXT in [note["fields"]["text"] for note in store.of("note", dossier)]


def test_editing_saves_by_itself_and_keeps_history(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/edit/{dossier}")
    page.fill("#f-school", "Vila Nova 5")
    page.fill("#f-other_names", "Mina")
    page.fill("#f-school", "Vila Nova 6")
    page.click("text=Done")
    page.wait_for_selector(".safe-contact")
    journeys.until(page, "document.querySelector('.save-state').innerText.includes('on the box')")
    assert store.records[dossier]["fields"]["school"] == "Vila Nova 6"
    assert not [task for task in store.of("conflict_task") if task["fields"]["target"] == dossier], "nobody is in conflict with themselves"
    page.click("button[aria-label='History of: School and class']")
    page.wait_for_selector("dialog .timeline li:nth-child(3)")
    words = page.inner_text("dialog")
    assert "Vila Nova 6" in words and "Vila Nova 2" in words and "Amal Haddad" in words


def test_somebody_else_changed_the_same_answer(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/edit/{dossier}")
    base = store.records[dossier]["version"]
    visitor.site.steer(foreign={"form": "child", "record": dossier, "base": base, "fields": {"school": "Vila Nova 9"}})
    page.fill("#f-school", "Vila Nova 4")
    page.press("#f-school", "Tab")
    page.wait_for_selector(".banner.due")
    task = [one for one in store.of("conflict_task") if one["fields"]["target"] == dossier][0]
    journeys.open_at(visitor, f"#/conflict/{task['id']}")
    page.wait_for_selector(".sides section:nth-child(2)")
    sides = page.inner_text(".sides")
    assert "Vila Nova 9" in sides and "Vila Nova 4" in sides and "Ion Marin" in sides
    visitor.shot("conflict")
    page.click(".sides section:has-text('Vila Nova 9') button")
    page.wait_for_selector(".safe-contact")
    assert store.records[dossier]["fields"]["school"] == "Vila Nova 9"


def test_safe_contact_stands_before_every_number(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    for view in ("", "/history", "/forms", f"/record/{dossier}"):
        journeys.open_at(visitor, f"#/dossier/{dossier}{view}")
        page.wait_for_timeout(200)
        assert "555" not in page.inner_text("main") and "Rruga e Re 12" not in page.inner_text("main")
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    assert "Not to the uncle" in page.inner_text(".safe-contact")
    page.click(".safe-contact button")
    assert "555 01 00" in page.inner_text(".safe-contact")


def test_search_in_both_scripts_with_the_keyboard(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    rows = journeys.search(visitor, "Hadad")
    assert "يوسف حداد" in rows[0] and "Youssef Haddad" in rows[0]
    rows = journeys.search(visitor, "أمينة")
    assert any("Amina Kadri" in row for row in rows)
    page.press("#q", "ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".safe-contact")
    page.go_back()
    page.wait_for_selector("main .list-row")
    assert page.input_value("#q") == "أمينة"
    assert "أمينة" not in page.url
    page.fill("#q", "zzzz")
    page.wait_for_selector("main [aria-busy=false] .empty")


def test_keyboard_alone_from_sign_in_to_dossier(visit):
    visitor = visit()
    page, who = visitor.page, visitor.site.sign_ins["case_worker"]
    page.goto(visitor.site.base_url)
    page.wait_for_selector("#user")

    def tab_to(test, most=60):
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate(f"(() => {{ const e = document.activeElement; return Boolean({test}) }})()"):
                return
        raise AssertionError(f"no focus on {test}")

    tab_to("e.id === 'user'")
    page.keyboard.type(who.user)
    page.keyboard.press("Tab")
    page.keyboard.type(who.password)
    page.keyboard.press("Enter")
    page.wait_for_selector("a.list-row[href^='#/notification/']")
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    tab_to("e.matches('a.list-row[href^=\"#/notification/\"]')")
    page.keyboard.press("Enter")
    page.wait_for_selector("main a[href^='#/register/']")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    tab_to("e.matches('a[href^=\"#/register/\"]')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#f-risk_level")
    tab_to("e.closest('#f-risk_level')")
    page.keyboard.press("Space")
    tab_to("e.type === 'submit'")
    page.keyboard.press("Enter")
    page.wait_for_selector(".safe-contact, .banner.done")
    assert visitor.site.mock.store.of("notification")[0]["status"] == "registered"


def test_arabic_mirrors(visit):
    visitor = visit(DESK, "ar")
    page = journeys.sign_in(visitor)
    assert page.get_attribute("html", "dir") == "rtl" and page.get_attribute("html", "lang") == "ar"
    assert page.locator("nav.places").bounding_box()["x"] > 900
    # Changing the language keeps what is typed.
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.fill("#f-text", TEXT)
    journeys.open_at(visitor, "#/more")
    page.click("button[lang=fr]")
    journeys.until(page, "document.documentElement.lang === 'fr'")
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    assert page.input_value("#f-text") == TEXT
    assert page.locator("nav.places").bounding_box()["x"] == 0


def screens(store):
    alert, child = store.of("notification")[0]["id"], store.of("child")[0]["id"]
    kid, task = store.of("notified_child")[0]["id"], store.of("conflict_task")[0]["id"]
    return ["#/day", "#/search", "#/new", "#/more", "#/notifications", "#/new/notification", f"#/notification/{alert}", f"#/register/{alert}/{kid}",
            f"#/dossier/{child}", f"#/dossier/{child}/history", f"#/dossier/{child}/forms", f"#/dossier/{child}/add/visit", f"#/dossier/{child}/edit/{child}",
            f"#/dossier/{child}/record/{child}", f"#/conflict/{task}", "#/saves", "#/account", "#/trail", "#/requests", "#/design"]


@pytest.mark.parametrize("language,size,scheme", (("en", PHONE, "light"), ("ar", PHONE, "dark"), ("en", DESK, "dark"), ("ar", DESK, "light"), ("fr", NARROW, "light")))
def test_every_screen_fits_and_is_accessible(visit, language, size, scheme):
    visitor = visit(size, language, color_scheme=scheme)
    page = visitor.page
    for address in ("/", "/notify", "/#/setup/first-link"):
        page.goto("about:blank")
        page.goto(visitor.site.base_url + address)
        page.wait_for_selector("main h1")
        assert not serious(page), address
        visitor.fits()
    page.goto("about:blank")
    journeys.sign_in(visitor)
    for address in screens(visitor.site.mock.store):
        journeys.open_at(visitor, address)
        page.wait_for_timeout(150)
        assert page.evaluate("document.querySelectorAll('h1').length") == 1, address
        assert not serious(page), address
        visitor.fits()
        visitor.shot(re.sub(r"[0-9a-f-]{36}", "x", address).strip("#/").replace("/", "-") + ("-dark" if scheme == "dark" else ""))


def test_targets_are_large_enough(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    for address in screens(visitor.site.mock.store):
        journeys.open_at(visitor, address)
        small = page.evaluate("""() => [...document.querySelectorAll('button, a.button, a.list-row, .places a, input, select, .choice')]
            .filter((e) => e.offsetParent && !e.closest('.choice input')).map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 43.5)).map(([text]) => text)""")
        assert not small, (address, small)


@pytest.mark.parametrize("language", ("en", "fr", "ar"))
def test_public_report(visit, language):
    visitor = visit(PHONE, language)
    number = journeys.report_publicly(visitor, "Nadia", TEXT)
    visitor.shot("acknowledgement")
    store = visitor.site.mock.store
    alert = store.of("notification")[-1]
    assert alert["fields"]["acknowledgement"] == number and alert["fields"]["description"] == TEXT and alert["fields"]["channel"] == "web"
    assert store.of("notified_child", parent=alert["id"])[0]["fields"]["given_name"] == "Nadia"
    visitor.fits()


def test_public_report_limits_and_lock(visit):
    visitor = visit()
    page = visitor.page
    visitor.site.steer(locked=True)
    journeys.report_publicly(visitor, "Nadia", TEXT)
    assert page.is_visible(".banner.waiting")
    visitor.site.steer(locked=False, public=9)
    page.click(".card .button")
    page.wait_for_selector("#f-description")
    journeys.choose(page, "concern", "other")
    page.fill("#f-description", TEXT)
    page.click("form button[type=submit]")
    page.wait_for_selector(".banner.urgent[role=alert]")
    assert "Wait 2 seconds" in page.inner_text(".banner.urgent[role=alert]")
    assert page.input_value("#f-description") == TEXT


def test_a_worker_records_a_concern(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, "#/new/notification")
    page.click("form button[type=submit]")
    assert page.is_visible("#f-concern .fault") and page.evaluate("Boolean(document.activeElement.closest('#f-concern'))")
    journeys.choose(page, "concern", "separated")
    page.fill("#f-place", "t")
    page.wait_for_selector("#f-place-list li")
    page.press("#f-place", "Enter")
    page.fill("#child0-f-given_name", "رنا")
    page.click("form button[type=submit]")
    page.wait_for_selector(".acknowledgement")
    page.click("a.button.main[href^='#/notification/']")
    page.wait_for_selector("main .facts")
    assert "رنا" in page.inner_text("main")


def test_set_up_second_factor_and_recovery_code(visit):
    visitor = visit()
    page, who = visitor.page, visitor.site.sign_ins["supervisor"]
    page.goto(visitor.site.base_url + "/#/setup/first-link")
    page.fill("#password", "short")
    assert "7 more" in page.inner_text("#password-advice")
    page.fill("#password", "four tall green birds")
    page.click("button[type=submit]")
    page.wait_for_selector("svg.qr")
    assert "first-link" not in page.url
    page.click(".card .button.main")
    page.wait_for_selector(".codes li:nth-child(8)")
    page.click("label.choice")
    page.click(".card .button.main")
    page.wait_for_selector("#user")
    page.fill("#user", who.user)
    page.fill("#password", "wrong wrong wrong")
    page.click("button[type=submit]")
    page.wait_for_selector("[role=alert]")
    page.fill("#password", who.password)
    page.click("button[type=submit]")
    page.wait_for_selector("#code")
    page.click("text=Use a recovery code instead")
    page.fill("#code", "kite-rain-9021")
    page.click("button[type=submit]")
    page.wait_for_selector("nav.places")
    page.goto("about:blank")
    page.goto(visitor.site.base_url + "/#/setup/first-link")
    page.wait_for_selector("nav.places")


def test_unlock(visit):
    visitor = visit()
    visitor.site.steer(locked=True)
    page = visitor.page
    page.goto(visitor.site.base_url)
    page.wait_for_selector("#secret")
    page.fill("#secret", "no")
    page.click("button[type=submit]")
    page.wait_for_selector("[role=alert]")
    page.click("text=Use the recovery words")
    page.fill("#secret", "correct  horse")
    page.fill("#secret", "correct horse")
    page.click("button[type=submit]")
    page.wait_for_selector("#user")


def test_the_administrator_invites(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor, "site_administrator")
    journeys.open_at(visitor, "#/more")
    page.click("a[href='#/people']")
    page.fill("#name", "Dana Lupu")
    page.fill("#new-user", "dana")
    page.click("form button[type=submit]")
    page.wait_for_selector("svg.qr")
    link = page.inner_text(".letters bdi")
    assert re.search(r"^http.*/#/setup/\S+$", link)


def test_names_are_covered(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    page.wait_for_selector(".person")
    page.click("button[aria-pressed=false][aria-label='Cover names']")
    assert page.evaluate("getComputedStyle(document.querySelector('.person bdi')).visibility") == "hidden"


def test_nothing_is_written_to_the_device(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    journeys.register_from_alert(visitor)
    journeys.search(visitor, "amina")
    kept = page.evaluate("""async () => [Object.keys(localStorage).filter((key) => !['kinbox.language', 'kinbox.textSize'].includes(key)), Object.keys(sessionStorage),
        (await indexedDB.databases()).length, (await caches.keys()).length]""")
    assert kept == [[], [], 0, 0]


def test_first_load_is_small(visit):
    visitor = visit()
    page = visitor.page
    client = visitor.context.new_cdp_session(page)
    client.send("Network.enable")
    sizes = []
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    journeys.sign_in(visitor)
    page.wait_for_selector(".list-row")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    total = sum(sizes)
    print(f"first load with every screen: {total / 1024:.0f} KB in {len(sizes)} answers")
    assert 20_000 < total <= 250 * 1024


def test_an_idle_screen_covers_itself(visit):
    visitor = visit()
    visitor.site.steer(idle=1)
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.fill("#f-text", TEXT)
    page.wait_for_selector("dialog.cover")
    assert visitor.site.mock.sessions == {}
    page.fill("dialog #password", visitor.site.sign_ins["case_worker"].password)
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog.cover", state="detached")
    assert page.input_value("#f-text") == TEXT


def test_the_box_locks_under_somebodys_hands(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    visitor.site.steer(locked=True)
    journeys.add_note(page, dossier, TEXT, wait=False)
    page.click(".notices button")
    page.fill("dialog #secret", "correct horse")
    page.click("dialog button[type=submit]")
    page.wait_for_selector(".timeline")
    assert [note["fields"]["text"] for note in store.of("note", dossier)].count(TEXT) == 1


def test_roles_see_only_their_places(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor, "site_administrator")
    assert page.locator("nav.places li").count() == 1
    assert page.is_visible("a[href='#/people']")


def test_signing_out_warns_of_what_would_be_lost(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.fill("#f-text", TEXT)
    journeys.open_at(visitor, "#/more")
    page.click("text=Sign out")
    page.wait_for_selector(".banner.urgent")
    page.click("text=Sign out and lose it")
    page.wait_for_selector("#user")
    assert TEXT not in page.content()


def test_the_second_person_says_yes(visit):
    visitor = visit()
    page = journeys.sign_in(visitor, "supervisor")
    page.click("main .banner a[href='#/requests']")
    page.wait_for_selector("text=Dana Lupu")
    page.click("main .button.main")
    page.wait_for_selector("main .empty")
    assert [agreed for _, agreed in visitor.site.mock.answered] == [True]


def test_one_changes_the_own_password(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, "#/account")
    page.fill("#old", "wrong")
    page.fill("#new", "four tall green birds")
    page.click("form button[type=submit]")
    page.wait_for_selector(".banner.urgent")
    page.fill("#old", visitor.site.sign_ins["case_worker"].password)
    page.click("form button[type=submit]")
    page.wait_for_selector(".banner.done")
