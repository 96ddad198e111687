import Foundations
import Sharing
import Testing

@Suite struct ConsentStateTests {
    private let today = CivilDay("2026-03-10")!

    private func record(_ child: String?, _ caregiver: String?, on day: String? = "2026-03-01", until: String? = nil,
                        _ purposes: Set<String> = ["referral"]) -> ConsentRecord {
        ConsentRecord(purposes: purposes, askedOn: day.flatMap { CivilDay($0) }, child: child, caregiver: caregiver, validUntil: until.flatMap { CivilDay($0) })
    }

    private func state(_ records: [ConsentRecord], _ purpose: Purpose = .referral) -> ConsentState { .of(records, for: purpose, on: today) }

    /// Rows: what the caregiver says; columns: what the child says (agrees, refused, too young, unable, not asked, a word nobody knows).
    @Test(arguments: [
        ("given", "given child_dissents given given none child_dissents"),
        ("refused", "refused refused refused refused refused refused"),
        ("withdrawn", "withdrawn withdrawn withdrawn withdrawn withdrawn withdrawn"),
        ("expired", "expired child_dissents expired expired expired child_dissents"),
        ("not_safe", "caregiver_suspected child_dissents caregiver_suspected caregiver_suspected caregiver_suspected child_dissents"),
        ("nobody", "given child_dissents none none none child_dissents"),
        ("", "none child_dissents none none none child_dissents"),
        ("perhaps", "refused refused refused refused refused refused"),
    ]) func oneRecordOfEveryAnswer(_ caregiver: String, _ row: String) {
        let children: [String?] = ["agrees", "refused", "too_young", "unable", nil, "perhaps"]
        for (child, wanted) in zip(children, row.split(separator: " ")) {
            let one = record(child, caregiver.isEmpty ? nil : caregiver)
            #expect(state([one]).rawValue == wanted, "\(child ?? "not asked") and \(caregiver)")
            // It says nothing about another purpose.
            #expect(state([one], .transfer) == .none)
        }
    }

    @Test func aYesRunsOutAndANoDoesNot() {
        #expect(state([record("agrees", "given", until: "2026-03-10")]) == .given)
        #expect(state([record("agrees", "given", until: "2026-03-09")]) == .expired)
        #expect(state([record("agrees", "refused", until: "2026-03-09")]) == .refused)
        #expect(state([record("refused", "given", until: "2026-03-09")]) == .childDissents)
    }

    @Test func theLatestDayDecides() {
        let yes = record("agrees", "given", on: "2026-03-01"), no = record("agrees", "withdrawn", on: "2026-03-05")
        #expect(state([yes, no]) == .withdrawn && state([no, yes]) == .withdrawn)
        let again = record("agrees", "given", on: "2026-03-06")
        #expect(state([again, yes, no]) == .given)
        // Another purpose is another question.
        #expect(state([yes, record("agrees", "withdrawn", on: "2026-03-05", ["tracing"])]) == .given)
    }

    @Test func onOneDayTheProtectiveAnswerCounts() {
        let order: [(String?, String?)] = [("agrees", "withdrawn"), ("agrees", "refused"), ("refused", "given"), ("agrees", "not_safe"), ("agrees", "expired"),
                                           ("unable", "nobody"), ("agrees", "given")]
        let states: [ConsentState] = [.withdrawn, .refused, .childDissents, .caregiverSuspected, .expired, .none, .given]
        for (one, left) in order.enumerated() {
            for (other, right) in order.enumerated() {
                #expect(state([record(left.0, left.1), record(right.0, right.1)]) == states[min(one, other)])
            }
        }
    }

    @Test func aYesWithoutADayThatHasComeDoesNotCount() {
        let no = record("agrees", "refused", on: "2026-03-01")
        for day in [nil, "2026-03-11", "2031-01-01"] {
            #expect(state([record("agrees", "given", on: day)]) == .none)
            #expect(state([record("agrees", "given", on: day), no]) == .refused)
            #expect(state([record("agrees", "given"), record("agrees", "refused", on: day)]) == .refused)
            #expect(state([record("agrees", "given", on: "2026-03-02"), record("agrees", "given", on: day)]) == .given)
        }
    }

    @Test func withoutARecordThereIsNone() { #expect(Purpose.allCases.allSatisfy { state([], $0) == .none }) }

    @Test func wishesAreShownOnceNewestFirstAndTheChildsOwnBeforeThem() {
        let day = CivilDay("2026-01-02"), later = CivilDay("2026-02-02")
        let shown = SharingWish.shown([
            SharingWish(words: "not to the uncle", saidOn: day), SharingWish(words: "  ", saidOn: later), SharingWish(words: "not the school", saidOn: later),
            SharingWish(words: "not to  the uncle", saidOn: day), SharingWish(words: "do not tell the father", saidOn: nil), SharingWish(words: "-", saidOn: nil),
        ])
        #expect(shown.map(\.words) == ["do not tell the father", "not the school", "not to the uncle"])
    }
}
