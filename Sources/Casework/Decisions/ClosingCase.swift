import CaseSteps
import Foundations
import Journal

/// A case ends when the authority has verified its closure, not when somebody asks for it: the box closes the case with the
/// decision, in the same save.
enum ClosingCase {
    /// The entries that close the open case of each dossier whose closure is verified here. A case that has ended already stays as it is.
    /// - Parameters:
    ///   - known: the closures as stored, and the cases of their dossiers.
    ///   - digest: gives each entry an id that follows from the decision's, so that a save sent twice closes once.
    static func entries(of changes: [Change], known: [UUIDv7: StoredRecord], today: CivilDay, digest: ([UInt8]) -> [UInt8]) -> [Change] {
        changes.compactMap { change in
            guard change.kind == Decidable.closure.rawValue, change.envelope.status == ClosureStatus.verified.rawValue, let closure = known[change.record],
                  let dossier = closure.dossier, let open = newest(of: dossier, in: known),
                  let id = UUIDv7.derived(from: digest(Array("close the case".utf8) + change.id.bytes)) else { return nil }
            func answer(_ name: String) -> Value? { change.fields[name] ?? closure.fields[name] }
            let watched = answer("monitoring_until")?.text.map { $0 > today.description } ?? false
            let status: CaseStatus = watched ? .monitoring : .closed
            var fields: [String: Value] = ["stage": .text((watched ? Milestone.monitored : .closed).rawValue)]
            if let day = answer("closed_on") { fields["closed_on"] = day }
            if let outcome = answer("outcome") { fields["outcome"] = outcome }
            return Change(id: id, record: open.id, kind: "case", op: .close, scope: open.scope, dossier: dossier, formVersion: open.formVersion,
                          fields: fields, envelope: RecordEnvelope(status: status.rawValue))
        }
    }

    private static func newest(of dossier: UUIDv7, in known: [UUIDv7: StoredRecord]) -> StoredRecord? {
        known.values.filter { $0.kind == "case" && $0.dossier == dossier && $0.status == CaseStatus.open.rawValue }.max { $0.id < $1.id }
    }
}
