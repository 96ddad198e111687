public import Foundations

/// Why a step was not taken. Nothing has moved when this is thrown.
public struct StepRefusal: KinboxFault, Equatable {
    public enum Cause: Sendable, Hashable {
        /// The table has no such step from this state; somebody may have decided meanwhile.
        case noSuchStep
        /// The step is there, and belongs to these functions.
        case notYours(Set<StepFunction>)
        /// The step is this person's, and these facts do not stand yet.
        case lacks(Set<StepFact>)

        /// How much it tells the person.
        var says: Int {
            switch self {
            case .noSuchStep: 0
            case .notYours: 1
            case .lacks: 2
            }
        }
    }

    /// `StepStatus.process`.
    public let process: String
    public let from: String
    /// The event, or the state that was wanted where no event leads to it.
    public let event: String
    public let cause: Cause

    public init(process: String, from: String, event: String, cause: Cause) {
        self.process = process
        self.from = from
        self.event = event
        self.cause = cause
    }

    public var code: String {
        switch cause {
        case .noSuchStep: "step-refused"
        case .notYours: "step-not-yours"
        case .lacks: "step-lacks"
        }
    }

    public var whatHappened: String {
        switch cause {
        case .noSuchStep: "This \(process) is \(from); that step does not lead on from there. Somebody may have decided it meanwhile."
        case .notYours: "This step of a \(process) is taken by somebody else."
        case .lacks(let facts): "This step of a \(process) needs \(facts.sorted().map(\.words).joined(separator: ", and "))."
        }
    }

    public var whatIsSafe: String { "Nothing was changed; what you typed is still on your screen." }

    public var whatToDo: String {
        switch cause {
        case .noSuchStep: "Open it again to see what was decided."
        case .notYours(let functions): "Ask whoever \(functions.sorted().map(\.rawValue.spaced).joined(separator: ", or "))."
        case .lacks: "Add what is missing, then take the step again."
        }
    }

    public var exitCode: Int32 { 6 }
}

extension String {
    fileprivate var spaced: String { String(map { $0 == "_" ? " " : $0 }) }
}
