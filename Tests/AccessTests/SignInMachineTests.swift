import Foundations
import Testing
@testable import Access

@Suite struct SignInMachineTests {
    private let secret = Array("12345678901234567890".utf8)
    private let wall = WallTime(millis: 1_790_000_000_000)
    private static let digest: @Sendable (String) -> String = { "digest of \($0)" }

    private func account(
        state: PersonState = .active, hash: String? = "h", totp: Bool = true, recovery: [String] = ["digest of ABCDEFGHJK"], needs: Bool = true
    ) -> SignInAccount {
        SignInAccount(person: id(1), state: state, passwordHash: hash, totpSecret: totp ? secret : nil, recovery: recovery, needsSecondFactor: needs)
    }

    private func attempt(_ code: String? = nil) -> SignInAttempt { SignInAttempt(account: "ana", origin: .peer("p"), code: code) }

    private func goodCode(_ away: Int64 = 0) -> String { TOTP.code(secret: secret, unixSeconds: wall.millis / 1000 + away * 30) }

    private func end(_ machine: inout SignInMachine, _ attempt: SignInAttempt, _ account: SignInAccount?, right: Bool, nanos: UInt64 = 0) -> SignInMachine.End {
        machine.finish(attempt, account, passwordRight: right, wall: wall, nanos: nanos, digest: Self.digest)
    }

    /// Ordered from stranger to owner: what each gets to hear.
    @Test func theTable() {
        let good = goodCode()
        let rows: [(String, SignInAccount?, Bool, String?, SignInMachine.End)] = [
            ("unknown name", nil, false, nil, .refuse(.signInRefused)),
            ("unknown name, the decoy happens to match", nil, true, good, .refuse(.signInRefused)),
            ("wrong password", account(), false, nil, .refuse(.signInRefused)),
            ("wrong password, right code", account(), false, good, .refuse(.signInRefused)),
            ("account without a password yet", account(hash: nil), true, good, .refuse(.signInRefused)),
            ("closed account", account(state: .inactive), true, good, .refuse(.signInRefused)),
            ("right password, no code yet", account(), true, nil, .refuse(.secondFactorNeeded)),
            ("right password, empty code", account(), true, "", .refuse(.secondFactorNeeded)),
            ("right password, wrong code", account(), true, "000000", .refuse(.signInRefused)),
            ("role needs a factor and has none", account(totp: false, recovery: []), true, nil, .refuse(.secondFactorMissing)),
            ("a made-up code does not help there", account(totp: false, recovery: []), true, "123456", .refuse(.secondFactorMissing)),
            ("waiting for the second person", account(state: .pending), true, good, .refuse(.waitingForApproval)),
            ("optional factor that is set up is asked for", account(needs: false), true, nil, .refuse(.secondFactorNeeded)),
            ("all right", account(), true, good, .signedIn(person: id(1), spent: nil)),
            ("code with a blank in it", account(), true, good.prefix(3) + " " + good.suffix(3), .signedIn(person: id(1), spent: nil)),
            ("recovery code", account(), true, "abcde-fghjk", .signedIn(person: id(1), spent: "digest of ABCDEFGHJK")),
            ("recovery code without an authenticator", account(totp: false), true, "ABCDE FGHJK", .signedIn(person: id(1), spent: "digest of ABCDEFGHJK")),
            ("no factor, none needed", account(totp: false, recovery: [], needs: false), true, nil, .signedIn(person: id(1), spent: nil)),
        ]
        for (what, account, right, code, expected) in rows {
            var machine = SignInMachine()
            #expect(end(&machine, attempt(code), account, right: right) == expected, "\(what)")
        }
    }

    @Test func aUsedCodeIsRefusedTheNextIsNot() {
        var machine = SignInMachine()
        #expect(end(&machine, attempt(goodCode()), account(), right: true) == .signedIn(person: id(1), spent: nil))
        #expect(end(&machine, attempt(goodCode()), account(), right: true) == .refuse(.signInRefused))
        #expect(end(&machine, attempt(goodCode(1)), account(), right: true) == .signedIn(person: id(1), spent: nil))
        #expect(end(&machine, attempt(goodCode(-1)), account(), right: true) == .signedIn(person: id(1), spent: nil))
        #expect(end(&machine, attempt(goodCode(-1)), account(), right: true) == .refuse(.signInRefused))
    }

    /// A clock that is set back by an hour must not refuse good codes as "already used".
    @Test func aClockSetBackDoesNotLockOut() {
        var machine = SignInMachine()
        #expect(end(&machine, attempt(goodCode()), account(), right: true) == .signedIn(person: id(1), spent: nil))
        let earlier = WallTime(millis: wall.millis - 3_600_000)
        let code = TOTP.code(secret: secret, unixSeconds: earlier.millis / 1000)
        #expect(machine.finish(attempt(code), account(), passwordRight: true, wall: earlier, nanos: 0, digest: Self.digest)
            == .signedIn(person: id(1), spent: nil))
    }

    @Test func anUnknownNameIsCheckedAgainstTheDecoy() {
        var machine = SignInMachine()
        #expect(machine.start(attempt(), nil, nanos: 0) == .verify(hash: nil))
        machine.abandoned(attempt())
        #expect(machine.start(attempt(), account(), nanos: 0) == .verify(hash: "h"))
    }

    @Test func unknownNamesAreSlowedLikeKnownOnes() {
        var known = SignInMachine()
        var unknown = SignInMachine()
        for second in 0..<120 {
            let nanos = UInt64(second) * Throttle.second
            let a = known.start(attempt(), account(), nanos: nanos)
            let b = unknown.start(attempt(), nil, nanos: nanos)
            if case .refuse = a { #expect(a == b) } else {
                #expect(b == .verify(hash: nil))
                #expect(end(&known, attempt(), account(), right: false, nanos: nanos) == end(&unknown, attempt(), nil, right: false, nanos: nanos))
            }
        }
    }

    /// Somebody knows the password and guesses codes: few tries.
    @Test func codesCannotBeGuessed() {
        var machine = SignInMachine()
        var tries = 0
        for second in 0..<86_400 {
            let nanos = UInt64(second) * Throttle.second
            guard case .verify = machine.start(attempt("111111"), account(), nanos: nanos) else { continue }
            tries += 1
            _ = end(&machine, attempt("111111"), account(), right: true, nanos: nanos)
        }
        #expect(tries < 320)
    }
}
