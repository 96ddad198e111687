import Foundations
import GRDB

/// Folds every record anew from its entries and compares the result with what is stored: row, body, lookup rows,
/// search words, conflict task. One record in memory at a time.
struct ProjectionCheck {
    let keys: any JournalKeys

    func run(_ db: Database, _ report: inout VerifyReport, progress: (Int64) -> Void) throws {
        let opener = EntryOpener(keys)
        var expected = Expected()
        var after: Int64 = 0
        while let stored = try next(db, after) {
            guard stored.number > after else { throw JournalError.damaged("records do not lie in order") }
            after = stored.number
            report.records += 1
            try check(db, stored, opener, &expected, &report)
            if report.records % 1024 == 0 { progress(stored.number) }
        }
        try compareCounts(db, expected, &report)
    }

    private struct Expected {
        var lookups: Int64 = 0
        var words: Int64 = 0
        var tasks: Int64 = 0
    }

    private func next(_ db: Database, _ after: Int64) throws -> RecordState? {
        let query = try Query(db, "SELECT \(RecordTable.columns) FROM \(RecordTable.source) WHERE r.number > ? ORDER BY r.number LIMIT 1")
        query.bind(1, after)
        defer { query.reset() }
        return try query.step() ? try RecordTable.state(query) : nil
    }

    private func check(_ db: Database, _ stored: RecordState, _ opener: EntryOpener, _ expected: inout Expected,
                       _ report: inout VerifyReport) throws {
        guard let folded = try fold(db, stored, opener, &report) else {
            report.fault("record-surplus", "no readable entry made this record", record: stored.id)
            return
        }
        if folded != stored { report.fault("record-differs", "the journal says something else", record: stored.id) }
        try compareRow(db, folded, &report)
        try compareDerived(db, folded, &expected, &report)
        let task = ConflictTask.state(for: folded, id: ConflictTask.id(for: folded.id, keys))
        let storedTask = try RecordTable.load(db, number: -stored.number)
        if task != storedTask { report.fault("task-differs", "the conflict task is not what the journal says", record: stored.id) }
        if let task {
            expected.tasks += 1
            report.conflictTasks += 1
            try compareRow(db, task, &report)
            try compareDerived(db, task, &expected, &report)
        }
    }

    /// The record by the rules the writer follows, entry by entry.
    private func fold(_ db: Database, _ stored: RecordState, _ opener: EntryOpener, _ report: inout VerifyReport) throws -> RecordState? {
        var state = RecordState(id: stored.id, number: stored.number, kind: "", scope: stored.scope, scopeNumber: stored.scopeNumber)
        var applied: [AppliedEntry] = []
        var unreadable = false
        var version = 0
        var updated = HybridTimestamp.zero
        for row in try EntryTable.ofRecord(db, stored.number) {
            let header: EntryHeader
            let payload: EntryPayload?
            do {
                (header, payload) = try opener.parts(db, row)
            } catch {
                report.fault("entry-unreadable", "its content cannot be opened", position: row.position, record: stored.id)
                continue
            }
            if header.record != stored.id || row.scope != stored.scopeNumber {
                report.fault("entry-misplaced", "the entry belongs to another record", position: row.position, record: stored.id)
            }
            if row.version != version + 1 { report.fault("version-gap", "expected version \(version + 1)", position: row.position, record: stored.id) }
            version = row.version
            updated = max(updated, header.clock)
            guard let payload else {
                unreadable = true
                continue
            }
            let entry = EntryOpener.applied(row, header, payload, after: applied)
            if applied.isEmpty { state.kind = payload.kind }
            if !unreadable { state.apply(entry) { applied } }
            applied.append(entry)
        }
        guard !applied.isEmpty else { return nil }
        state.version = version
        state.updated = updated
        // Where an entry was redacted the record was folded anew then; so it is here.
        return unreadable ? RecordState(refolding: applied, like: state) : state
    }

    private func compareRow(_ db: Database, _ state: RecordState, _ report: inout VerifyReport) throws {
        let query = try Query(db, """
            SELECT dossier, parent, agency, status, owner, team, place, sensitivity, archived FROM record WHERE number = ?
            """)
        query.bind(1, state.number)
        defer { query.reset() }
        guard try query.step() else { return }
        func id(_ column: Int32) -> UUIDv7? { query.isNull(column) ? nil : query.id(column) }
        let ids = [id(0), id(1), id(4), id(5)]
        let expectedIDs = [Reserved.dossier, Reserved.parent, Reserved.owner, Reserved.team].map { state.shown($0)?.identifier }
        let texts = [query.text(2), query.text(3), query.text(6), query.text(7)]
        let expectedTexts = [Reserved.agency, Reserved.status, Reserved.place, Reserved.sensitivity].map { state.shown($0)?.text }
        let archived = state.shown(Reserved.archived)?.bool == true
        let same = ids == expectedIDs && texts == expectedTexts && (query.int(8) != 0) == archived
        if !same { report.fault("columns-differ", "a column is not what the journal says", record: state.id) }
    }

    private func compareDerived(_ db: Database, _ state: RecordState, _ expected: inout Expected, _ report: inout VerifyReport) throws {
        for row in Set(ProjectionRules.rows(state)) {
            expected.lookups += 1
            let query = try Query(db, "SELECT 1 FROM lookup WHERE rule = ? AND key = ? AND sort = ? AND record = ?")
            query.bind(1, row.rule.rawValue)
            query.bind(2, row.key)
            query.bind(3, row.sort)
            query.bind(4, state.number)
            if try !query.step() { report.fault("lookup-missing", "rule \(row.rule.rawValue)", record: state.id) }
            query.reset()
        }
        let words = ProjectionRules.words(state)
        if words.isEmpty { return }
        expected.words += 1
        // By the columns, which are compared with the journal themselves.
        let near = try state.shown(Reserved.dossier)?.identifier.map { try NearWords.stored(db, $0).text } ?? ""
        let query = try Query(db, "SELECT words, near FROM search WHERE rowid = ?")
        query.bind(1, state.number)
        if try !query.step() || query.text(0) != words || (query.text(1) ?? "") != near { report.fault("search-differs", "words to find it by", record: state.id) }
        query.reset()
    }

    /// All expected rows were found one by one, so equal counts mean equal sets.
    private func compareCounts(_ db: Database, _ expected: Expected, _ report: inout VerifyReport) throws {
        func count(_ sql: String) throws -> Int64 {
            let query = try Query(db, sql)
            defer { query.reset() }
            return try query.step() ? query.int(0) : 0
        }
        let lookups = try count("SELECT count(*) FROM lookup")
        let words = try count("SELECT count(*) FROM search")
        let tasks = try count("SELECT count(*) FROM record WHERE number < 0")
        report.lookupRows = Int(lookups)
        report.searchRows = Int(words)
        if lookups != expected.lookups { report.fault("lookup-surplus", "\(lookups) rows stored, \(expected.lookups) expected") }
        if words != expected.words { report.fault("search-surplus", "\(words) rows stored, \(expected.words) expected") }
        if tasks != expected.tasks { report.fault("task-surplus", "\(tasks) tasks stored, \(expected.tasks) expected") }
    }
}
