"""A child who comes home from residential care."""
import stage
import steps
from steps import TODAY, days


def reunified_from_residential_care(options):
    """Placed in an institution by the territorial authority, the institution's worker reads what they are asked for, the child goes home and is watched over, and the case is opened again when home is not safe."""
    story = steps.Story(stage.STAGE, options, "reunified", "Reunified from residential care", "Yordanelu Brinzariu")
    steps.report_by(story, "helpline_operator", {"concern": "abandonment", "urgent": "no", "description": "A boy alone in a rented room, the landlord gives him bread.", "channel": "phone"},
                    {"given_name": "Yordanelu", "family_name": "Brinzariu", "sex": "male", "age_years": "13"})
    steps.register(story, {"risk_level": "high"})
    steps.paper(story, "case_worker", "initial_assessment", {"seen": "alone", "immediate_danger": "no", "well_being_safe": "2", "child_says": "He asks where his sister is."})
    asked, _ = steps.paper(story, "case_worker", "placement", {
        "care_kind": "residential", "came_from": "own_family", "cause": ["abandonment"], "provider_name": "Small house on the hill", "child_view": "For a while, until his aunt answers."},
        "ask for residential care", whole=True)
    steps.decide(story, "guardianship_territorial", asked, "agree", "Until an aunt is found, six months at most.", "decide the placement")
    assert story.status(asked) == "active"
    steps.paper(story, "case_worker", "consent", {"purpose": ["referral"], "child_assent": "agrees", "caregiver_consent": "nobody"})
    steps.refer(story, "alternative_care", "residential_worker", "He reads at night; leave him the lamp.", step="ask the institution in")
    steps.paper(story, "residential_worker", "visit", {"seen": "alone", "observation": "He has made a friend at the chess table."}, "note from the institution")
    home, _ = steps.paper(story, "case_worker", "reunification", {
        "with_whom": "Aunt Parascovia", "relation": "aunt_uncle", "verified": "papers", "child_agrees": "yes", "family_agrees": "yes", "readiness": "A bed by the window, a school three streets away.",
        "support": ["transport"]}, "plan the way home")
    steps.paper(story, "case_worker", "placement_exit", {"from_kind": "residential", "left_on": TODAY, "left_to": "relatives", "why": "The aunt came for him with her son."}, "end of care", whole=True)
    assert story.status(asked) == "ended" and home
    steps.follow_up(story, {"seen": "alone", "well_being_safe": "4", "observation": "He feeds the goat. He laughs.", "promise": "Find the sister’s address."})
    closure, _ = steps.paper(story, "case_worker", "closure", {"outcome": "reunified", "reason": "He lives with his aunt and goes to school.", "child_agrees": "yes", "monitoring_until": days(90)},
                             "propose closing")
    steps.decide(story, "guardianship_territorial", closure, "verify", step="verify the closure")
    assert story.status(story.child.case) == "monitoring"
    steps.paper(story, "case_worker", "post_closure_visit", {"seen": "alone", "well_being_safe": "2", "observation": "The aunt is ill, nobody cooks.", "result": "reopen"}, "visit after closing")
    steps.case_step(story, "case_worker", "reopen", "open", "open again")
    return story.finish()


PROOFS = [reunified_from_residential_care]
