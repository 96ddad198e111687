"""A child left with kin while the parents work abroad."""
import stage
import steps
from steps import days


def left_with_kin(options):
    """Everybody of this story reads and writes Arabic: told on the public page, an arrangement among relatives without a decision, followed up, closed with the parents' return."""
    story = steps.Story(stage.STAGE, options, "kin", "Left with kin while the parents are abroad", "سندريلا القمرواني", language="ar")
    steps.report_publicly(story, "neglect", "تعيش البنت عند جدتها منذ رحيل والديها، والجدة لم تعد تخرج من البيت.",
                          {"given_name": "سندريلا", "family_name": "القمرواني", "sex": "female", "age_years": "11"})
    steps.register(story, {"risk_level": "low"})
    steps.paper(story, "case_worker", "initial_assessment", {
        "seen": "alone", "immediate_danger": "no", "well_being_safe": "4", "child_says": "تريد أن تبقى عند جدتها وأن تكلّم أمها كل جمعة."})
    steps.paper(story, "case_worker", "relative", {"relation": "grandparent", "full_name": "زبيدة القمرواني"}, "relative")
    steps.paper(story, "case_worker", "placement", {"care_kind": "kinship", "came_from": "own_family", "cause": ["migration"], "provider_name": "الجدة زبيدة",
                                                   "child_view": "عند جدتي أحسن مكان."}, "write down the arrangement", whole=True)
    plan, _ = steps.paper(story, "case_worker", "care_plan", {"goal": "جارة تساعد الجدة مرتين في الأسبوع.", "action": "kinship_support", "due_on": days(25)})
    steps.decide(story, "supervisor", plan, "approve", step="approve the plan")
    steps.follow_up(story, {"seen": "alone", "well_being_safe": "5", "observation": "كلّمت أمها أمس وضحكت كثيراً.", "promise": "صورة من المدرسة لأمها"})
    closure, _ = steps.paper(story, "case_worker", "closure", {"outcome": "goals_met", "reason": "عاد الأب وتعيش البنت معه ومع جدتها.", "child_agrees": "yes"}, "propose closing", whole=True)
    steps.decide(story, "guardianship_territorial", closure, "return", "متى كانت آخر زيارة؟", "send the closing back")
    second, _ = steps.paper(story, "case_worker", "closure", {"outcome": "goals_met", "reason": "آخر زيارة بعد عودة الأب، والبنت مطمئنة.", "child_agrees": "yes"}, "propose closing again")
    steps.decide(story, "guardianship_territorial", second, "verify", step="verify the closure")
    assert story.child.closed
    return story.finish()


PROOFS = [left_with_kin]
