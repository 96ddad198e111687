import CaseSteps
import Foundations
import Testing

/// Two devices that were away took steps from one state; what they bring home is merged.
@Suite struct MergeTests {
    private static func step<Status: StepStatus>(_ event: Status.Event, by function: StepFunction, _ facts: Set<StepFact> = [], at: Int64,
                                                 of status: Status.Type = Status.self) -> TakenStep<Status> {
        TakenStep(id: UUIDv7.make(at: at), event: event, functions: [function], facts: facts, at: at)
    }

    struct Stale: ProcessCheck {
        var dice = Dice(7), rounds = 0, disputed = 0

        private mutating func branch<Status: StepStatus>(from start: Status, after clock: Int64) -> [TakenStep<Status>] {
            var (status, at, steps) = (start, clock, [TakenStep<Status>]())
            for _ in 0..<Int.random(in: 0...4, using: &dice) {
                guard let row = Status.table.filter({ $0.from == status }).randomElement(using: &dice) else { break }
                at += Int64.random(in: 1...50, using: &dice)
                var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &dice) }
                (bytes[6], bytes[8]) = (0x70 | bytes[6] & 0xF, 0x80 | bytes[8] & 0x3F)
                steps.append(TakenStep(id: UUIDv7(bytes: bytes)!, event: row.event, functions: row.takers, facts: row.needs, at: at))
                status = row.to
            }
            return steps
        }

        /// The states one after another, by the model alone; nil where it refuses one.
        private func ends<Status: StepStatus>(_ model: SimpleModel, _ start: Status, _ steps: [TakenStep<Status>]) -> String? {
            steps.reduce(start.rawValue as String?) { state, step in
                state.flatMap { model.after(step.event.rawValue, in: $0, who: step.functions, facts: step.facts) }
            }
        }

        mutating func check<Status: StepStatus>(_ status: Status.Type) throws {
            let model = SimpleModel.of(status)
            for _ in 0..<500 {
                let start = Status.allCases.randomElement(using: &dice)!
                let shared = branch(from: start, after: 0)
                let parted = try #require(ends(model, start, shared).flatMap(Status.init(rawValue:)))
                let mine = shared + branch(from: parted, after: 1_000), theirs = shared + branch(from: parted, after: 1_000)
                let merged = MergedSteps(from: start, mine, theirs)
                rounds += 1
                disputed += merged.disputed.isEmpty ? 0 : 1
                // Never an illegal state: what counts is a path of the model.
                #expect(ends(model, start, merged.taken) == merged.status.rawValue)
                // Nothing is lost: each step counts or is disputed, and what both knew counts.
                #expect(Set(merged.taken + merged.disputed) == Set(mine + theirs) && merged.taken.count + merged.disputed.count == Set(mine + theirs).count)
                #expect(Set(shared).isSubset(of: merged.taken))
                #expect(MergedSteps(from: start, theirs, mine) == merged)
                let alone = MergedSteps(from: start, mine, mine)
                #expect(alone.disputed.isEmpty && alone.taken == mine)
                #expect(MergedSteps(from: start, mine, shared).status.rawValue == ends(model, start, mine))
                // Neither side's own outcome would protect more, unless the other's later step knew that very state.
                guard !merged.disputed.isEmpty else { continue }
                let best = [mine, theirs].map { side in follow(model, start, side, Set(mine + theirs).subtracting(side), mine, theirs) }.max() ?? 0
                #expect(merged.status.protection >= best, "\(Status.process): \(mine.map(\.event)) and \(theirs.map(\.event)) gave \(merged.status)")
            }
        }

        /// How protective the end is if one side goes first and the other's steps follow where they may.
        private func follow<Status: StepStatus>(_ model: SimpleModel, _ start: Status, _ side: [TakenStep<Status>], _ rest: Set<TakenStep<Status>>,
                                                _ mine: [TakenStep<Status>], _ theirs: [TakenStep<Status>]) -> Int {
            var state = start
            for step in side { state = Status(rawValue: model.after(step.event.rawValue, in: state.rawValue, who: step.functions, facts: step.facts)!)! }
            for step in rest.sorted(by: { ($0.at, $0.id) < ($1.at, $1.id) }) {
                let own = mine.contains(step) ? mine : theirs
                let saw = ends(model, start, Array(own.prefix { $0 != step }))
                guard let next = model.after(step.event.rawValue, in: state.rawValue, who: step.functions, facts: step.facts).flatMap(Status.init(rawValue:)),
                      saw == state.rawValue || next.protection >= state.protection else { continue }
                state = next
            }
            return state.protection
        }
    }

    @Test func twoStaleDevicesNeverReachAnIllegalState() throws {
        var stale = Stale()
        try stale.checkAll()
        #expect(stale.rounds == 4_500 && stale.disputed > 700, "\(stale.disputed) of \(stale.rounds) disputed")
    }

    @Test func aChildThatSomebodyRegisteredIsNotScreenedOut() {
        let early = [Self.step(.screenOut, by: .confirmsScreening, [.reason], at: 1, of: NotificationStatus.self)]
        let late = [Self.step(.register, by: .triages, at: 2, of: NotificationStatus.self)]
        let merged = MergedSteps(from: .new, early, late)
        #expect(merged.status == .registered && merged.taken == late && merged.disputed == early)
    }

    /// Confirming without knowing that it was sent back would be legal afterwards, and counts for nothing.
    @Test func aConfirmationInIgnoranceIsDisputed() {
        let back = [Self.step(.sendBack, by: .triages, at: 1, of: NotificationStatus.self)]
        let confirmed = [Self.step(.screenOut, by: .confirmsScreening, [.reason], at: 2, of: NotificationStatus.self)]
        #expect(MergedSteps(from: .screeningOut, back, confirmed).status == .new)
        #expect(MergedSteps(from: .screeningOut, confirmed, back).disputed == confirmed)
    }

    @Test func ofTwoDecisionsTheFirstHolds() {
        let accepted = [Self.step(.accept, by: .receivesTransfer, at: 5, of: TransferStatus.self)]
        let back = [Self.step(.takeBack, by: .worksCase, at: 4, of: TransferStatus.self)]
        #expect(MergedSteps(from: .offered, accepted, back).status == .takenBack)
        // However many steps the later side has.
        let busy = [Self.step(.refuse, by: .receivesTransfer, [.reason], at: 6, of: TransferStatus.self), Self.step(.offerAgain, by: .approves, at: 7),
                    Self.step(.refuse, by: .receivesTransfer, [.reason], at: 8)]
        let merged = MergedSteps(from: .offered, busy, accepted)
        #expect(merged.status == .accepted && merged.disputed == busy)
    }

    @Test func stepsThatFitAllCount() {
        let left = [Self.step(.exit, by: .worksCase, at: 1, of: PlacementStatus.self)], moved = [Self.step(.move, by: .worksCase, at: 2, of: PlacementStatus.self)]
        let merged = MergedSteps(from: .active, left, moved)
        #expect(merged.status == .ended && merged.disputed.isEmpty && merged.taken == moved + left)
    }

    @Test func withdrawnConsentHoldsAgainstAnAnswer() {
        let done = [Self.step(.accept, by: .providesService, at: 1, of: ReferralStatus.self), Self.step(.begin, by: .providesService, at: 2)]
        let withdrawn = [Self.step(.withdraw, by: .worksCase, at: 3, of: ReferralStatus.self)]
        #expect(MergedSteps(from: .requested, done, withdrawn).status == .cancelled)
    }
}
