public import Foundations

/// An erasure, a legal hold or its end, from the asking on. Two persons: one asks, another confirms.
public enum ErasureStatus: String, StepStatus {
    case asked
    /// The second person has agreed; the box carries it out, again after a power cut.
    case confirmed
    case done, refused, withdrawn

    public enum Event: String, CaseIterable, Sendable {
        case confirm, refuse, withdraw
        case carryOut = "carry_out"
    }

    public static let process = "erasure"
    public static let start = ErasureStatus.asked

    public static let table: [Transition<ErasureStatus>] = [
        .init(.asked, .confirm, .confirmed, by: [.confirmsErasure]),
        .init(.asked, .refuse, .refused, by: [.confirmsErasure], needs: [.reason]),
        .init(.asked, .withdraw, .withdrawn, by: [.asksErasure, .confirmsErasure]),
        .init(.confirmed, .carryOut, .done, by: [.confirmsErasure]),
        // What could not be carried out, and is not wanted any more.
        .init(.confirmed, .withdraw, .withdrawn, by: [.asksErasure, .confirmsErasure]),
    ]

    /// What was lost cannot be brought back: in doubt nothing is erased.
    public var protection: Int { self == .refused || self == .withdrawn ? 1 : 0 }
}

/// What two persons agree on.
public enum ErasureMatter: String, Sendable, Hashable, CaseIterable {
    /// Everything about the child.
    case erase
    /// One paper that lies in the wrong child's dossier.
    case paper
    /// Nothing of the dossier may be erased.
    case hold
    /// The hold ends.
    case lift

    /// Why, from a short list: a certificate outlives the child's file, so no free words stand in it.
    public var grounds: [ErasureGround] {
        switch self {
        case .erase: [.retentionOver, .personsRequest, .registeredByMistake, .courtOrder]
        case .paper: [.wrongChild, .personsRequest, .courtOrder]
        case .hold: [.adoptionOrigin, .court, .inquiry]
        case .lift: [.inquiryOver, .setByMistake, .courtOrder]
        }
    }

    public var destroys: Bool { self == .erase || self == .paper }
}

public enum ErasureGround: String, Sendable, Hashable, CaseIterable {
    case retentionOver = "retention_over"
    case personsRequest = "persons_request"
    case registeredByMistake = "registered_by_mistake"
    case wrongChild = "wrong_child"
    case courtOrder = "court_order"
    case adoptionOrigin = "adoption_origin"
    case court, inquiry
    case inquiryOver = "inquiry_over"
    case setByMistake = "set_by_mistake"
}

/// When something that was asked for may be confirmed.
public struct ErasureTimes: Sendable, Hashable {
    static let dayMillis: Int64 = 86_400_000
    /// Days in which somebody can still object before a whole file goes. A court's order, one misplaced paper and a hold do not wait.
    public static let pauseDays: Int64 = 7
    /// Days after which nobody remembers why it was asked: it is asked again.
    public static let lapseDays: Int64 = 90

    public let from: WallTime
    public let until: WallTime

    public init(_ matter: ErasureMatter, _ ground: ErasureGround, askedAt: WallTime) {
        let pause = matter == .erase && ground != .courtOrder ? Self.pauseDays : 0
        from = WallTime(millis: askedAt.millis + pause * Self.dayMillis)
        until = WallTime(millis: askedAt.millis + Self.lapseDays * Self.dayMillis)
    }

    public func isEarly(_ now: WallTime) -> Bool { now.millis < from.millis }
    public func isLapsed(_ now: WallTime) -> Bool { now.millis >= until.millis }
}
