import Foundations

/// Which level of risk a child was known to have, and since when.
struct RiskHistory {
    static let forms = ["risk_assessment", "case_review", "case"]
    static let fields = ["assessed_on", "reviewed_on", "opened_on", "risk_level"]
    static let events = ["risk_assessment.assessed_on", "case_review.reviewed_on", "case.opened_on"].compactMap { EventName($0 + "(risk_level!=none)") }
    static let unknown = "unassessed"

    struct Finding {
        let day: CivilDay
        let level: String
        let record: UUIDv7
    }

    /// Dated findings, oldest first.
    let findings: [Finding]
    /// What the newest case says, for children of whom there are no dated findings.
    private let ofCase: Finding?

    init(_ records: [LimitRecord], until today: CivilDay) {
        func findings(_ form: String, _ field: String) -> [Finding] {
            records.filter { $0.form == form }.compactMap { record in
                guard let level = record.fields["risk_level"], let date = record.fields[field].flatMap({ PartialDate($0) }), date.bounds.lowerBound <= today
                else { return nil }
                return Finding(day: date.bounds.lowerBound, level: level, record: record.id)
            }
        }
        self.findings = (findings("risk_assessment", "assessed_on") + findings("case_review", "reviewed_on")).sorted { ($0.day, $0.record) < ($1.day, $1.record) }
        ofCase = findings("case", "opened_on").max { ($0.day, $0.record) < ($1.day, $1.record) }
    }

    /// The level on the day a clock starts.
    func level(on day: CivilDay) -> (level: String, record: UUIDv7?) {
        if let found = findings.last(where: { $0.day <= day }) { return (found.level, found.record) }
        if findings.isEmpty, let ofCase { return (ofCase.level, ofCase.record) }
        return (Self.unknown, nil)
    }
}
