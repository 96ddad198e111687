"""A child removed from home because of violence, and fostered."""
import re

import stage
import steps
from steps import days


def removed_and_fostered(options):
    """Told by a neighbour, placed in an emergency by the local authority, fostered by decision of the territorial one, closed after review, watched over afterwards."""
    story = steps.Story(stage.STAGE, options, "fostered", "Removed from home and fostered", "Cristelvane Ungurasu")
    number = steps.report_publicly(story, "physical_violence", "Shouting and crying behind the green gate since Friday evening.",
                                   {"given_name": "Cristelvane", "family_name": "Ungurasu", "sex": "female", "age_years": "7"}, urgent=True)
    assert len(number) >= 4
    steps.register(story, {"risk_level": "high"})
    steps.paper(story, "case_worker", "initial_assessment", {
        "seen": "with_others", "immediate_danger": "yes", "safety_now": "She sleeps at the clinic tonight, a nurse sits with her.", "well_being_safe": "2",
        "child_says": "She wants somebody to close the door at night."})
    emergency, _ = steps.paper(story, "case_worker", "placement", {
        "care_kind": "emergency", "emergency_setting": "family", "came_from": "own_family", "cause": ["violence"], "provider_name": "Family Lisnic",
        "child_view": "Not far from her school, please."}, "ask for an emergency placement", whole=True)
    steps.decide(story, "guardianship_local", emergency, "agree", "Tonight, with the family that has a free bed.", "decide the emergency placement")
    assert story.status(emergency) == "active"
    steps.paper(story, "case_worker", "consent", {"purpose": ["referral"], "child_assent": "agrees", "caregiver_consent": "given", "given_by": "mother", "not_to": "Nothing to the mother’s boyfriend."})
    referral = steps.refer(story, "psychosocial", "specialist", "She startles at loud voices; one hour a week.")
    steps.answer_referral(story, "specialist", referral, "Tuesdays at four, with the small dog.")
    plan, _ = steps.paper(story, "case_worker", "care_plan", {"goal": "She sleeps through the night and knows who fetches her.", "action": "alternative_care", "responsible": "Aminata",
                                                              "due_on": days(20)})
    steps.decide(story, "supervisor", plan, "approve", step="approve the plan")
    assert story.status(plan) == "approved"
    planned, _ = steps.paper(story, "case_worker", "placement", {
        "care_kind": "foster", "came_from": "other_placement", "cause": ["violence"], "provider_name": "Family Munteanu", "child_view": "She has met them twice and wants to stay."},
        "ask for a foster family", whole=True)
    steps.decide(story, "guardianship_territorial", planned, "agree", "A family of the same village, with room for her.", "decide the foster placement")
    assert story.status(planned) == "active"
    steps.follow_up(story, {"seen": "alone", "well_being_safe": "4", "observation": "She showed her room. Sleeps with the lamp on.", "promise": "Bring the school books."})
    steps.paper(story, "case_worker", "case_review", {"review_kind": "placement", "next_step": "close", "child_says": "It is quiet here."}, "review")
    closure, _ = steps.paper(story, "case_worker", "closure", {
        "outcome": "permanent_care", "reason": "She lives safely with her foster family.", "child_agrees": "yes", "monitoring_until": days(60)}, "propose closing", whole=True)
    steps.decide(story, "guardianship_territorial", closure, "verify", step="verify the closure")
    assert story.status(story.child.case) == "monitoring"
    steps.paper(story, "case_worker", "post_closure_visit", {"seen": "alone", "well_being_safe": "5", "observation": "Top of her class in drawing.", "result": "end"}, "visit after closing")
    steps.case_step(story, "case_worker", "end", "closed", "end monitoring")
    steps.case_step(story, "supervisor", "reopen", "open", "open again")
    speaks_plainly(story)
    return story.finish()


def speaks_plainly(story):
    """What happened is told in words: no id of a record, no code of a state."""
    hand = story.hand("supervisor")
    hand.go(f"#/dossier/{story.child.dossier}/history")
    hand.page.wait_for_selector(".timeline li")
    told = hand.page.inner_text(".timeline")
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-7", told), "the history shows an id"
    assert "Approved" in told and "Verified" in told and not re.search(r"\b(proposed|requested|verified|approved)\b", told), "the history shows a code"


PROOFS = [removed_and_fostered]
