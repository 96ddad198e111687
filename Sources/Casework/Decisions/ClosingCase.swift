import CaseSteps
import Foundations
import Journal

/// A case ends when the authority has verified its closure, not when somebody asks for it: the box closes the case with the
/// decision, in the same save.
enum ClosingCase {
    /// The entries that close the case of each closure that is verified here. A case that has ended already stays as it is.
    /// - Parameters:
    ///   - known: the closures as stored, and the cases of their dossiers.
    ///   - digest: gives each entry an id that follows from the decision's, so that a save sent twice closes once.
    /// - Throws: `CaseworkError.misplaced` where a closure of older days does not say which of two open cases it ends.
    static func entries(of changes: [Change], known: [UUIDv7: StoredRecord], today: CivilDay, digest: ([UInt8]) -> [UInt8]) throws(CaseworkError) -> [Change] {
        var entries: [Change] = []
        for change in changes {
            guard change.kind == Decidable.closure.rawValue, change.envelope.status == ClosureStatus.verified.rawValue, let closure = known[change.record],
                  let dossier = closure.dossier, let open = try ended(by: closure, entry: change.id, of: dossier, in: known),
                  let id = UUIDv7.derived(from: digest(Array("close the case".utf8) + change.id.bytes)) else { continue }
            func answer(_ name: String) -> Value? { change.fields[name] ?? closure.fields[name] }
            let watched = answer("monitoring_until")?.text.map { $0 > today.description } ?? false
            let status: CaseStatus = watched ? .monitoring : .closed
            var fields: [String: Value] = ["stage": .text((watched ? Milestone.monitored : .closed).rawValue)]
            if let day = answer("closed_on") { fields["closed_on"] = day }
            if let outcome = answer("outcome") { fields["outcome"] = outcome }
            entries.append(Change(id: id, record: open.id, kind: "case", op: .close, scope: open.scope, dossier: dossier, formVersion: open.formVersion,
                                  fields: fields, envelope: RecordEnvelope(status: status.rawValue)))
        }
        return entries
    }

    /// The case that a new closure is about: the one it names, or the only one that is open. Nil where none is open.
    /// - Throws: `CaseworkError.misplaced` where it names one that has ended, or none although two are open.
    static func named(by entry: AuthoredEntry, of dossier: UUIDv7, in known: [UUIDv7: StoredRecord]) throws(CaseworkError) -> UUIDv7? {
        if let parent = entry.parent {
            guard let one = known[parent], one.kind == "case" else { return parent }
            guard one.dossier == dossier, one.status != CaseStatus.closed.rawValue else {
                throw CaseworkError(.misplaced(entry: entry.id, what: "the case that it would end has ended already, or is another child's"))
            }
            return parent
        }
        return try only(open(of: dossier, in: known), entry.id)?.id
    }

    private static func ended(by closure: StoredRecord, entry: UUIDv7, of dossier: UUIDv7, in known: [UUIDv7: StoredRecord]) throws(CaseworkError) -> StoredRecord? {
        let cases = open(of: dossier, in: known)
        if let named = closure.parent.flatMap({ known[$0] }), named.kind == "case" { return cases.first { $0.id == named.id } }
        return try only(cases, entry)
    }

    private static func only(_ cases: [StoredRecord], _ entry: UUIDv7) throws(CaseworkError) -> StoredRecord? {
        guard cases.count < 2 else { throw CaseworkError(.misplaced(entry: entry, what: "the child has two open cases, and the closure does not say which of them it ends")) }
        return cases.first
    }

    private static func open(of dossier: UUIDv7, in known: [UUIDv7: StoredRecord]) -> [StoredRecord] {
        known.values.filter { $0.kind == "case" && $0.dossier == dossier && $0.status == CaseStatus.open.rawValue }
    }
}
