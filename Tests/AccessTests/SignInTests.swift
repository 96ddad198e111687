import Foundations
import Journal
import Synchronization
import Testing
@testable import Access

@Suite struct SignInTests {
    /// From stranger to owner; what must not have happened is asserted too.
    @Test func theDoor() async throws {
        let office = try await Office()
        await #expect(throws: AccessError.signInRefused) { try await office.signIn("nobody", code: nil) }
        await #expect(throws: AccessError.signInRefused) { try await office.signIn("sera", password: "wrong phrase here") }
        await #expect(throws: AccessError.secondFactorNeeded) { try await office.signIn("sera", code: .some(nil)) }
        await #expect(throws: AccessError.signInRefused) { try await office.signIn("sera", code: "000000") }
        #expect(office.people.sessions.count == 0)
        #expect(office.trail.count(.signInFailed) == 3)
        #expect(office.trail.count(.signIn) == 0)
        office.box.time.advance(seconds: 60)
        let sera = try await office.people.signIn(SignInRequest(user: "SERA ", password: Office.password, code: office.code("sera"), peer: "10.0.0.3"))
        #expect(sera.role.code == "supervisor")
        #expect(office.trail.count(.signIn) == 1)
        #expect(office.people.sessions.count == 1)
    }

    @Test func workersNeedNoFactorButMayHaveOne() async throws {
        let office = try await Office()
        #expect(try await office.signIn("wim").recoveryLeft == nil)
        let made = try await office.people.create(NewPerson(name: "Nia Tip", userName: "nia", role: "notifier"), by: office.id("admin"))
        let done = try await office.people.completeSetup(token: made.token, password: Office.password, wantsSecondFactor: true, peer: "p")
        #expect(done.totpSecret != nil && done.recoveryCodes.count == 10)
        await #expect(throws: AccessError.secondFactorNeeded) { try await office.signIn("nia", code: .some(nil)) }
    }

    @Test func anUnknownNameCostsOneHashToo() async throws {
        let office = try await Office()
        let before = office.hashing.verified.withLock { $0.count }
        _ = try? await office.signIn("nobody", code: nil)
        #expect(office.hashing.verified.withLock { $0.count } == before + 1)
        _ = try? await office.signIn("wim", password: "not the phrase")
        #expect(office.hashing.verified.withLock { $0.count } == before + 2)
    }

