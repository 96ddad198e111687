import CaseSteps
import Foundations
import Testing

/// What was said about one child and one search, by one person after another and by people who do not know of each other.
@Suite struct TracingMatchTests {
    private func id(_ n: Int64) -> UUIDv7 { UUIDv7.make(at: 1_000 * n) }
    private let salma = UUIDv7.make(at: 1), vera = UUIDv7.make(at: 2)

    private func said(_ kind: TracingOutcome.Kind, _ n: Int64, by: UUIDv7? = nil, after: TracingOutcome...) -> TracingOutcome {
        TracingOutcome(id: id(n), kind: kind, by: by ?? salma, seen: Set(after.map(\.id)))
    }

    @Test func oneProposesAndASecondConfirms() {
        let first = said(.proposed, 1), second = said(.confirmed, 2, by: vera, after: first)
        #expect(TracingMatch([]).state == .open && TracingMatch([first]).state == .proposed)
        #expect(TracingMatch([first]).proposers == [salma])
        #expect(TracingMatch([second, first, second]).state == .confirmed, "neither order nor repetition matters")
        let undone = said(.reopened, 3, by: vera, after: second)
        #expect(TracingMatch([first, second, undone]).state == .open)
        #expect(TracingMatch([first, second, undone]).outcomes.count == 3, "nothing that was said goes away")
    }

    /// Every step from every state: what is not in the table is refused.
    @Test func noStepLeadsPastTheSecondPerson() {
        let proposed = said(.proposed, 1), confirmed = said(.confirmed, 2, by: vera, after: proposed), dismissed = said(.dismissed, 3, after: proposed)
        let states: [TracingState: TracingMatch] = [
            .open: TracingMatch([]), .proposed: TracingMatch([proposed]), .confirmed: TracingMatch([proposed, confirmed]),
            .dismissed: TracingMatch([proposed, dismissed]), .disputed: TracingMatch([proposed, confirmed, dismissed]),
        ]
        let legal: [TracingState: Set<TracingOutcome.Kind>] = [
            .open: [.proposed, .dismissed], .proposed: [.confirmed, .dismissed, .reopened], .confirmed: [.reopened], .dismissed: [.reopened],
            .disputed: [.dismissed, .reopened],
        ]
        for state in TracingState.allCases {
            #expect(states[state]?.state == state)
            for kind in TracingOutcome.Kind.allCases { #expect(states[state]?.allows(kind) == legal[state]?.contains(kind), "\(state) \(kind)") }
        }
        #expect(states[.open]?.needsReason(.dismissed) == true && states[.confirmed]?.needsReason(.reopened) == true && states[.dismissed]?.needsReason(.reopened) == false)
    }

    /// Two devices that do not know of each other: both outcomes stay, and it is not confirmed until somebody has looked.
    @Test(arguments: [TracingOutcome.Kind.dismissed, .reopened])
    func confirmedHereAndTakenBackThere(_ other: TracingOutcome.Kind) {
        let proposed = said(.proposed, 1), here = said(.confirmed, 2, by: vera, after: proposed), there = said(other, 3, after: proposed)
        let both = TracingMatch([here, there, proposed])
        #expect(both.state == .disputed && both.outcomes.count == 3 && Set(both.heads) == [here, there])
        let looked = said(.reopened, 4, by: vera, after: here, there)
        #expect(TracingMatch([proposed, here, there, looked]).state == .open)
        #expect(TracingMatch([proposed, here, there, looked, said(.proposed, 5, after: looked)]).state == .proposed)
    }

    @Test func twoWhoSayTheSameAgree() {
        let proposed = said(.proposed, 1)
        #expect(TracingMatch([proposed, said(.dismissed, 2, after: proposed), said(.dismissed, 3, by: vera, after: proposed)]).state == .dismissed)
    }

    @Test func whatSomebodySawIsJudgedByWhatTheySaw() throws {
        let proposed = said(.proposed, 1), dismissed = said(.dismissed, 2, after: proposed)
        let match = TracingMatch([proposed, dismissed])
        #expect(try #require(match.asSeen([proposed.id])).allows(.confirmed), "on a device that has not heard of the no")
        #expect(!match.allows(.confirmed))
        #expect(match.asSeen([]) == TracingMatch([]) && match.asSeen([id(9)]) == nil)
    }
}
