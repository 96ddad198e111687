import Casework
import FormEngine
import Foundation
import Foundations

/// What checking a table found, for the console and for programs.
struct TableAnswer: Encodable {
    struct Fault: Encodable {
        var severity: String
        var code: String
        var row: Int
        var column: String
        var letter: String
        var cell: String
        var words: String
        var suggestion: String?
    }

    var form: String
    var accepted: Bool
    var rows: Int
    var new: Int
    var changed: Int
    var unchanged: Int
    var refused: Int
    var cleared: Int
    var kept: Int
    var errors: Int
    var warnings: Int
    var faults: [Fault]

    init(_ plan: TablePlan) {
        let counts = plan.counts
        form = plan.form
        accepted = plan.accepted
        (rows, new, changed, unchanged) = (counts.rows, counts.new, counts.changed, counts.unchanged)
        (refused, cleared, kept) = (counts.refused, counts.cleared, counts.kept)
        (errors, warnings) = (plan.errors, plan.warnings)
        faults = plan.faults.map { fault in
            let message = fault.message["en"] ?? fault.message.entries.first?.text
            return Fault(severity: fault.severity.rawValue, code: fault.code.rawValue, row: fault.row, column: fault.column, letter: fault.letter,
                         cell: fault.cell, words: message ?? fault.words, suggestion: fault.suggestion)
        }
    }

    var lines: [String] {
        faults.map { fault in
            var text = (fault.severity == "error" ? "ERROR  " : "remark ") + "row \(fault.row)"
            if !fault.column.isEmpty || !fault.letter.isEmpty { text += " \(fault.letter)\(fault.column.isEmpty ? "" : " (\(fault.column))")" }
            text += ": \(fault.words)"
            if !fault.cell.isEmpty { text += " [\(fault.cell.replacing("\n", with: " "))]" }
            if let suggestion = fault.suggestion { text += " → \(suggestion)" }
            return text
        } + ["\(new) new, \(changed) changed, \(unchanged) unchanged, \(refused) refused; \(cleared) answers cleared, \(kept) left as others changed them."]
    }
}

/// A table on the disk.
enum TableFile {
    static let mostBytes = 16 << 20

    static func read(_ path: String) throws -> [UInt8] {
        guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int else {
            throw InputFault(code: "no-file", what: "There is no file at this place.", todo: "Check the path.")
        }
        guard size <= mostBytes else { throw InputFault(code: "too-large", what: "The file is too large.", todo: "Split it into smaller ones.") }
        return try DiskFiles().readAll(path, limit: mostBytes)
    }
}
