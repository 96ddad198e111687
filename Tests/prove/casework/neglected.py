"""A neglected child who is placed, and may be adopted later."""
import stage
import steps
from steps import days


def neglected_and_placed(options):
    """Told by a health worker, placed by the territorial authority, found to be adoptable with an adoption officer asked in; the adoption itself is a chapter of its own."""
    story = steps.Story(stage.STAGE, options, "neglected", "Neglected, placed and later adopted", "Iuliandru Postolachi")
    steps.report_publicly(story, "neglect", "The baby lies in a wet bed whenever the nurse comes, nobody wakes up.",
                          {"given_name": "Iuliandru", "family_name": "Postolachi", "sex": "male", "age_years": "1"})
    steps.register(story, {"risk_level": "high"})
    steps.paper(story, "case_worker", "initial_assessment", {"seen": "with_others", "immediate_danger": "unknown", "well_being_safe": "1", "what_happened": "Three nights without milk in one week."})
    asked, _ = steps.paper(story, "case_worker", "placement", {
        "care_kind": "foster", "came_from": "own_family", "cause": ["neglect"], "provider_name": "Family Creanga"}, "ask for a foster family", whole=True)
    steps.decide(story, "guardianship_territorial", asked, "refuse", "First ask the grandparents.", "refuse the placement")
    assert story.status(asked) == "declined"
    again, _ = steps.paper(story, "case_worker", "placement", {
        "care_kind": "foster", "came_from": "own_family", "cause": ["neglect"], "provider_name": "Family Creanga", "entry_assessment": "before"}, "ask again: the grandparents cannot")
    steps.decide(story, "guardianship_territorial", again, "agree", "The grandparents were heard.", "decide the placement")
    assert story.status(again) == "active"
    plan, _ = steps.paper(story, "case_worker", "care_plan", {"goal": "He is fed, held, and known by name.", "action": "alternative_care", "due_on": days(14)})
    steps.decide(story, "supervisor", plan, "approve", step="approve the plan")
    steps.follow_up(story, {"seen": "with_others", "well_being_safe": "4", "observation": "Two kilos more. He looks for her face.", "promise": "Doctor on Monday."})
    steps.paper(story, "case_worker", "consent", {"purpose": ["referral"], "child_assent": "too_young", "caregiver_consent": "nobody"})
    steps.refer(story, "legal", "adoption_officer", "Parents were asked three times by letter.", "ask the adoption officer in",
                ("best_interests", "He is one year old and nobody of his family can be asked."))
    steps.paper(story, "case_worker", "adoptability", {"ground": ["abandoned"], "family_efforts": "Grandparents, two aunts and the father’s brother were asked."}, "adoptability", whole=True)
    return story.finish()


PROOFS = [neglected_and_placed]
