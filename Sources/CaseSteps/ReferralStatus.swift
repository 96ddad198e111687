public import Foundations

/// Where one service that was asked for stands. A referral may ask for several: each goes its own way (`ReferralBundle`).
public enum ReferralStatus: String, StepStatus {
    case requested, accepted, rejected
    /// Not sent: consent is wanting, and a second person has to say whether it goes out on the ground that was named.
    case proposed
    case inProgress = "in_progress"
    case completed
    /// No longer wanted, or broken off.
    case cancelled

    public enum Event: String, CaseIterable, Sendable {
        case accept, reject, begin, complete, withdraw
        case breakOff = "break_off"
        case askAgain = "ask_again"
        case resume
        case letThrough = "let_through"
        case holdBack = "hold_back"
        case takeBack = "take_back"
        case propose
    }

    public static let process = "referral"
    public static let start = ReferralStatus.requested

    /// A provider without an account answers by telephone: the worker writes it down.
    private static let answering: Set<StepFunction> = [.providesService, .worksCase]
    private static let asking: Set<StepFunction> = [.worksCase, .approves]

    public static let table: [Transition<ReferralStatus>] = [
        .init(.requested, .accept, .accepted, by: answering),
        .init(.requested, .reject, .rejected, by: answering, needs: [.reason]),
        .init(.requested, .begin, .inProgress, by: answering),
        .init(.requested, .complete, .completed, by: answering),
        .init(.requested, .withdraw, .cancelled, by: asking),
        .init(.accepted, .begin, .inProgress, by: answering),
        .init(.accepted, .complete, .completed, by: answering),
        .init(.accepted, .breakOff, .cancelled, by: answering, needs: [.reason]),
        .init(.accepted, .withdraw, .cancelled, by: asking),
        .init(.inProgress, .complete, .completed, by: answering),
        .init(.inProgress, .breakOff, .cancelled, by: answering, needs: [.reason]),
        .init(.inProgress, .withdraw, .cancelled, by: asking),
        .init(.completed, .resume, .inProgress, by: asking),
        .init(.rejected, .askAgain, .requested, by: asking),
        .init(.cancelled, .askAgain, .requested, by: asking),
        .init(.cancelled, .propose, .proposed, by: asking),
        .init(.proposed, .letThrough, .requested, by: [.approves]),
        .init(.proposed, .holdBack, .cancelled, by: [.approves], needs: [.reason]),
        .init(.proposed, .takeBack, .cancelled, by: [.worksCase]),
    ]

    /// A withdrawal may follow from withdrawn consent: it holds against an answer that did not know of it.
    public var protection: Int { self == .cancelled ? 1 : 0 }

    public var isOver: Bool { self == .rejected || self == .completed || self == .cancelled }
}

/// Several services that were asked for in one go, each with its own answer.
public struct ReferralBundle: Sendable, Hashable {
    /// Where the whole stands. It follows from the services and is never set.
    public enum Whole: String, Sendable, CaseIterable {
        /// Nobody has answered.
        case waiting
        /// Somebody has answered, somebody has not.
        case partly
        /// Every one is answered, some are still being given.
        case underway
        /// Every one is over.
        case over
    }

    /// Service → where it stands.
    public private(set) var services: [String: StepPosition<ReferralStatus>]

    /// - Parameter services: at least one; a service named twice is asked for once.
    public init(asking services: [String], at moment: WallTime) {
        self.services = Dictionary(services.map { ($0, StepPosition(since: moment)) }, uniquingKeysWith: { first, _ in first })
    }

    /// Takes a step of one service; the others stay as they are.
    /// - Throws: `StepRefusal`, also for a service that was not asked for.
    public mutating func take(_ event: ReferralStatus.Event, of service: String, by functions: Set<StepFunction>,
                              having facts: Set<StepFact> = [], at moment: WallTime) throws(StepRefusal) {
        guard let position = services[service] else {
            throw StepRefusal(process: ReferralStatus.process, from: "not asked for", event: event.rawValue, cause: .noSuchStep)
        }
        services[service] = try position.after(event, by: functions, having: facts, at: moment)
    }

    public var whole: Whole {
        let all = services.values.map(\.status)
        if all.allSatisfy(\.isOver) { return .over }
        let waiting = all.count { $0 == .requested }
        return waiting == all.count ? .waiting : waiting > 0 ? .partly : .underway
    }
}
