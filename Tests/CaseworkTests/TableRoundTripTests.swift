import Access
import FormEngine
import Foundations
import Journal
import Testing
import Workbook

@testable import Casework

/// What is exported and comes back untouched changes nothing; what is changed is changed.
@Suite struct TableRoundTripTests {
    let it: TableOffice

    init() throws { it = try TableOffice() }

    private func directory() async throws -> [UUIDv7] {
        try await [
            it.provider("Centre d’écoute « Été »", ["services": .list(["health", "legal"]), "place": "SY0101", "capacity": 12, "work_phone": "+963 11 555 0101",
                                                      "provider_active": "yes", "provider_note": "Première ligne\nDeuxième, avec \"guillemets\"; et = signe"]),
            it.provider("مركز الأمل", ["place": "SY0102", "licence_state": "accredited", "licence_until": "2027-03-01"]),
            it.provider("=cmd|' /C calc'!A0", ["provider_note": "'=1+1"]),
            it.provider("'+33 1 23", ["provider_note": "-2+3"]),
            it.provider("@sum", ["provider_note": "''@x"]),
        ]
    }

    @Test(arguments: ["csv", "xlsx"])
    func whatComesBackUntouchedChangesNothing(kind: String) async throws {
        let ids = try await directory()
        let book = try await it.book()
        let plan = try it.check(kind == "csv" ? book.tableCSV() : book.xlsx())
        #expect(plan.told == [])
        #expect(plan.counts == TablePlan.Counts(rows: ids.count, unchanged: ids.count))
        #expect(try await it.bringIn(plan) == TableImported())
    }

    @Test func formulasLeaveHarmless() async throws {
        let ids = try await directory()
        let grid = try await it.grid()
        #expect(grid[grid.row(of: ids[2]), "provider_name"] == "'=cmd|' /C calc'!A0")
        #expect(grid[grid.row(of: ids[2]), "provider_note"] == "''=1+1")
        #expect(grid[grid.row(of: ids[3]), "provider_note"] == "'-2+3")
        #expect(grid[grid.row(of: ids[4]), "provider_note"] == "'''@x")
        // In a workbook the cell itself says that it is text; nothing of ours is in it but what would be ambiguous.
        let again = try Workbook.read(try await it.book().xlsx()).sheets[0]
        #expect(again.rows[3].cells.contains { $0.text == "=cmd|' /C calc'!A0" })
    }

