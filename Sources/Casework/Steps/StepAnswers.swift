import CaseSteps
import Foundations
import GRDB
import Journal

/// Steps that follow from what people write anyway, so that nobody says a thing twice: the answer to a referral, the decision about a
/// placement, a service that was given, a child who left care. They are judged like any other step.
struct StepAnswers {
    let functions: Set<StepFunction>
    let today: CivilDay
    let digest: ([UInt8]) -> [UInt8]

    /// The save with the states that its answers mean.
    func followed(_ save: AuthoredSave, _ db: Database) throws -> AuthoredSave {
        var save = save
        var more: [AuthoredEntry] = []
        for (index, entry) in save.entries.enumerated() {
            if entry.op == .create {
                if let step = try followUp(of: entry, db), !save.entries.contains(where: { $0.record == step.record }) { more.append(step) }
            } else if entry.status == nil, let record = try JournalStore.record(db, entry.record), record.kind == entry.form {
                save.entries[index].status = status(of: record, after: entry)
                if CareArrangement.answers(entry, record, functions) { save.entries[index].fields["decision"] = .null }
            }
        }
        save.entries += more
        return save
    }

    /// The state that changed answers of a record mean; nil where they mean none.
    private func status(of record: StoredRecord, after entry: AuthoredEntry) -> String? {
        func changed(_ field: String) -> String? {
            guard let text = entry.fields[field]?.text, !text.isEmpty, record.fields[field]?.text != text else { return nil }
            return text
        }
        switch record.kind {
        // What was agreed to has changed: whoever agreed to it looks again.
        case "care_plan": return DecidedAnswers.revises(entry, record) ? ApprovalStatus.proposed.rawValue : nil
        case "referral": return changed("status").flatMap(ReferralStatus.init(rawValue:))?.rawValue
        case "placement":
            switch (PlacementStatus(rawValue: record.status ?? ""), changed("decision")) {
            case (.requested, nil) where changed(CareArrangement.field) == CareArrangement.family: return PlacementStatus.arranged.rawValue
            case (.arranged, _) where changed(CareArrangement.field) == CareArrangement.decision: return PlacementStatus.requested.rawValue
            case (.requested, "agreed"), (.requested, "agreed_changed"):
                let starts = (entry.fields["start_on"] ?? record.fields["start_on"])?.text ?? ""
                return (starts.isEmpty ? PlacementStatus.granted : .active).rawValue
            case (.requested, "refused"): return PlacementStatus.declined.rawValue
            case (.granted, _): return changed("start_on").map { _ in PlacementStatus.active.rawValue }
            // A day ahead is agreed, and comes back on My day; nobody has left yet.
            case (.active, _), (.arranged, _): return changed("end_on").flatMap { ($0 <= today.description) ? PlacementStatus.ended.rawValue : nil }
            default: return nil
            }
        default: return nil
        }
    }

    /// The step of another record of the same dossier that a new paper means, where it is legal for this person.
    private func followUp(of entry: AuthoredEntry, _ db: Database) throws -> AuthoredEntry? {
        switch (entry.form, entry.fields["step"]?.text) {
        case ("placement_exit", _): try step(PlacementStatus.self, .ended, of: "placement", entry, db)
        case ("service_delivery", "started"), ("service_delivery", "going_on"): try step(ReferralStatus.self, .inProgress, of: "referral", entry, db)
        case ("service_delivery", "completed"): try step(ReferralStatus.self, .completed, of: "referral", entry, db)
        default: nil
        }
    }

    private func step<Status: StepStatus>(_: Status.Type, _ next: Status, of kind: String, _ entry: AuthoredEntry, _ db: Database) throws -> AuthoredEntry? {
        guard let target = entry.fields[kind]?.text.flatMap({ UUIDv7($0) }), let record = try JournalStore.record(db, target), record.kind == kind,
              record.dossier != nil, record.dossier == entry.dossier, let status = record.status.flatMap({ Status(rawValue: $0) }), status != next,
              (try? status.event(to: next, by: functions)) != nil,
              let id = UUIDv7.derived(from: digest(Array("follow the paper".utf8) + entry.id.bytes)) else { return nil }
        // A referral shows its state as an answer too.
        let fields: [String: Value] = kind == "referral" ? ["status": .text(next.rawValue)] : [:]
        return AuthoredEntry(id: id, op: .amend, form: kind, record: target, formVersion: record.formVersion, fields: fields, status: next.rawValue)
    }
}
