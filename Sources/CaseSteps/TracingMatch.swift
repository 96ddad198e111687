public import Foundations

/// What somebody said about one child and one search for a child. Nothing that was said is changed or taken away: whoever thinks
/// otherwise later says so in an outcome of their own, which names those that it answers.
public struct TracingOutcome: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// This may be the child who is sought: a second person is asked.
        case proposed
        /// A second person has looked and agrees. It closes nothing by itself.
        case confirmed
        /// Another child.
        case dismissed
        /// What stood before no longer holds: to be looked at anew.
        case reopened
    }

    public let id: UUIDv7
    public let kind: Kind
    public let by: UUIDv7
    /// The newest outcomes that its author knew of; none for the first.
    public let seen: Set<UUIDv7>

    public init(id: UUIDv7, kind: Kind, by: UUIDv7, seen: Set<UUIDv7>) {
        self.id = id
        self.kind = kind
        self.by = by
        self.seen = seen
    }
}

/// How it stands between one child and one search.
public enum TracingState: String, Sendable, CaseIterable {
    case open, proposed, confirmed, dismissed
    /// Two people said different things without knowing of each other. It counts as not confirmed until somebody has looked.
    case disputed
}

/// All that was said about one child and one search, and what follows from it. The order in which outcomes arrive does not matter, and one
/// that comes twice changes nothing.
public struct TracingMatch: Sendable, Hashable {
    /// By id: always the same order, which is not that of the clocks.
    public let outcomes: [TracingOutcome]

    public init(_ outcomes: some Sequence<TracingOutcome>) {
        self.outcomes = Set(outcomes).sorted { $0.id < $1.id }
    }

    /// What nobody has answered yet. One, unless two people did not know of each other.
    public var heads: [TracingOutcome] {
        let answered = outcomes.reduce(into: Set<UUIDv7>()) { $0.formUnion($1.seen) }
        return outcomes.filter { !answered.contains($0.id) }
    }

    public var state: TracingState {
        let kinds = Set(heads.map(\.kind))
        guard let kind = kinds.first else { return .open }
        if kinds.count > 1 { return .disputed }
        return switch kind {
        case .proposed: .proposed
        case .confirmed: .confirmed
        case .dismissed: .dismissed
        case .reopened: .open
        }
    }

    /// Whoever proposed what stands proposed.
    public var proposers: Set<UUIDv7> { Set(heads.filter { $0.kind == .proposed }.map(\.by)) }

    /// As it was for somebody who knew of these outcomes and all before them; nil where one of them is none of this match.
    public func asSeen(_ ids: Set<UUIDv7>) -> TracingMatch? {
        let known = Dictionary(outcomes.map { ($0.id, $0) }) { one, _ in one }
        var found: Set<TracingOutcome> = []
        var next = ids
        while let id = next.popFirst() {
            guard let one = known[id] else { return nil }
            if found.insert(one).inserted { next.formUnion(one.seen) }
        }
        return TracingMatch(found)
    }

    /// Whether this may be said as things stand. That the one who confirms is another person is asked beside it (`proposers`).
    public func allows(_ kind: TracingOutcome.Kind) -> Bool {
        switch (state, kind) {
        case (.open, .proposed), (.open, .dismissed), (.proposed, .confirmed), (.proposed, .dismissed), (.proposed, .reopened),
             (.confirmed, .reopened), (.dismissed, .reopened), (.disputed, .dismissed), (.disputed, .reopened): true
        default: false
        }
    }

    /// Whether this needs words: saying no does, and taking back what two people agreed on.
    public func needsReason(_ kind: TracingOutcome.Kind) -> Bool { kind == .dismissed || (kind == .reopened && (state == .confirmed || state == .disputed)) }
}
