public import Foundations
import GRDB
public import Journal

/// Tells somebody that power was used which concerns them: their account, or a dossier they answer for.
public struct AccessNotice: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case account(AccessRequest.What)
        case breakGlass
        /// Somebody was made the second person with the recovery key.
        case secondRestored
        /// The second person's answer to whoever asked for a version of a form.
        case formAgreed, formRefused

        var code: String {
            switch self {
            case .account(let what): what.rawValue
            case .breakGlass: "break_glass"
            case .secondRestored: "second_restored"
            case .formAgreed: "form_agreed"
            case .formRefused: "form_refused"
            }
        }
    }

    public let id: UUIDv7
    /// `account`, `reset`, `role`, `break_glass`, `second_restored`, `form_agreed`, `form_refused`, or one of `CaseNews`.
    public let code: String
    /// The account or dossier it is about.
    public let about: UUIDv7
    public let by: UUIDv7
    public let second: UUIDv7?
    public let reason: String
    public let at: WallTime
    public let seen: Bool
    /// How many cases were handed over, and (to who was given them) which case records.
    public let count: Int?
    public let cases: [UUIDv7]
    let version: Int
    let scope: Scope

    /// Nil where the record is no notice.
    public init?(_ record: StoredRecord) {
        guard record.kind == ReservedKind.notice, let code = record.fields["what"]?.text,
              let about = record.fields["about"]?.identifier, let by = record.fields["by"]?.identifier else { return nil }
        id = record.id
        self.code = code
        self.about = about
        self.by = by
        second = record.fields["second"]?.identifier
        reason = record.fields["reason"]?.text ?? ""
        at = WallTime(millis: record.fields["at"]?.int ?? 0, trust: record.fields["trust"]?.text.flatMap(ClockTrust.init(rawValue:)) ?? .unset)
        seen = record.status == "seen"
        count = record.fields["count"]?.int.map(Int.init)
        cases = record.fields["cases"]?.list?.compactMap(\.identifier) ?? []
        version = record.version
        scope = record.scope
    }
}

extension PeopleStore {
    /// Notices to a person, newest first, those already seen included.
    public func notices(to person: UUIDv7) throws(AccessError) -> [AccessNotice] {
        try read { db in
            try Lookup.records(db, .byParent, key: .id(person), newestFirst: true, limit: 200).compactMap(AccessNotice.init)
        }
    }

    /// The person has read it.
    public func markSeen(_ id: UUIDv7, by person: UUIDv7) async throws(AccessError) {
        guard let notice = try notices(to: person).first(where: { $0.id == id }) else { throw .notFound }
        if notice.seen { return }
        let change = AccountChange(
            record: id, kind: ReservedKind.notice, scope: notice.scope, seen: notice.version, fields: [:], envelope: RecordEnvelope(status: "seen"))
        _ = try await commit([change], by: person)
    }

    /// About an account the notice is sealed with that account; about a dossier with the dossier, because the
    /// reason may name the child, and goes when the dossier is erased.
    func notices(
        _ kind: AccessNotice.Kind, about: UUIDv7, by: UUIDv7, with second: UUIDv7?, reason: String, to people: [UUIDv7]
    ) -> [AccountChange] {
        let now = time.now()
        return people.map { person in
            AccountChange(
                record: UUIDv7.make(at: now.millis), kind: ReservedKind.notice,
                scope: kind == .breakGlass ? Scope(.dossier, about) : about.accountScope, seen: 0,
                fields: [
                    "what": .text(kind.code), "about": .text(about.description), "by": .text(by.description),
                    "second": second.map { .text($0.description) } ?? .null, "reason": .text(reason),
                    "at": .int(now.millis), "trust": .text(now.trust.rawValue),
                ],
                envelope: RecordEnvelope(status: "new"), dossier: kind == .breakGlass ? about : nil, parent: person)
        }
    }
}
