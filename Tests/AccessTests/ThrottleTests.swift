import Testing
@testable import Access

@Suite struct ThrottleTests {
    private typealias Admission = Throttle.Admission
    private func at(_ seconds: Int) -> UInt64 { UInt64(seconds) * Throttle.second + 1 }

    /// Fails as often as it is let, for a span; answers how many tries counted.
    private func hammer(_ throttle: inout Throttle, _ account: String, _ origin: Throttle.Origin, _ span: Range<Int>) -> Int {
        var counted = 0
        for second in span where throttle.admit(account: account, origin: origin, at: at(second)) == .go {
            throttle.failed(account: account, origin: origin, at: at(second))
            counted += 1
        }
        return counted
    }

    @Test func delaysGrowAndAreCapped() {
        var throttle = Throttle()
        let origin = Throttle.Origin.device("d")
        var now = 0
        var waits: [Int] = []
        for _ in 0..<14 {
            #expect(throttle.admit(account: "ana", origin: origin, at: at(now)) == .go)
            throttle.failed(account: "ana", origin: origin, at: at(now))
            guard case .wait(let seconds) = throttle.admit(account: "ana", origin: origin, at: at(now)) else {
                throttle.withdrawn(account: "ana", origin: origin)
                waits.append(0)
                continue
            }
            waits.append(seconds)
            now += seconds
        }
        #expect(waits == [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
    }

    @Test func impatienceLengthensNothing() {
        var throttle = Throttle()
        for _ in 0..<5 { _ = hammer(&throttle, "ana", .device("d"), 0..<20) }
        guard case .wait(let before) = throttle.admit(account: "ana", origin: .device("d"), at: at(20)) else { Issue.record("no wait"); return }
        for _ in 0..<1000 { _ = throttle.admit(account: "ana", origin: .device("d"), at: at(20)) }
        #expect(throttle.admit(account: "ana", origin: .device("d"), at: at(20)) == .wait(seconds: before))
        #expect(throttle.admit(account: "ana", origin: .device("d"), at: at(20 + before)) == .go)
    }

    @Test func oneGuesserGetsFewTries() {
        var throttle = Throttle()
        #expect(hammer(&throttle, "ana", .peer("10.0.0.66"), 0..<3600) <= 25)
    }

    @Test func aKnownDeviceIsNotHeldBackByAnAttack() {
        var throttle = Throttle()
        for peer in 0..<200 { _ = hammer(&throttle, "ana", .peer("10.0.1.\(peer)"), 0..<20) }
        _ = hammer(&throttle, "ana", .peer("10.0.0.5"), 0..<20)
        #expect(throttle.admit(account: "ana", origin: .device("her phone"), at: at(20)) == .go)
    }

    /// New device, account under attack from everywhere: wait at most a minute, then the try counts although the attack goes on.
    @Test func aNewDeviceGetsItsTurn() {
        var throttle = Throttle()
        for peer in 0..<50 { _ = hammer(&throttle, "ana", .peer("10.0.1.\(peer)"), 0..<30) }
        guard case .wait(let seconds) = throttle.admit(account: "ana", origin: .peer("10.0.0.9"), at: at(30)) else {
            Issue.record("an account this hot should make new devices wait")
            return
        }
        #expect(seconds <= 60)
        for peer in 0..<50 { _ = hammer(&throttle, "ana", .peer("10.0.2.\(peer)"), 30..<(30 + seconds)) }
        #expect(throttle.admit(account: "ana", origin: .peer("10.0.0.9"), at: at(30 + seconds)) == .go)
    }

    /// One address fails on every account of the office: the others sign in from their places without waiting.
    @Test func anOfficeCannotBeLockedOut() {
        var throttle = Throttle()
        let staff = (0..<60).map { "worker\($0)" }
        for second in 0..<600 {
            for account in staff where throttle.admit(account: account, origin: .peer("10.0.0.66"), at: at(second)) == .go {
                throttle.failed(account: account, origin: .peer("10.0.0.66"), at: at(second))
            }
        }
        for (number, account) in staff.enumerated() {
            let origin = Throttle.Origin.peer("10.0.0.\(100 + number)")
            switch throttle.admit(account: account, origin: origin, at: at(600)) {
            case .go: break
            case .wait(let seconds):
                #expect(seconds <= 60)
                #expect(throttle.admit(account: account, origin: origin, at: at(600 + seconds)) == .go)
            }
            #expect(throttle.admit(account: account, origin: .device("known \(number)"), at: at(600)) == .go)
        }
    }

    /// Even at the guesser's own address a first try on a fresh account waits half a minute at most.
    @Test func theAddressLimitIsSeparateAndShort() {
        var throttle = Throttle()
        for account in 0..<400 { _ = hammer(&throttle, "guess\(account)", .peer("10.0.0.66"), 0..<3) }
        guard case .wait(let seconds) = throttle.admit(account: "ion", origin: .peer("10.0.0.66"), at: at(3)) else {
            Issue.record("an address this hot should wait")
            return
        }
        #expect(seconds <= 30)
        #expect(throttle.admit(account: "ion", origin: .peer("10.0.0.66"), at: at(3 + seconds)) == .go)
        #expect(throttle.admit(account: "ion", origin: .peer("10.0.0.7"), at: at(3)) == .go)
    }

    @Test func timesInTheWrongOrderAreHarmless() {
        var throttle = Throttle()
        #expect(throttle.admit(account: "ana", origin: .peer("p"), at: at(100)) == .go)
        #expect(throttle.admit(account: "ana", origin: .peer("p"), at: at(90)) == .wait(seconds: 1))
        throttle.failed(account: "ana", origin: .peer("p"), at: at(80))
        #expect(throttle.admit(account: "ana", origin: .peer("p"), at: at(70)) == .go)
    }

    @Test func successForgets() {
        var throttle = Throttle()
        _ = hammer(&throttle, "ana", .device("d"), 0..<3)
        #expect(throttle.admit(account: "ana", origin: .device("d"), at: at(10)) == .go)
        throttle.succeeded(account: "ana", origin: .device("d"))
        for _ in 0..<2 {
            #expect(throttle.admit(account: "ana", origin: .device("d"), at: at(10)) == .go)
            throttle.failed(account: "ana", origin: .device("d"), at: at(10))
        }
    }

    @Test func oneTryAtATimeForAPair() {
        var throttle = Throttle()
        #expect(throttle.admit(account: "ana", origin: .peer("p"), at: at(0)) == .go)
        #expect(throttle.admit(account: "ana", origin: .peer("p"), at: at(0)) == .wait(seconds: 1))
        throttle.withdrawn(account: "ana", origin: .peer("p"))
        #expect(throttle.admit(account: "ana", origin: .peer("p"), at: at(0)) == .go)
        // A request that died does not close the door for good.
        #expect(throttle.admit(account: "ana", origin: .peer("p"), at: at(31)) == .go)
    }

    @Test func memoryIsBounded() {
        var throttle = Throttle(most: 200)
        for number in 0..<2_000 {
            let origin = Throttle.Origin.peer("2001:db8::\(number)")
            if throttle.admit(account: "junk\(number)", origin: origin, at: at(number / 100)) == .go {
                throttle.failed(account: "junk\(number)", origin: origin, at: at(number / 100))
            }
        }
        #expect(throttle.size <= 3 * 201)
    }
}
