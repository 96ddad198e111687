/// Where something with a life of its own stands: a notification, a referral, a placement. One shape for all of them: states, events and
/// a table of transitions. What is not in the table is refused. Pure: nothing is read, the moment is given.
///
/// Raw values of the states are the record's envelope status; raw values of the events are stable names for logs and documents.
public protocol StepStatus: RawRepresentable<String>, CaseIterable, Hashable, Sendable where AllCases == [Self] {
    associatedtype Event: RawRepresentable<String> & CaseIterable & Hashable & Sendable where Event.AllCases == [Event]

    /// What moves through these states, as people call it: "notification".
    static var process: String { get }
    /// The state a new one is in.
    static var start: Self { get }
    /// At most one row for a state and an event.
    static var table: [Transition<Self>] { get }
    /// When two devices disagree, the outcome with the higher number holds; between equal ones the first decision does.
    var protection: Int { get }
}

/// One row of a table: from this state, this event leads there, when one who has any of the functions takes it and every fact stands.
public struct Transition<Status: StepStatus>: Sendable, Hashable {
    public let from: Status
    public let event: Status.Event
    public let to: Status
    /// Any one of these is enough.
    public let takers: Set<StepFunction>
    /// Every one of these must stand.
    public let needs: Set<StepFact>

    public init(_ from: Status, _ event: Status.Event, _ to: Status, by takers: Set<StepFunction>, needs: Set<StepFact> = []) {
        self.from = from
        self.event = event
        self.to = to
        self.takers = takers
        self.needs = needs
    }
}

extension StepStatus {
    /// The row for an event in this state; nil where it is no step at all.
    public func transition(_ event: Event) -> Transition<Self>? {
        Self.table.first { $0.from == self && $0.event == event }
    }

    /// The state after an event.
    /// - Parameters:
    ///   - functions: every function of the person who takes the step.
    ///   - facts: what stands at that moment.
    /// - Throws: `StepRefusal`; nothing has moved.
    public func after(_ event: Event, by functions: Set<StepFunction>, having facts: Set<StepFact> = []) throws(StepRefusal) -> Self {
        func refusal(_ cause: StepRefusal.Cause) -> StepRefusal {
            StepRefusal(process: Self.process, from: rawValue, event: event.rawValue, cause: cause)
        }
        guard let row = transition(event) else { throw refusal(.noSuchStep) }
        guard !row.takers.isDisjoint(with: functions) else { throw refusal(.notYours(row.takers)) }
        let lacking = row.needs.subtracting(facts)
        guard lacking.isEmpty else { throw refusal(.lacks(lacking)) }
        return row.to
    }

    /// The events that lead from this state to that one, in the order of the table.
    public func events(to status: Self) -> [Event] {
        Self.table.filter { $0.from == self && $0.to == status }.map(\.event)
    }

    /// The event by which this person may take it from this state to that one: for a save that names only the state it wants.
    /// - Throws: the refusal that says most: what is lacking rather than whose step it is, and either rather than that there is none.
    public func event(to status: Self, by functions: Set<StepFunction>, having facts: Set<StepFact> = []) throws(StepRefusal) -> Event {
        var worst = StepRefusal(process: Self.process, from: rawValue, event: status.rawValue, cause: .noSuchStep)
        for event in events(to: status) {
            do {
                _ = try after(event, by: functions, having: facts)
                return event
            } catch where error.cause.says > worst.cause.says {
                worst = error
            } catch {}
        }
        throw worst
    }

    /// Nothing leads on from here.
    public var isFinal: Bool { !Self.table.contains { $0.from == self && $0.to != self } }
}