    @Test func aRecoveryCodeWorksOnceEvenAfterARestart() async throws {
        let office = try await Office()
        let code = try #require(office.recovery["sera"]?.first)
        #expect(try await office.signIn("sera", code: code.lowercased()).recoveryLeft == 9)
        await #expect(throws: AccessError.signInRefused) { try await office.signIn("sera", code: code) }
        let again = try office.box.people(hashing: office.hashing)
        await #expect(throws: AccessError.signInRefused) {
            _ = try await again.signIn(SignInRequest(user: "sera", password: Office.password, code: code, peer: "p"))
        }
        #expect(try office.people.credential(of: office.id("sera")).credential.recovery.count == 9)
        #expect(try office.people.credential(of: office.id("sera")).credential.recovery.allSatisfy { !$0.contains(code) })
    }

    @Test func aUsedCodeStaysUsedAndADeviceStaysKnownAfterARestart() async throws {
        let office = try await Office()
        office.box.time.advance(seconds: 60)
        let request = SignInRequest(user: "sera", password: Office.password, code: office.code("sera"), peer: "p")
        let first = try await office.people.signIn(request)
        let again = try office.box.people(hashing: office.hashing)
        await #expect(throws: AccessError.signInRefused) { try await again.signIn(request) }
        let kept = try again.credential(of: office.id("sera")).credential
        #expect(again.secrets.device(of: first.mark, person: office.id("sera"), kept) != nil)
        office.box.time.advance(seconds: 60)
        _ = try await again.signIn(SignInRequest(user: "sera", password: Office.password, code: office.code("sera"), peer: "p2"))
        #expect(try again.credential(of: office.id("sera")).credential.usedSteps.count <= 7)
    }

    /// What seals somebody's drafts is theirs alone, and the same after each sign-in and each restart.
    @Test func draftsHaveAKeyForEachPerson() async throws {
        let office = try await Office()
        let wim = try await office.signIn("wim")
        let key = try #require(try office.people.draftKey(of: wim.session))
        #expect(Token.bytes(key)?.count == 32)
        let again = try office.box.people(hashing: office.hashing)
        let later = try await again.signIn(SignInRequest(user: "wim", password: Office.password, code: nil, peer: "p"))
        #expect(try again.draftKey(of: later.session) == key)
        office.box.time.advance(seconds: 60)
        let sera = try await office.signIn("sera")
        #expect(try office.people.draftKey(of: sera.session) != key)
        #expect(!later.mark.contains(key) && !later.token.contains(key))
    }

    /// Two sign-ins of one person at once store their codes one after the other; neither is lost.
    @Test func signInsAtOnceKeepEveryStep() async throws {
        let office = try await Office()
        office.box.time.advance(seconds: 120)
        let now = office.box.time.now().millis / 1000
        let secret = try #require(try office.people.credential(of: office.id("sera")).credential.totpSecret)
        let codes = (-1...1).map { TOTP.code(secret: secret, unixSeconds: now + Int64($0) * 30) }
        let people = office.people
        await withTaskGroup(of: Bool.self) { group in
            for (index, code) in codes.enumerated() {
                group.addTask {
                    (try? await people.signIn(SignInRequest(user: "sera", password: Office.password, code: code, peer: "10.0.1.\(index)"))) != nil
                }
            }
            for await isIn in group { #expect(isIn) }
        }
        let steps = try office.people.credential(of: office.id("sera")).credential.usedSteps
        #expect(Set((-1...1).map { now / 30 + $0 }).isSubset(of: steps))
    }

    @Test func aCodeIsNotAcceptedTwice() async throws {
        let office = try await Office()
        office.box.time.advance(seconds: 60)
        let request = SignInRequest(user: "sera", password: Office.password, code: office.code("sera"), peer: "p")
        _ = try await office.people.signIn(request)
        await #expect(throws: AccessError.signInRefused) { try await office.people.signIn(request) }
    }

    @Test func aKnownDeviceGetsInWhileItsAccountIsAttacked() async throws {
        let office = try await Office()
        let first = try await office.signIn("wim", peer: "10.0.0.2")
        for number in 0..<30 { _ = try? await office.people.signIn(SignInRequest(user: "wim", password: "guess number \(number)", peer: "10.0.9.\(number)")) }
        // The same browser, another address, at once.
        let again = try await office.people.signIn(SignInRequest(user: "wim", password: Office.password, peer: "10.0.0.77", mark: first.mark))
        #expect(again.person.userName == "wim")
        // A new browser waits, then gets in.
        var waited = 0
        do {
            _ = try await office.people.signIn(SignInRequest(user: "wim", password: Office.password, peer: "10.0.0.78"))
            Issue.record("a new device should wait while the account is hot")
        } catch {
            if case .slowDown(let seconds) = error { waited = seconds }
        }
        #expect((1...60).contains(waited))
        office.box.time.advance(seconds: waited)
        _ = try await office.people.signIn(SignInRequest(user: "wim", password: Office.password, peer: "10.0.0.78"))
    }

    @Test func aMarkOpensNothingAndCannotBeMade() async throws {
        let office = try await Office()
        let wim = try await office.signIn("wim")
        let secrets = office.people.secrets
        let credential = try office.people.credential(of: office.id("wim")).credential
        var renewed = credential
        renewed.generation += 1
        #expect(secrets.device(of: wim.mark, person: office.id("wim"), credential) != nil)
        #expect(secrets.device(of: wim.mark, person: office.id("sera"), credential) == nil)
        #expect(secrets.device(of: wim.mark, person: office.id("wim"), renewed) == nil)
        for forged in [nil, "", String(repeating: "A", count: 64), String(wim.mark.dropLast()) + "-", wim.mark + "A"] where forged != wim.mark {
            #expect(secrets.device(of: forged, person: office.id("wim"), credential) == nil)
        }
        await #expect(throws: AccessError.signInRefused) { try await office.signIn("wim", password: "wrong phrase here", mark: wim.mark) }
    }

    @Test func changingThePasswordEndsOtherSessionsAndMarks() async throws {
        let office = try await Office()
        let here = try await office.signIn("wim")
        let there = try await office.signIn("wim")
        await #expect(throws: AccessError.signInRefused) { try await office.people.changePassword(of: here.session, old: "wrong phrase here", new: "quiet maps and rivers") }
        await #expect(throws: AccessError.passwordRefused(.tooShort)) { try await office.people.changePassword(of: here.session, old: Office.password, new: "short") }
        #expect(office.people.sessions.list(of: office.id("wim")).count == 2)
        try await office.people.changePassword(of: here.session, old: Office.password, new: "quiet maps and rivers")
        _ = try office.people.sessions.session(of: here.token)
        #expect(throws: AccessError.sessionEnded(.everywhere)) { try office.people.sessions.session(of: there.token) }
        await #expect(throws: AccessError.signInRefused) { try await office.signIn("wim") }
        let renewed = try office.people.credential(of: office.id("wim")).credential
        #expect(office.people.secrets.device(of: here.mark, person: office.id("wim"), renewed) == nil)
        _ = try await office.signIn("wim", password: "quiet maps and rivers")
        #expect(office.trail.count(.passwordChanged) == 1)
    }

    /// Typed on two keyboards: é as one character and as e with an accent.
    @Test func passwordsAreComparedInOneNormalForm() async throws {
        let office = try await Office()
        let made = try await office.people.create(NewPerson(name: "Nia Tip", userName: "nia", role: "notifier"), by: office.id("admin"))
        try await office.finish(made.token, password: "la cl\u{E9} sous le pot")
        _ = try await office.signIn("nia", password: "la cle\u{301} sous le pot")
    }

    @Test(arguments: [String(repeating: "x", count: 2_000_000), "\u{0}", "", "\u{FEFF}\u{202E}"])
    func strangeInputIsRefusedCheaply(_ text: String) async throws {
        let office = try await Office()
        await #expect(throws: AccessError.signInRefused) { try await office.signIn("wim", password: text) }
        await #expect(throws: AccessError.signInRefused) { try await office.signIn(text, password: text, code: text) }
        await #expect(throws: AccessError.signInRefused) { try await office.signIn("sera", code: text.isEmpty ? "0" : text) }
    }

    @Test func aStormFillsTheLaneNotTheBox() async throws {
        let office = try await Office(lane: PasswordLane(depth: 4, perPeer: 2))
        let people = office.people
        let results = await withTaskGroup(of: AccessError?.self) { group in
            for number in 0..<200 {
                group.addTask {
                    do {
                        _ = try await people.signIn(SignInRequest(user: "guess\(number)", password: "whatever it is", peer: "10.0.\(number % 3).9"))
                        return nil
                    } catch { return error as? AccessError }
                }
            }
            return await group.reduce(into: [AccessError?]()) { $0.append($1) }
        }
        #expect(results.count == 200)
        #expect(results.allSatisfy { $0 != nil })
        #expect(people.lane.waiting == 0)
        _ = try await office.signIn("wim")
    }

    /// When the second chain can't be written, nobody gets in unseen.
    @Test func noTrailNoSession() async throws {
        let office = try await Office()
        office.trail.broken.withLock { $0 = true }
        await #expect(throws: AccessError.self) { try await office.signIn("wim") }
        #expect(office.people.sessions.count == 0)
    }
}
