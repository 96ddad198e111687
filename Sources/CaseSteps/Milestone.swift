public import Foundations

/// How far a case has come. Milestones follow from dated records and are never set by hand: the steps are not a line, services may come
/// before the plan, a review may lead back to an assessment.
public enum Milestone: String, Sendable, CaseIterable, Comparable {
    case notified, triaged, registered, assessed, planned, implemented, reviewed, closed, monitored

    /// Form names whose presence in the dossier reaches the milestone.
    public static func reached(by form: String) -> Milestone? {
        switch form {
        case "notification": .notified
        case "case": .registered
        case "risk_assessment", "initial_assessment", "comprehensive_assessment": .assessed
        case "care_plan": .planned
        case "referral", "placement", "service_delivery": .implemented
        case "case_review": .reviewed
        case "closure": .closed
        case "post_closure_visit": .monitored
        default: nil
        }
    }

    /// The furthest milestone of an open case, given the forms recorded in its dossier.
    public static func furthest(of forms: some Sequence<String>, status: CaseStatus) -> Milestone {
        switch status {
        case .closed: return .closed
        case .monitoring: return .monitored
        case .open: break
        }
        let reached = forms.compactMap(reached(by:)).filter { $0 < .closed }
        return max(reached.max() ?? .registered, .registered)
    }

    public static func < (a: Milestone, b: Milestone) -> Bool { a.order < b.order }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A record as far as milestones ask: of which form, of which day, in which state.
public struct DatedRecord: Sendable, Hashable {
    public let form: String
    /// The true day of what it records, not of its entry.
    public let day: CivilDay
    public let status: String?
    /// A placement or service that could not wait.
    public let isEmergency: Bool

    public init(form: String, day: CivilDay, status: String? = nil, isEmergency: Bool = false) {
        self.form = form
        self.day = day
        self.status = status
        self.isEmergency = isEmergency
    }
}

/// Which milestones a case has reached, each on the first day that a record shows it, and what is still owed.
public struct CasePath: Sendable, Hashable {
    public let reached: [Milestone: CivilDay]
    /// The child was placed or helped at once, before anything was assessed or planned.
    public let isEmergency: Bool

    /// - Parameters:
    ///   - records: the papers of one dossier since its case was opened, and the notification that led to it.
    ///   - status: of the case; a closure counts once the case is no longer open.
    public init(of records: [DatedRecord], status: CaseStatus) {
        var reached: [Milestone: CivilDay] = [:]
        func note(_ milestone: Milestone, _ day: CivilDay) { reached[milestone] = min(reached[milestone] ?? day, day) }
        for record in records {
            guard let milestone = Milestone.reached(by: record.form) else { continue }
            switch milestone {
            case .notified:
                note(.notified, record.day)
                // Its own day of decision is not on the record: the case that follows from it shows it.
            case .registered:
                note(.registered, record.day)
                if records.contains(where: { $0.form == "notification" && !($0.status.flatMap(NotificationStatus.init)?.isUndecided ?? true) }) {
                    note(.triaged, record.day)
                }
            case .implemented:
                // What was only asked for is not done yet.
                if !Self.asked.contains(record.status ?? "") { note(.implemented, record.day) }
            case .closed:
                if status != .open && record.status == ClosureStatus.verified.rawValue { note(.closed, record.day) }
            case .monitored:
                if status != .open { note(.monitored, record.day) }
            default: note(milestone, record.day)
            }
        }
        self.reached = reached
        let first = records.filter { $0.isEmergency && !Self.asked.contains($0.status ?? "") }.map(\.day).min()
        let prepared = [reached[.assessed], reached[.planned]].compactMap(\.self).min()
        isEmergency = first.map { first in prepared.map { first <= $0 } ?? true } ?? false
    }

    /// Asked for, not given.
    private static let asked: Set<String> = ["requested", "granted", "rejected", "declined", "cancelled"]

    /// In the order of the milestones, those passed by without a record while a later one was reached: after an emergency, the assessment
    /// and the plan that are still owed. A child without a notification owes none, and nobody owes a visit after closure to the past.
    public var owed: [Milestone] {
        guard let furthest = reached.keys.max() else { return [] }
        return Milestone.allCases.filter { $0 < furthest && $0 > .triaged && $0 < .closed && reached[$0] == nil }
    }
}
