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
        #expect(told(try difference([(row, "| | text | given_name | First name | yes | false() | yes | |")])) == ["hidden given_name REFUSED locked field hidden"])
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
        #expect(told(result) == ["renamed story", "added age", "logic sex (required)", "logic sex (relevant)", "protection sex (cm::permission)", "choice-retired sex",
                                 "choice-relabelled sex (m)", "choice-added sex", "title child"])
        #expect(!result.refused)
        #expect(result.summary == "1 added, 1 renamed, 2 logic, 1 choice-added, 1 choice-retired, 1 choice-relabelled, 1 title, 1 protection")
        #expect(result.changes[0].words.contains("old answers stay under story"))
    }

    @Test func aLockedQuestionMayBeHiddenWhereItIsHideable() throws {
        let old = Self.base.replacing("cm::permission |\n", with: "cm::permission | cm::hideable |\n").replacing("| yes | |\n", with: "| yes | | yes |\n")
        let row = "| | text | given_name | First name | yes | | yes | | yes |"
        #expect(told(try difference([(row, row.replacing("| yes | | yes |", with: "| yes | false() | yes |"))], old: old)) == ["hidden given_name"])
        // Not by making it hideable first, nor by showing it again under a rule of one's own.
        let free = old.replacing(row, with: "| | text | given_name | First name | yes | | yes | | |")
        #expect(told(try difference([("| First name | yes | | yes | | |", "| First name | yes | | yes | | yes |")], old: free))
            == ["logic given_name (cm::hideable) REFUSED locked rule changed"])
        let hidden = old.replacing(row, with: "| | text | given_name | First name | yes | false() | yes | | yes |")
        #expect(told(try difference([("| yes | false() | yes |", "| yes | ${sex} = 'f' | yes |")], old: hidden)) == ["shown given_name REFUSED locked rule changed"])
    }

    /// A lock that a formula gets around protects nothing.
    @Test func lockedQuestionsGetNoRuleThatTheStandardLacks() throws {
        let row = "| | date | born_on | Born on | | | yes | |"
        #expect(told(try difference([(row, "| | date | born_on | Born on | | ${given_name} = 'x' | yes | |")])) == ["logic born_on (relevant) REFUSED locked rule changed"])
        #expect(told(try difference([(row, "| | date | born_on | Born on | yes | | yes | |")])) == ["logic born_on (required)"])
        let group = "| | begin_group | who | Who | | | | |"
        #expect(told(try difference([(group, "| | begin_group | who | Who | | false() | | |")])) == ["hidden who", "hidden given_name REFUSED locked field hidden", "hidden born_on REFUSED locked field hidden"])
        #expect(told(try difference([(group, "| | begin_group | who | Who | | ${story} = 'x' | | |")]))
            == ["logic who (relevant)", "logic given_name (relevant) REFUSED locked rule changed", "logic born_on (relevant) REFUSED locked rule changed"])
        for column in ["calculation", "constraint", "choice_filter", "read_only"] {
            let old = Self.base.replacing("| required |", with: "| \(column) |").replacing("| First name | yes |", with: "| First name | |")
            #expect(told(try difference([(row, "| | date | born_on | Born on | 1 = 1 | | yes | |")], old: old)) == ["logic born_on (\(column)) REFUSED locked rule changed"])
        }
    }

    @Test func aRuleOfTheStandardMayComeBack() throws {
        let ruled = Self.base.replacing("| Born on | | |", with: "| Born on | | ${given_name} != '' |")
        let standard = try #require(try form(ruled).imported()).sheets, bare = try #require(try form(Self.base).imported()).sheets
        #expect(FormDifference(from: bare, to: standard).refused)
        #expect(!FormDifference(from: bare, to: standard, standard: standard).refused)
    }

    @Test func rulesAreSaidBeforeAndAfter() throws {
        let change = try #require(try difference([("| Sex | | |", "| Sex | | ${born_on} != '' |")]).changes.first)
        #expect(change.before == "" && change.after == "${born_on} != ''")
        #expect(change.words == "sex (relevant) changes: nothing → “${born_on} != ''”")
    }

    @Test func aChoiceOfALockedQuestionIsNamed() throws {
        let old = Self.base.replacing("| Sex | | | | |", with: "| Sex | | | yes | |")
        let change = try #require(try difference([("| | sex | m | Boy |", "| | sex | x | Other |")], old: old).changes.first { $0.kind == .choiceRetired })
        #expect(change.locked == ["sex"] && change.words.contains("locked questions choose from it: sex"))
    }

    @Test func aLockedFieldThatIsGoneIsNamedThoughItsUsersHaveErrors() throws {
        let old = try #require(try form(Self.base).imported()).sheets
        let broken = Self.base.replacing("| Story | | |", with: "| Story | | ${given_name} != '' |").replacing("| text | given_name |", with: "| text | first |")
        let renamed = try form(broken)
        #expect(!renamed.report.accepted)
        let first = try #require(renamed.report.adding(renamed.missingLocked(of: old)).faults.first)
        #expect(first.words == "given_name is locked; row 3 now calls it first." && first.code == .lockedName)
        let gone = try form(broken.replacing("| | text | first | First name | yes | | yes | |\n", with: ""))
        #expect(gone.missingLocked(of: old).map(\.words) == ["given_name is locked; this form no longer has it."])
    }

    @Test func theOrderOfQuestionsIsADifferenceWithoutWords() throws {
        let swapped = try difference([("| | date | born_on | Born on | | | yes | |\n| | select_one sex | sex | Sex | | | | |", "| | select_one sex | sex | Sex | | | | |\n| | date | born_on | Born on | | | yes | |")])
        #expect(swapped.isEmpty && !swapped.isSame)
        #expect(try difference([]).isSame)
        #expect(try difference([("| child | 1 |", "| child | 2 |")]).isSame)
        #expect(try difference([("| child | 1 |", "| kid | 1 |")]).names.new == "kid")
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
