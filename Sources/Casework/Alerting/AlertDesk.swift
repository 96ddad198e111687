public import Access
import Alerts
import CaseSteps
public import Foundations
import GRDB
import Journal

// Alerts are worked out from the records each time, through the rights of their person: nothing of a case is copied into them.

extension Desk {
    /// So many alerts of one person stand at the most, the most pressing first.
    public static let mostAlerts = 200
    /// Changes by others are told for so many days.
    static let changeDays = 7
    /// So many dossiers of one person are looked through for changes, the riskiest first.
    static let mostChangedDossiers = 200

    /// Everything that this person should know now, the urgent first.
    /// - Parameters:
    ///   - notices: those to this person that they have not acknowledged.
    ///   - escalated: what has come up to this person's role. Who may not see the record is told that there is one.
    public func alerts(for standing: Standing, notices: [AccessNotice], escalated: [Escalated]) throws -> [ShownAlert] {
        let maker = AlertMaker(desk: self, person: standing.viewer.person)
        var found = try maker.escalations(escalated, standing)
        let day = try myDay(for: standing, after: nil)
        for section in [MyDay.Section.urgent, .today, .changed] { found += try (day.rows[section] ?? []).map { try maker.row($0, isUrgent: section == .urgent) } }
        found += try (day.rows[.waiting] ?? []).filter { $0.reason.code == "screening_to_confirm" }.map { try maker.row($0, isUrgent: false) }
        found += try decisions(for: standing).rows.filter { !$0.returned }.map(maker.decision)
        found += try notices.map(maker.notice)
        found += try changes(for: standing, maker)
        var keys: Set<String> = []
        let each = found.filter { keys.insert($0.alert.key).inserted }
        return Array((each.filter(\.alert.isUrgent) + each.filter { !$0.alert.isUrgent }).prefix(Self.mostAlerts))
    }

    /// Urgent notifications that nobody has begun to deal with, each with when it was made (Unix milliseconds).
    public func urgentNotifications() throws -> [UUIDv7: Int64] {
        try read { db in
            var open: [UUIDv7: Int64] = [:]
            for hit in try Lookup.find(db, .urgentNotificationByStatus, key: .text(NotificationStatus.new.rawValue), newestFirst: false, limit: Self.mostAlerts) {
                guard let record = try PartialRecord.find(db, number: hit.record, .none) else { continue }
                // An id that follows from a report says nothing of when it came; its last change does.
                let isTimed = record.id.high >> 12 & 0xF == 7
                open[record.id] = isTimed ? record.id.millis : record.updated.millis
            }
            return open
        }
    }

    /// Whether this person could deal with the notification, and so answers for it.
    public func mayTriage(_ notification: UUIDv7, _ standing: Standing) throws -> Bool {
        try read { db in
            guard let record = try PartialRecord.find(db, notification, .none), record.kind == "notification" else { return false }
            let decision = try standing.decide(Envelope(record), Surroundings.of(Envelope(record), in: db))
            return decision.exists && !decision.decidable.isEmpty
        }
    }

    /// What others have changed in the dossiers of this person's cases.
    private func changes(for standing: Standing, _ maker: AlertMaker) throws -> [ShownAlert] {
        guard standing.seesOwnCases else { return [] }
        let person = standing.viewer.person, oldest = time.now().millis - Int64(Self.changeDays) * 86_400_000
        return try read { db in
            let glances = Glances(db, standing)
            var found: [ShownAlert] = []
            for dossier in try CaseDuties.dossiers(of: person, db).prefix(Self.mostChangedDossiers) {
                for part in try PartialRecord.all(db, dossier: dossier, kinds: told, .none) where part.updated.millis >= oldest {
                    guard let record = try JournalStore.record(db, part.id),
                          let last = (Array(record.stamps.values) + [record.statusStamp].compactMap { $0 }).max(by: { $0.version < $1.version }), last.actor != person,
                          let shown = try glances.part(part.number, .none) else { continue }
                    found.append(try maker.change(shown, version: record.version, by: last.actor, name: glances.name(dossier), statusBy: record.statusStamp?.actor))
                }
            }
            return found
        }
    }
}

