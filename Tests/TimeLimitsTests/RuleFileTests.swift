import Foundation
import Foundations
import Testing
@testable import TimeLimits

@Suite struct RuleFileTests {
    @Test(arguments: ["MD", "AM", "international"]) func standardFilesHaveNoErrors(_ country: String) throws {
        let read = LimitBookReader(try Country.files(country))
        #expect(read.faults.filter { !$0.isRemark } == [])
        let book = try #require(read.book)
        #expect(!book.rules.isEmpty)
        // What nobody has confirmed is said with each check, and every number says where it stands.
        #expect(read.faults.count { $0.code == .unconfirmed } == book.rules.flatMap(\.versions).count { !$0.confirmed })
        #expect(book.rules.flatMap(\.versions).allSatisfy { !$0.source.isEmpty })
        #expect(book.rules.allSatisfy { $0.labels.keys.sorted() == ["ar", "en", "fr"] })
    }

    /// One fault in one file: where it is, and what it is called.
    struct Fault: Sendable {
        let file: String, from: String, to: String, row: Int, column: String, code: LimitFault.Code
    }

    static let faults = [
        Fault(file: "times.csv", from: "placement_decision,,5,working_days", to: "placement_decision,,0,working_days", row: 9, column: "within", code: .badValue),
        Fault(file: "times.csv", from: "placement_decision,,5,working_days", to: "placement_decision,,5,fortnights", row: 9, column: "unit", code: .unknownCode),
        Fault(file: "times.csv", from: "placement_decision,,5", to: "placement_decision,grave,5", row: 9, column: "risk", code: .unknownCode),
        Fault(file: "times.csv", from: "5,working_days,,,2014", to: "5,working_days,,court,2014", row: 9, column: "suspended_by", code: .unknownCode),
        Fault(file: "times.csv", from: "5,working_days,,,2014-01-01", to: "5,working_days,,,2014-02-30", row: 9, column: "from", code: .badValue),
        Fault(file: "times.csv", from: "placement_decision", to: "nobody", row: 9, column: "rule", code: .unknownCode),
        Fault(file: "times.csv", from: "initial_assessment,,10,calendar_days,,,2026-04-01", to: "initial_assessment,,10,calendar_days,,,2014-01-01", row: 3, column: "from", code: .overlap),
        Fault(file: "times.csv", from: "20,calendar_days,,,2014-01-01,,,", to: "20,calendar_days,,,2014-01-01,2026-05-01,,", row: 3, column: "from", code: .overlap),
        Fault(file: "times.csv", from: "rule,risk", to: "regle,risk", row: 1, column: "rule", code: .missingColumn),
        Fault(file: "rules.csv", from: "case.opened_on", to: "case opened_on", row: 2, column: "start", code: .badValue),
        Fault(file: "rules.csv", from: "referral.answered_on", to: "", row: 5, column: "met_by", code: .missingValue),
        Fault(file: "rules.csv", from: "risk_assessment,case", to: "initial_assessment,case", row: 3, column: "rule", code: .repeated),
        Fault(file: "rules.csv", from: "Risk assessment", to: "\"Risk assessment", row: 4, column: "7", code: .unreadable),
        Fault(file: "calendar.csv", from: "mon tue wed thu fri", to: "mon tue wed thu freitag", row: 2, column: "day", code: .badValue),
        Fault(file: "calendar.csv", from: "easter,1", to: "easter,91", row: 5, column: "day", code: .badValue),
        Fault(file: "calendar.csv", from: "worked,2026-05-16", to: "worked,16.5.2026", row: 4, column: "day", code: .badValue),
        Fault(file: "suspensions.csv", from: "suspension,", to: "\u{0}suspension,", row: 1, column: "1", code: .unreadable),
    ]

