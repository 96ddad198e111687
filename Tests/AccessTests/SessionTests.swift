import Foundations
import Testing
@testable import Access

@Suite struct SessionTests {
    private let time = ManualTime()

    private func sessions() -> Sessions { Sessions(time: time, random: randomBytes, digest: weakDigest) }

    @Test func aSessionLivesWhileItIsUsed() throws {
        let sessions = sessions()
        let opened = sessions.open(for: id(1), limits: SessionLimits(idle: 900, absolute: 43_200), peer: "10.0.0.2")
        for _ in 0..<40 {
            time.advance(seconds: 899)
            #expect(try sessions.session(of: opened.token).person == id(1))
        }
    }

    @Test func idleEndsIt() throws {
        let sessions = sessions()
        let opened = sessions.open(for: id(1), limits: SessionLimits(idle: 900), peer: "p")
        time.advance(seconds: 900)
        #expect(throws: AccessError.sessionEnded(.idle)) { try sessions.session(of: opened.token) }
        #expect(throws: AccessError.sessionEnded(.idle)) { try sessions.session(of: opened.token) }
    }

    @Test func backgroundPollsDoNotKeepAForgottenScreenOpen() throws {
        let sessions = sessions()
        let opened = sessions.open(for: id(1), limits: SessionLimits(idle: 900), peer: "p")
        for _ in 0..<14 {
            time.advance(seconds: 60)
            _ = try sessions.session(of: opened.token, quiet: true)
        }
        time.advance(seconds: 60)
        #expect(throws: AccessError.sessionEnded(.idle)) { try sessions.session(of: opened.token, quiet: true) }
    }

    @Test func theAbsoluteLimitEndsABusyOne() throws {
        let sessions = sessions()
        let opened = sessions.open(for: id(1), limits: SessionLimits(idle: 900, absolute: 3600), peer: "p")
        for _ in 0..<5 { time.advance(seconds: 700); _ = try sessions.session(of: opened.token) }
        time.advance(seconds: 100)
        #expect(throws: AccessError.sessionEnded(.absolute)) { try sessions.session(of: opened.token) }
    }

    /// Somebody sets the box's clock back or forward by years: sessions do not care.
    @Test func theWallClockDoesNotCount() throws {
        let sessions = sessions()
        let opened = sessions.open(for: id(1), limits: SessionLimits(), peer: "p")
        time.set(WallTime(millis: 0, offsetMinutes: 0, trust: .unset))
        #expect(try sessions.session(of: opened.token).person == id(1))
        time.set(WallTime(millis: 4_000_000_000_000, offsetMinutes: 0, trust: .machine))
        #expect(try sessions.session(of: opened.token).person == id(1))
    }

    @Test func everywhereMeansEverywhereButHere() throws {
        let sessions = sessions()
        let here = sessions.open(for: id(1), limits: SessionLimits(), peer: "p")
        let there = sessions.open(for: id(1), limits: SessionLimits(), peer: "q")
        let other = sessions.open(for: id(2), limits: SessionLimits(), peer: "p")
        #expect(sessions.endAll(of: id(1), except: here.session.id) == 1)
        _ = try sessions.session(of: here.token)
        _ = try sessions.session(of: other.token)
        #expect(throws: AccessError.sessionEnded(.everywhere)) { try sessions.session(of: there.token) }
    }

    @Test func oneCanBeEndedFromTheListByItsOwnerOnly() throws {
        let sessions = sessions()
        let opened = sessions.open(for: id(1), limits: SessionLimits(), peer: "p")
        #expect(!sessions.end(id: opened.session.id, of: id(2)))
        _ = try sessions.session(of: opened.token)
        #expect(sessions.end(id: opened.session.id, of: id(1)))
        #expect(throws: AccessError.sessionEnded(.signedOut)) { try sessions.session(of: opened.token) }
        #expect(sessions.list(of: id(1)).isEmpty)
    }

    @Test func signingOutEndsIt() {
        let sessions = sessions()
        let opened = sessions.open(for: id(1), limits: SessionLimits(), peer: "p")
        sessions.end(token: opened.token)
        #expect(throws: AccessError.sessionEnded(.signedOut)) { try sessions.session(of: opened.token) }
    }

    @Test func theEleventhDevicePushesTheOldestOut() throws {
        let sessions = sessions()
        let first = sessions.open(for: id(1), limits: SessionLimits(), peer: "p")
        for _ in 0..<SessionTable.perPerson { time.advance(seconds: 1); _ = sessions.open(for: id(1), limits: SessionLimits(), peer: "p") }
        #expect(sessions.list(of: id(1)).count == SessionTable.perPerson)
        #expect(throws: AccessError.sessionEnded(.replaced)) { try sessions.session(of: first.token) }
    }

    @Test func memoryIsBounded() {
        var table = SessionTable(total: 100)
        for number in 0..<(300) {
            let session = Session(
                id: id(UInt64(number)), person: id(UInt64(number)), limits: SessionLimits(), began: time.now(), peer: "p",
                csrf: "", beganNanos: UInt64(number), lastNanos: UInt64(number))
            table.open(digest: Array("\(number)".utf8), session: session)
        }
        #expect(table.count == 100)
    }

    @Test func csrfIsTheSessionsOwn() throws {
        let sessions = sessions()
        let one = sessions.open(for: id(1), limits: SessionLimits(), peer: "p").session
        let two = sessions.open(for: id(1), limits: SessionLimits(), peer: "p").session
        try sessions.check(csrf: one.csrf, of: one)
        for wrong in [nil, "", two.csrf, one.csrf + "x", String(one.csrf.dropLast())] {
            #expect(throws: AccessError.csrfMismatch) { try sessions.check(csrf: wrong, of: one) }
        }
    }

    @Test(arguments: ["", "x", String(repeating: "A", count: 43), String(repeating: "A", count: 100_000), "ééé\u{0}"])
    func foreignCookiesAreUnknown(_ token: String) {
        #expect(throws: AccessError.sessionEnded(.unknown)) { try sessions().session(of: token) }
    }

    @Test func tokensCarry256BitsAndDiffer() {
        let sessions = sessions()
        let tokens = Set((0..<100).map { _ in sessions.open(for: id(1), limits: SessionLimits(), peer: "p").token })
        #expect(tokens.count == 100)
        #expect(tokens.allSatisfy(Token.isWellFormed))
        #expect(Token.text([0xFB, 0xFF, 0xFE]) == "-__-")
    }
}
