"""A child separated from the family in an emergency."""
import stage
import steps
from steps import TODAY, days


def separated_in_an_emergency(options):
    """Told to the help line at night, sheltered within the hour by the local authority, the family looked for by a tracing officer who sees only what they are asked for, found, and gone home."""
    story = steps.Story(stage.STAGE, options, "separated", "Separated in an emergency", "Ngozilina Akwetteh")
    steps.report_by(story, "helpline_operator", {"concern": "separated", "urgent": "yes", "description": "A girl at the bus station since the flood, she holds a blue bag.", "channel": "phone"},
                    {"given_name": "Ngozilina", "family_name": "Akwetteh", "sex": "female", "age_years": "6"})
    steps.register(story, {"risk_level": "high"})
    night, _ = steps.paper(story, "case_worker", "placement", {
        "care_kind": "emergency", "emergency_setting": "family", "came_from": "other", "cause": ["disaster"], "provider_name": "Family Boateng", "child_view": "With other children, not alone."},
        "ask for a bed tonight", whole=True)
    steps.decide(story, "guardianship_local", night, "agree", "The bed is free and near the station.", "decide within the hour")
    assert story.status(night) == "active"
    steps.paper(story, "case_worker", "separation_history", {"separation_status": "unaccompanied", "wants_tracing": "yes"}, "how she was separated")
    steps.paper(story, "case_worker", "consent", {"purpose": ["tracing", "referral"], "child_assent": "agrees", "caregiver_consent": "nobody"})
    steps.refer(story, "tracing", "tracing_officer", "Her mother sells cloth; the market had a clock tower.", step="ask the tracing officer in")
    steps.paper(story, "tracing_officer", "separation_history", {"separation_status": "separated", "wants_tracing": "yes"}, "what the tracing officer found")
    plan, _ = steps.paper(story, "case_worker", "care_plan", {"goal": "Her mother is found and holds her.", "action": "family_tracing", "due_on": days(14)})
    steps.decide(story, "supervisor", plan, "approve", step="approve the plan")
    steps.follow_up(story, {"seen": "with_others", "well_being_safe": "3", "observation": "She drew the clock tower and four people.", "promise": "News on Friday."})
    steps.paper(story, "case_worker", "reunification", {
        "with_whom": "Mother, Adjoa", "relation": "mother", "verified": "both", "child_agrees": "yes", "family_agrees": "yes", "readiness": "A dry room at her sister’s."}, "plan the way home")
    steps.paper(story, "case_worker", "placement_exit", {"from_kind": "emergency", "left_on": TODAY, "left_to": "parents", "why": "Mother and child knew each other at once."}, "end of care", whole=True)
    assert story.status(night) == "ended"
    closure, _ = steps.paper(story, "case_worker", "closure", {"outcome": "reunified", "reason": "She is with her mother; the cousins are near.", "child_agrees": "yes"}, "propose closing")
    steps.decide(story, "guardianship_territorial", closure, "verify", step="verify the closure")
    assert story.child.closed
    return story.finish()


PROOFS = [separated_in_an_emergency]
