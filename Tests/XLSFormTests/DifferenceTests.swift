import Testing
import Workbook
@testable import XLSForm

struct DifferenceTests {
    private static let base = """
        | survey |
        | | type | name | label::English (en) | required | relevant | cm::mds | cm::permission |
        | | begin_group | who | Who | | | | |
        | | text | given_name | First name | yes | | yes | |
        | | date | born_on | Born on | | | yes | |
        | | select_one sex | sex | Sex | | | | |
        | | end_group | | | | | | |
        | | text | story | Story | | | | narrative |
        | choices |
        | | list_name | name | label::English (en) |
        | | sex | f | Girl |
        | | sex | m | Boy |
        | settings |
        | | form_id | version | form_title |
        | | child | 1 | Child |
        """

    private func difference(_ changes: [(String, String)], old: String = base, more: String = "") throws -> FormDifference {
        var changed = old
        for (before, after) in changes {
            try #require(changed.contains(before))
            changed = changed.replacing(before, with: after)
        }
        let a = try #require(try form(old + more).imported()), b = try #require(try form(changed + more).imported())
        return FormDifference(from: a.sheets, to: b.sheets)
    }

    private func told(_ difference: FormDifference) -> [String] {
        difference.changes.map { "\($0.kind.rawValue) \($0.field)" + ($0.refusal.map { " REFUSED \($0)" } ?? "") }
    }

    @Test func theSameFormHasNoDifference() throws {
        #expect(try difference([]).isEmpty)
        #expect(try difference([]).summary == "No difference.")
    }

    @Test func lockedFieldsMayBeHiddenOrRelabelledAndNothingElse() throws {
        let row = "| | text | given_name | First name | yes | | yes | |"
        #expect(told(try difference([(row, row.replacing("First name", with: "Given name"))])) == ["relabelled given_name"])
        #expect(told(try difference([(row, "| | text | given_name | First name | yes | false() | yes | |")])) == ["hidden given_name"])
        #expect(told(try difference([(row, row.replacing("given_name", with: "first_name"))])) == ["renamed given_name REFUSED locked field renamed"])
        #expect(told(try difference([(row, row.replacing("| text |", with: "| integer |"))])) == ["retyped given_name REFUSED locked field retyped"])
        #expect(told(try difference([(row + "\n", "")])) == ["retired given_name REFUSED locked field removed"])
        #expect(told(try difference([(row, "| | text | given_name | First name | yes | | | |")])) == ["protection given_name REFUSED locked field unlocked"])
    }

    @Test func otherFieldsChangeAndOldAnswersStay() throws {
        let result = try difference([
            ("| | text | story | Story | | | | narrative |", "| | text | tale | Story | | | | narrative |\n| | integer | age | Age | | | | |"),
            ("| | select_one sex | sex | Sex | | | | |", "| | select_one sex | sex | Sex | yes | ${born_on} != '' | | health |"),
            ("| | sex | m | Boy |", "| | sex | m | Boy child |\n| | sex | x | Another |"), ("| | sex | f | Girl |\n", ""),
            ("| Child |", "| The child |"),
        ])
        #expect(told(result) == ["renamed story", "added age", "logic sex", "protection sex (cm::permission)", "choice-retired sex",
                                 "choice-relabelled sex (m)", "choice-added sex", "title child"])
        #expect(!result.refused)
        #expect(result.summary == "1 added, 1 renamed, 1 logic, 1 choice-added, 1 choice-retired, 1 choice-relabelled, 1 title, 1 protection")
        #expect(result.changes[0].words.contains("old answers stay under story"))
    }

    @Test func summaryNamesWhatWasRefused() throws {
        let result = try difference([("| | text | given_name | First name | yes | | yes | |", "| | text | first | First name | yes | | yes | |"),
                                     ("| | text | story | Story | | | | narrative |", "| | text | story | Story | | no | | narrative |\n| | note | n | N | | | | |")])
        #expect(result.refused)
        #expect(result.summary == "1 added, 1 hidden, 1 REFUSED: locked field renamed")
    }

    @Test func groupsAndLanguages() throws {
        let result = try difference([("| | end_group | | | | | | |\n| | text | story | Story | | | | narrative |", "| | text | story | Story | | | | narrative |\n| | end_group | | | | | | |")])
        #expect(told(result) == ["moved story"])
        #expect(result.changes[0].after == "who")
    }

    @Test func kobosLockingProfilesAreEnforced() throws {
        let old = Self.base.replacing("cm::permission |\n", with: "kobo--locking-profile |\n").replacing("narrative |", with: "core |")
        let more = """

            | kobo--locking-profiles |
            | | restriction | core |
            | | question_delete | locked |
            | | question_label_edit | locked |
            """
        let row = "| | text | story | Story | | | | core |"
        #expect(told(try difference([(row, row.replacing("Story", with: "Tale"))], old: old, more: more))
            == ["relabelled story REFUSED the locking profile core forbids question_label_edit"])
        #expect(told(try difference([(row + "\n", "")], old: old, more: more)) == ["retired story REFUSED the locking profile core forbids question_delete"])
    }
}
