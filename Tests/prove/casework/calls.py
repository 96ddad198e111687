"""What is told to the office and becomes no new case, or not one for every child: known children, reports that need no case, numbers."""
import re

import journeys
import stage
import steps
from client import Client


def three_children_one_known(options):
    """One anonymous call about three children, one of whom has a dossier: that one is linked and not registered again, the other two are registered as brother and sister."""
    story = steps.Story(stage.STAGE, options, "call", "One call about three children, one known", "Aurelindo Zbarcea")
    worker = story.api("case_worker")
    known = worker.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"][0]
    before = found(worker, known["name"])
    words = "Three children behind the mill, the eldest carries water for all of them."
    names = [known["name"].split(" ", 1), ["Aurelindo", "Zbarcea"], ["Mirandolin", "Zbarcea"]]
    with story.step("helpline_operator", "take the call", whole=True) as hand:
        hand.go("#/new")
        hand.tap("a[href='#/call']")
        hand.page.wait_for_selector("#f-description")
        hand.answer_page({"concern": "neglect", "description": words}, {})
        for place, name in enumerate(names):
            if place:
                hand.page.locator("form .stack > button.button:not(.plain)").last.click()
                hand.page.wait_for_selector(f"#child{place}-f-given_name")
            hand.page.fill(f"#child{place}-f-given_name", name[0])
            hand.page.fill(f"#child{place}-f-family_name", name[1] if len(name) > 1 else "")
            if place:
                hand.page.locator(f"#child{place}-f-sex label.choice:has(input[value=male])").click()
        hand.page.click("form button[type=submit]")
        hand.page.wait_for_selector(".acknowledgement")
        number = hand.page.inner_text(".acknowledgement").strip()
        assert not hand.page.query_selector("a[href^='#/notification/']"), "whoever takes the call does not decide"
        steps.found_alert(story, words)
    alert = worker.get(f"/api/v1/notifications/{story.child.alert}").expect(200).json()
    kids = {one["fields"]["given_name"]: one["id"] for one in alert["children"]}
    assert len(kids) == 3
    # The search by name stands beside each child today; likely children ranked with reasons can take its place here.
    story.hand("case_worker").day()
    with story.step("case_worker", "link the known child") as hand:
        hand.tap(f"a.list-row[href='#/notification/{story.child.alert}']")
        match = f".card.match:has(a[href='#/dossier/{known['dossier']}'])"
        hand.page.wait_for_selector(match)
        assert hand.page.locator(f"{match} .why .chip").count() > 0, "why it matches is said"
        hand.tap(f"{match} button")
        hand.page.wait_for_selector(f".banner.done a[href='#/dossier/{known['dossier']}']")
    with story.step("case_worker", "register the second child", whole=True) as hand:
        hand.tap(f"a[href='#/register/{story.child.alert}/{kids['Aurelindo']}']")
        hand.page.wait_for_selector("#f-given_name")
        hand.answer_page({"risk_level": "medium"}, {})
        hand.page.click("form button[type=submit]")
        hand.page.wait_for_selector(f".banner.done ~ .row a[href='#/register/{story.child.alert}/{kids['Mirandolin']}']")
        story.child.dossier = re.search(r"#/dossier/([\w-]+)", hand.page.locator(".banner.done ~ .row a[href^='#/dossier/']").get_attribute("href")).group(1)
    with story.step("case_worker", "register the third child") as hand:
        hand.tap(f"a[href='#/register/{story.child.alert}/{kids['Mirandolin']}']")
        hand.page.wait_for_selector("#f-same_family")
        assert "Aurelindo" in hand.page.inner_text("#f-same_family"), "the question is about the child of the same name"
        hand.answer_page({"same_family": "yes", "risk_level": "medium"}, {})
        hand.page.click("form button[type=submit]")
        hand.page.wait_for_selector(".safe-contact")
        third = re.search(r"#/dossier/([\w-]+)", hand.page.url).group(1)
    story.look()
    assert story.child.family and members(worker, story.child.family) == sorted([story.child.dossier, third]), "brother and sister are no family"
    alert = worker.get(f"/api/v1/notifications/{story.child.alert}").expect(200).json()
    linked = {one["fields"]["given_name"]: one["fields"].get("linked_dossier") for one in alert["children"]}
    assert linked == {names[0][0]: known["dossier"], "Aurelindo": story.child.dossier, "Mirandolin": third}, linked
    assert found(worker, known["name"]) == before, "the known child was not registered again"
    assert found(worker, "Aurelindo Zbarcea") == [story.child.dossier] and found(worker, "Mirandolin Zbarcea") == [third]
    tells_nothing(story, number)
    return story.finish()


