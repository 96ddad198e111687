import Foundation
import Sharing
import Testing

@Suite struct ShareTemplatesTests {
    private let header = ["service", "form", "fields"]

    /// The cells of one of the first two columns, which no quote comes before.
    private func column(_ column: Int, of file: String) throws -> Set<String> {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/standard")
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        return Set(text.split(whereSeparator: \.isNewline).compactMap { line in
            let cells = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
            return cells.count > column ? String(cells[column]) : nil
        })
    }

    @Test func theStandardTemplatesNameQuestionsAndServicesThatThereAre() throws {
        let templates = try ShareTemplates(cells: ConsentRulesTests.standard("share_templates.csv"))
        var forms: [String: Set<String>] = [:]
        for form in ShareTemplates.forms { forms[form] = try column(1, of: "forms/\(form)/survey.csv") }
        #expect(forms["child"]?.contains("health_summary") == true)
        #expect(templates.unknown(in: forms) == [])
        #expect(templates.unknown(in: [:]).contains("child.given_name"))
        let services = try column(0, of: "classifiers/services.csv")
        #expect(Set(templates.named).isSubset(of: services))
        #expect(services.contains("health"))
    }

    @Test func aServiceGetsWhatEverybodyGetsAndItsOwn() throws {
        let templates = try ShareTemplates(cells: ConsentRulesTests.standard("share_templates.csv"))
        let health = templates.fields(of: "child", for: "health"), school = templates.fields(of: "child", for: "education")
        #expect(health.contains("given_name") && health.contains("health_summary") && !health.contains("school"))
        #expect(school.contains("given_name") && school.contains("school") && !school.contains("health_summary"))
        #expect(templates.fields(of: "child", for: "unheard_of") == templates.fields(of: "child", for: nil))
        // Where the child lives and what happened in somebody's own words goes to nobody by a template.
        for service in templates.named + ["other"] {
            #expect(templates.fields(of: "child", for: service).isDisjoint(with: ["address", "temporary_address", "social_summary", "national_id"]), "\(service)")
            #expect(!templates.fields(of: "case", for: service).contains("summary"), "\(service)")
        }
        #expect(templates.fields(of: "visit", for: "health").isEmpty)
    }

    @Test func wrongCellsAreNamedAllAtOnce() {
        let fault = #expect(throws: SharingFault.self) {
            _ = try ShareTemplates(cells: [
                header, ["health", "visit", "words"], ["Health!", "child", "given_name"], ["", "child", "given_name"], ["legal", "child", ""],
                ["cash", "child", "given name;drop"], ["food", "child", "sex"], ["food", "child", "phone"],
            ])
        }
        #expect(fault?.cells.map { "\($0.row) \($0.column) \($0.code)" } == [
            "2 form unknown-form", "3 service bad-code", "4 service missing", "5 fields missing", "6 fields bad-code", "8 service repeated",
        ])
        #expect(throws: SharingFault.self) { _ = try ShareTemplates(cells: [header] + Array(repeating: ["*", "child", "sex"], count: 9_999)) }
    }
}
