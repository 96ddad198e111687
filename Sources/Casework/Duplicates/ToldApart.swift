import Access
public import Foundations
import Journal
import Matching

/// Two dossiers that somebody has looked at and that are of two children. One record per pair, in the dossier and the scope of the first, so that it goes
/// when that child is erased; no role is given it: it is read through `Desk` alone, by whoever sees both children.
public struct ToldApart: Sendable, Hashable {
    /// `apart` holds until what tells one of the two children from others changes; `open` was taken back.
    public enum State: String, Sendable { case apart, open }

    public let id: UUIDv7
    public let first: UUIDv7
    public let second: UUIDv7
    public let state: State
    public let by: UUIDv7
    public let at: WallTime
    public let reason: String
    /// What each of the two was when they were told apart (`Desk.identity`).
    let identities: [UUIDv7?]
    /// The save of the last step, so that one sent again is known.
    let lastSave: UUIDv7
    let version: Int
    let scope: Scope

    /// Nil where the record is none.
    init?(_ record: StoredRecord) {
        func id(_ name: String) -> UUIDv7? { record.fields[name]?.identifier }
        guard record.kind == ReservedKind.toldApart, let first = id("first"), let second = id("second"), let by = id("told_by"), let last = id("last_save"),
              let state = record.status.flatMap(State.init(rawValue:)), let at = record.fields["told_at"]?.int else { return nil }
        (self.id, self.first, self.second, self.state, self.by, lastSave) = (record.id, first, second, state, by, last)
        (version, scope) = (record.version, record.scope)
        self.at = WallTime(millis: at)
        reason = record.fields["reason"]?.text ?? ""
        identities = [id("first_identity"), id("second_identity")]
    }

    /// The record's next step.
    /// - Parameter known: as it stands; nil where the pair has none yet.
    static func step(_ state: State, _ pair: DuplicatePair, _ id: UUIDv7, entry: UUIDv7, save: UUIDv7, by author: UUIDv7, at: WallTime, reason: String,
                     identities: [UUIDv7?], scope: Scope, known: ToldApart?) -> Change {
        var fields: [String: Value] = ["told_by": .text(author.description), "told_at": .int(at.millis), "reason": .text(reason), "last_save": .text(save.description)]
        for (name, value) in zip(["first_identity", "second_identity"], identities) { fields[name] = value.map { .text($0.description) } ?? .null }
        if known == nil {
            fields["first"] = .text(pair.first.description)
            fields["second"] = .text(pair.second.description)
        }
        return Change(id: entry, record: id, kind: ReservedKind.toldApart, op: known == nil ? .create : .decide, scope: scope, dossier: known == nil ? pair.first : nil,
                      base: known?.version, fields: fields, envelope: RecordEnvelope(status: state.rawValue))
    }
}