/// Papers of a dossier whose changes are told to whoever has the case. Names from the standard forms: they stand in a query.
private let told = [
    "child", "case", "family_member", "note", "visit", "risk_assessment", "care_plan", "referral", "placement", "closure", "consent", "incident", "initial_assessment",
    "comprehensive_assessment", "best_interest_assessment", "best_interest_determination", "child_functioning", "medical_assessment", "educational_assessment",
    "psychological_assessment", "service_delivery", "case_review", "placement_move", "placement_exit", "supervision_note", "quality_review", "review_comment", "separation_history", "reunification",
]

/// Makes alerts of one person. Keys follow from what an alert is about under the site's own secret: they say nothing to anybody else, and
/// two people's keys of the same thing differ.
private struct AlertMaker {
    let desk: Desk
    let person: UUIDv7

    private func key(_ parts: [String]) throws -> String {
        try desk.derived("alert", person.bytes + Array(parts.joined(separator: " ").utf8)).description
    }

    func row(_ row: MyDay.Row, isUrgent: Bool) throws -> ShownAlert {
        let kind: ShownAlert.Kind = switch row.kind {
        case .notification, .concern: .notification
        case .unseen: .unseen
        case .promise: .promise
        case .task, .tracing: .task
        case .conflict: .conflict
        case .limit: .limit
        case .request, .unanswered: .request
        case .review, .panel, .returned: .task
        }
        // A child unseen or a limit passed is pressing in the office, and no reason to wake anybody: that it would come was known for days.
        let wakes = isUrgent && (kind == .notification || kind == .request)
        let rule = row.reason.args["rule"]?.text ?? ""
        return ShownAlert(alert: Alert(key: try key([kind.rawValue, row.reason.code, row.record.description, row.due ?? "", rule]), isUrgent: wakes), kind: kind,
                          reason: row.reason, record: row.record, dossier: row.dossier, title: row.title, name: row.name, due: row.due)
    }

    func decision(_ row: DecisionsPage.Row) throws -> ShownAlert {
        ShownAlert(alert: Alert(key: try key(["decision", row.record.description]), isUrgent: row.urgent), kind: .decision,
                   reason: MyDay.Reason(code: "decision_waits", args: ["form": .text(row.kind.rawValue), "days": .int(Int64(row.days))]), record: row.record,
                   dossier: row.dossier, title: nil, name: row.name.isEmpty ? nil : row.name, due: nil)
    }

    func notice(_ notice: AccessNotice) throws -> ShownAlert {
        let isHandover = AccessNotice.CaseNews(rawValue: notice.code) != nil
        return ShownAlert(alert: Alert(key: try key(["notice", notice.id.description]), isUrgent: false), kind: .notice,
                          reason: MyDay.Reason(code: isHandover ? notice.code : "account_notice", args: ["days": .int(Int64(notice.count ?? 0))]), record: nil, dossier: nil,
                          title: nil, name: nil, due: nil)
    }

    func change(_ shown: ShownPart, version: Int, by actor: UUIDv7, name: String?, statusBy: UUIDv7?) throws -> ShownAlert {
        let record = shown.record
        let answers = Decidable(rawValue: record.kind).map { record.status != $0.waiting } ?? (record.kind == "referral" && record.status != nil && record.status != "requested")
        let isAnswer = answers && statusBy != nil && statusBy != person
        let code = !isAnswer ? "changed_by_other" : record.kind == "referral" ? "referral_answered" : "decision_made"
        return ShownAlert(alert: Alert(key: try key(["change", record.id.description, String(version)]), isUrgent: false), kind: .change,
                          reason: MyDay.Reason(code: code, args: ["form": .text(record.kind), "by": .text(actor.description)]), record: record.id, dossier: record.dossier,
                          title: nil, name: name, due: nil)
    }

    func escalations(_ escalated: [Escalated], _ standing: Standing) throws -> [ShownAlert] {
        try escalated.map { one in
            let seen = try desk.mayTriage(one.notification, standing)
            return ShownAlert(alert: Alert(key: try key(["escalation", one.notification.description, String(one.level)]), isUrgent: true), kind: .escalation,
                              reason: MyDay.Reason(code: seen ? "escalated" : "escalated_unseen", args: [:]), record: seen ? one.notification : nil, dossier: nil, title: nil,
                              name: nil, due: nil)
        }
    }
}
