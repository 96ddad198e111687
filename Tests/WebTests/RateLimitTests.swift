import Testing

@testable import Web

@Suite struct RateLimitTests {
    private let second: UInt64 = 1_000_000_000

    @Test func anAddressGetsItsBurstAndThenItsMinutesShare() {
        let limit = RateLimit(burst: 3, perMinute: 6, overall: 1000)
        let first = (0..<5).map { _ in limit.admit("a", at: second) }
        #expect(first == [true, true, true, false, false])
        #expect(limit.admit("b", at: second))
        #expect(!limit.admit("a", at: 10 * second))
        #expect(limit.admit("a", at: 12 * second))
        #expect(!limit.admit("a", at: 12 * second))
    }

    @Test func manyAddressesTogetherMeetTheLimitAboveThem() {
        let limit = RateLimit(burst: 5, perMinute: 5, overall: 20)
        let admitted = (0..<100).count { limit.admit("peer \($0)", at: second) }
        #expect(admitted == 20)
    }

    @Test func aFloodOfAddressesDoesNotGrowWithoutBoundNorResetTheLimit() {
        let limit = RateLimit(burst: 2, perMinute: 1, overall: 10)
        for number in 0..<20_000 { _ = limit.admit("peer \(number)", at: second) }
        #expect(!limit.admit("fresh", at: second))
    }

    @Test func aClockThatGoesBackGivesNothing() {
        let limit = RateLimit(burst: 1, perMinute: 60, overall: 10)
        #expect(limit.admit("a", at: 100 * second))
        #expect(!limit.admit("a", at: 50 * second))
        #expect(!limit.admit("a", at: 100 * second))
        #expect(limit.admit("a", at: 101 * second))
    }
}
