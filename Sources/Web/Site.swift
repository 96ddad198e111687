import Access
public import Casework
public import Foundations
import HTTPServer
import Journal
public import Logging
import Synchronization

/// What the endpoints serve from: a site whose store is locked or open. One per process.
public final class Site: Sendable {
    /// Name of the session cookie.
    static let cookie = "kinbox"

    enum Phase: Sendable {
        case locked
        case open(OpenSite)
    }

    public let time: any TimeSource
    public let version: String
    let log: Logger
    private let opener: any SiteOpener
    private let phase = Mutex(Phase.locked)
    private let publicForm: RateLimit
    private let unlockTries: RateLimit
    private let lookups: RateLimit
    let uploads = RunningUploads()
    let halves = HalfUploads()

    /// A site that is locked until `unlock` succeeds or `begin` hands over an open store.
    public init(opener: any SiteOpener, time: any TimeSource, version: String, log: Logger) {
        self.opener = opener
        self.time = time
        self.version = version
        self.log = log
        publicForm = RateLimit(burst: 10, perMinute: 2, overall: 60)
        unlockTries = RateLimit(burst: 5, perMinute: 2, overall: 20)
        lookups = RateLimit(burst: 60, perMinute: 60, overall: 1200)
    }

    /// Serves from this store from now on.
    public func begin(_ open: OpenSite) {
        halves.forgetAll()
        phase.withLock { $0 = .open(open) }
    }

    public var isLocked: Bool { openNow == nil }

    var openNow: OpenSite? {
        phase.withLock { phase in
            if case .open(let site) = phase { site } else { nil }
        }
    }

    /// For `/healthz`: ok, locked or read-only.
    var status: String {
        guard let open = openNow else { return "locked" }
        return open.isWritable() ? "ok" : "read-only"
    }

    /// The open store, or the refusal that the app answers with its unlock page.
    func requireOpen() throws(Problem) -> OpenSite {
        guard let open = openNow else {
            throw Problem(status: 503, code: "locked", title: "The box is locked",
                          whatIsSafe: "Everything saved is safe. New notifications are accepted and kept sealed.",
                          whatToDo: "Someone with the passphrase or the recovery key unlocks it.")
        }
        return open
    }

    /// Opens the store with what somebody typed. Tries are limited per address and overall; each costs an Argon2id.
    func unlock(passphrase: String?, recovery: String?, from peer: String) async throws {
        guard isLocked else { return }
        guard unlockTries.admit(peer, at: time.monotonicNanos()) else { throw Self.slowDown(30) }
        let opened = try await opener.open(passphrase: passphrase, recovery: recovery)
        phase.withLock { phase in
            if case .locked = phase { phase = .open(opened) }
        }
        log.notice("the store was unlocked")
    }

    /// Each address may report a few concerns a minute without an account; more is a machine or a mistake.
    func admitPublicNotification(from peer: String) throws(Problem) {
        guard publicForm.admit(peer, at: time.monotonicNanos()) else { throw Self.slowDown(30) }
    }

    /// Somebody who writes asks once a second at the most; more is a machine that tries out names.
    func admitLookup(by person: UUIDv7) throws(Problem) {
        guard lookups.admit(person.description, at: time.monotonicNanos()) else { throw Self.slowDown(10) }
    }

    /// Seals a report for the locked store and answers its number.
    func queueWhileLocked(_ concern: Concern) throws -> String {
        try opener.queue(concern)
    }

    private static func slowDown(_ seconds: Int) -> Problem {
        Problem(status: 429, code: "slow-down", title: "Too many in a short time", whatIsSafe: "What was accepted before is safe.",
                whatToDo: "Wait a little, then try again. If a child is in danger now, call the police or the help line.",
                headers: ["Retry-After": String(seconds)])
    }
}

/// Opens the store of a locked site, and takes what comes in meanwhile. Implemented where vault and journal are wired.
public protocol SiteOpener: Sendable {
    /// Blocks for the length of a key derivation. Throws `KinboxFault` on a wrong secret.
    func open(passphrase: String?, recovery: String?) async throws -> OpenSite
    /// Seals the report to the store's public key, fsynced, and answers the acknowledgement number.
    func queue(_ concern: Concern) throws -> String
}
