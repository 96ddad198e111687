import ArgumentParser
import Foundation
import Foundations
import Web
import Workbook
import XLSForm

struct FormsCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Name every fault of a form, with sheet, row and column.",
        discussion: """
            Ends with 0 when the form has no errors, with 1 when it has some. A form that came with the box is held against that
            version, too: what is locked there, and what lets somebody see more. kinbox forms diff compares any two forms.
            """)

    @Argument(help: "The form: .xlsx, folder of CSV files, Markdown file, or - for standard input.") var file: String
    @Option(name: .customLong("repair"), help: "A repair you agree to; may be given more than once: \(XLSFormRepair.allCases.map(\.rawValue).joined(separator: ", ")).")
    var repairs: [String] = []
    @Flag(help: "Leave warnings out.") var quiet = false
    @Flag(help: "Answer as JSON.") var json = false

    struct Answer: Encodable {
        var accepted: Bool
        var errors: Int
        var warnings: Int
        var faults: [FaultShape]
        var repairs: [String]
        /// Against the standard version of the form: what is refused, and whose change needs a second person.
        var refused: [ChangeShape] = []
        var more: [String] = []
    }

    func run() async throws {
        await Terminal.guarded {
            let form: XLSForm
            do {
                form = XLSForm(try FormFile.read(file), options: XLSFormOptions(repairs: try FormsCheck.agreed(repairs)))
            } catch let fault as WorkbookFault where json {
                let told = FaultShape(unreadable: fault.code, part: fault.part, row: fault.row, words: fault.whatHappened, suggestion: fault.whatToDo)
                try Terminal.answer(json: Answer(accepted: false, errors: 1, warnings: 0, faults: [told], repairs: []))
                Terminal.exit(1)
            }
            let found = form.reportWithCircles()
            let standard = try FormFile.standard(form.name(else: ""))
            let report = found.accepted ? found : standard.map { found.adding(form.missingLocked(of: $0)) } ?? found
            let difference = !report.accepted ? nil : standard.flatMap { old in form.imported().map { FormDifference(from: old, to: $0.sheets, standard: old) } }
            let refused = difference?.changes.filter { $0.refusal != nil } ?? []
            let more = try difference.map { try FormsDiff.more($0, form.name(else: "")) } ?? []
            let shown = quiet ? report.errors : report.faults
            if json {
                try Terminal.answer(json: Answer(accepted: report.accepted, errors: report.errors.count, warnings: report.warnings.count,
                                                 faults: shown.map(FaultShape.init), repairs: report.repairs.map(\.rawValue),
                                                 refused: refused.map { ChangeShape($0) }, more: more.map(\.field)))
            } else {
                for fault in shown.map(FaultShape.init) { Terminal.answer(FormsCheck.line(fault)) }
                for repair in report.repairs { Terminal.answer("You may agree to: --repair \(repair.rawValue)  \(repair.words)") }
                let remarks = Self.counted(report.warnings.count, "remark")
                for change in refused { Terminal.answer(change.words) }
                for one in more { Terminal.answer("MORE: \(one.words): a second person must agree.") }
                Terminal.answer(!refused.isEmpty ? "The form has no errors and can't be used: it changes what is locked in the standard version. \(remarks)."
                    : report.accepted && !more.isEmpty ? "The form has no errors; a second person must agree to it. \(remarks)."
                    : report.accepted ? "The form can be used. \(remarks)."
                    : "The form can't be used yet: \(Self.counted(report.errors.count, "error")), \(remarks).")
            }
            if !report.accepted { Terminal.exit(1) }
        }
    }

    static func line(_ fault: FaultShape) -> String {
        var text = (fault.severity == "error" ? "ERROR  " : "remark ") + fault.place + ": " + fault.words
        if !fault.cell.isEmpty { text += " [\(fault.cell.replacing("\n", with: " "))]" }
        if let suggestion = fault.suggestion { text += " → \(suggestion)" }
        return text
    }

    /// `1 error`, `2 errors`.
    static func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }

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

extension FaultShape {
    /// `survey C12 (relevant)`.
    var place: String {
        var text = sheet
        if row > 0 { text += text.isEmpty ? "row \(row)" : " \(letter)\(row)" }
        if !column.isEmpty { text += " (\(column))" }
        return text.isEmpty ? "the workbook" : text
    }
}
