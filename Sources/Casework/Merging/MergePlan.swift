import FormEngine
import Foundations
import GRDB
import Journal

/// The changes of the one save that merges two dossiers. Nothing is overwritten unseen: what the first child's record held stays in its
/// history, what the second's held stays in its own record, which lies in the first dossier from then on.
struct MergePlan: Sendable {
    /// Something moved between the look and the save.
    struct Overtaken: Error {}

    private(set) var changes: [Change] = []
    private let dossiers: [UUIDv7]
    private let seen: [UUIDv7: Int]

    /// - Parameter merge: the proposal that this save carries out, as its own change.
    init(_ desk: Desk, _ pair: MergePair, choices: [String: DossierMerge.Side], merge: Change, save: UUIDv7, at: WallTime) throws {
        let (first, second) = (pair.first.root, pair.second.root)
        dossiers = [first.id, second.id]
        seen = pair.versions
        func id(_ part: String, _ record: UUIDv7) throws -> UUIDv7 { try desk.derived("merge " + part, save.bytes + record.bytes) }
        let form = desk.forms
        let fields = MergeField.all(pair, calculated: form.calculated(of: first.kind))
        var values: [String: Value] = [:]
        for field in fields {
            switch field.outcome {
            case .taken, .protective: if let held = field.held, held != field.first { values[field.name] = held }
            case .asked: if choices[field.name] == .second, let other = field.second { values[field.name] = other }
            case .stays, .unseen: break
            }
        }
        // Written as by somebody who had not seen the first child's answer: both are kept, and a conflict task asks who may see them.
        let unseen = fields.filter { $0.outcome == .unseen }.sorted { Self.clock(second, $0) < Self.clock(second, $1) }
        for field in unseen {
            changes.append(Change(id: try id("unseen " + field.name, first.id), record: first.id, kind: first.kind, op: .merge, scope: first.scope, base: 0,
                                  formVersion: second.formVersion, fields: [field.name: field.second ?? .null], clock: second.stamps[field.name]?.clock))
        }
        if !values.isEmpty {
            let entry = try id("child", first.id)
            let verdict = form.judge(values, stored: first.fields, all: first.fields, form: first.kind, version: first.formVersion, entry: entry, extent: .change, at: at)
            for (name, value) in verdict.calculated where first.fields[name] ?? .null != value { values[name] = value }
        }
        var envelope = DossierFolder.envelope(of: pair.first.records + pair.second.records)
        envelope.place = values["place"]?.text
        changes.append(Change(id: try id("child", first.id), record: first.id, kind: first.kind, op: .merge, scope: first.scope,
                              formVersion: max(first.formVersion, second.formVersion), fields: values, envelope: envelope))
        changes.append(Change(id: try id("second", second.id), record: second.id, kind: second.kind, op: .merge, scope: second.scope, dossier: first.id,
                              formVersion: second.formVersion, envelope: RecordEnvelope(status: DossierFolder.merged, archived: true)))
        for record in pair.second.records where record.id != second.id {
            changes.append(Change(id: try id("paper", record.id), record: record.id, kind: record.kind, op: .merge, scope: record.scope, dossier: first.id,
                                  parent: record.parent == second.id ? first.id : nil, formVersion: record.formVersion))
        }
        changes.append(merge)
    }

    /// Throws `Overtaken` where one of the dossiers is not as it was looked at. Runs inside the save's transaction.
    func stillHolds(_ db: Database) throws { try DossierFolder.requireUnchanged(db, dossiers, seen) }

    private static func clock(_ record: StoredRecord, _ field: MergeField) -> HybridTimestamp { record.stamps[field.name]?.clock ?? .zero }
}

/// What mergings need to know of dossiers.
enum DossierFolder {
    /// The state of a child's record whose dossier became part of another.
    static let merged = "merged"

    /// The dossier in which this child's papers are read: its own, or the one that it was merged into.
    static func home(_ db: Database, of child: UUIDv7) throws -> UUIDv7 {
        guard let found = try PartialRecord.find(db, child, .none), found.kind == "child" else { return child }
        return found.dossier ?? child
    }

    /// A child's own record names the worker and team of its newest live case, or of its newest one.
    static func envelope(of records: [StoredRecord]) -> RecordEnvelope {
        let cases = records.filter { $0.kind == "case" }.sorted { $0.id > $1.id }
        guard let newest = cases.first(where: { $0.status != "closed" }) ?? cases.first else { return RecordEnvelope() }
        return RecordEnvelope(owner: newest.owner, team: newest.team, agency: newest.agency)
    }

    static func requireUnchanged(_ db: Database, _ dossiers: [UUIDv7], _ seen: [UUIDv7: Int]) throws {
        var now: [UUIDv7: Int] = [:]
        for dossier in dossiers {
            for record in try JournalStore.records(db, dossier: dossier) where record.kind != "conflict_task" { now[record.id] = record.version }
        }
        if now != seen { throw MergePlan.Overtaken() }
    }
}
