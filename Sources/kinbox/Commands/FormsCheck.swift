import ArgumentParser
import Foundation
import Foundations
import Workbook
import XLSForm

struct FormsCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Name every fault of a form, with sheet, row and column.",
        discussion: "Ends with 0 when the form can be used, with 1 when it has errors.")

    @Argument(help: "The form: .xlsx, folder of CSV files, Markdown file, or - for standard input.") var file: String
    @Option(name: .customLong("repair"), help: "A repair you agree to; may be given more than once: \(XLSFormRepair.allCases.map(\.rawValue).joined(separator: ", ")).")
    var repairs: [String] = []
    @Flag(help: "Leave warnings out.") var quiet = false
    @Flag(help: "Answer as JSON.") var json = false

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

        init(_ fault: XLSFormFault) {
            severity = fault.severity.rawValue
            code = fault.code.rawValue
            sheet = fault.sheet
            row = fault.row
            column = fault.column
            letter = fault.letter
            cell = fault.cell
            words = fault.words
            suggestion = fault.suggestion
        }

        /// `survey C12 (relevant)`.
        var place: String {
            var text = sheet
            if row > 0 { text += text.isEmpty ? "row \(row)" : " \(letter)\(row)" }
            if !column.isEmpty { text += " (\(column))" }
            return text.isEmpty ? "the workbook" : text
        }
    }

    struct Answer: Encodable {
        var accepted: Bool
        var errors: Int
        var warnings: Int
        var faults: [Fault]
        var repairs: [String]
    }

    func run() async throws {
        await Terminal.guarded {
            let report: XLSFormReport
            do {
                report = XLSForm(try FormFile.read(file), options: XLSFormOptions(repairs: try FormsCheck.agreed(repairs))).reportWithCircles()
            } catch let fault as WorkbookFault where json {
                let told = Fault(workbook: fault)
                try Terminal.answer(json: Answer(accepted: false, errors: 1, warnings: 0, faults: [told], repairs: []))
                Terminal.exit(1)
            }
            let shown = quiet ? report.errors : report.faults
            if json {
                try Terminal.answer(json: Answer(accepted: report.accepted, errors: report.errors.count, warnings: report.warnings.count,
                                                 faults: shown.map(Fault.init), repairs: report.repairs.map(\.rawValue)))
            } else {
                for fault in shown.map(Fault.init) { Terminal.answer(FormsCheck.line(fault)) }
                for repair in report.repairs { Terminal.answer("You may agree to: --repair \(repair.rawValue)  \(repair.words)") }
                Terminal.answer(report.accepted ? "The form can be used. \(report.warnings.count) remarks."
                    : "The form can't be used yet: \(report.errors.count) errors, \(report.warnings.count) remarks.")
            }
            if !report.accepted { Terminal.exit(1) }
        }
    }

    static func line(_ fault: Fault) -> String {
        var text = (fault.severity == "error" ? "ERROR  " : "remark ") + fault.place + ": " + fault.words
        if !fault.cell.isEmpty { text += " [\(fault.cell.replacing("\n", with: " "))]" }
        if let suggestion = fault.suggestion { text += " → \(suggestion)" }
        return text
    }

    static func agreed(_ words: [String]) throws -> Set<XLSFormRepair> {
        try Set(words.map { word in
            guard let repair = XLSFormRepair(rawValue: word) else {
                throw InputFault(code: "unknown-repair", what: "There is no repair of that name.",
                                 todo: "Known are \(XLSFormRepair.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return repair
        })
    }
}

extension FormsCheck.Fault {
    /// A file that could not even be read.
    init(workbook fault: WorkbookFault) {
        severity = "error"
        code = fault.code
        sheet = fault.part
        row = fault.row
        column = ""
        letter = ""
        cell = ""
        words = fault.whatHappened
        suggestion = fault.whatToDo
    }
}
