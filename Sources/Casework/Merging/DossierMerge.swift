import Access
public import Foundations
import Journal

/// The merging of two dossiers of one child, from the proposal on. A record in the first child's dossier that no role is given: it is
/// read through `Desk` alone, by whoever sees both children.
public struct DossierMerge: Sendable, Hashable {
    public enum State: String, Sendable { case proposed, merged, declined, withdrawn, undone }
    public enum Side: String, Sendable { case first, second }

    public let id: UUIDv7
    /// The child whose dossier stays.
    public let first: UUIDv7
    /// The child whose dossier becomes part of the first.
    public let second: UUIDv7
    public let state: State
    /// Field of the child's form → whose answer is to hold, for answers that differ.
    public let choices: [String: Side]
    public let proposedBy: UUIDv7
    public let proposedAt: WallTime
    public let reason: String
    public let decidedBy: UUIDv7?
    public let decidedAt: WallTime?
    public let decisionReason: String
    /// The save that moved the papers; nil before.
    let save: UUIDv7?
    /// The save of the last step, so that one sent again is known.
    let lastSave: UUIDv7
    /// Versions of the two children's records when they were compared.
    let versions: [Int]
    let version: Int
    let scope: Scope

    /// Nil where the record is no merging.
    init?(_ record: StoredRecord) {
        func id(_ name: String) -> UUIDv7? { record.fields[name]?.identifier }
        func at(_ name: String) -> WallTime? { record.fields[name]?.int.map { WallTime(millis: $0) } }
        guard record.kind == ReservedKind.merge, let first = id("first"), let second = id("second"), let by = id("proposed_by"),
              let state = record.status.flatMap(State.init(rawValue:)), let last = id("last_save") else { return nil }
        (self.id, self.first, self.second, self.state, proposedBy, lastSave) = (record.id, first, second, state, by, last)
        choices = (record.fields["choices"]?.map ?? [:]).compactMapValues { $0.text.flatMap(Side.init(rawValue:)) }
        proposedAt = at("proposed_at") ?? WallTime(millis: record.id.millis)
        reason = record.fields["reason"]?.text ?? ""
        decidedBy = id("decided_by")
        decidedAt = at("decided_at")
        decisionReason = record.fields["decision_reason"]?.text ?? ""
        save = id("merge_save")
        versions = ["first_version", "second_version"].map { Int(record.fields[$0]?.int ?? 0) }
        version = record.version
        scope = record.scope
    }

    /// The record of a new proposal.
    static func proposal(_ proposed: MergeProposal, _ id: UUIDv7, entry: UUIDv7, by author: UUIDv7, at: WallTime, pair: MergePair) -> Change {
        Change(id: entry, record: id, kind: ReservedKind.merge, op: .create, scope: pair.first.root.scope, dossier: pair.first.root.id, fields: [
            "first": .text(pair.first.root.id.description), "second": .text(pair.second.root.id.description),
            "choices": .map(proposed.choices.mapValues { .text($0.rawValue) }), "reason": .text(proposed.reason),
            "proposed_by": .text(author.description), "proposed_at": .int(at.millis), "last_save": .text(proposed.save.description),
            "first_version": .int(Int64(pair.first.root.version)), "second_version": .int(Int64(pair.second.root.version)),
        ], envelope: RecordEnvelope(status: State.proposed.rawValue))
    }

    /// The change that takes it a step on.
    func step(to state: State, entry: UUIDv7, save: UUIDv7, by author: UUIDv7, reason: String, at: WallTime) -> Change {
        var fields: [String: Value] = ["last_save": .text(save.description), "decided_by": .text(author.description), "decided_at": .int(at.millis),
                                       "decision_reason": .text(reason)]
        if state == .merged { fields["merge_save"] = .text(save.description) }
        return Change(id: entry, record: id, kind: ReservedKind.merge, op: .decide, scope: scope, base: version, fields: fields,
                      envelope: RecordEnvelope(status: state.rawValue))
    }
}

/// What somebody proposes who has compared two dossiers.
public struct MergeProposal: Sendable, Hashable {
    /// Longest reason, in characters.
    public static let longestReason = 2_000

    /// Names the proposal; sending it again under the same id changes nothing.
    public var save: UUIDv7
    public var first: UUIDv7
    public var second: UUIDv7
    /// Versions of the two children's records that were compared.
    public var firstVersion: Int
    public var secondVersion: Int
    public var choices: [String: DossierMerge.Side]
    public var reason: String

    public init(save: UUIDv7, first: UUIDv7, second: UUIDv7, firstVersion: Int, secondVersion: Int, choices: [String: DossierMerge.Side] = [:],
                reason: String = "") {
        self.save = save
        self.first = first
        self.second = second
        self.firstVersion = firstVersion
        self.secondVersion = secondVersion
        self.choices = choices
        self.reason = reason
    }
}

/// A step of somebody on a merging that is there.
public struct MergeStep: Sendable, Hashable {
    public var save: UUIDv7
    public var merge: UUIDv7
    public var reason: String

    public init(save: UUIDv7, merge: UUIDv7, reason: String = "") {
        self.save = save
        self.merge = merge
        self.reason = reason
    }
}
