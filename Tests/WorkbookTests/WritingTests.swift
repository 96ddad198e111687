import Testing
@testable import Workbook

struct WritingTests {
    @Test func whatIsWrittenReadsBackTheSame() throws {
        let rows = [["type", "label::العربية (ar)", "x"], ["text", "سؤال <b>&\"'", ""], ["", "two\nlines\tand tab", "  blanks  "], ["note", "\u{1F9D2}", "=1+1"]]
        let book = Workbook(sheets: [Sheet(name: "survey", texts: rows), Sheet(name: "choices", hidden: true, rows: [])])
        let again = try Workbook.xlsx(book.xlsx())
        #expect(again.sheets == book.sheets)
        #expect(try book.xlsx() == book.xlsx(), "the same workbook gives the same bytes")
        let folder = try Workbook.folder(book.csvFiles().mapValues { Array($0.utf8) })
        #expect(texts(folder.sheet("survey"))[1] == ["text", "سؤال <b>&\"'"])
    }

    @Test func dataCannotBecomeAFormula() throws {
        let dangerous = ["=HYPERLINK(\"x\")", "+1-cmd", "-cmd|' /C calc'!A0", "@SUM(A1)", "\tx", "\rx", "-5", "+211 92", "plain"]
        let cells = dangerous.enumerated().map { Sheet.Cell(column: $0.offset + 1, text: $0.element, fromData: true) }
        let book = Workbook(sheets: [Sheet(name: "s", rows: [Sheet.Row(number: 1, cells: cells)])])
        let line = book.sheets[0].csv()
        for start in ["=", "@", "+1-", "-cmd"] { #expect(!line.contains("," + start) && !line.hasPrefix(start) && !line.contains(",\"" + start)) }
        #expect(line.contains("'=HYPERLINK") && line.contains(",-5,") && line.contains("'+211 92"))
        var zip = try ZipReader(book.xlsx(), limits: WorkbookLimits())
        let xml = String(decoding: try #require(try zip.read("xl/worksheets/sheet1.xml")), as: UTF8.self)
        #expect(!xml.contains("<f>") && xml.contains("<c r=\"A1\" s=\"2\" t=\"s\">"))
        #expect(try Workbook.xlsx(book.xlsx()).sheets[0].rows[0].cells.map(\.text) == dangerous)
        // What the author of a form wrote stays as it is.
        #expect(Sheet(name: "s", texts: [["-1 + 2"]]).csv() == "-1 + 2\r\n")
        #expect(Workbook(sheets: [Sheet(name: "s", texts: [["=1+1", "-5", "@x"]])]).csvFiles() == ["s.csv": "\" =1+1\",-5,\" @x\"\r\n"])
    }

    @Test func namesThatSpreadsheetsRefuseAreMended() throws {
        let book = Workbook(sheets: [Sheet(name: "a/b:c*[d]?" + String(repeating: "x", count: 40), texts: [["1"]])])
        let name = try Workbook.xlsx(book.xlsx()).sheets[0].name
        #expect(name.count == 31 && name.hasPrefix("abcd"))
        #expect(book.csvFiles().keys.allSatisfy { !$0.contains("/") })
    }
}
