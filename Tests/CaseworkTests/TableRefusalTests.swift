import Access
import FormEngine
import Foundations
import Journal
import Testing
import Workbook

@testable import Casework

/// What is wrong in a table is told with its place, all at once, and nothing of it is written.
@Suite struct TableRefusalTests {
    let it: TableOffice

    init() throws { it = try TableOffice() }

    @Test func everyFaultAtOnceWithItsPlace() async throws {
        let id = try await it.provider("Known", ["place": "SY0101"])
        let child = try await it.office.child("Amina", "Kaya", of: try it.office.colleague("case_worker"))
        let grid = Grid("id|version|provider_name|provider_kind|capacity|places_free|staff_counted_on|place|colour",
                        "||One|ngoo|10|11|03/05/2026|SY0101|red",
                        "|||state|many||2199-01-01|SY0103|",
                        "\(id)|1|Known|ngo||||Hill|",
                        "\(id)|1|Known|ngo|||||",
                        "\(child)|1|Child|ngo|||||",
                        "\(it.office.id())|1|Gone|ngo|||||",
                        "nonsense|1|Odd|ngo|||||",
                        "||Fine|ngo|5|2|2020-01-01|SY0102|")
        let plan = try it.check(grid)
        #expect(plan.told == [
            "1  unknown-column",
            "2 provider_kind unknown-choice", "2 places_free constraint", "2 staff_counted_on wrong-type",
            "3 place unknown-place", "3 capacity wrong-type", "3 provider_name required", "3 staff_counted_on constraint",
            "4 place unknown-place", "5 id repeated-id", "6 id unknown-id", "7 id unknown-id", "8 id bad-id",
        ])
        #expect(!plan.accepted)
        #expect(plan.counts == TablePlan.Counts(rows: 8, new: 1, refused: 7))
        let choice = try #require(plan.faults.first { $0.code == .unknownChoice })
        #expect(choice.suggestion == "ngo" && choice.letter == "D" && choice.cell == "ngoo" && choice.sheet == "provider")
        #expect(plan.faults.first { $0.code == .constraint }?.message["fr"] == "Il ne peut pas y avoir plus de places libres que de places.")
        #expect(plan.faults.first { $0.row == 4 }?.suggestion == "SY0101")
        #expect(plan.faults.first { $0.code == .repeatedID }?.other == 4)
        #expect(plan.faults.first { $0.code == .unknownColumn }?.letter == "I")
        await #expect(throws: TableRefused(.faults(7))) { try await it.bringIn(plan) }
        #expect(try it.all().count == 1)
    }

    @Test func aLabelInsteadOfACodeIsAnswered() throws {
        let plan = try it.check(Grid("provider_name|provider_kind|services", "A|Organisation internationale|health مأوى"))
        #expect(plan.told == ["2 provider_kind unknown-choice", "2 services unknown-choice"])
        #expect(plan.faults[0].suggestion == "un")
    }

    @Test func rightsHoldForEachCell() async throws {
        let id = try await it.provider("House", ["carer_address": "Rose street 4", "work_phone": "0115550101"])
        // The officer does not see addresses of carers: not even whether a guess is right.
        for guess in ["Rose street 4", "Another"] {
            #expect(try it.check(Grid("id|version|carer_address", "\(id)|1|\(guess)")).told == ["2 carer_address not-allowed"])
        }
        #expect(try it.check(Grid("id|version|carer_address", "\(id)|1|")).counts.unchanged == 1)
        #expect(try it.check(Grid("provider_name|provider_kind|carer_address", "New|ngo|Street 1")).told == ["2 carer_address not-allowed"])
        // The telephone may be changed though it does not leave with a table: so an empty cell takes nothing away.
        #expect(try await it.grid()[1, "work_phone"] == "")
        #expect(try it.check(Grid("id|version|work_phone", "\(id)|1|")).counts.unchanged == 1)
        #expect(try it.check(Grid("id|version|work_phone", "\(id)|1|0115550102")).counts.changed == 1)
        #expect(try it.check(Grid("id|version|carer_address", "\(id)|1|Rose street 5"), as: it.supervisor).counts.changed == 1)
        // Who only reads the directory has no table.
        let worker = try it.office.colleague("case_worker", team: it.office.hill)
        #expect(throws: CaseworkError(.notFound)) { try it.check(Grid("id|version|provider_name", "\(id)|1|X"), as: worker) }
        await #expect(throws: CaseworkError(.notFound)) { _ = try await it.book(as: worker) }
        #expect(throws: CaseworkError(.notFound)) { try it.check(Grid("given_name", "A"), "child", as: it.supervisor) }
    }

    @Test func whatOthersChangedSinceIsNotWrittenOver() async throws {
        let id = try await it.provider("House", ["capacity": 10, "place": "SY0101", "provider_active": "yes"])
        var mine = try await it.grid()
        let row = mine.row(of: id)
        // Meanwhile: the place moved, the capacity rose, and it stopped working.
        try await it.amend(id, ["place": "SY0102", "capacity": 14])
        try await it.amend(id, ["provider_active": "no"])
        // Untouched, everything of theirs stays.
        #expect(try it.check(mine).counts == TablePlan.Counts(rows: 1, unchanged: 1, kept: 3))
        mine[row, "provider_name"] = "House of hope"
        mine[row, "capacity"] = "12"
        let refused = try it.check(mine)
        #expect(refused.told == ["2 capacity conflict"])
        #expect(refused.faults.first?.suggestion == "14" && refused.faults.first?.record == id)
        #expect(refused.counts.kept == 2)
        // The same in the meantime is no conflict.
        mine[row, "capacity"] = "14"
        let plan = try it.check(mine)
        #expect(plan.told == [] && plan.counts == TablePlan.Counts(rows: 1, changed: 1, kept: 2))
        try await it.bringIn(plan)
        let now = try it.stored(id)
        #expect(now.fields["provider_name"] == "House of hope" && now.fields["place"] == "SY0102" && now.fields["capacity"] == 14 && now.fields["provider_active"] == "no")
        #expect(now.conflicts == [])
        // An answer that somebody took away is theirs too.
        var older = try await it.grid()
        try await it.amend(id, ["capacity": .null])
        older[row, "capacity"] = "20"
        #expect(try it.check(older).told == ["2 capacity conflict"])
    }

    @Test func theVersionIsAskedFor() async throws {
        let id = try await it.provider("House")
        #expect(try it.check(Grid("id|provider_name", "\(id)|X")).told == ["2 version version-missing"])
        #expect(try it.check(Grid("id|version|provider_name", "\(id)|2|X")).told == ["2 version bad-version"])
        #expect(try it.check(Grid("id|version|provider_name", "\(id)|0|X")).told == ["2 version bad-version"])
    }

    @Test func likelyTwinsAreToldAndTaken() async throws {
        let id = try await it.provider("Centre Espérance", ["place": "SY0101"])
        let plan = try it.check(Grid("provider_name|provider_kind|place", "centre esperance|ngo|SY0101", "Centre Espérance|ngo|SY0102", "CENTRE ESPERANCE|un|SY0101"))
        #expect(plan.told == ["2 provider_name likely-twin", "4 provider_name likely-twin", "4 provider_name twin-in-file"])
        #expect(plan.faults[0].record == id && plan.faults[2].other == 2)
        #expect(plan.accepted && plan.counts.new == 3 && plan.warnings == 3)
    }

    @Test func aRequiredAnswerCannotBeCleared() async throws {
        let id = try await it.provider("House")
        #expect(try it.check(Grid("id|version|provider_name", "\(id)|1|")).told == ["2 provider_name required"])
    }

    @Test func headersMustBeThere() throws {
        #expect(try it.check(Grid("provider_name|provider_name|provider_kind", "A|B|ngo")).told == ["1 provider_name repeated-column"])
        #expect(try it.check(Grid("provider_name|provider_kind|", "A|ngo|loose")).told == ["2  nameless-column"])
        let lost = Grid("providername|provider_kind", "A|ngo")
        #expect(try it.check(lost).faults.first?.suggestion == "provider_name")
    }
}
