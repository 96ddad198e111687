import Foundations
import Journal
import Synchronization

/// What somebody sends to sign in.
public struct SignInRequest: Sendable {
    public var user: String
    public var password: String
    /// Six digits, or a recovery code.
    public var code: String?
    public var peer: String
    /// The mark this browser got at an earlier sign-in (cookie `kinbox-device`).
    public var mark: String?

    public init(user: String, password: String, code: String? = nil, peer: String, mark: String? = nil) {
        self.user = user
        self.password = password
        self.code = code
        self.peer = peer
        self.mark = mark
    }
}

public struct SignedIn: Sendable {
    /// For the session cookie.
    public let token: String
    public let session: Session
    public let person: Person
    public let role: Role
    /// For the long-lived cookie by which this browser is known to the throttle. It opens nothing by itself.
    public let mark: String
    /// How many recovery codes are left, when one was used now.
    public let recoveryLeft: Int?
}

extension PeopleStore {
    /// Signs somebody in. Waits in the password lane without holding a thread, apart from short reads.
    /// - Throws: `signInRefused`, `secondFactorNeeded`, `secondFactorMissing`, `waitingForApproval`, `slowDown` (429).
    public func signIn(_ request: SignInRequest) async throws(AccessError) -> SignedIn {
        let name = UserName.canonical(request.user)
        let person = person(userName: name)
        let stored = try person.map { person throws(AccessError) in try credential(of: person.id) }
        let device = person.flatMap { secrets.device(of: request.mark, person: $0.id, stored?.credential ?? Credential()) }
        let attempt = SignInAttempt(account: name, origin: device.map { .device($0) } ?? .peer(request.peer), code: request.code)
        let account = person.flatMap { person in stored.map { facts(person, $0) } }

        let begun = machine.withLock { $0.start(attempt, account, nanos: time.monotonicNanos()) }
        guard case .verify(let hash) = begun else {
            if case .refuse(let error) = begun { throw error }
            throw .signInRefused
        }
        let right: Bool
        do {
            right = try await verified(request.password, against: hash, peer: request.peer, favoured: device != nil)
        } catch {
            machine.withLock { $0.abandoned(attempt) }
            throw error
        }
        let end = machine.withLock {
            $0.finish(attempt, account, passwordRight: right, wall: time.now(), nanos: time.monotonicNanos(), digest: hex)
        }
        switch end {
        case .refuse(let error):
            if error == .signInRefused {
                try await note(AccessEvent(.signInFailed, actor: nil, subject: person?.id, detail: ["peer": .text(request.peer)]))
            }
            throw error
        case .signedIn(let id, let spent):
            guard let person, let stored, person.id == id, let role = book[person.role] else { throw .signInRefused }
            let kept = try await keep(spent, stored, id)
            return try await opened(person, role, kept, spent, request)
        }
    }

    public func signOut(token: String, session: Session) async throws(AccessError) {
        sessions.end(token: token)
        try await note(AccessEvent(.signOut, actor: session.person, subject: session.person))
    }

    /// Ends every session of one's own account but the one that asks, and forgets known devices' waiting places.
    public func signOutEverywhere(_ session: Session) async throws(AccessError) -> Int {
        let ended = sessions.endAll(of: session.person, except: session.id)
        try await note(AccessEvent(.signOutEverywhere, actor: session.person, subject: session.person))
        return ended
    }

    private func facts(_ person: Person, _ stored: StoredCredential) -> SignInAccount {
        SignInAccount(
            person: person.id, state: person.state, passwordHash: stored.credential.passwordHash,
            totpSecret: stored.credential.totpSecret, recovery: stored.credential.recovery,
            needsSecondFactor: book[person.role]?.needsSecondFactor ?? true, usedSteps: stored.credential.usedSteps)
    }

    /// Durable before the session opens: a one-time or recovery code works once, power cut or not. Another sign-in of
    /// the same person may be first to store; this one then looks again.
    private func keep(_ spent: String?, _ stored: StoredCredential, _ person: UUIDv7) async throws(AccessError) -> Credential {
        var current = stored
        for _ in 0..<8 {
            guard current.credential.generation == stored.credential.generation else { throw .signInRefused }
            var next = current.credential
            if let spent {
                guard next.recovery.contains(spent) else { throw .signInRefused }
                next.recovery.removeAll { $0 == spent }
            }
            next.usedSteps = machine.withLock { $0.steps(of: person) }
            if next.markKey == nil { next.markKey = tools.random(32) }
            if next == current.credential { return next }
            if try await commit([change(current, of: person, to: next)], by: person) { return next }
            current = try credential(of: person)
        }
        throw .signInRefused
    }

    private func opened(
        _ person: Person, _ role: Role, _ kept: Credential, _ spent: String?, _ request: SignInRequest
    ) async throws(AccessError) -> SignedIn {
        try await note(AccessEvent(.signIn, actor: person.id, subject: person.id, detail: ["peer": .text(request.peer), "recovery": .bool(spent != nil)]))
        let opened = sessions.open(for: person.id, limits: SessionLimits(idle: role.idleSeconds), peer: request.peer)
        // Closed, or given a new password, while the hash was being made: the ending of sessions may have come first.
        guard self.person(person.id)?.state == .active, try credential(of: person.id).credential.generation == kept.generation else {
            sessions.end(token: opened.token)
            throw .signInRefused
        }
        return SignedIn(
            token: opened.token, session: opened.session, person: person, role: role,
            mark: secrets.mark(for: person.id, kept), recoveryLeft: spent == nil ? nil : kept.recovery.count)
    }
}
