import CaseSteps
import Foundations
import Testing

@Suite struct MilestoneTests {
    private func day(_ day: Int) -> CivilDay { CivilDay(year: 2026, month: 3, day: day)! }
    private func record(_ form: String, _ on: Int, _ status: String? = nil, emergency: Bool = false) -> DatedRecord {
        DatedRecord(form: form, day: day(on), status: status, isEmergency: emergency)
    }

    @Test func eachMilestoneOnItsFirstDay() {
        let path = CasePath(of: [
            record("notification", 1, "registered"), record("case", 2, "open"), record("risk_assessment", 5), record("initial_assessment", 4),
            record("care_plan", 8, "approved"), record("referral", 9, "requested"), record("service_delivery", 12), record("case_review", 20),
        ], status: .open)
        #expect(path.reached == [.notified: day(1), .triaged: day(2), .registered: day(2), .assessed: day(4), .planned: day(8),
                                 .implemented: day(12), .reviewed: day(20)])
        #expect(path.owed.isEmpty && !path.isEmergency)
    }

    @Test func anEmergencyOwesWhatItPassedBy() {
        let records = [record("notification", 1, "registered"), record("case", 1), record("placement", 1, "active", emergency: true)]
        let path = CasePath(of: records, status: .open)
        #expect(path.isEmergency && path.owed == [.assessed, .planned])
        let later = CasePath(of: records + [record("risk_assessment", 3), record("care_plan", 6)], status: .open)
        #expect(later.isEmergency && later.owed.isEmpty)
        // Only asked for: nothing has been done yet.
        #expect(CasePath(of: [record("case", 1), record("placement", 1, "requested", emergency: true)], status: .open).reached == [.registered: day(1)])
    }

    @Test func aClosureCountsOnceItIsVerifiedAndTheCaseClosed() {
        func reached(_ closure: String, _ status: CaseStatus) -> Set<Milestone> {
            Set(CasePath(of: [record("case", 1), record("closure", 9, closure), record("post_closure_visit", 20)], status: status).reached.keys)
        }
        #expect(reached("requested", .open) == [.registered])
        #expect(reached("verified", .open) == [.registered])
        #expect(reached("verified", .monitoring) == [.registered, .closed, .monitored])
    }

    @Test func triageIsSeenFromTheNotificationAndTheCase() {
        #expect(CasePath(of: [record("notification", 1, "new"), record("case", 2)], status: .open).reached[.triaged] == nil)
        #expect(CasePath(of: [record("notification", 1, "screening_out")], status: .open).reached == [.notified: day(1)])
    }

    @Test func theFurthestOfAnOpenCase() {
        #expect(Milestone.furthest(of: ["note", "case_review", "care_plan"], status: .open) == .reviewed)
        #expect(Milestone.furthest(of: ["closure"], status: .open) == .registered)
        #expect(Milestone.furthest(of: [], status: .monitoring) == .monitored && Milestone.furthest(of: [], status: .closed) == .closed)
    }

    @Test func oneReferralOfSeveralServices() throws {
        var referral = ReferralBundle(asking: ["health", "legal", "health"], at: WallTime(millis: 0))
        #expect(referral.services.count == 2 && referral.whole == .waiting)
        try referral.take(.accept, of: "health", by: [.providesService], at: WallTime(millis: 1))
        #expect(referral.whole == .partly && referral.services["legal"]?.status == .requested)
        try referral.take(.reject, of: "legal", by: [.providesService], having: [.reason], at: WallTime(millis: 2))
        #expect(referral.whole == .underway)
        try referral.take(.complete, of: "health", by: [.providesService], at: WallTime(millis: 3))
        #expect(referral.whole == .over)
        #expect(throws: StepRefusal.self) { try referral.take(.accept, of: "shelter", by: [.providesService], at: WallTime(millis: 4)) }
    }
}
