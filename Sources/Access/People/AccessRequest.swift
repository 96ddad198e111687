public import Foundations
import Journal

/// Something an administrator may not do alone, waiting for a second person.
public struct AccessRequest: Sendable, Hashable {
    public enum What: String, Sendable, Hashable, Codable {
        /// A new account in a role that reads cases.
        case account
        /// New password and factors for an account in use.
        case reset
        /// Another role, one that reads cases.
        case role
    }

    public enum State: String, Sendable, Hashable, Codable { case open, agreed, refused }

    public let id: UUIDv7
    public let what: What
    /// Whom it concerns.
    public let person: UUIDv7
    public let asker: UUIDv7
    public let reason: String
    /// The role asked for, with `account` and `role`.
    public let role: String?
    public let at: WallTime
    public var state: State
    public var second: UUIDv7?
    var version = 0

    init(id: UUIDv7, what: What, person: UUIDv7, asker: UUIDv7, reason: String, role: String?, at: WallTime, state: State) {
        self.id = id
        self.what = what
        self.person = person
        self.asker = asker
        self.reason = reason
        self.role = role
        self.at = at
        self.state = state
    }

    init?(_ record: StoredRecord) {
        guard record.kind == ReservedKind.request, let what = record.fields["what"]?.text.flatMap(What.init(rawValue:)),
              let person = record.fields["person"]?.identifier, let asker = record.fields["asker"]?.identifier,
              let state = record.status.flatMap(State.init(rawValue:)) else { return nil }
        self.init(
            id: record.id, what: what, person: person, asker: asker, reason: record.fields["reason"]?.text ?? "",
            role: record.fields["role"]?.text,
            at: WallTime(millis: record.fields["at"]?.int ?? 0, trust: record.fields["trust"]?.text.flatMap(ClockTrust.init(rawValue:)) ?? .unset),
            state: state)
        second = record.fields["second"]?.identifier
        version = record.version
    }

    /// Whether this viewer may be the second person: no administrator, bound to a second factor, neither the asker
    /// nor the one concerned.
    public func mayBeAnswered(by viewer: Viewer) -> Bool {
        state == .open && viewer.role.maySecond && viewer.person != asker && viewer.person != person
    }

    func change(seen: Int) -> AccountChange {
        AccountChange(
            record: id, kind: ReservedKind.request, scope: person.accountScope, seen: seen,
            fields: [
                "what": .text(what.rawValue), "person": .text(person.description), "asker": .text(asker.description),
                "reason": .text(reason), "role": role.map(Value.text) ?? .null, "at": .int(at.millis), "trust": .text(at.trust.rawValue),
                "second": second.map { .text($0.description) } ?? .null,
            ],
            envelope: RecordEnvelope(status: state.rawValue), parent: seen == 0 ? person : nil)
    }
}
