import Foundations
import GRDB
public import Journal

/// How accounts lie in the journal.
extension Person {
    public init?(_ record: StoredRecord) {
        guard record.kind == ReservedKind.user, let userName = record.fields["user_name"]?.text,
              let role = record.fields["role"]?.text, let state = record.status.flatMap(PersonState.init(rawValue:)) else { return nil }
        let teams = (record.fields["team"]?.text ?? "").split(separator: " ").compactMap { UUIDv7(String($0)) }
        self.init(
            id: record.id, name: record.fields["display_name"]?.text ?? userName, userName: userName, role: role,
            teams: Set(teams), agency: record.fields["agency"]?.text, language: record.fields["language"]?.text ?? "en", state: state)
    }

    var fields: [String: Value] {
        [
            "display_name": .text(name), "user_name": .text(userName), "role": .text(role),
            "team": teams.isEmpty ? .null : .text(teams.sorted().map(\.description).joined(separator: " ")),
            "agency": agency.map(Value.text) ?? .null, "language": .text(language),
            "active": .text(state == .active ? "yes" : "no"),
        ]
    }

    var envelope: RecordEnvelope {
        var clear: Set<RecordEnvelope.Part> = []
        if teams.isEmpty { clear.insert(.team) }
        if agency == nil { clear.insert(.agency) }
        return RecordEnvelope(team: teams.min(), agency: agency, status: state.rawValue, clear: clear)
    }
}

extension UUIDv7 {
    /// Everything about one account is sealed under one key.
    var accountScope: Scope { Scope(.site, self) }
}

/// One change of an account record, before it becomes a journal entry.
struct AccountChange: Sendable {
    var record: UUIDv7
    var kind: String
    var scope: Scope
    /// The version it was worked out from; 0 makes the record. Checked again inside the save.
    var seen: Int
    var fields: [String: Value]
    var envelope = RecordEnvelope()
    var dossier: UUIDv7?
    var parent: UUIDv7?

    func change(id: UUIDv7) -> Change {
        Change(
            id: id, record: record, kind: kind, op: seen == 0 ? .create : .amend, scope: scope, dossier: dossier, parent: parent,
            base: seen == 0 ? nil : seen, fields: seen == 0 ? fields.filter { $0.value != .null } : fields, envelope: envelope)
    }
}

/// Thrown inside a save when a record moved since it was read; the caller reads again or refuses.
struct Overtaken: Error {}
