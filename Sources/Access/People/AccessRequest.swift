public import Foundations
import Journal

/// Something that one person may not do alone, waiting for a second person.
public struct AccessRequest: Sendable, Hashable {
    public enum What: String, Sendable, Hashable, Codable {
        /// A new account in a role that reads cases.
        case account
        /// New password and factors for an account in use.
        case reset
        /// Another role, one that reads cases.
        case role
        /// Another name, team or agency.
        case details
        /// A version of a form under which somebody could do more with an answer than now.
        case form
    }

    public enum State: String, Sendable, Hashable, Codable {
        case open, agreed, refused
        /// What was asked for is no longer what would happen.
        case lapsed
    }

    public let id: UUIDv7
    public let what: What
    /// Whom it concerns; nil with `form`.
    public let person: UUIDv7?
    public let asker: UUIDv7
    public let reason: String
    /// The role asked for, with `account` and `role`.
    public let role: String?
    /// What is asked for, with `details`.
    public let details: PersonDetails?
    /// With `form`.
    public let form: FormAsk?
    public let at: WallTime
    public var state: State
    public var second: UUIDv7?
    var version = 0

    init(id: UUIDv7, what: What, person: UUIDv7, asker: UUIDv7, reason: String, role: String?, details: PersonDetails? = nil, at: WallTime, state: State) {
        self.id = id
        self.what = what
        self.person = person
        self.asker = asker
        self.reason = reason
        self.role = role
        self.details = details
        form = nil
        self.at = at
        self.state = state
    }

    init(id: UUIDv7, form: FormAsk, asker: UUIDv7, reason: String, at: WallTime) {
        self.id = id
        what = .form
        person = nil
        self.asker = asker
        self.reason = reason
        role = nil
        details = nil
        self.form = form
        self.at = at
        state = .open
    }

    init?(_ record: StoredRecord) {
        guard record.kind == ReservedKind.request, let what = record.fields["what"]?.text.flatMap(What.init(rawValue:)),
              let asker = record.fields["asker"]?.identifier, let state = record.status.flatMap(State.init(rawValue:)) else { return nil }
        id = record.id
        self.what = what
        person = record.fields["person"]?.identifier
        form = what == .form ? FormAsk(record.fields) : nil
        guard (person == nil) == (what == .form), (form != nil) == (what == .form) else { return nil }
        details = what == .details ? PersonDetails(record.fields) : nil
        self.asker = asker
        reason = record.fields["reason"]?.text ?? ""
        role = record.fields["role"]?.text
        at = WallTime(millis: record.fields["at"]?.int ?? 0, trust: record.fields["trust"]?.text.flatMap(ClockTrust.init(rawValue:)) ?? .unset)
        self.state = state
        second = record.fields["second"]?.identifier
        version = record.version
    }

    /// Whether a viewer of this role may be the second person: no administrator, bound to a second factor (or trusted with
    /// the forms, where it is about one), neither the asker nor the one concerned.
    func mayBeAnswered(by viewer: Viewer) -> Bool {
        let entitled = viewer.role.maySecond || (what == .form && viewer.role.powers.contains(.forms) && !viewer.role.isAdministrator)
        return state == .open && entitled && viewer.person != asker && viewer.person != person
    }

    /// As one-time links: by age only where both ends stand on an attested clock. Requests about people do not lapse; they
    /// ask for the same thing whenever they are answered.
    public func isTooOld(at now: WallTime) -> Bool {
        guard what == .form, at.trust == .attested, now.trust == .attested else { return false }
        return now.millis - at.millis > Credential.setupLifeMillis
    }

    func change(seen: Int, workbook: [UInt8]? = nil) -> AccountChange {
        var fields: [String: Value] = [
            "what": .text(what.rawValue), "person": person.map { .text($0.description) } ?? .null, "asker": .text(asker.description),
            "reason": .text(reason), "role": role.map(Value.text) ?? .null, "at": .int(at.millis), "trust": .text(at.trust.rawValue),
            "second": second.map { .text($0.description) } ?? .null,
        ]
        if let details { fields.merge(details.fields) { own, _ in own } }
        if let form {
            fields.merge(form.fields) { own, _ in own }
            // What was answered needs no copy of the form: the publication has it.
            fields[FormAsk.workbook] = workbook.map(Value.bytes) ?? .null
        }
        return AccountChange(
            record: id, kind: ReservedKind.request, scope: person?.accountScope ?? Scope(.site, id), seen: seen, fields: fields,
            envelope: RecordEnvelope(status: state.rawValue), parent: seen == 0 ? person : nil)
    }
}
