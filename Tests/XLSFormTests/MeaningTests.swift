import Testing
import Workbook
@testable import XLSForm

struct MeaningTests {
    private func told(_ column: String, _ rule: String) throws -> [String] {
        let report = try form("""
            | survey |
            | | type | name | label | \(column) |
            | | select_one seen | seen | Seen | |
            | | text | why | Why | \(rule) |
            | choices |
            | | list_name | name | label |
            | | seen | yes | Yes |
            | | seen | no | No |
            """).report
        #expect(report.accepted)
        return report.warnings.map { "\($0.code.rawValue) \($0.letter)\($0.row) \($0.suggestion ?? "")" }
    }

    @Test func aRuleThatSaysSomethingElseIsRemarkedOn() throws {
        #expect(try told("relevant", "${seen} = 'no'") == [])
        #expect(try told("relevant", "${seen} = 'nope'") == ["meaning D3 "])
        #expect(try told("relevant", "'alone' != ${seen}") == ["meaning D3 "])
        #expect(try told("relevant", "selected(${seen}, 'nn')") == ["meaning D3 no"])
        #expect(try told("relevant", "seen = 'no'") == ["meaning D3 ${seen}"])
        #expect(try told("relevant", "${seen} = 'seen'") == ["meaning D3 "])
        #expect(try told("required", "ja") == ["meaning D3 yes"])
        #expect(try told("required", "yes") == [])
        #expect(try told("constraint", "2026-12-01") == ["meaning D3 Write the rule as text, with ' in front."])
    }

    @Test func aChoiceThatBecameADateAndTextsWithoutHeaderAreTold() throws {
        let report = try form("""
            | survey |
            | | type | name | label | |
            | | select_one age | age | Age | lost |
            | choices |
            | | list_name | name | label |
            | | age | 0-1 | Baby |
            | | age | 2026-03-01 | 1-3 |
            """).report
        #expect(report.warnings.map { "\($0.code.rawValue) \($0.sheet) \($0.letter)\($0.row)" } == ["unknown-header survey D2", "meaning choices B3"])
    }

    @Test func signsOfOtherLanguagesAndUnseenOnesAreNamed() throws {
        func fault(_ rule: String) throws -> XLSFormFault? {
            try form("| survey |\n| | type | name | label | relevant |\n| | text | a | A | |\n| | text | b | B | \(rule) |").report.errors.first
        }
        #expect(try fault("${a} <> ''")?.suggestion == "!=")
        #expect(try fault("${a} == '1'")?.suggestion == "=")
        #expect(try fault("${a} = '1' AND ${a} = '2'")?.suggestion == "and")
        #expect(try fault("${a} =\u{200B} '1'")?.words.contains("U+200B") == true)
    }
}
