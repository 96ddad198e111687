import Testing
@testable import Workbook

struct ReadingTests {
    @Test func everyKindOfCellIsReadAsPeopleSeeIt() throws {
        let shared = "<sst><si><t>shared</t></si><si><r><t>rich </t></r><r><t xml:space='preserve'>text</t></r><rPh><t>phonetic</t></rPh></si></sst>"
        let styles = """
            <styleSheet><numFmts><numFmt numFmtId='170' formatCode='dd/mm/yyyy'/><numFmt numFmtId='171' formatCode='"day" 0'/></numFmts>
            <cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/><xf numFmtId='171'/><xf numFmtId='21'/></cellXfs></styleSheet>
            """
        let sheet = """
            <worksheet><sheetData>
            <row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c><c r='C1' t='inlineStr'><is><t>inline</t></is></c></row>
            <row r='2'><c><v>5.0</v></c><c><v>0.30000000000000004</v></c><c t='b'><v>1</v></c><c t='e'><v>#REF!</v></c></row>
            <row r='4'><c r='A4' s='1'><v>43586</v></c><c r='B4' s='2'><v>43586.5</v></c><c r='C4' s='3'><v>12</v></c><c r='D4' s='4'><v>0.75</v></c></row>
            <row r='5'><c r='C5' t='str'><f>1+1</f><v>two</v></c><c r='AA5'><v>123456789012</v></c><c r='AB5'><v>1.5E-7</v></c></row>
            </sheetData><mergeCells><mergeCell ref='A1:B1'/></mergeCells></worksheet>
            """
        let book = try Workbook.xlsx(package(sheet: sheet, shared: shared, styles: styles))
        #expect(texts(book.sheet("SURVEY")) == [["shared", "rich text", "inline"], ["5", "0.3", "TRUE"],
                                                ["2019-05-01", "2019-05-01 12:00:00", "12", "18:00:00"], ["two", "123456789012", "1.5e-07"]])
        #expect(book.sheets[0].rows.map(\.number) == [1, 2, 4, 5])
        #expect(book.sheets[0].rows[3].cells.map(\.letter) == ["C", "AA", "AB"])
        #expect(Set(book.remarks.map(\.code)) == [.errorValue, .formulaResult, .mergedCells])
        #expect(book.remarks.first { $0.code == .formulaResult } == WorkbookRemark(code: .formulaResult, sheet: "survey", row: 5, column: "C"))
    }

    /// A formula that no spreadsheet worked out yet would leave its cell empty without a word.
    @Test func aFormulaWithoutAResultIsTold() throws {
        let sheet = """
            <worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c></row>
            <row r='2'><c r='A2'><f>B1</f></c><c r='B2'><f>B1</f><v/></c><c r='C2' t='str'><f>B1</f><v></v></c><c r='D2' t='str'><f>B1</f><v>x</v></c></row>
            </sheetData></worksheet>
            """
        let book = try Workbook.xlsx(package(sheet: sheet))
        #expect(book.remarks.map { "\($0.code.rawValue) \($0.column)\($0.row)" } == ["formula-without-result A2", "formula-without-result B2", "formula-result D2"])
    }

    @Test func bothCalendarsAndTheLeapDayThatNeverWas() {
        #expect(CellStyles.text(of: 1, look: .moment, from1904: false) == "1900-01-01")
        #expect(CellStyles.text(of: 61, look: .moment, from1904: false) == "1900-03-01")
        #expect(CellStyles.text(of: 0, look: .moment, from1904: true) == "1904-01-01")
        #expect(CellStyles.text(of: 43831.999999, look: .moment, from1904: false) == "2020-01-02")
        #expect(CellStyles.isMoment("[$-409]d-mmm-yy;@") && CellStyles.isMoment("h:mm") && !CellStyles.isMoment("0.00\"months\"") && !CellStyles.isMoment("0%"))
    }

    @Test func hiddenSheetsAndMacrosAreToldRowsOutOfOrderAreSorted() throws {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let sheet = "<x:worksheet xmlns:x='u'><x:sheetData><x:row r='3'><x:c r='B3'><x:v>2</x:v></x:c><x:c r='A3'><x:v>1</x:v></x:c></x:row><x:row r='1'><x:c r='A1'><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>"
        let book = try Workbook.xlsx(package(
            sheet: sheet, book: "<workbook xmlns:r='\(office)'><sheets><sheet name='notes' state='veryHidden' r:id='r1'/></sheets></workbook>",
            more: [HandMadeZip.Entry(name: "xl/vbaProject.bin", content: [1, 2, 3])]))
        #expect(Set(book.remarks.map(\.code)) == [.hiddenSheet, .macrosIgnored])
        #expect(book.sheets[0].hidden)
        #expect(texts(book.sheets[0]) == [["0"], ["1", "2"]])
    }

    @Test func markdownTablesFoldersAndNamedCSV() throws {
        let markdown = """
            # a remark
            | survey |
            |        | type | name  | label      |
            | ------ | ---- | ----- | ---------- |
            |        | text | a     | one \\| two | # why
            |        |      |       |            |
            |        | note | b     |            |
            | choices |
            |        | list_name | name |
            """
        let book = try Workbook.read(Array(markdown.utf8))
        #expect(book.sheets.map(\.name) == ["survey", "choices"])
        #expect(texts(book.sheets[0]) == [["type", "name", "label"], ["text", "a", "one | two"], ["note", "b"]])
        #expect(book.sheets[0].rows.map(\.number) == [1, 2, 3])
        let csv = try Workbook.read(Array("survey,,\n,type,name\n,text,\"a,b\"\nchoices\n,list_name,name\n".utf8))
        #expect(texts(csv.sheet("survey")) == [["type", "name"], ["text", "a,b"]])
        let folder = try Workbook.folder(["survey.csv": Array("type,name\r\n\r\ntext, a \r\n".utf8), "Choices.CSV": Array("list_name\n".utf8)])
        #expect(folder.sheets.map(\.name) == ["Choices", "survey"])
        #expect(folder.sheet("survey")?.rows.map(\.number) == [1, 3])
        #expect(texts(folder.sheet("survey"))[1] == ["text", "a"])
    }

    @Test func columnLetters() {
        #expect([1, 26, 27, 702, 703, 16_384].map(Sheet.letter) == ["A", "Z", "AA", "ZZ", "AAA", "XFD"])
    }
}
