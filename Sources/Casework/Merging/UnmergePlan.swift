import Access
import Foundations
import GRDB
import Journal

/// The changes of the one save that takes a merged dossier apart again.
///
/// The papers that the merging moved go back with all that was written in them since, and so does what devices wrote for the second child
/// meanwhile. Papers made in the first dossier since stay, unless the reviewer sends them along. The first child's answers return to what
/// they were; where somebody changed one since, theirs stays and a conflict task asks.
struct UnmergePlan: Sendable {
    /// A paper made since the merging.
    struct Since: Sendable {
        let record: StoredRecord
        /// Written for the second child, or part of a paper that goes back: not for choosing.
        let goesBack: Bool
    }

    private(set) var changes: [Change] = []
    /// Papers that the merging moved, without the second child's own record.
    private(set) var moved: [StoredRecord] = []
    private(set) var since: [Since] = []
    /// Answers of the first child that return, and those that somebody changed since.
    private(set) var returning: [String] = []
    private(set) var disputed: [String] = []
    private let dossier: UUIDv7
    private let seen: [UUIDv7: Int]

    /// - Parameters:
    ///   - back: papers made since that go to the second dossier.
    ///   - step: the merging's own change.
    init(_ desk: Desk, _ db: Database, _ merge: DossierMerge, _ pair: MergePair, back: Set<UUIDv7>, step: Change?, save: UUIDv7) throws {
        let (first, second) = (pair.first.root, pair.second.root)
        guard merge.state == .merged, let mergeSave = merge.save else { throw CaseworkError(.merge(.notOpen)) }
        guard second.dossier == first.id else { throw CaseworkError(.merge(second.dossier == second.id ? .notOpen : .mergedFurther)) }
        dossier = first.id
        let records = pair.first.records
        seen = Dictionary(records.map { ($0.id, $0.version) }) { one, _ in one }
        func id(_ part: String, _ record: UUIDv7) throws -> UUIDv7 { try desk.derived("unmerge " + part, save.bytes + record.bytes) }

        let own = try desk.journal.entries(db, of: second.id)
        guard let began = own.first(where: { $0.save == mergeSave })?.position else { throw CaseworkError(.merge(.notOpen)) }
        var going: [UUIDv7: Bool] = [second.id: false]
        var fresh: [StoredRecord] = []
        for record in records where record.id != first.id && record.id != second.id && record.id != merge.id {
            let entries = try desk.journal.entries(db, of: record.id)
            if let entry = entries.first(where: { $0.save == mergeSave && $0.content?.op == Op.merge.rawValue }) {
                going[record.id] = entry.content?.fields["@parent"] != nil
                moved.append(record)
            } else if let made = entries.first?.position, made > began {
                fresh.append(record)
            }
        }
        let roots = Set([second.id] + moved.filter { $0.kind == "child" }.map(\.id))
        var belongs = Set(fresh.filter { $0.scope.kind == .dossier && roots.contains($0.scope.id) }.map(\.id))
        while let more = fresh.first(where: { one in !belongs.contains(one.id) && one.parent.map { $0 != first.id && (belongs.contains($0) || going[$0] != nil) } ?? false }) {
            belongs.insert(more.id)
        }
        since = fresh.map { Since(record: $0, goesBack: belongs.contains($0.id)) }
        for record in fresh where belongs.contains(record.id) || back.contains(record.id) { going[record.id] = record.parent == first.id }

        try restore(first, second, own: own, began: began, desk, db, id)
        let leaving = records.filter { going[$0.id] != nil }
        var home = DossierFolder.envelope(of: records.filter { going[$0.id] == nil })
        if returning.contains("place") { home.place = changes.compactMap { $0.fields["place"]?.text }.last }
        changes.append(Change(id: try id("first", first.id), record: first.id, kind: first.kind, op: .unmerge, scope: first.scope, formVersion: first.formVersion,
                              envelope: home))
        for record in leaving {
            var envelope = RecordEnvelope()
            if record.id == second.id {
                envelope = DossierFolder.envelope(of: leaving)
                envelope.archived = false
                envelope.clear = [.status]
            }
            changes.append(Change(id: try id("paper", record.id), record: record.id, kind: record.kind, op: .unmerge, scope: record.scope, dossier: second.id,
                                  parent: going[record.id] == true ? second.id : nil, formVersion: record.formVersion, envelope: envelope))
        }
        if let step { changes.append(step) }
    }

    /// The first child's answers as they were before the merging wrote them.
    private mutating func restore(_ first: StoredRecord, _ second: StoredRecord, own: [HistoryEntry], began: Int64, _ desk: Desk, _ db: Database,
                                  _ id: (String, UUIDv7) throws -> UUIDv7) throws {
        let saves = Set(own.filter { $0.position >= began }.map(\.save))
        let history = try desk.journal.entries(db, of: first.id)
        func isMerging(_ entry: HistoryEntry) -> Bool { entry.content?.op == Op.merge.rawValue && saves.contains(entry.save) }
        var settled: [String: Value] = [:], plain: [String: Value] = [:], old: [(name: String, value: Value, clock: HybridTimestamp)] = []
        for name in Set(history.filter(isMerging).flatMap { $0.content?.fields.keys.filter { !$0.hasPrefix("@") } ?? [] }).sorted() {
            let told = history.filter { $0.content?.fields[name] != nil }
            guard let wrote = told.first(where: isMerging)?.position else { continue }
            let before = told.last { $0.position < wrote && !isMerging($0) }
            let value = before?.content?.fields[name] ?? .null
            let now = first.fields[name] ?? .null
            if told.contains(where: { $0.position > wrote && !isMerging($0) }) {
                if now == value { continue }
                disputed.append(name)
                if !first.conflicts.contains(name) { old.append((name, value, before?.clock ?? .zero)) }
            } else if first.conflicts.contains(name) {
                settled[name] = value
            } else if now != value {
                plain[name] = value
            }
        }
        returning = (Array(settled.keys) + Array(plain.keys)).sorted()
        func change(_ part: String, _ op: Op, _ fields: [String: Value], base: Int? = nil, clock: HybridTimestamp? = nil) throws {
            if fields.isEmpty { return }
            changes.append(Change(id: try id(part, first.id), record: first.id, kind: first.kind, op: op, scope: first.scope, base: base,
                                  formVersion: first.formVersion, fields: fields, clock: clock))
        }
        // As by somebody who does not know of the later answer: it stays, and both stand in a conflict.
        for one in old.sorted(by: { $0.clock < $1.clock }) { try change("earlier " + one.name, .unmerge, [one.name: one.value], base: 0, clock: one.clock) }
        try change("settled", .decide, settled)
        try change("answers", .unmerge, plain)
    }

    /// Throws `MergePlan.Overtaken` where the dossier is not as it was looked at. Runs inside the save's transaction.
    func stillHolds(_ db: Database) throws { try DossierFolder.requireUnchanged(db, [dossier], seen) }
}