def members(client, family):
    return sorted(one["dossier"] for one in client.get(f"/api/v1/families/{family}").expect(200).json()["children"])


def found(client, name):
    return sorted(row["dossier"] for row in client.get(f"/api/v1/search?q={name.replace(' ', '%20')}").expect(200).json()["rows"] if row["name"] == name)


def tells_nothing(story, number):
    """The number is a key to nothing: not for strangers, not for those with an account, and it says nothing about the next one."""
    outside = Client(story.stage.box.port)
    for path in (f"/api/v1/notifications/{number}", f"/api/v1/notifications?acknowledgement={number}", f"/api/v1/search?q={number}", f"/api/v1/records/{number}"):
        answer = outside.get(path)
        assert answer.status == 401, f"{path} answers {answer.status} without an account"
    for who in ("notifier", "helpline_operator", "worker_elsewhere", "specialist", "district_manager"):
        client = story.cast.client(who)
        for path in ("/api/v1/notifications/{}", "/api/v1/records/{}", "/api/v1/search?q={}"):
            real, made_up = client.get(path.format(number)), client.get(path.format("ZZZZ-ZZZZ"))
            assert (real.status, real.code) == (made_up.status, made_up.code), f"{who} can tell a real number from none at {path}"
            assert story.child.alert not in real.body.decode() and (not story.child.dossier or story.child.dossier not in real.body.decode())
    numbers = []
    for place in range(3):
        told = outside.post("/api/v1/notifications", {"fields": {"concern": ["other"], "description": f"A cat in the well, seen {place} times."}}).expect(201).json()
        assert set(told) <= {"acknowledgement"}, f"more than the number is given back: {sorted(told)}"
        numbers.append(told["acknowledgement"])
    assert len(set(numbers)) == 3 and len({one[:4] for one in numbers}) == 3, f"one number leads to the next: {numbers}"


def screened_out_by_two(options):
    """A report that needs no case: the worker must say why, a supervisor must agree, and until then it stays open."""
    story = steps.Story(stage.STAGE, options, "screened", "A report that needs no case", "Nobody Named")
    steps.report_publicly(story, "other", "The children of number nine play ball in the evening and it is loud.", {"given_name": "Ballplayer", "age_years": "10"})
    story.hand("case_worker").day()
    with story.step("case_worker", "propose to screen out", whole=True) as hand:
        hand.tap(f"a.list-row[href='#/notification/{story.child.alert}']")
        hand.page.wait_for_selector("a[href^='#/register/']")
        hand.tap("main .actions button.button")
        hand.tap("dialog.sheet form button[type=submit]")
        hand.page.wait_for_selector("dialog.sheet .fault")
        assert status(story) == "new", "nothing is decided without a reason"
        hand.page.fill("dialog.sheet #reason", "Visited: three happy children and a patient grandmother.")
        hand.tap("dialog.sheet form button[type=submit]")
        journeys.until(hand.page, "location.hash === '#/notifications'")
    assert status(story) == "screening_out"
    refused = decides(story, "case_worker", "screened_out")
    assert refused.status in (403, 404, 409, 422), f"a worker alone screens out: {refused.status}"
    assert status(story) == "screening_out"
    hand = story.hand("supervisor")
    hand.go("#/notifications/screening_out")
    with story.step("supervisor", "confirm it", whole=True) as hand:
        hand.tap(f"a.list-row[href='#/notification/{story.child.alert}']")
        hand.page.wait_for_selector("main .banner + .row button")
        assert "patient grandmother" in hand.page.inner_text("main"), "the reason stands beside it"
        hand.tap("main .banner + .row button")
        journeys.until(hand.page, "!document.querySelector('main .banner + .row button')")
    assert status(story) == "screened_out"
    return story.finish()


def status(story):
    return story.api().get(f"/api/v1/notifications/{story.child.alert}").expect(200).json()["record"]["status"]


def decides(story, who, to):
    from client import uuid7
    client = story.cast.client(who)
    record = client.get(f"/api/v1/notifications/{story.child.alert}").expect(200).json()["record"]
    return client.save({"id": uuid7(), "op": "decide", "form": "notification", "record": record["id"], "base": record["version"], "formVersion": record["formVersion"],
                        "at": steps.now(), "fields": {}, "status": to})


PROOFS = [three_children_one_known, screened_out_by_two]
