import Alerts
import Foundations
import Testing

private let noon = WallTime(millis: 1_790_078_400_000, trust: .attested)
private func later(_ minutes: Int) -> WallTime { WallTime(millis: noon.millis + Int64(minutes) * 60_000, trust: .attested) }
private let urgent = Alert(key: "u", isUrgent: true), calm = Alert(key: "c", isUrgent: false)
private let mailOnly = MessageWishes(ways: [.mail]), both = MessageWishes(ways: [.mail, .sms])

@Suite struct MessagePlanTests {
    let plan = MessagePlan()

    @Test func whatIsUrgentGoesAtOnceByEveryWayAndTakesTheRestWithIt() {
        let sent = plan.messages([urgent, calm], both, told: [:], gateways: [.mail, .sms], now: noon)
        #expect(sent.map(\.way) == [.mail, .sms])
        #expect(sent.allSatisfy { $0.isUrgent && $0.keys == ["u", "c"] })
    }

    @Test func whatCanWaitGoesByMailAloneWhereThereIsMail() {
        #expect(plan.messages([calm], both, told: [:], gateways: [.mail, .sms], now: noon).map(\.way) == [.mail])
        #expect(plan.messages([calm], both, told: [:], gateways: [.sms], now: noon).map(\.way) == [.sms])
    }

    @Test func nothingIsToldTwice() {
        let told: [MessageWay: MessagesTold] = [.mail: MessagesTold(keys: ["u", "c"], last: noon.millis)]
        for minutes in [0, 5, 11, 600, 100_000] { #expect(plan.messages([urgent, calm], mailOnly, told: told, gateways: [.mail], now: later(minutes)).isEmpty) }
    }

    @Test func twentyThingsMakeOneMessage() {
        let many = (0..<20).map { Alert(key: "k\($0)", isUrgent: false) }
        let first = plan.messages(many, mailOnly, told: [:], gateways: [.mail], now: noon)
        #expect(first.count == 1 && first[0].keys.count == 20 && !first[0].isUrgent)
        let told: [MessageWay: MessagesTold] = [.mail: MessagesTold(keys: first[0].keys, last: noon.millis)]
        let more = many + [calm]
        #expect(plan.messages(more, mailOnly, told: told, gateways: [.mail], now: later(239)).isEmpty)
        #expect(plan.messages(more, mailOnly, told: told, gateways: [.mail], now: later(240)).first?.keys == ["c"])
        #expect(plan.messages(more + [urgent], mailOnly, told: told, gateways: [.mail], now: later(9)).isEmpty)
        #expect(plan.messages(more + [urgent], mailOnly, told: told, gateways: [.mail], now: later(10)).first?.isUrgent == true)
    }

    @Test func quietHoursHoldBackWhatCanWaitOnly() throws {
        let night = MessageWishes(ways: [.mail], quiet: try #require(QuietHours(from: "11:00", to: "13:00")))
        #expect(plan.messages([calm], night, told: [:], gateways: [.mail], now: noon).isEmpty)
        #expect(plan.messages([urgent], night, told: [:], gateways: [.mail], now: noon).count == 1)
        #expect(plan.messages([calm], night, told: [:], gateways: [.mail], now: later(60)).count == 1)
        let unset = WallTime(millis: noon.millis, trust: .unset)
        #expect(plan.messages([calm], night, told: [:], gateways: [.mail], now: unset).count == 1)
    }

    @Test func aClockSetBackHoldsNothingBackAndTellsNothingTwice() {
        let told: [MessageWay: MessagesTold] = [.mail: MessagesTold(keys: ["u"], last: later(1_000_000).millis)]
        #expect(plan.messages([urgent], mailOnly, told: told, gateways: [.mail], now: noon).isEmpty)
        #expect(plan.messages([urgent, calm], mailOnly, told: told, gateways: [.mail], now: noon).first?.keys == ["c"])
    }

    @Test func withoutAGatewayOrAWishNothingIsSent() {
        #expect(plan.messages([urgent], both, told: [:], gateways: [], now: noon).isEmpty)
        #expect(plan.messages([urgent], MessageWishes(), told: [:], gateways: [.mail, .sms], now: noon).isEmpty)
    }

    @Test func quietHoursGoOverMidnight() throws {
        let night = try #require(QuietHours(from: "22:00", to: "07:30"))
        func at(_ hour: Int, _ minute: Int, offset: Int = 0) -> WallTime { WallTime(millis: Int64((hour * 60 + minute - offset) * 60_000) + 86_400_000 * 20_000, offsetMinutes: offset) }
        #expect(night.holds(at: at(22, 0)) && night.holds(at: at(0, 0)) && night.holds(at: at(7, 29)))
        #expect(!night.holds(at: at(7, 30)) && !night.holds(at: at(21, 59)))
        #expect(night.holds(at: at(23, 0, offset: 240)) && !night.holds(at: at(12, 0, offset: -600)))
        #expect(night.texts.from == "22:00" && night.texts.to == "07:30")
        for bad in [("22:00", "22:00"), ("24:00", "07:00"), ("7:00", "08:00"), ("aa:bb", "08:00"), ("07:60", "08:00"), ("", "")] {
            #expect(QuietHours(from: bad.0, to: bad.1) == nil, "\(bad)")
        }
    }

    @Test func aFailingGatewayIsLeftAloneLongerAndLonger() {
        var backoff = Backoff(), now: UInt64 = 5, pauses: [UInt64] = []
        for _ in 0..<9 {
            #expect(backoff.mayTry(at: now))
            backoff.failed(at: now)
            #expect(!backoff.mayTry(at: now))
            let start = now
            while !backoff.mayTry(at: now) { now += 1_000_000_000 }
            pauses.append((now - start) / 1_000_000_000)
        }
        #expect(pauses == [30, 60, 120, 240, 480, 960, 1800, 1800, 1800])
        backoff.succeeded()
        #expect(backoff == Backoff())
    }
}
