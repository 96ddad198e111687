import Testing
import Workbook
@testable import XLSForm

struct OwnColumnTests {
    private func survey(_ column: String, _ text: String) -> String {
        "| survey |\n| | type | name | label | \(column) |\n| | text | q1 | Q | \(text) |"
    }

    /// A class that nobody has would lock everybody out of the answers.
    @Test(arguments: [("permission", "narativ", "narrative"), ("permission", "Narrative", "narrative"), ("permission", "never", nil), ("forward", "nevr", "never"),
                      ("forward", "yes", nil), ("mds", "yess", "yes"), ("hideable", "ja", nil), ("retire", "yees", "yes"), ("maxlength", "lots", nil),
                      ("maxlength", "0", nil), ("maxlength", "400 signs", "400"), ("index", "dat", "date"), ("autofill", "toda", "today"),
                      ("autofill", "child.", nil), ("autofill", "child school", nil), ("beside", "today", nil), ("type", "signatur", "signature"), ("profile", "nationl", "national"), ("profile", "emergency", nil)])
    func aWordThatNobodyKnowsIsAnErrorAtItsCell(_ column: String, _ text: String, _ suggestion: String?) throws {
        let faults = try form(survey("cm::" + column, text)).report.errors
        #expect(faults.map { "\($0.code.rawValue) \($0.sheet) \($0.letter)\($0.row) \($0.column)" } == ["bad-value survey D2 cm::\(column)"])
        #expect(faults.first?.suggestion == suggestion)
    }

    @Test(arguments: [("permission", "narrative"), ("forward", "deidentified"), ("mds", "yes"), ("mds", "TRUE"), ("hideable", "no"), ("retire", "x"),
                      ("maxlength", "12000"), ("index", "link"), ("autofill", "today"), ("profile", "national"), ("autofill", "best_interest_assessment.id"), ("beside", "visit.seen"),
                      ("type", "signature"), ("indicator", "BCN7")])
    func whatIsKnownPasses(_ column: String, _ text: String) throws {
        #expect(try errors(survey("cm::" + column, text)) == [])
    }

    @Test(arguments: [("cm::mdz", "cm::mds"), ("CM::permission", "cm::permission"), ("cm_permission", "cm::permission"), ("cm::Forward", "cm::forward")])
    func aMistypedColumnOfOursIsAnError(_ header: String, _ meant: String) throws {
        let faults = try form(survey(header, "yes")).report.errors
        #expect(faults.map(\.code) == [.unknownHeader] && faults.first?.suggestion == meant)
    }

    /// What is in use already stays readable, whatever later checks refuse.
    @Test func aStoredFormIsNotTakenAway() throws {
        let book = try Workbook.markdown(survey("cm::permission", "narativ"))
        #expect(!XLSForm(book).report.accepted)
        #expect(XLSForm(book, options: XLSFormOptions(isStored: true)).report.accepted)
    }

    @Test(arguments: ["Requred", "relevent", "constrant", "calculaton"])
    func aRuleUnderAMistypedHeaderIsAnError(_ header: String) throws {
        let faults = try form(survey(header, "yes")).report.errors
        #expect(faults.map(\.code) == [.unknownHeader] && faults.first?.letter == "D")
        #expect(try errors("| survey |\n| | type | name | label | \(header) |\n| | text | q1 | Q | |") == [])
    }

    @Test func aSpreadsheetErrorWhereSomethingIsMeantIsAnError() throws {
        #expect(try errors(survey("relevant", "#REF!")).contains("workbook survey 2 D"))
        #expect(try errors(survey("remarks", "#REF!")) == [])
        var book = try Workbook.markdown("| survey |\n| | type | name | label | relevant | remarks |\n| | text | q1 | Q | | |")
        for (column, code) in [("D", WorkbookRemark.Code.errorValue), ("D", .formulaWithoutResult), ("E", .formulaWithoutResult)] {
            book.remarks = [WorkbookRemark(code: code, sheet: "survey", row: 2, column: column)]
            let report = XLSForm(book).report
            #expect(report.errors.map(\.column) == (column == "D" ? ["relevant"] : []))
            #expect(report.faults.count == 1)
        }
    }
}