    @Test func theTableBeginsWithIdAndVersionAndHasTheFormsOrder() async throws {
        _ = try await directory()
        let grid = try await it.grid()
        #expect(grid.rows[0] == ["id", "version", "provider_name", "provider_kind", "place", "services", "licence_state", "licence_until", "complaint_way", "capacity",
                                 "places_free", "staff_total", "staff_qualified", "staff_counted_on", "provider_active", "provider_note"])
        #expect(try await it.book().tableCSV().starts(with: [0xEF, 0xBB, 0xBF]))
        let book = try await it.book()
        #expect(book.sheets.map(\.name) == ["provider", "columns", "choices"])
        let choices = try #require(book.sheet("choices")).rows.map { $0.cells.map(\.text) }
        #expect(choices.contains(["provider_kind", "ngo", "Non-governmental organisation", "Organisation non gouvernementale", "منظمة غير حكومية"]))
        #expect(choices.contains(["place", "SY0101", "Hill", "التل"]))
    }

    @Test func theEmptyTableIsTheColumnsThatOneMayFillIn() async throws {
        _ = try await directory()
        let empty = try await it.book(isEmpty: true)
        #expect(empty.sheets[0].rows.count == 1)
        #expect(empty.sheets[0].rows[0].cells.map(\.text).contains("work_phone"))
        #expect(!empty.sheets[0].rows[0].cells.map(\.text).contains("carer_address"))
        // Who adds to the directory but exports nothing gets it as well.
        let focal = try it.office.colleague("agency_focal_point")
        #expect(try await it.book(isEmpty: true, as: focal).sheets[0].rows.count == 1)
        await #expect(throws: CaseworkError(.notFound)) { _ = try await it.book(as: focal) }
    }

    @Test func rowsMakeAndChangeRecords() async throws {
        let ids = try await directory()
        var grid = try await it.grid()
        let hope = grid.row(of: ids[1])
        grid[hope, "provider_name"] = "مركز الأمل الجديد"
        grid[hope, "licence_until"] = ""
        grid.rows.append(grid.rows[0].map { ["provider_name": "Nouveau", "provider_kind": "state", "services": "health, education", "capacity": "٢٥"][$0] ?? "" })
        let plan = try it.check(grid)
        #expect(plan.told == [])
        #expect(plan.counts == TablePlan.Counts(rows: 6, new: 1, changed: 1, unchanged: 4, cleared: 1))
        #expect(plan.changes.map { "\($0.column) \($0.before) → \($0.after)" } == ["provider_name مركز الأمل → مركز الأمل الجديد", "licence_until 2027-03-01 → "])
        #expect(try it.all().count == 5)
        #expect(try await it.bringIn(plan) == TableImported(new: 1, changed: 1))
        let changed = try it.stored(ids[1])
        #expect(changed.fields["provider_name"] == "مركز الأمل الجديد" && changed.fields["licence_until"] == nil && changed.fields["licence_state"] == "accredited")
        let new = try #require(try it.all().last)
        #expect(new.fields["services"] == .list(["health", "education"]) && new.fields["capacity"] == 25)
        #expect(try it.office.journal.read { db in try it.office.journal.entries(db, of: new.id) }.first?.content?.actor == it.officer.author.person)
        // A row that is not in the file deletes nothing.
        let few = Grid(Array(try await it.grid().rows.prefix(2)))
        #expect(try it.check(few).counts == TablePlan.Counts(rows: 1, unchanged: 1))
    }

    @Test func aColumnThatIsNotThereLeavesAnswersAsTheyAre() async throws {
        let ids = try await directory()
        let plan = try it.check(Grid("id|version|capacity", "\(ids[0])|1|13"))
        #expect(plan.counts.changed == 1 && plan.counts.cleared == 0)
        try await it.bringIn(plan)
        #expect(try it.stored(ids[0]).fields["services"] == .list(["health", "legal"]))
        #expect(try it.stored(ids[0]).fields["capacity"] == 13)
    }

    @Test func semicolonsAndTabsAreReadToo() async throws {
        for separator in [";", "\t"] {
            let text = ["provider_name", "provider_kind", "services"].joined(separator: separator) + "\n" + ["Foyer, le \(separator == ";" ? "un" : "deux")", "state", "health legal"].joined(separator: separator) + "\n"
            let plan = try it.check(Array(text.utf8))
            #expect(plan.told == [] && plan.counts.new == 1)
        }
    }

    @Test func whatIsExportedStandsInTheTrail() async throws {
        _ = try await directory()
        _ = try await it.book()
        let rows = try it.office.journal.trail.read(AuditTrail.Filter(action: .export))
        #expect(rows.count == 1)
        #expect(rows.first?.event.actor == it.officer.author.person)
        #expect(rows.first?.event.detail["count"] == 5 && rows.first?.event.detail["form"] == "provider")
        _ = try await it.book(isEmpty: true)
        #expect(try it.office.journal.trail.read(AuditTrail.Filter(action: .export)).count == 1)
    }

    @Test func servicesNameTheirProvider() async throws {
        let ids = try await directory()
        let plan = try it.check(Grid("provider_name|service_name|service", "مركز الامل|Legal advice|legal", "Nobody|X|legal"), "service")
        #expect(plan.told == ["3 provider_name unknown-link"])
        let good = try it.check(Grid("provider_name|service_name|service|age_from|age_to", "مركز الامل|Legal advice|legal|3|17"), "service")
        try await it.bringIn(good)
        let made = try #require(try it.all("service").first)
        #expect(made.fields["provider"]?.identifier == ids[1])
        var grid = try await it.grid("service")
        #expect(grid[2, "provider"] == ids[1].description && grid[2, "provider_name"] == "مركز الأمل")
        #expect(try it.check(grid, "service").counts == TablePlan.Counts(rows: 1, unchanged: 1))
        // The id and the name beside it must not say two things.
        grid[2, "provider_name"] = "@sum"
        #expect(try it.check(grid, "service").told == ["2 provider_name link-disagrees"])
        grid[2, "provider"] = ""
        let moved = try it.check(grid, "service")
        #expect(moved.told == [] && moved.counts.changed == 1)
        try await it.bringIn(moved)
        #expect(try it.stored(made.id).fields["provider"]?.identifier == ids[4])
        _ = try await it.provider("@Sum", kind: "un")
        grid = Grid("provider_name|service_name|service", "@sum|Y|legal")
        #expect(try it.check(grid, "service").told == ["2 provider_name ambiguous-link"])
    }
}
