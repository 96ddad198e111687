import Foundations
import Testing

@Suite struct TimeTests {
    @Test func isoText() {
        #expect(WallTime(millis: 0, offsetMinutes: 0).iso8601 == "1970-01-01T00:00:00.000Z")
        #expect(WallTime(millis: 1_795_338_309_120, offsetMinutes: 240).iso8601 == "2026-11-22T13:05:09.120+04:00")
        #expect(WallTime(millis: -1, offsetMinutes: -150).iso8601 == "1969-12-31T21:29:59.999-02:30")
    }

    @Test func clockRisesWhenTheWallClockGoesBack() {
        let time = ManualTime(WallTime(millis: 1_000_000, trust: .attested))
        let clock = HybridClock(time: time)
        let first = clock.tick()
        time.set(WallTime(millis: 10, trust: .attested))
        let second = clock.tick()
        #expect(first < second)
        #expect(second.millis == 1_000_000)
        time.set(WallTime(millis: 2_000_000, trust: .attested))
        #expect(clock.tick() == HybridTimestamp(millis: 2_000_000))
    }

    @Test func anUnattestedJumpIsClamped() {
        let time = ManualTime(WallTime(millis: 1_000_000, trust: .machine))
        let clock = HybridClock(time: time)
        _ = clock.tick()
        time.set(WallTime(millis: 900_000_000_000, trust: .machine))
        #expect(clock.tick().millis == 1_000_000 + HybridClock.leap)
        time.set(WallTime(millis: 900_000_000_000, trust: .attested))
        #expect(clock.tick().millis == 900_000_000_000)
    }

    @Test func anUnsetClockMovesNothing() {
        let time = ManualTime(WallTime(millis: 77, trust: .unset))
        let clock = HybridClock(time: time, last: HybridTimestamp(millis: 5000))
        #expect(clock.tick() == HybridTimestamp(millis: 5000, counter: 1))
    }

    @Test func aPeerFarAheadIsClampedAndAFullCounterRunsOver() {
        let time = ManualTime(WallTime(millis: 1_000_000, trust: .attested))
        let clock = HybridClock(time: time)
        clock.observe(HybridTimestamp(millis: 1 << 47))
        #expect(clock.last.millis == 1_000_000 + HybridClock.leap)
        #expect(HybridTimestamp(millis: 1, counter: .max).next == HybridTimestamp(millis: 2))
    }

    @Test func daysGoThereAndBack() throws {
        for days in stride(from: -700_000, to: 2_000_000, by: 997) {
            #expect(CivilDay(daysSinceEpoch: days).daysSinceEpoch == days)
        }
        #expect(CivilDay(daysSinceEpoch: 0).description == "1970-01-01")
        #expect(CivilDay("2024-02-29") != nil)
        #expect(CivilDay("2023-02-29") == nil)
        #expect(CivilDay("0001-01-01") != nil)
    }

    @Test(arguments: [("2019", "2025-05-03", 5...6), ("2019-05", "2025-05-03", 5...6), ("2019-05-03", "2025-05-03", 6...6),
                      ("2019-05-04", "2025-05-03", 5...5), ("2019-11~", "2024-11-15", 4...5), ("2025?", "2025-05-03", 0...0)])
    func agesHaveBounds(_ text: String, _ today: String, _ ages: ClosedRange<Int>) throws {
        #expect(try #require(PartialDate(text)).ageInYears(on: #require(CivilDay(today))) == ages)
    }

    /// Who is entered as "about 7" is shown as 7, whatever the month; Tests/browser asks the same of lib/edtf.js.
    @Test(arguments: [("2019~", "2026-11-22", 7), ("2018~", "2026-06-30", 7), ("2019-05", "2026-05-01", 7), ("2019-05", "2026-04-30", 6),
                      ("2019-05-03", "2026-05-02", 6), ("2026", "2026-03-01", 0)])
    func anAgeIsSaidAsItWasMeant(_ text: String, _ today: String, _ age: Int) throws {
        #expect(try #require(PartialDate(text)).likelyAge(on: #require(CivilDay(today))) == age)
        #expect(try #require(PartialDate("2030")).likelyAge(on: #require(CivilDay(today))) == nil)
    }

    @Test(arguments: ["2019", "2019-05", "2019-05-03", "2019~", "2019-05?", "2019-05-03%", "1900-01-01", "2199"])
    func datesKeepTheirText(_ text: String) { #expect(PartialDate(text)?.description == text) }

    @Test(arguments: ["", "19", "2019-13", "2019-02-30", "2019-5", "2019-05-03T00", "2019--", "~2019", "2019-05-03~~", "-2019", "0000", "0018", "0018-05-03", "1899", "2200", "2018-02-31", "2018--05", "٢٠١٩"])
    func otherDatesAreRefused(_ text: String) { #expect(PartialDate(text) == nil) }

    @Test func boundsOfAMonth() throws {
        let february = try #require(PartialDate("2024-02~"))
        #expect(february.bounds.lowerBound.description == "2024-02-01")
        #expect(february.bounds.upperBound.description == "2024-02-29")
        #expect(february.isEstimated)
        #expect(try #require(PartialDate("2030")).ageInYears(on: #require(CivilDay("2029-12-31"))) == nil)
    }
}
