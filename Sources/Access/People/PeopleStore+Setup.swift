import Foundation
import Foundations
import Journal
import Synchronization

/// What somebody gets, once, after choosing a password through their one-time link.
public struct SetupDone: Sendable {
    public let person: Person
    /// Base32, with the address an authenticator scans; nothing where no second factor was set up.
    public let totpSecret: String?
    public let totpURI: String?
    /// Ten single-use codes; empty without a second factor.
    public let recoveryCodes: [String]
}

extension PeopleStore {
    /// Whom a set-up link belongs to, for greeting them on the page.
    /// - Throws: `setupLinkInvalid`.
    public func invited(_ token: String) throws(AccessError) -> Person { try linked(token).person }

    /// Completes a set-up: the link is used up, the password set, and a second factor made where the role needs one
    /// or the person wants one.
    /// - Parameters:
    ///   - name: corrects the display name; nothing keeps it.
    ///   - peer: the caller's address, for the fairness of the hashing queue.
    /// - Throws: `setupLinkInvalid`, `passwordRefused`, `slowDown` when the hashing queue is full (the link stays good).
    public func completeSetup(
        token: String, password: String, name: String? = nil, wantsSecondFactor: Bool = false, peer: String
    ) async throws(AccessError) -> SetupDone {
        var (person, stored) = try linked(token)
        if let name, !name.isEmpty {
            guard PersonName.isValid(name) else { throw .nameInvalid }
            person.name = name
        }
        let hash = try await hashed(password, of: person, peer: peer, favoured: false)
        var next = Credential()
        next.passwordHash = hash
        next.generation = stored.credential.generation + 1
        var codes: [String] = []
        if wantsSecondFactor || book[person.role]?.needsSecondFactor == true {
            next.totpSecret = tools.random(TOTP.secretBytes)
            codes = RecoveryCodes.make(RandomBytes(tools.random))
            next.recovery = codes.compactMap(RecoveryCodes.canonical).map(hex)
        }
        var changes = [change(stored, of: person.id, to: next)]
        if person != self.person(person.id) { changes.append(change(to: person)) }
        // The version check inside the save makes the link single-use even for two who click at once.
        guard try await commit(changes, by: person.id) else { throw .setupLinkInvalid }
        sessions.endAll(of: person.id)
        try await note(AccessEvent(.setupDone, actor: person.id, subject: person.id, detail: ["second_factor": .bool(next.totpSecret != nil)]))
        return SetupDone(
            person: person, totpSecret: next.totpSecret.map(Base32.text),
            totpURI: next.totpSecret.map { TOTP.uri(secret: $0, userName: person.userName, site: siteName) }, recoveryCodes: codes)
    }

    /// Changes one's own password; every other session and every known device of the account ends with it.
    /// - Throws: `signInRefused` for a wrong old one (counted like a failed sign-in), `slowDown`, `passwordRefused`.
    public func changePassword(of session: Session, old: String, new: String) async throws(AccessError) {
        guard let person = person(session.person), person.state == .active else { throw .sessionEnded(.deactivated) }
        let stored = try credential(of: person.id)
        let account = person.userName
        let origin = Throttle.Origin.device(session.id.description)
        let nanos = time.monotonicNanos()
        if case .wait(let seconds) = machine.withLock({ $0.throttle.admit(account: account, origin: origin, at: nanos) }) { throw .slowDown(seconds: seconds) }
        let right: Bool
        do {
            right = try await verified(old, against: stored.credential.passwordHash, peer: session.peer, favoured: true)
        } catch {
            machine.withLock { $0.throttle.withdrawn(account: account, origin: origin) }
            throw error
        }
        guard right else {
            machine.withLock { $0.throttle.failed(account: account, origin: origin, at: nanos) }
            throw .signInRefused
        }
        machine.withLock { $0.throttle.succeeded(account: account, origin: origin) }
        let hash = try await hashed(new, of: person, peer: session.peer, favoured: true)
        var next = stored.credential
        next.passwordHash = hash
        next.generation += 1
        guard try await commit([change(stored, of: person.id, to: next)], by: person.id) else { throw .requestNotOpen }
        sessions.endAll(of: person.id, except: session.id)
        try await note(AccessEvent(.passwordChanged, actor: person.id, subject: person.id))
    }

    private func linked(_ token: String) throws(AccessError) -> (person: Person, stored: StoredCredential) {
        guard Token.isWellFormed(token) else { throw .setupLinkInvalid }
        let digest = hex(token)
        // A site has some hundred people, and links are rare: no index that could itself be read out.
        for person in all() where person.state != .inactive {
            let stored = try credential(of: person.id)
            guard let open = stored.credential.setupDigest, sameInConstantTime(open, digest) else { continue }
            guard stored.credential.linkIsOpen(at: time.now()) else { throw .setupLinkInvalid }
            return (person, stored)
        }
        throw .setupLinkInvalid
    }

    /// Hashes a new password on the lane, after the rules have passed it.
    private func hashed(_ password: String, of person: Person, peer: String, favoured: Bool) async throws(AccessError) -> String {
        try PasswordRules.check(password, userName: person.userName, name: person.name)
        let bytes = Self.bytes(of: password)
        let hashing = tools.hashing
        let hash: String? = try await lane.run(peer: peer, favoured: favoured) { try? hashing.hash(bytes) }
        guard let hash else {
            throw .store(code: "hash-failed", what: "The password could not be hashed: there was not enough memory.",
                         safe: "Nothing was changed.", todo: "Try again in a moment.", exit: 1)
        }
        return hash
    }

    /// Checks a password on the lane; against the decoy where there is no hash, so that both take equally long.
    func verified(_ password: String, against hash: String?, peer: String, favoured: Bool) async throws(AccessError) -> Bool {
        let bytes = Self.bytes(of: password)
        let (hashing, secrets) = (tools.hashing, secrets)
        return try await lane.run(peer: peer, favoured: favoured) {
            let right = hashing.verify(bytes, against: hash ?? secrets.decoy())
            return right && hash != nil
        }
    }

    /// NFC, so that the same password typed on two keyboards is the same. What is longer than any password that
    /// could have been set is cut, so that the work stays bounded; it can't match.
    private static func bytes(of password: String) -> [UInt8] {
        let bounded = password.utf8.count <= 4096 ? password : String(decoding: password.utf8.prefix(4096), as: UTF8.self)
        return Array(bounded.precomposedStringWithCanonicalMapping.utf8)
    }
}
