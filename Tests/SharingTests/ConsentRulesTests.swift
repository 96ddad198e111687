import Foundation
import Foundations
import Sharing
import Testing

@Suite struct ConsentRulesTests {
    /// The file has no quoted cells, so a comma is a comma.
    static func standard(_ file: String) throws -> [[String]] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/standard")
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        #expect(!text.contains("\""))
        return text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    /// d: goes out as a duty by law. v: a life or safety, l: a law, b: the child's best interests; letters together are the grounds, + is allowed, - is blocked.
    /// Columns: withdrawn, refused, child dissents, caregiver suspected, expired, none, given. A pair that is not here is blocked throughout.
    private static let expected: [String: [String]] = [
        "case_work office": ["vlb", "vlb", "vlb", "vlb", "vlb", "vlb", "+"],
        "referral provider": ["vl", "vl", "vl", "vlb", "vlb", "vlb", "+"],
        "referral authority": ["vl", "vl", "vl", "vl", "vl", "vl", "+"],
        "authority authority": ["vlb", "vlb", "vlb", "vlb", "vlb", "vlb", "+"],
        "transfer office": ["d", "d", "d", "d", "d", "d", "d"],
        "transfer agency": ["l", "l", "l", "lb", "lb", "lb", "+"],
        "tracing family": ["-", "-", "-", "vb", "vb", "vb", "+"],
        "tracing provider": ["v", "v", "-", "vb", "vb", "vb", "+"],
        "tracing agency": ["v", "v", "-", "vb", "vb", "vb", "+"],
        "photo office": ["-", "-", "-", "-", "-", "-", "+"],
        "statistics hub": ["-", "-", "-", "+", "+", "+", "+"],
    ]
    private static let states: [ConsentState] = [.withdrawn, .refused, .childDissents, .caregiverSuspected, .expired, .none, .given]

    private func letters(_ verdict: ConsentRules.Verdict) -> String {
        switch verdict {
        case .allowed: "+"
        case .blocked: "-"
        case .duty(let basis): basis == .legalDuty ? "d" : "?"
        case .overridable(let grounds):
            [(LegalBasis.vitalInterests, "v"), (.legalDuty, "l"), (.bestInterests, "b")].filter { grounds.contains($0.0) }.map(\.1).joined()
        }
    }

    @Test func theStandardTableSaysWhatIsMeantOfEveryCombination() throws {
        let rules = try ConsentRules(cells: Self.standard("consent.csv"))
        var count = 0
        for purpose in Purpose.allCases {
            for recipient in Recipient.allCases {
                let row = Self.expected["\(purpose.rawValue) \(recipient.rawValue)"]
                for (place, state) in Self.states.enumerated() {
                    #expect(letters(rules.verdict(purpose, to: recipient, state)) == row?[place] ?? "-", "\(purpose) to \(recipient): \(state)")
                    count += 1
                }
            }
        }
        #expect(count == 7 * 6 * 7)
    }

    /// A safety net under whatever a country writes into the standard file's place here.
    @Test func aNoIsNeverSimplyPassedOver() throws {
        let rules = try ConsentRules(cells: Self.standard("consent.csv"))
        for purpose in Purpose.allCases {
            for recipient in Recipient.allCases {
                for state in [ConsentState.withdrawn, .refused, .childDissents] { #expect(rules.verdict(purpose, to: recipient, state) != .allowed) }
                // Who has it by duty stays within the office: nothing leaves it so.
                for state in ConsentState.allCases where recipient != .office {
                    if case .duty = rules.verdict(purpose, to: recipient, state) { Issue.record("\(purpose) leaves the office unasked") }
                }
            }
        }
    }

    @Test func anOverrideTakesASecondPersonAGroundOfTheTableAndAReason() throws {
        let rules = try ConsentRules(cells: Self.standard("consent.csv"))
        func decide(_ override: Override<Int>?, _ state: ConsentState = .refused, _ purpose: Purpose = .referral) -> ShareDecision {
            rules.decide(purpose, to: .provider, state, override: override, by: 1)
        }
        let good = Override(basis: .vitalInterests, reason: "bleeding, no time to ask", second: 2)
        let needs = ShareDecision.needsSecond(.refused, [.vitalInterests, .legalDuty])
        #expect(decide(good) == .goesOutWithout(.vitalInterests))
        #expect(decide(nil) == needs)
        #expect(decide(Override(basis: .vitalInterests, reason: "bleeding", second: 1)) == needs)
        #expect(decide(Override(basis: .bestInterests, reason: "better so", second: 2)) == needs)
        #expect(decide(Override(basis: nil, reason: "because", second: 2)) == needs)
        #expect(decide(Override(basis: .legalDuty, reason: " - ", second: 2)) == needs)
        #expect(decide(good, .given) == .goesOut && decide(nil, .given) == .goesOut)
        #expect(decide(good, .refused, .photo) == .refused(.refused))
        #expect(rules.decide(.transfer, to: .office, .refused, override: nil as Override<Int>?, by: 1) == .goesOutWithout(.legalDuty))
    }

    private let header = ["purpose", "recipient", "state", "verdict", "basis"]

    @Test func wrongCellsAreNamedAllAtOnce() throws {
        let fault = #expect(throws: SharingFault.self) {
            _ = try ConsentRules(cells: [
                header, ["referal", "provider", "given", "allowed", ""], ["referral", "provider", "", "allowed", ""],
                ["referral", "provider", "given", "perhaps", ""], ["referral", "provider", "given", "override", ""],
                ["referral", "provider", "given", "allowed", "legal_duty"], ["referral", "provider", "given", "override", "my_word"],
                ["referral", "provider", "given", "duty", ""], ["referral", "provider", "given", "duty", "legal_duty best_interests"],
            ])
        }
        #expect(fault?.cells.map { "\($0.row) \($0.column) \($0.code)" } == [
            "2 purpose unknown-word", "3 state missing", "4 verdict unknown-word", "5 basis missing", "6 basis only-with-override", "7 basis unknown-word",
            "8 basis missing", "9 basis one-only",
        ])
        #expect(throws: SharingFault.self) { _ = try ConsentRules(cells: []) }
        #expect(throws: SharingFault.self) { _ = try ConsentRules(cells: [["purpose", "recipient", "state", "verdict"]]) }
        #expect(throws: SharingFault.self) { _ = try ConsentRules(cells: [header + ["basis"]]) }
    }

    @Test func aRowThatNoCaseReachesIsAFault() {
        let rows = [header, ["referral", "*", "*", "blocked", ""], ["referral", "provider", "given", "allowed", ""]]
        #expect(throws: SharingFault.self) { _ = try ConsentRules(cells: rows) }
    }

    @Test func largeFilesAreRefused() {
        let row = ["*", "*", "*", "blocked", ""]
        #expect(throws: SharingFault.self) { _ = try ConsentRules(cells: [header] + Array(repeating: row, count: 100_000)) }
        #expect(throws: SharingFault.self) { _ = try ConsentRules(cells: [header, [String(repeating: "x", count: 5_000_000), "*", "*", "blocked", ""]]) }
        #expect(throws: SharingFault.self) { _ = try ConsentRules(cells: [header, [String(repeating: "x ", count: 900), "*", "*", "blocked", ""]]) }
    }

    @Test func anEmptyTableBlocksEverything() throws {
        let rules = try ConsentRules(cells: [header])
        #expect(rules.verdict(.referral, to: .provider, .given) == .blocked)
    }
}
