import Foundation
import Sharing
import Testing

/// What a person is given of their own file stands in a table, and some things never do.
@Suite struct PersonCopyTableTests {
    private func survey(_ form: String) throws -> [[String]] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/standard/forms")
        return try String(contentsOf: folder.appending(path: "\(form)/survey.csv"), encoding: .utf8).split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false).map(String.init) }
    }

    @Test func theStandardTableNamesQuestionsThatThereAre() throws {
        let cells = try ConsentRulesTests.standard("person_copy.csv")
        let table = try ShareTemplates.personCopy(cells: cells)
        var questions: [String: Set<String>] = [:]
        for form in Set(cells.dropFirst().map { $0[1] }) { questions[form] = Set(try survey(form).compactMap { $0.count > 1 ? $0[1] : nil }) }
        #expect(questions.count > 10 && table.unknown(in: questions) == [])
        #expect(table.named == [ShareTemplates.selfCopy])
    }

    @Test func whoReportedOtherPeopleAndWhereTheChildLivesAreInNoCopy() throws {
        let table = try ShareTemplates.personCopy(cells: ConsentRulesTests.standard("person_copy.csv"))
        for form in ["notification", "notified_child", "note", "family", "family_member", "relative", "legal_representative", "tracing_request", "gbv_case", "gbv_step",
                     "supervision_note", "quality_review", "review_comment", "best_interest_panel", "best_interest_seat", "provider", "user"] {
            #expect(table.fields(of: form, for: ShareTemplates.selfCopy).isEmpty, "\(form)")
        }
        let child = table.fields(of: "child", for: ShareTemplates.selfCopy)
        #expect(child.isDisjoint(with: ["address", "temporary_address", "phone", "safe_contact", "contact_restriction", "place", "lives_with", "school", "social_summary", "health_contact"]))
        #expect(table.fields(of: "placement", for: ShareTemplates.selfCopy).isDisjoint(with: ["carer_address", "provider_name", "provider"]))
        #expect(child.isSuperset(of: table.fields(of: "child", for: nil)) && child != table.fields(of: "child", for: nil))
    }

    @Test func wrongCellsAreNamed() {
        let fault = #expect(throws: SharingFault.self) {
            _ = try ShareTemplates.personCopy(cells: [["asker", "form", "fields"], ["self", "Child!", "sex"], ["", "child", "sex"], ["*", "child", ""]])
        }
        #expect(fault?.file == "person_copy.csv" && fault?.cells.map { "\($0.row) \($0.column) \($0.code)" } == ["2 form unknown-form", "3 asker missing", "4 fields missing"])
    }
}
