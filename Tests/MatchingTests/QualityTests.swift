import Foundation
import Matching
import Testing

/// How good the matcher is, on two districts by different rules. KINBOX_MATCHING_CHILDREN sets their size: 1,000 in every run,
/// 100,000 for the table in docs/matching.md (then with `-c release`).
@Suite(.serialized) struct QualityTests {
    static let environment = ProcessInfo.processInfo.environment
    static let children = environment["KINBOX_MATCHING_CHILDREN"].flatMap { Int($0) } ?? 1_000
    static let questions = environment["KINBOX_MATCHING_QUESTIONS"].flatMap { Int($0) } ?? 100

    static func weights() throws -> LikenessWeights {
        func text(_ name: String) throws -> String {
            let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "../../assets/standard")
            return try String(contentsOf: folder.appending(path: name).standardized, encoding: .utf8)
        }
        return try LikenessWeights(csv: text("matching.csv"), equivalents: text("name_equivalents.csv"))
    }

    private func measure(_ name: String, _ district: some LabelledDistrict) throws -> Quality {
        var notes: [String] = []
        let quality = Quality(district, try Self.weights()) { notes.append($0) }
        print("== \(name), \(district.stored.count) children")
        for line in quality.report { print(line) }
        if let most = Self.environment["KINBOX_MATCHING_NOTES"].flatMap({ Int($0) }) { for note in notes.prefix(most) { print("  " + note) } }
        return quality
    }

    private func expectGood(_ quality: Quality) {
        #expect(quality.duplicates.share >= 0.95)
        #expect(quality.falsePerRegistration <= 0.3)
        #expect(quality.tracing.share >= 0.9)
    }

    @Test func firstDistrict() throws {
        expectGood(try measure("first district", FirstDistrict(children: Self.children, questions: Self.questions, seed: 11)))
    }

    @Test func secondDistrict() throws {
        expectGood(try measure("second district", SecondDistrict(children: Self.children, questions: Self.questions, seed: 12)))
    }
}
