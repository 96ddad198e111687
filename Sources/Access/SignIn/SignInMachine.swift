import Foundations

/// What somebody typed, and from where.
struct SignInAttempt: Sendable, Hashable {
    /// As `UserName.canonical` gives it; also the throttle's account name, whether such a person exists or not.
    var account: String
    var origin: Throttle.Origin
    /// A six-digit code or a recovery code; nothing on the first of two steps.
    var code: String?
}

/// What the machine needs to know of an account.
struct SignInAccount: Sendable, Hashable {
    var person: UUIDv7
    var state: PersonState
    var passwordHash: String?
    var totpSecret: [UInt8]?
    /// Digests of the recovery codes still unused.
    var recovery: [String]
    var needsSecondFactor: Bool
    /// Steps used before this process started, or on record since.
    var usedSteps: [Int64] = []
}

/// Decides a sign-in step by step. Pure: hashing, storing and time are done by the caller, who reports back.
struct SignInMachine: Sendable {
    enum Start: Sendable, Equatable {
        case refuse(AccessError)
        /// Check the password against this hash; against the decoy when nil, so that an unknown name costs the same.
        case verify(hash: String?)
    }

    enum End: Sendable, Equatable {
        case refuse(AccessError)
        /// Good. A spent recovery code must be stored as used before the session is opened.
        case signedIn(person: UUIDv7, spent: String?)
    }

    var throttle = Throttle()
    /// Steps of one-time codes already used, per person; only steps still in reach are kept.
    private var usedSteps: [UUIDv7: Set<Int64>] = [:]

    mutating func start(_ attempt: SignInAttempt, _ account: SignInAccount?, nanos: UInt64) -> Start {
        switch throttle.admit(account: attempt.account, origin: attempt.origin, at: nanos) {
        case .wait(let seconds): .refuse(.slowDown(seconds: seconds))
        case .go: .verify(hash: account?.passwordHash)
        }
    }

    /// The queue for hashing was full, or the check could not be made: the try does not count.
    mutating func abandoned(_ attempt: SignInAttempt) {
        throttle.withdrawn(account: attempt.account, origin: attempt.origin)
    }

    /// - Parameters:
    ///   - passwordRight: what the lane answered; ignored for an account without a hash.
    ///   - digest: hash of a canonical recovery code.
    mutating func finish(
        _ attempt: SignInAttempt, _ account: SignInAccount?, passwordRight: Bool, wall: WallTime, nanos: UInt64,
        digest: (String) -> String
    ) -> End {
        guard let account, account.passwordHash != nil, passwordRight, account.state != .inactive else {
            return fail(attempt, nanos)
        }
        let hasFactor = account.totpSecret != nil || !account.recovery.isEmpty
        var spent: String?
        if hasFactor {
            guard let code = attempt.code, !code.isEmpty else {
                throttle.withdrawn(account: attempt.account, origin: attempt.origin)
                return .refuse(.secondFactorNeeded)
            }
            switch check(code, account, wall, digest) {
            case .wrong: return fail(attempt, nanos)
            case .right: break
            case .recovery(let used): spent = used
            }
        } else if account.needsSecondFactor {
            throttle.withdrawn(account: attempt.account, origin: attempt.origin)
            return .refuse(.secondFactorMissing)
        }
        if account.state == .pending {
            throttle.withdrawn(account: attempt.account, origin: attempt.origin)
            return .refuse(.waitingForApproval)
        }
        throttle.succeeded(account: attempt.account, origin: attempt.origin)
        return .signedIn(person: account.person, spent: spent)
    }

    /// Steps that must be kept as used for this person, in order.
    func steps(of person: UUIDv7) -> [Int64] { (usedSteps[person] ?? []).sorted() }

    private enum Check { case wrong, right, recovery(String) }

    private mutating func check(_ code: String, _ account: SignInAccount, _ wall: WallTime, _ digest: (String) -> String) -> Check {
        guard code.utf8.count <= 64 else { return .wrong }
        let typed = code.filter { !$0.isWhitespace }
        let now = wall.millis / 1000
        if let secret = account.totpSecret, let step = TOTP.step(of: typed, secret: secret, unixSeconds: now) {
            let current = now / TOTP.stepSeconds
            // Only steps that could still be accepted matter; a clock set back must not lock anybody out for long.
            var used = (usedSteps[account.person] ?? []).union(account.usedSteps).filter { abs($0 - current) <= 2 * TOTP.tolerance + 1 }
            guard used.insert(step).inserted else { return .wrong }
            usedSteps[account.person] = used
            return .right
        }
        if let canonical = RecoveryCodes.canonical(typed) {
            let wanted = digest(canonical)
            var found: String?
            for stored in account.recovery where sameInConstantTime(stored, wanted) { found = stored }
            if let found { return .recovery(found) }
        }
        return .wrong
    }

    private mutating func fail(_ attempt: SignInAttempt, _ nanos: UInt64) -> End {
        throttle.failed(account: attempt.account, origin: attempt.origin, at: nanos)
        return .refuse(.signInRefused)
    }
}
