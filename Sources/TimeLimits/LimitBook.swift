public import Foundations

/// A country's time limits: what has to follow from what, its working days, and what stops the clocks.
public struct LimitBook: Sendable, Equatable {
    public let rules: [LimitRule]
    public let suspensions: [SuspensionRule]
    public let calendar: WorkCalendar

    /// Forms and fields that an outcome can depend on, without those of the risk; sorted.
    public var events: [EventName] {
        let all = rules.flatMap { $0.start + $0.metBy + $0.ends } + suspensions.flatMap { [$0.begins] + $0.ends }
        return Set(all).sorted { $0.description < $1.description }
    }

    /// Names of the forms that have to be read to judge; sorted.
    public var forms: [String] { Set(events.map(\.form) + RiskHistory.forms).sorted() }

    /// Names of the fields that have to be read to judge; sorted.
    public var fields: [String] {
        Set(events.flatMap { [$0.field] + ($0.condition.map { [$0.field] } ?? []) } + RiskHistory.fields).sorted()
    }
}

extension LimitRule {
    /// The version in force on a day for a level of risk: one that names the level before one for all; nil where there is none.
    public func version(on day: CivilDay, risk: String) -> LimitVersion? {
        func latest(_ fits: (LimitVersion) -> Bool) -> LimitVersion? {
            versions.last { fits($0) && $0.from <= day && $0.to.map { day <= $0 } ?? true }
        }
        return latest { $0.risks.contains(risk) } ?? latest { $0.risks.isEmpty }
    }

    /// The amendments after a day that change running limits of this level, oldest first.
    func amendments(after day: CivilDay, until last: CivilDay, risk: String) -> [LimitVersion] {
        versions.filter { $0.running != .keep && $0.from > day && $0.from <= last && version(on: $0.from, risk: risk) == $0 }
    }
}

extension LimitRule {
    /// Every answer that decides how this rule stands: whoever may not see one of them can't be told.
    public func dependsOn(_ suspensions: [SuspensionRule]) -> Set<EventName> {
        let stops = Set(versions.flatMap(\.suspendedBy))
        var names = Set(start + metBy + ends)
        for one in suspensions where stops.contains(one.code) { names.formUnion([one.begins] + one.ends) }
        if versions.contains(where: { !$0.risks.isEmpty }) { names.formUnion(RiskHistory.events) }
        return names
    }
}