    @Test(arguments: faults) func aFaultIsNamedWithItsPlace(_ fault: Fault) throws {
        var files = try Country.files("amended")
        let text = String(decoding: files[fault.file] ?? [], as: UTF8.self)
        let range = try #require(text.range(of: fault.from))
        files[fault.file] = Array(text.replacingCharacters(in: range, with: fault.to).utf8)
        let read = LimitBookReader(files)
        #expect(read.book == nil)
        #expect(read.faults.contains { $0.file == fault.file && $0.code == fault.code && $0.column == fault.column && (fault.code == .unreadable || $0.row == fault.row) },
                "\(read.faults.map(\.line))")
    }

    @Test func aMissingFileIsNamed() throws {
        for name in LimitBookReader.files {
            var files = try Country.files("amended")
            files[name] = nil
            let read = LimitBookReader(files)
            #expect(read.book == nil && read.faults.contains { $0.file == name && $0.code == .missingFile })
        }
    }

    @Test func formsThatAreNotThereAreNamed() throws {
        let read = LimitBookReader(try Country.files("amended")) { $0.form != "referral" }
        #expect(read.book == nil)
        #expect(read.faults.filter { $0.code == .unknownEvent }.map(\.column) == ["start", "met_by"])
    }

    @Test func boundsHold() throws {
        var files = try Country.files("amended")
        files["calendar.csv"] = Array(repeating: UInt8(ascii: "a"), count: 1_000_001)
        #expect(LimitBookReader(files).book == nil)
        files["calendar.csv"] = Array(("kind,day\n" + String(repeating: "free,2026-05-16\n", count: 2_001)).utf8)
        #expect(LimitBookReader(files).book == nil)
    }

    /// Whatever is cut off or flipped, the reader answers, and never with a book and errors at once.
    @Test func damagedFilesAreRefusedOrRead() throws {
        let files = try Country.files("MD")
        var seed: UInt64 = 7
        func dice(_ count: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % count
        }
        var refused = 0
        for _ in 0..<300 {
            var damaged = files
            let name = LimitBookReader.files[dice(4)]
            var bytes = files[name] ?? []
            if dice(2) == 0 { bytes = Array(bytes.prefix(dice(bytes.count))) } else { for _ in 0..<8 { bytes[dice(bytes.count)] = UInt8(dice(256)) } }
            damaged[name] = bytes
            let read = LimitBookReader(damaged)
            #expect((read.book == nil) == read.faults.contains { !$0.isRemark })
            if read.book == nil { refused += 1 }
        }
        #expect(refused > 100)
    }
}

@Suite struct EventNameTests {
    @Test(arguments: ["case.opened_on", "visit.seen_on(seen!=no)", "placement.requested_on(decided_by=court)"])
    func goesThroughText(_ text: String) { #expect(EventName(text)?.description == text) }

    @Test(arguments: ["", "case", "case.", ".opened_on", "case.a.b", "case.a(b)", "case.a(b=)", "case.a(=c)", "case.a(b=c", "case.a(b==c)", "'case'.a"])
    func refusesWhatItIsNot(_ text: String) { #expect(EventName(text) == nil) }
}

@Suite struct EasterTests {
    /// Sundays as the churches publish them.
    @Test func bothReckonings() {
        let western = [2023: "2023-04-09", 2024: "2024-03-31", 2025: "2025-04-20", 2026: "2026-04-05", 2027: "2027-03-28", 2028: "2028-04-16"]
        let orthodox = [2023: "2023-04-16", 2024: "2024-05-05", 2025: "2025-04-20", 2026: "2026-04-12", 2027: "2027-05-02", 2028: "2028-04-16"]
        for (year, day) in western { #expect(Easter.western.sunday(of: year).description == day) }
        for (year, day) in orthodox { #expect(Easter.orthodox.sunday(of: year).description == day) }
        for year in 1900...2199 {
            #expect(Easter.western.sunday(of: year).weekday == 7)
            #expect(Easter.orthodox.sunday(of: year).weekday == 7)
        }
    }

    @Test func monthsEndWhereTheyEnd() throws {
        let leap = try #require(CivilDay("2024-02-29"))
        #expect(leap.adding(months: 12).description == "2025-02-28")
        #expect(leap.adding(months: 48).description == "2028-02-29")
        #expect(try #require(CivilDay("2025-10-31")).adding(months: 4).description == "2026-02-28")
        #expect(leap.weekday == 4)
    }
}

/// An answer rests on records; who may not see one of them is not told.
@Suite struct RestingTests {
    @Test func namesWhatItRestsOn() throws {
        let records = try Country.records(
            "case opened_on=2026-03-02 risk_level=low | initial_assessment assessed_on=2026-05-25 | abduction happened_on=2026-06-03 outcome_on=2026-06-10 | note x=y made=2026-01-01T09:00", "MD")
        let outcomes = try Country.judge("MD").outcomes(of: records, at: try Country.wall("2026-06-15T09:00", "MD"))
        let comprehensive = try #require(outcomes.first { $0.rule == "comprehensive_assessment" })
        #expect(comprehensive.rests == [records[1].id, records[2].id, records[0].id])
        let initial = try #require(outcomes.first { $0.rule == "initial_assessment" })
        #expect(initial.rests.contains(records[0].id) && initial.rests.contains(records[1].id) && !initial.rests.contains(records[3].id))
    }
}
