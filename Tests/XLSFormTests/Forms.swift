import Foundation
import Workbook
@testable import XLSForm

/// A form from Markdown tables.
func form(_ markdown: String, repairs: Set<XLSFormRepair> = []) throws -> XLSForm {
    XLSForm(try Workbook.markdown(markdown), options: XLSFormOptions(repairs: repairs))
}

/// Code, sheet, row and column of each error: `bad-name survey 2 B`.
func errors(_ markdown: String, repairs: Set<XLSFormRepair> = []) throws -> [String] {
    try form(markdown, repairs: repairs).report.errors.map { "\($0.code.rawValue) \($0.sheet) \($0.row) \($0.letter)" }
}

func warnings(_ markdown: String) throws -> [String] {
    try form(markdown).report.warnings.map { "\($0.code.rawValue) \($0.sheet) \($0.row) \($0.letter)" }
}
