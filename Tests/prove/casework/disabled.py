"""A child with a disability whose family can no longer cope alone."""
import stage
import steps
from steps import days


def disabled_and_at_home(options):
    """Told by a teacher with an account; help comes into the home from a doctor and a school, and the child is not separated."""
    story = steps.Story(stage.STAGE, options, "disabled", "A disabled child at risk of separation", "Vahanuk Sirunyan")
    steps.report_by(story, "notifier", {"concern": "neglect", "urgent": "no", "description": "He cannot come to school, nobody carries the chair up the stairs any more."},
                    {"given_name": "Vahanuk", "family_name": "Sirunyan", "sex": "male", "age_years": "9"})
    steps.register(story, {"risk_level": "medium"})
    steps.paper(story, "case_worker", "initial_assessment", {
        "seen": "alone", "immediate_danger": "no", "well_being_safe": "3", "child_says": "He wants to see his friends and the pigeons.", "needs_now": ["disability", "education"]})
    steps.paper(story, "case_worker", "consent", {"purpose": ["referral"], "child_assent": "agrees", "caregiver_consent": "given", "given_by": "mother"})
    plan, _ = steps.paper(story, "case_worker", "care_plan", {"goal": "He lives at home and goes to school four days a week.", "action": "disability_support", "responsible": "Clinic and school",
                                                              "due_on": days(30)})
    steps.decide(story, "supervisor", plan, "return", "Say who fetches him in the morning.", "send the plan back")
    assert story.status(plan) == "returned"
    again, _ = steps.paper(story, "case_worker", "care_plan", {"goal": "He lives at home; his uncle takes him to school four days a week.", "action": "disability_support", "due_on": days(30)},
                           "care plan, second try")
    steps.decide(story, "supervisor", again, "approve", step="approve the plan")
    chair = steps.refer(story, "disability", "doctor", "He needs a lighter chair and a ramp of two steps.", step="refer to the doctor")
    school = steps.refer(story, "education", "teacher", "He has missed a year of reading.", step="refer to the teacher")
    steps.answer_referral(story, "doctor", chair, "Fitting on Thursday at nine.", step="the doctor accepts")
    steps.answer_referral(story, "teacher", school, "No free place in the class before spring.", accept=False, step="the teacher declines")
    assert (story.status(chair), story.status(school)) == ("accepted", "rejected")
    steps.paper(story, "doctor", "medical_assessment", {"findings": "Strong arms, both hips stiff; a light chair is enough."}, "medical assessment")
    steps.follow_up(story, {"seen": "alone", "well_being_safe": "4", "observation": "He came down the ramp by himself, twice.", "promise": "Ask a second school."})
    steps.paper(story, "case_worker", "case_review", {"review_kind": "review", "next_step": "continue", "child_says": "The chair is fast."}, "review", whole=True)
    return story.finish()


PROOFS = [disabled_and_at_home]
