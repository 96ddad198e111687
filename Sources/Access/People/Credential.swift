import Foundations
import Journal

/// What somebody proves themselves with. A record of kind `credential`: no role, form or read path knows the
/// kind, and it shares the person's own scope, so that erasing an account takes it along.
struct Credential: Sendable, Hashable {
    var passwordHash: String?
    var totpSecret: [UInt8]?
    /// Hex digests of the unused recovery codes.
    var recovery: [String] = []
    /// Hex digest of the open set-up link's token.
    var setupDigest: String?
    var setupIssued: WallTime?
    /// Rises with each new password; marks of known devices are bound to it.
    var generation: Int64 = 0
    /// Steps of one-time codes used lately, in order: a code overheard works no second time, restart or not.
    var usedSteps: [Int64] = []
    /// Key of the marks that this person's known devices carry; made at the first sign-in.
    var markKey: [UInt8]?

    static let setupLifeMillis: Int64 = 72 * 3600 * 1000

    init() {}

    init(_ fields: [String: Value]) {
        passwordHash = fields["password_hash"]?.text
        totpSecret = fields["totp_secret"]?.bytes
        recovery = fields["recovery"]?.list?.compactMap(\.text) ?? []
        setupDigest = fields["setup_digest"]?.text
        if let millis = fields["setup_issued"]?.int, let trust = fields["setup_trust"]?.text.flatMap(ClockTrust.init(rawValue:)) {
            setupIssued = WallTime(millis: millis, trust: trust)
        }
        generation = fields["generation"]?.int ?? 0
        usedSteps = fields["used_steps"]?.list?.compactMap(\.int) ?? []
        markKey = fields["mark_key"]?.bytes
    }

    var fields: [String: Value] {
        [
            "password_hash": passwordHash.map(Value.text) ?? .null,
            "totp_secret": totpSecret.map(Value.bytes) ?? .null,
            "recovery": .list(recovery.map(Value.text)),
            "setup_digest": setupDigest.map(Value.text) ?? .null,
            "setup_issued": setupIssued.map { .int($0.millis) } ?? .null,
            "setup_trust": setupIssued.map { .text($0.trust.rawValue) } ?? .null,
            "generation": .int(generation),
            "used_steps": .list(usedSteps.map(Value.int)),
            "mark_key": markKey.map(Value.bytes) ?? .null,
        ]
    }

    /// A link dies by its first use. It dies of age only where both its making and now stand on a clock that
    /// somebody attested: nothing expires on a clock that may be wrong.
    func linkIsOpen(at now: WallTime) -> Bool {
        guard setupDigest != nil, let issued = setupIssued else { return false }
        guard issued.trust == .attested, now.trust == .attested else { return true }
        return now.millis - issued.millis <= Self.setupLifeMillis
    }
}

/// A credential with the version of its record, so that two who change it at once cannot both win.
struct StoredCredential: Sendable, Hashable {
    var record: UUIDv7
    var version: Int
    var credential: Credential
}
