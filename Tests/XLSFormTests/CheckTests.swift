import Testing
import Workbook
@testable import XLSForm

struct CheckTests {
    @Test func everyFaultIsNamedAtOnceWithItsPlaceAndASuggestion() throws {
        let markdown = """
            | survey |
            | | type           | name      | label        | relevant           | calculation        |
            | | txt            | a         | A            |                    |                    |
            | | text           | first one | B            |                    |                    |
            | | select_one yn  | c         | C ${aa}      |                    |                    |
            | | integer        | d         |              | ${c = 1            |                    |
            | | calculate      | e         |              |                    |                    |
            | | calculate      | f         |              |                    | coalesc(${c}, (1)) |
            | | calculate      | g         |              |                    | (1 + 2             |
            | | begin_group    | h         | H            |                    |                    |
            | | text           | d         | fine here    |                    |                    |
            | | text           | d         | twice        |                    |                    |
            | choices |
            | | list_name | name | label |
            | | yes_no    | yes  | Yes   |
            | | yes_no    | yes  | Again |
            """
        let report = try form(markdown).report
        #expect(report.errors.map { "\($0.code.rawValue) \($0.sheet) \($0.letter)\($0.row)" } == [
            "unknown-type survey A2", "bad-name survey B3", "unknown-list survey A4", "unknown-reference survey C4",
            "missing-label survey C5", "bad-reference survey D5", "missing-calculation survey 6", "unknown-function survey E7",
            "expression survey E8", "unbalanced-group survey A9", "repeated-name survey B11", "repeated-choice choices B3",
        ])
        let suggested = Dictionary(uniqueKeysWithValues: report.errors.map { ("\($0.sheet) \($0.row) \($0.code.rawValue)", $0.suggestion) })
        #expect(suggested["survey 2 unknown-type"] == "text")
        #expect(suggested["survey 3 bad-name"] == "first_one")
        #expect(suggested["survey 4 unknown-reference"] == "${a}")
        #expect(suggested["survey 5 bad-reference"] == "${c}")
        #expect(suggested["survey 7 unknown-function"] == "coalesce()")
        #expect(report.repairs == [.badNames, .missingLabels, .repeatedChoices])
        #expect(!report.accepted)
    }

    @Test(arguments: ["Select_one yes_no", "select_multipl yes_no", "intger", "Begin group", "dateTme", "photo", "select_one"])
    func aMistypedTypeGetsTheNearest(_ type: String) throws {
        let report = try form("""
            | survey |
            | | type | name | label |
            | | \(type) | q | Q |
            | choices |
            | | list_name | name | label |
            | | yes_no | yes | Yes |
            """).report
        let expected = ["Select_one yes_no": "select_one yes_no", "select_multipl yes_no": "select_multiple yes_no", "intger": "integer",
                        "Begin group": "begin group", "dateTme": "dateTime", "select_one": "select_one yes_no"]
        #expect(report.errors.first?.suggestion == expected[type])
    }

    @Test func headersAreUnderstoodUnderTheirManyNames() throws {
        #expect(try errors("""
            | survey |
            | | Command | TAG | Caption::English (en) | Constraining Message | Relevance | Read Only | media::image::English (en) |
            | | text    | q1  | One                   | no                   | true()    | yes       | a.png                      |
            """) == [])
        #expect(try errors("| survey |\n| | type | name | value | label |\n| | text | q1 | q2 | Q |") == ["repeated-header survey 1 C"])
        #expect(try errors("| survey |\n| | typ | name | label |\n| | text | q1 | Q |").first == "missing-header survey 1 A")
        #expect(try errors("| survey |\n| | type | name | label | relevnt |\n| | text | q1 | Q | 1 |") == ["unknown-header survey 1 D"])
        #expect(try warnings("| survey |\n| | type | name | label | appearence |\n| | text | q1 | Q | x |") == ["unknown-header survey 1 D"])
    }

    @Test func missingTranslationsAreTold() throws {
        let told = try form("""
            | survey |
            | | type | name | label::English (en) | label::French | hint::English (en) |
            | | text | a    | A                   |               | H                  |
            """).report.warnings
        #expect(told.map { "\($0.code.rawValue) \($0.letter)\($0.row)" } == ["translation 1", "language-code D1", "translation D2"])
        #expect(told.first { $0.code == .languageCode }?.suggestion == "French (fr)")
    }

    @Test func columnsOfOurOwnPassAndMistypedOnesAreTold() throws {
        let markdown = "| survey |\n| | type | name | label | cm::permission | cm::mds | cm::autofil |\n| | text | q1 | Q | narrative | yes | x |"
        #expect(try errors(markdown) == ["unknown-header survey 1 F"])
        #expect(try form(markdown).report.errors.first?.suggestion == "cm::autofill")
        #expect(try errors(markdown.replacing("cm::autofil |", with: "cm::autofill |").replacing("| x |", with: "| child.school |")) == [])
    }

    @Test func consentRemovesTheFaultsItCovers() throws {
        let markdown = """
            | survey |
            | | type | name | label |
            | | select_one c | the q | |
            | choices |
            | | list_name | name | label |
            | | c | 1 | One |
            | | c | 1 | Other one |
            """
        #expect(try errors(markdown).count == 3)
        #expect(try errors(markdown, repairs: [.badNames, .missingLabels, .repeatedChoices]) == [])
    }

    @Test func aLoopOfFaultsStaysBounded() throws {
        var rows = [["type", "name", "label"]]
        for _ in 0..<5_000 { rows.append(["nonsense", "1 2", "${nothing}"]) }
        let report = XLSForm(Workbook(sheets: [Sheet(name: "survey", texts: rows)])).report
        #expect(report.errors.count == 2_000)
    }
}
