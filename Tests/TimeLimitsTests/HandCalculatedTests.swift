import FormEngine
import Foundations
import Testing
@testable import TimeLimits

/// Every row of cases.csv and figures.csv was worked out by hand, in the words of its last column; test_time_limits.py works them out once more.
@Suite struct HandCalculatedTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let number: String, country: String, rule: String, nth: Int?, records: String, now: String
        let due: String?, state: String, days: Int?, on: String?, taken: Int?
        let working: String
        var testDescription: String { "\(number) \(country) \(rule): \(working)" }

        func outcomes() throws -> [LimitOutcome] {
            try Country.judge(country).outcomes(of: try Country.records(records, country), at: try Country.wall(now, country)).filter { $0.rule == rule }
        }

        func outcome() throws -> LimitOutcome? {
            let outcomes = try outcomes()
            return nth.map { outcomes[$0 - 1] } ?? outcomes.last
        }
    }

    static let cases: [Case] = ((try? Country.table("cases.csv"))?.rows ?? []).map { row in
        Case(number: row["case"] ?? "", country: row["country"] ?? "", rule: row["rule"] ?? "", nth: row["nth"].flatMap { Int($0) }, records: row["records"] ?? "",
             now: row["now"] ?? "", due: row["due"], state: row["state"] ?? "", days: row["days"].flatMap { Int($0) }, on: row["on"],
             taken: row["taken"].flatMap { Int($0) }, working: row["working"] ?? "")
    }

    @Test func thereAreCasesOfEachCountry() {
        #expect(Self.cases.count >= 60)
        #expect(Set(Self.cases.map(\.country)) == ["MD", "AM", "amended"])
        #expect(Set(Self.cases.map(\.state)) == Set(LimitOutcome.State.allCases.map(\.rawValue) + ["none"]))
    }

    @Test(arguments: cases) func dueDayStateAndDays(_ one: Case) throws {
        guard let outcome = try one.outcome() else {
            #expect(one.state == "none")
            return
        }
        #expect(outcome.state.rawValue == one.state)
        #expect(outcome.due?.description == one.due)
        #expect(outcome.days == one.days)
        #expect(outcome.on?.description == one.on)
        #expect(outcome.taken == one.taken)
    }

    @Test func figures() throws {
        let table = try Country.table("figures.csv")
        #expect(table.rows.count >= 7)
        for row in table.rows {
            let pool = row["pool"] ?? "", numbers = (row["cases"] ?? "").split(separator: " ").map(String.init)
            let chosen = try numbers.map { number in try #require(Self.cases.first { $0.number == number }) }
            let outcomes = try chosen.compactMap { try $0.outcome() }
            #expect(outcomes.count == numbers.count, "\(pool)")
            let from = row["due_from"].flatMap { CivilDay($0) }, to = row["due_to"].flatMap { CivilDay($0) }
            let range = from.flatMap { from in to.map { from...$0 } }
            let found = try #require(LimitFigures.of(outcomes, due: range).first { $0.rule == row["rule"] })
            func number(_ column: String) -> Int? { row[column].flatMap { Int($0) } }
            #expect([found.inTime, found.late, found.overdue, found.open, found.suspended, found.enteredLater, found.ended]
                == ["in_time", "late", "overdue", "open", "suspended", "entered_later", "ended"].map { number($0) ?? -1 }, "\(pool)")
            let parts = ["in_time", "late", "overdue", "open", "suspended", "entered_later", "ended"].map { number($0) ?? -1 }
            #expect(found.started == parts[0] + parts[1] + parts[3...].reduce(0, +), "\(pool): overdue ones are among the late")
            #expect(FigurePart.allCases.map(found.count) == [parts[0], parts[1] - parts[2], parts[2], parts[3], parts[4], parts[5] + parts[6]], "\(pool)")
            #expect(ToldFigures(found).share == found.share && ToldFigures(found).started == found.started, "\(pool)")
            #expect(found.medianDays == row["median_days"].flatMap { Double($0) }, "\(pool)")
            let share = row["share"].map { $0.split(separator: "/").compactMap { Double($0) } }
            #expect(found.share == share.map { $0[0] / $0[1] }, "\(pool)")
        }
    }
}
