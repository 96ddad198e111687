import ArgumentParser
import Foundation
import Foundations
import Web
import Workbook
import XLSForm

struct FormsExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a form as .xlsx workbook or as a folder of CSV files.",
        discussion: """
            Excel, LibreOffice, pyxform, ODK and KoBo open the result; what only this product knows stands in columns under cm::.
            A file that is there already is not overwritten.
            """)

    @Argument(help: "The form: a file, a folder, or the name of a standard form such as closure.") var form: String
    @Argument(help: "Where to write: NAME.xlsx for a workbook, anything else for a folder.") var target: String
    @Option(name: .customLong("repair"), help: "A repair you agree to, as for check.") var repairs: [String] = []
    @Flag(help: "Answer as JSON.") var json = false

    struct Answer: Encodable {
        var form: String
        var files: [String]
        var remarks: [FaultShape]
    }

    func run() async throws {
        await Terminal.guarded {
            let read = try FormFile.importing(form, repairs: try FormsCheck.agreed(repairs))
            let book = read.sheets.exported()
            guard !FileManager.default.fileExists(atPath: target) else {
                throw InputFault(code: "exists", what: "There is already something at the place to write to.", todo: "Choose another name.")
            }
            var files: [String] = []
            if target.lowercased().hasSuffix(".xlsx") {
                try writeAtomically(book.xlsx(), to: target, through: DiskFiles(), mode: 0o644)
                files = [target]
            } else {
                try DiskFiles().makeDirectories(target)
                for (name, text) in book.csvFiles().sorted(by: { $0.key < $1.key }) {
                    try writeAtomically(Array(text.utf8), to: target + "/" + name, through: DiskFiles(), mode: 0o644)
                    files.append(target + "/" + name)
                }
            }
            let remarks = read.report.faults.map(FaultShape.init)
            if json { return try Terminal.answer(json: Answer(form: read.sheets.name, files: files, remarks: remarks)) }
            for remark in remarks { Terminal.answer(FormsCheck.line(remark)) }
            for file in files { Terminal.answer("Written: \(file)") }
        }
    }
}
