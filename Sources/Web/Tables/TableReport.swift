import Casework
import FormEngine
import Foundations

/// What the box found in an uploaded table, as `assets/api/openapi.json` describes it.
struct TableReport: Encodable {
    struct Fault: Encodable {
        var severity: String
        var code: String
        var sheet: String
        var row: Int
        var column: String
        var letter: String
        var cell: String
        var words: String
        var suggestion: String?
        var message: [String: String]?
        var other: Int?
        var record: UUIDv7?
    }

    struct Change: Encodable {
        var row: Int
        var record: UUIDv7
        var name: String
        var column: String
        var before: String
        var after: String
    }

    struct Counts: Encodable {
        var rows: Int
        var new: Int
        var changed: Int
        var unchanged: Int
        var refused: Int
        var cleared: Int
        var kept: Int
    }

    var upload: UUIDv7?
    var form: String
    var accepted: Bool
    var counts: Counts
    var errors: Int
    var warnings: Int
    var faults: [Fault]
    var changes: [Change]
    var moreChanges: Int

    init(_ plan: TablePlan, upload: UUIDv7? = nil) {
        self.upload = upload
        form = plan.form
        accepted = plan.accepted
        let count = plan.counts
        counts = Counts(rows: count.rows, new: count.new, changed: count.changed, unchanged: count.unchanged, refused: count.refused,
                        cleared: count.cleared, kept: count.kept)
        (errors, warnings) = (plan.errors, plan.warnings)
        faults = plan.faults.map { fault in
            let message = FormReport.texts(fault.message)
            return Fault(severity: fault.severity.rawValue, code: fault.code.rawValue, sheet: fault.sheet, row: fault.row, column: fault.column,
                         letter: fault.letter, cell: fault.cell, words: fault.words, suggestion: fault.suggestion,
                         message: message.isEmpty ? nil : message, other: fault.other, record: fault.record)
        }
        changes = plan.changes.map {
            Change(row: $0.row, record: $0.record, name: $0.name, column: $0.column, before: $0.before, after: $0.after)
        }
        moreChanges = plan.moreChanges
    }

    /// A file that no table could be read from.
    init(_ refused: TableRefused, form: String, upload: UUIDv7? = nil) {
        self.upload = upload
        self.form = form
        accepted = false
        counts = Counts(rows: 0, new: 0, changed: 0, unchanged: 0, refused: 0, cleared: 0, kept: 0)
        (errors, warnings, moreChanges) = (1, 0, 0)
        faults = [Fault(severity: "error", code: refused.code, sheet: "", row: 0, column: "", letter: "", cell: "", words: refused.whatHappened,
                        suggestion: refused.whatToDo)]
        changes = []
    }
}
