import CaseSteps
import Foundation
import Testing

/// docs/steps.md holds the tables as the code has them. With `KINBOX_WRITE_DOCS=1` it is written anew instead.
@Suite struct DocumentTests {
    private static let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "../../docs/steps.md").standardized

    private static func section(_ process: String, _ text: String) -> String { "<!-- \(process) -->\n\(text)\n<!-- end -->" }

    @Test func theDocumentSaysWhatTheCodeDoes() throws {
        var document = try String(contentsOf: Self.file, encoding: .utf8)
        for (process, text) in StepTables.all {
            let begin = try #require(document.range(of: "<!-- \(process) -->\n"), "\(process) has no place in the document")
            let end = try #require(document.range(of: "<!-- end -->", range: begin.upperBound..<document.endIndex))
            if ProcessInfo.processInfo.environment["KINBOX_WRITE_DOCS"] == "1" {
                document.replaceSubrange(begin.lowerBound..<end.upperBound, with: Self.section(process, text))
            } else {
                #expect(String(document[begin.lowerBound..<end.upperBound]) == Self.section(process, text), "write it anew with KINBOX_WRITE_DOCS=1")
            }
        }
        if ProcessInfo.processInfo.environment["KINBOX_WRITE_DOCS"] == "1" { try Data(document.utf8).write(to: Self.file) }
        for function in StepFunction.allCases { #expect(document.contains("| `\(function.rawValue)` |"), "\(function) is not explained") }
        for fact in StepFact.allCases { #expect(document.contains("| `\(fact.rawValue)` |"), "\(fact) is not explained") }
    }
}
