import Foundations
@testable import Journal
import Testing

@Suite struct TrailPatternTests {
    private let amal = UUIDv7.make(at: 1_000), ion = UUIDv7.make(at: 2_000)
    private let noon: Int64 = 1_789_000_000_000 / 86_400_000 * 86_400_000 + 12 * 3_600_000

    private func view(_ minute: Int64, by actor: UUIDv7, of subject: UUIDv7? = nil, _ action: TrailAction = .view) -> TrailRow {
        TrailRow(position: minute, at: WallTime(millis: noon + minute * 60_000), event: TrailEvent(action, actor: actor, subject: subject ?? UUIDv7.make(at: 5_000)))
    }

    @Test func theBusiestHourCountsDifferentRecordsWithinSixtyMinutes() throws {
        let one = UUIDv7.make(at: 3_000)
        // The same record over and over is one; what lies sixty minutes apart is not the same hour.
        let rows = (0..<10).map { view($0, by: amal, of: one) } + [view(11, by: amal), view(12, by: amal), view(72, by: amal), view(200, by: ion)]
        let patterns = TrailPattern.of(rows.reversed())
        #expect(patterns.map(\.actor) == [amal, ion])
        #expect(patterns[0].busiestHour == 3 && patterns[0].busiestAt?.millis == noon + 12 * 60_000 && patterns[0].opened == 4)
        #expect(!patterns[0].standsOut && patterns[0].nights == 0)
    }

    @Test func manyInAnHourNightsAndBreakGlassStandOut() throws {
        let many = (0..<Int64(TrailPattern.manyInAnHour)).map { view($0, by: amal) }
        #expect(TrailPattern.of(many)[0].standsOut && TrailPattern.of(Array(many.dropLast())).first?.standsOut == false)
        #expect(TrailPattern.of([view(11 * 60, by: ion)])[0].nights == 1)
        let glass = TrailPattern.of([view(0, by: amal), view(1, by: ion, .breakGlass), view(2, by: ion, .export)])
        #expect(glass.map(\.actor) == [ion, amal] && glass[0].breakGlass == 1 && glass[0].exports == 1)
        // Refused sign-ins count for the account that was tried.
        let refused = (0..<3).map { TrailRow(position: $0, at: WallTime(millis: noon), event: TrailEvent(.signInFailed, subject: ion)) }
        #expect(TrailPattern.of(refused).first?.refused == 3 && TrailPattern.of(refused).first?.standsOut == true)
    }
}
