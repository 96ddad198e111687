import Foundations
import Testing
@testable import TimeLimits

/// Figures for those who may not see the children: no number speaks of few of them, nor does what is left give one away.
@Suite struct ToldFiguresTests {
    private func figures(_ inTime: Int, _ metLate: Int, _ overdue: Int, _ open: Int, _ suspended: Int = 0, _ ended: Int = 0) -> LimitFigures {
        LimitFigures(rule: "x", inTime: inTime, late: metLate + overdue, overdue: overdue, open: open, suspended: suspended, enteredLater: 0, ended: ended,
                     medianDays: inTime + metLate == 0 ? nil : 3)
    }

    @Test func largeNumbersAndZerosAreTold() {
        let told = ToldFigures(figures(40, 10, 0, 7), hidingBelow: 5)
        #expect(told == ToldFigures(figures(40, 10, 0, 7)))
        #expect(told.share == 0.8 && told.medianDays == 3 && told.started == 57)
    }

    @Test func aSmallNumberTakesAnotherWithIt() {
        let told = ToldFigures(figures(40, 3, 0, 7), hidingBelow: 5)
        #expect(told.parts[.late] == nil && told.parts[.open] == nil, "3 would follow from the sum")
        #expect(told.parts[.inTime] == 40 && told.parts[.overdue] == 0 && told.started == 50)
        #expect(told.share == nil && told.medianDays == nil)
    }

    @Test func fewChildrenInAllAreNotCountedAtAll() {
        let told = ToldFigures(figures(0, 0, 4, 0), hidingBelow: 5)
        #expect(told.started == nil && told.parts[.overdue] == nil && told.share == nil)
        #expect(ToldFigures(figures(0, 0, 0, 0), hidingBelow: 5).started == 0)
    }

    /// Every table of small numbers: each sum of hidden parts that can be worked out is either of two parts or more, or hidden itself.
    @Test func nothingFollowsFromTheSum() {
        for number in 0..<(7 * 7 * 7 * 7) {
            let digits = [number % 7, number / 7 % 7, number / 49 % 7, number / 343], all = figures(digits[0], digits[1], digits[2], digits[3])
            let told = ToldFigures(all, hidingBelow: 5)
            for part in FigurePart.allCases where (1..<5).contains(all.count(part)) { #expect(told.parts[part] == nil) }
            let hidden = FigurePart.allCases.filter { told.parts[$0] == nil }
            if hidden.count == 1 { #expect(told.started == nil, "\(digits)") }
        }
    }

    @Test func aPeriodIsWholeAndBounded() throws {
        let first = try #require(CivilDay("2026-07-01")), last = try #require(CivilDay("2026-09-30")), year = try #require(CivilDay("2026-12-31"))
        #expect(FigurePeriod(from: first, to: last)?.isQuarter == true)
        #expect(FigurePeriod(from: first, to: year)?.isQuarter == false)
        #expect(FigurePeriod(from: last, to: first) == nil)
        #expect(FigurePeriod(from: first, to: CivilDay(daysSinceEpoch: first.daysSinceEpoch + 1_830)) == nil)
        #expect(FigurePeriod(from: try #require(CivilDay("2026-10-01")), to: year)?.isQuarter == true)
        #expect(FigurePeriod(from: try #require(CivilDay("2026-02-01")), to: try #require(CivilDay("2026-04-30")))?.isQuarter == false)
    }
}
