import Foundations
import Testing
@testable import Casework

/// Who lives together, as it follows from what is written.
@Suite struct HouseholdTests {
    private let today = CivilDay(year: 2026, month: 5, day: 20)!

    private func day(_ text: String) -> CivilDay { CivilDay(text)! }

    private func state(lives: String = "mother", together: String? = "yes", confirmed: String? = "2026-05-03", _ stays: [Household.Stay] = []) -> HouseholdState {
        var member: [String: Value] = ["role": "child"]
        if let together { member["lives_together"] = .text(together) }
        if let confirmed { member["confirmed_on"] = .text(confirmed) }
        return Household(child: ["lives_with": .text(lives)], member: member, stays: stays).state(on: today)
    }

    @Test func onlyWhatSomebodyMadeSureOfCounts() {
        #expect(state() == .together)
        #expect(state(confirmed: "2026-05-20") == .together)
        #expect(state(confirmed: "2026-05-21") == .unconfirmed, "a day that has not come")
        #expect(state(confirmed: nil) == .unconfirmed && state(confirmed: "2026-05") == .unconfirmed)
        #expect(state(together: nil) == .unconfirmed && state(together: "unknown") == .unconfirmed)
        #expect(state(together: "no") == .apart)
    }

    @Test(arguments: ["foster", "institution", "kafala"]) func aChildSaidToLiveInCareIsInNoHousehold(_ lives: String) {
        #expect(state(lives: lives) == .inCare)
    }

    @Test func aPlacementTakesTheChildOutOfTheHouseholdUntilSomebodyMakesSureAgain() {
        #expect(state([.init(status: "active", start: day("2026-05-10"))]) == .inCare)
        #expect(state([.init(status: "active", start: day("2026-05-10"), end: day("2026-05-20"))]) == .inCare, "the last day")
        #expect(state([.init(status: "ended", start: day("2026-05-10"), end: day("2026-05-19"))]) == .unconfirmed)
        #expect(state(confirmed: "2026-05-19", [.init(status: "ended", start: day("2026-05-10"), end: day("2026-05-19"))]) == .together)
        #expect(state([.init(status: "ended", start: day("2026-03-10"), end: day("2026-04-19"))]) == .together, "before the confirmation")
    }

    @Test func aStateThatEndsAPlacementWithoutADayLeavesTheConfirmationInDoubt() {
        #expect(state([.init(status: "ended", start: day("2026-05-10"))]) == .unconfirmed)
        #expect(state([.init(status: "rejected")]) == .together)
    }

    @Test func aRequestIsNoPlacementYetAndADecisionIs() {
        #expect(state([.init(status: "requested")]) == .together)
        #expect(state([.init(status: "requested", decision: "refused")]) == .together)
        #expect(state([.init(status: "requested", decision: "agreed")]) == .inCare)
        #expect(state([.init(status: "in_care")]) == .inCare, "a state that nobody listed here is beyond the request")
        #expect(state([.init(status: "active", start: day("2026-05-21"))]) == .together, "tomorrow")
    }

    @Test func anAddressIsKnownHoweverItIsWritten() {
        #expect(AddressWords.same("12, RRUGA E RË", "Rruga e Re 12"))
        #expect(AddressWords.same("c/o Dana, Rruga e Re 12, second door", "Rruga e Re 12"))
        #expect(!AddressWords.same("Rruga e Re 14", "Rruga e Re 12"))
        #expect(!AddressWords.same("Old mill, Vila Nova", "Vila Nova"), "a village is not its carer")
        #expect(!AddressWords.same("Rruga e Re 12", " – "))
    }
}
