"""Two people at one record, and answers that cannot be right: nothing is silently overwritten, nothing typed is lost."""
import time

import journeys
import stage
import steps


def two_at_one_record(options):
    """A worker on a phone and a supervisor at a desk change the same answer, neither having seen the other's: both are told, both values are kept, and one of them decides."""
    story = steps.Story(stage.STAGE, options, "together", "Two people at one record", "Together")
    dossier = story.api("case_worker").get("/api/v1/my-day").expect(200).json()["caseload"]["rows"][0]["dossier"]
    hands = first, second = story.hand("case_worker"), story.hand("supervisor")
    said = "Hill school, class 3, window seat", "River school, class 4, first row"
    for hand in hands:
        hand.go(f"#/dossier/{dossier}/edit/{dossier}")
        hand.page.wait_for_selector("#f-school")
    # Both have the record open; the supervisor's desk is out of reach while the worker saves.
    second.visitor.context.set_offline(True)
    for hand, words in zip(hands, said):
        hand.begin()
        hand.page.click("#f-school")
        hand.page.fill("#f-school", words)
        hand.page.press("#f-school", "Tab")
        if hand is first:
            until_saved(story, dossier, said[0])
            story.note("case_worker", "change the school", hand.end(), 0)
    second.visitor.context.set_offline(False)
    second.page.wait_for_selector("main .banner.due a[href='#/day']", timeout=30000)
    story.shot(second.visitor, "both-are-told")
    story.note("supervisor", "change the school too", second.end(), 0)
    # Whoever answers for the case has the decision under my day; whoever wrote the second answer was told by the banner and may read both.
    day = story.api("case_worker").get("/api/v1/my-day").expect(200).json()
    rows = [row for section in day["sections"] for row in section["rows"] if row["kind"] == "conflict" and row["dossier"] == dossier]
    assert rows, "the worker is not told of the two answers"
    task = rows[-1]["record"]
    for who in ("case_worker", "supervisor"):
        both = story.api(who).get(f"/api/v1/records/{task}").expect(200).body.decode()
        assert all(words in both for words in said), f"{who} does not see both answers"
    history = story.api("supervisor").get(f"/api/v1/records/{dossier}/history").expect(200).json()["fields"]["school"]
    assert set(said) <= {one["value"] for one in history}, "one of the two is gone"
    with story.step("case_worker", "decide which holds") as hand:
        hand.go(f"#/conflict/{task}")
        side = hand.page.locator(".sides section.card", has_text="Hill school")
        side.wait_for()
        assert hand.page.locator(".sides section.card").count() == 2
        side.locator("button").click()
        journeys.until(hand.page, f"location.hash === '#/dossier/{dossier}'")
    assert value(story, dossier) == "Hill school, class 3, window seat"
    history = story.api("supervisor").get(f"/api/v1/records/{dossier}/history").expect(200).json()["fields"]["school"]
    assert "River school, class 4, first row" in {one["value"] for one in history}, "the history keeps what did not hold"
    for who in ("worker_elsewhere", "specialist", "notifier", "data_officer"):
        day = story.api(who).get("/api/v1/my-day")
        assert task not in day.body.decode() and "River school" not in day.body.decode(), f"{who} sees the dispute"
    return story.finish()


def value(story, dossier):
    return story.api("supervisor").get(f"/api/v1/records/{dossier}").expect(200).json()["fields"].get("school")


def until_saved(story, dossier, wanted):
    end = time.monotonic() + 15
    while value(story, dossier) != wanted:
        assert time.monotonic() < end, f"not saved: {value(story, dossier)}"
        time.sleep(0.1)


#: (form, a question, what cannot be an answer, what stands beside it afterwards)
BAD = [
    ("visit", {"seen": "alone", "seen_on": "2999-01-01"}, "seen_on"),
    ("care_plan", {"due_on": "2027-01-01"}, "goal"),
    ("closure", {"outcome": "goals_met", "closed_on": "2999-01-01"}, "closed_on"),
    ("placement", {"child_view": "With my aunt."}, "care_kind"),
    ("referral", {"shared_note": "Needs glasses."}, "service"),
]


def bad_answers(options):
    """A day that has not come, a question left out that must be answered: the form says so beside the question, keeps all that was typed, and saves nothing."""
    story = steps.Story(stage.STAGE, options, "bad-answers", "Answers that cannot be right", "Bad")
    worker = story.api("case_worker")
    dossier = worker.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"][0]["dossier"]
    hand = story.hand("case_worker")
    page = hand.page
    for form, answers, wrong in BAD:
        before = papers(worker, dossier, form)
        hand.go("#/more")
        hand.go(f"#/dossier/{dossier}/add/{form}")
        page.wait_for_selector("main form .field")
        hand.begin()
        left = dict(answers)
        seen = False
        while True:
            hand.answer_page(left, {})
            seen = seen or bool(page.query_selector(f"main .field:has([id='f-{wrong}']), fieldset[id='f-{wrong}']"))
            if not page.query_selector(".form-turn .button.main:not([type=submit])"):
                break
            journeys.turn_page(page)
        assert seen and not left, f"{form} does not ask {wrong} or {sorted(left)}"
        page.click("main form button[type=submit]")
        page.wait_for_selector(f".field.wrong:has([id='f-{wrong}']), fieldset.wrong[id='f-{wrong}']")
        fault = page.locator(f".field.wrong:has([id='f-{wrong}']) .fault, fieldset.wrong[id='f-{wrong}'] .fault").first
        assert fault.inner_text().strip(), "it says why"
        story.shot(story.hand("case_worker").visitor, f"bad-{form}")
        assert papers(worker, dossier, form) == before, f"{form} was saved all the same"
        story.note("case_worker", f"{form.replace('_', ' ')}: refused", hand.end(), 0)
        # What was typed is there after the page was left and opened again.
        hand.go("#/more")
        hand.go(f"#/dossier/{dossier}/add/{form}")
        page.wait_for_selector("main form .field")
        kept = page.evaluate("[...document.querySelectorAll('main form input, main form textarea, main form select')].map((one) => one.type === 'radio' || one.type === 'checkbox' ? one.checked && one.value : one.value)")
        assert set(kept) & {str(one) for one in answers.values()} or page.query_selector(".form-turn"), f"{form} forgot what was typed"
    return story.finish()


def papers(client, dossier, form):
    known = client.get(f"/api/v1/dossiers/{dossier}").expect(200).json()
    return sorted(one["id"] for one in known["records"] if one["form"] == form)


PROOFS = [two_at_one_record, bad_answers]
