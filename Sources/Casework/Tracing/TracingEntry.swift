import Access
public import CaseSteps
public import Foundations
import Journal

/// What somebody said about one child and one search, as it is kept: a record in the child's dossier and scope that no role is given. It is
/// read through `Desk` alone, and never changed.
public struct TracingEntry: Sendable, Hashable {
    public let request: UUIDv7
    /// Where the child's papers are read.
    let dossier: UUIDv7
    public let outcome: TracingOutcome
    public let at: WallTime
    public let reason: String

    /// Nil where the record is none of these.
    init?(_ record: StoredRecord) {
        guard record.kind == ReservedKind.tracingMatch, let dossier = record.dossier, let request = record.fields["request"]?.identifier,
              let by = record.fields["by"]?.identifier, let kind = record.status.flatMap(TracingOutcome.Kind.init(rawValue:)) else { return nil }
        var seen: Set<UUIDv7> = []
        if case .list(let list)? = record.fields["seen"] { seen = Set(list.compactMap(\.identifier)) }
        self.request = request
        self.dossier = dossier
        outcome = TracingOutcome(id: record.id, kind: kind, by: by, seen: seen)
        at = record.fields["at"]?.int.map { WallTime(millis: $0) } ?? WallTime(millis: record.id.millis)
        reason = record.fields["reason"]?.text ?? ""
    }

    /// The record of a new one.
    static func change(_ said: TracingStep, id: UUIDv7, entry: UUIDv7, child: Scope, dossier: UUIDv7, by author: UUIDv7, at: WallTime) -> Change {
        var fields: [String: Value] = ["request": .text(said.request.description), "by": .text(author.description), "at": .int(at.millis),
                                       "seen": .list(said.seen.sorted().map { .text($0.description) })]
        if !said.reason.isEmpty { fields["reason"] = .text(said.reason) }
        return Change(id: entry, record: id, kind: ReservedKind.tracingMatch, op: .create, scope: child, dossier: dossier, fields: fields,
                      envelope: RecordEnvelope(status: said.kind.rawValue))
    }
}

/// What somebody says about one child and one search.
public struct TracingStep: Sendable, Hashable {
    /// Longest reason, in characters.
    public static let longestReason = 2_000

    /// Names it; sending it again under the same id changes nothing.
    public var save: UUIDv7
    public var request: UUIDv7
    public var dossier: UUIDv7
    public var kind: TracingOutcome.Kind
    /// The newest outcomes that were on the screen.
    public var seen: Set<UUIDv7>
    public var reason: String

    public init(save: UUIDv7, request: UUIDv7, dossier: UUIDv7, kind: TracingOutcome.Kind, seen: Set<UUIDv7> = [], reason: String = "") {
        self.save = save
        self.request = request
        self.dossier = dossier
        self.kind = kind
        self.seen = seen
        self.reason = reason
    }
}

/// Why something about a child and a search is not said as things stand. Told only to somebody who sees both.
public enum TracingRefusal: String, Sendable, Equatable, CaseIterable {
    /// Something was said that was not on the screen.
    case changed
    /// Not a step from where it stands.
    case notOpen = "not-open"
    /// Whoever proposed cannot be the second person.
    case own
    /// The child does not want to be looked for, or not now.
    case unwanted
    /// The search has ended.
    case ended

    public var code: String { "tracing-" + rawValue }

    var whatHappened: String {
        switch self {
        case .changed: "Somebody said something about these two that was not on your screen."
        case .notOpen: "This was decided or taken back meanwhile."
        case .own: "You proposed this; a second person must confirm it."
        case .unwanted: "The child has said not to want this search, or not now."
        case .ended: "This search has ended."
        }
    }

    var whatToDo: String {
        switch self {
        case .changed, .notOpen: "Open the two again to see how things stand."
        case .own: "Ask a colleague who may decide about searches and sees both."
        case .unwanted: "Talk with whoever works with the child; a newer separation history can say otherwise."
        case .ended: "Open the search again first if the family still looks for the child."
        }
    }
}
