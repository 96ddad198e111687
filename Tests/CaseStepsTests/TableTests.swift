import CaseSteps
import Foundations
import Testing

@Suite struct TableTests {
    private static let everybody = Set(StepFunction.allCases), everything = Set(StepFact.allCases)

    private static func cause<Status: StepStatus>(_ status: Status, _ event: Status.Event, _ functions: Set<StepFunction>,
                                                  _ facts: Set<StepFact>) -> StepRefusal.Cause? {
        do { _ = try status.after(event, by: functions, having: facts); return nil } catch { return error.cause }
    }

    /// All states × all events: what the table lacks is refused to everybody, whatever stands; what it has is refused to all others, and
    /// while any one fact is missing.
    struct Pairs: ProcessCheck {
        var pairs = 0, illegal = 0

        mutating func check<Status: StepStatus>(_ status: Status.Type) {
            let model = SimpleModel.of(status)
            for state in Status.allCases {
                for event in Status.Event.allCases {
                    pairs += 1
                    let rows = Status.table.filter { $0.from == state && $0.event == event }
                    #expect(rows.count <= 1, "\(Status.process) \(state) \(event)")
                    let told = model.after(event.rawValue, in: state.rawValue, who: everybody, facts: everything)
                    #expect(rows.first?.to.rawValue == told, "\(Status.process) \(state) \(event)")
                    guard let row = rows.first else {
                        illegal += 1
                        #expect(cause(state, event, everybody, everything) == .noSuchStep)
                        continue
                    }
                    #expect(!row.takers.isEmpty)
                    #expect(cause(state, event, everybody.subtracting(row.takers), everything) == .notYours(row.takers))
                    for function in StepFunction.allCases {
                        let allowed = model.after(event.rawValue, in: state.rawValue, who: [function], facts: everything) != nil
                        #expect((cause(state, event, [function], everything) == nil) == allowed, "\(Status.process) \(state) \(event) \(function)")
                    }
                    for fact in StepFact.allCases {
                        let without = everything.subtracting([fact])
                        let allowed = model.after(event.rawValue, in: state.rawValue, who: everybody, facts: without) != nil
                        #expect((cause(state, event, everybody, without) == nil) == allowed, "\(Status.process) \(state) \(event) without \(fact)")
                        if row.needs.contains(fact) { #expect(cause(state, event, everybody, without) == .lacks([fact])) }
                    }
                }
            }
        }
    }

    @Test func everyIllegalStepIsRefused() throws {
        var pairs = Pairs()
        try pairs.checkAll()
        // 8 processes; most pairs are no steps.
        #expect(pairs.pairs > 250 && pairs.illegal > 180, "\(pairs.pairs) pairs, \(pairs.illegal) illegal")
    }

    struct Shape: ProcessCheck {
        func check<Status: StepStatus>(_ status: Status.Type) {
            var reached: Set<Status> = [.start], grown = true
            while grown {
                let next = reached.union(Status.table.filter { reached.contains($0.from) }.map(\.to))
                grown = next.count > reached.count
                reached = next
            }
            #expect(reached == Set(Status.allCases), "\(Status.process): unreachable \(Set(Status.allCases).subtracting(reached))")
            #expect(Set(Status.table.map(\.event)) == Set(Status.Event.allCases), "\(Status.process): events that never happen")
            #expect(Status.start.rawValue == SimpleModel.of(status).start)
        }
    }

    @Test func everyStateIsReachedAndEveryEventUsed() throws {
        var shape = Shape()
        try shape.checkAll()
    }

    /// Tens of thousands of random steps, right and wrong ones, against the model.
    struct Walk: ProcessCheck {
        var dice = Dice(20_261_122), taken = 0, refused = 0

        mutating func check<Status: StepStatus>(_ status: Status.Type) {
            let model = SimpleModel.of(status)
            var position = StepPosition<Status>(since: WallTime(millis: 0)), state = model.start
            for turn in 1...8_000 {
                let event = Status.Event.allCases.randomElement(using: &dice)!
                let functions = dice.some(StepFunction.allCases, 40), facts = dice.some(StepFact.allCases, 75)
                let told = model.after(event.rawValue, in: state, who: functions, facts: facts)
                let moved = try? position.after(event, by: functions, having: facts, at: WallTime(millis: Int64(turn)))
                guard moved?.status.rawValue == told else { Issue.record("\(Status.process) \(state) \(event)"); return }
                if let moved, let told { (position, state, taken) = (moved, told, taken + 1) } else { refused += 1 }
            }
        }
    }

    @Test func randomSequencesFollowTheModel() throws {
        var walk = Walk()
        try walk.checkAll()
        #expect(walk.taken > 4_000 && walk.refused > 20_000, "\(walk.taken) taken, \(walk.refused) refused")
    }

    @Test func theStateAloneSaysWhatIsLacking() {
        func cause(_ to: PlacementStatus, _ functions: Set<StepFunction>, _ facts: Set<StepFact> = []) -> StepRefusal.Cause? {
            do { _ = try PlacementStatus.requested.event(to: to, by: functions, having: facts); return nil } catch { return error.cause }
        }
        #expect(cause(.active, [.decidesPlannedPlacement]) == nil)
        #expect(cause(.active, [.decidesEmergencyPlacement], [.emergency]) == nil)
        #expect(cause(.active, [.decidesEmergencyPlacement]) == .lacks([.emergency]))
        #expect(cause(.active, [.worksCase]) == .lacks([.courtOrder]))
        #expect(cause(.active, [.triages]) == .notYours([.decidesEmergencyPlacement]))
        #expect(cause(.ended, Self.everybody, Self.everything) == .noSuchStep)
    }

    @Test func aClockThatGoesBackRefusesNothing() throws {
        let hour: Int64 = 3_600_000
        let asked = StepPosition<PlacementStatus>(since: WallTime(millis: 10 * hour))
        #expect(!asked.isLate(after: 4, at: WallTime(millis: 14 * hour)) && asked.isLate(after: 4, at: WallTime(millis: 14 * hour + 1)))
        #expect(asked.waited(at: WallTime(millis: 9 * hour)) == 0)
        let placed = try asked.after(.placeEmergency, by: [.decidesEmergencyPlacement], having: [.emergency], at: WallTime(millis: hour))
        #expect(placed.status == .active && placed.since == asked.since)
    }

    @Test func everyRefusalSaysWhatIsSafeAndWhatToDo() {
        let causes: [StepRefusal.Cause] = [.noSuchStep, .notYours([.verifiesClosure, .approves]), .lacks([.quorum, .reason])]
        let refusals = causes.map { StepRefusal(process: "closure", from: "requested", event: "verify", cause: $0) }
        #expect(Set(refusals.map(\.code)).count == 3 && Set(refusals.map(\.whatHappened)).count == 3 && Set(refusals.map(\.whatToDo)).count == 3)
        #expect(refusals[1].whatToDo == "Ask whoever approves, or verifies closure.")
        #expect(refusals[2].whatHappened == "This step of a closure needs enough members who take part, and the reason in words.")
    }
}
