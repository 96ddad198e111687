import Access
import FormEngine
import Foundations
import Journal
import Testing

@testable import Casework
@testable import Workbook

/// Cuts, repeats and files that mean harm.
@Suite struct TableHostileTests {
    let it: TableOffice

    init() throws { it = try TableOffice() }

    private func many(_ count: Int) -> Grid {
        Grid([["provider_name", "provider_kind", "capacity"]] + (1...count).map { ["House \($0)", "ngo", "\($0 % 90)"] })
    }

    @Test func anImportThatWasCutGoesOnAndMakesNothingTwice() async throws {
        let grid = many(250)
        let plan = try it.check(grid)
        #expect(plan.counts.new == 250)
        // The power goes after the first save.
        #expect(try await it.bringIn(plan, goesOn: { false }) == TableImported(new: 100, left: 150))
        #expect(try it.all().count == 100)
        let again = try it.check(grid)
        #expect(again.counts == TablePlan.Counts(rows: 250, new: 150, unchanged: 100))
        #expect(again.faults.allSatisfy { $0.code == .importedBefore })
        #expect(try await it.bringIn(again).new == 150)
        #expect(try it.all().count == 250)
        // The same confirmation once more, and the plan of before the cut: neither writes anything.
        #expect(try await it.bringIn(try it.check(grid)) == TableImported())
        let entries = try it.all().map(\.version)
        _ = try await it.bringIn(plan)
        #expect(try it.all().map(\.version) == entries && entries.allSatisfy { $0 == 1 })
    }

    @Test func rowsThatAreAlikeAreAsManyRecords() async throws {
        let grid = Grid("provider_name|provider_kind", "House|ngo", "House|ngo")
        try await it.bringIn(try it.check(grid))
        #expect(try it.all().count == 2)
        try await it.bringIn(try it.check(grid))
        #expect(try it.all().count == 2)
        // More rows in the same file later: only those are new.
        let more = Grid(grid.rows + [["Other", "ngo"]])
        #expect(try it.check(more).counts == TablePlan.Counts(rows: 3, new: 1, unchanged: 2))
    }

    /// Who sees an id must not be able to try out what stands in the record.
    @Test func anotherSiteGivesTheSameRowAnotherId() async throws {
        let grid = many(3)
        try await it.bringIn(try it.check(grid))
        let elsewhere = Desk(journal: it.desk.journal, shelf: it.desk.shelf, time: it.office.time, caseNumber: { "" }, digest: it.desk.digest, secret: Array(repeating: 1, count: 17))
        let plan = try elsewhere.checkTable(grid.csv, form: "provider", places: it.places, by: it.officer.author, standing: it.officer.standing)
        #expect(plan.counts.new == 3)
    }

    @Test func changesThatWereCutGoOn() async throws {
        try await it.bringIn(try it.check(many(150)))
        var grid = try await it.grid()
        for row in 2...151 { grid[row, "capacity"] = "91" }
        let plan = try it.check(grid)
        #expect(plan.counts.changed == 150)
        #expect(try await it.bringIn(plan, goesOn: { false }) == TableImported(changed: 100, left: 50))
        let again = try it.check(grid)
        #expect(again.told == [] && again.counts == TablePlan.Counts(rows: 150, changed: 50, unchanged: 100))
        try await it.bringIn(again)
        #expect(try it.all().allSatisfy { $0.fields["capacity"] == 91 && $0.version == 2 })
    }

    @Test func tooManyRowsAndBombsAreRefusedWithoutBeingRead() throws {
        let rows = String(repeating: "a,ngo\n", count: 200_000)
        #expect(throws: TableRefused(.unreadable(WorkbookFault(.tooManyRows)))) { try it.check(Array(("provider_name,provider_kind\n" + rows).utf8)) }
        let sheet = Sheet(name: "provider", texts: [["provider_name"]] + Array(repeating: ["a"], count: 200_000))
        let book = try Workbook(sheets: [sheet]).xlsx()
        let fault = #expect(throws: TableRefused.self) { try it.check(book) }
        #expect(["workbook-too-many-rows", "workbook-inflates-too-much"].contains(fault?.code))
        #expect(throws: TableRefused(.unreadable(WorkbookFault(.oldExcel)))) { try it.check([0xD0, 0xCF, 0x11, 0xE0, 1, 2, 3]) }
        #expect(throws: TableRefused.self) { try it.check([0x50, 0x4B, 3, 4] + Array(repeating: 0, count: 100)) }
        #expect(throws: TableRefused.self) { try it.check([0xFF, 0xFE, 0x41, 0]) }
        #expect(try it.check([]).told == ["1  no-header"])
    }

    /// Every cut and every flipped byte of a table ends in a plan or a refusal, never in a crash.
    @Test func damagedFilesAreRefusedOrRead() async throws {
        _ = try await it.provider("House", ["capacity": 10])
        let whole = try await it.book().xlsx()
        var random = SystemRandomNumberGenerator()
        for _ in 0..<150 {
            var bytes = Array(whole.prefix(Int.random(in: 0...whole.count, using: &random)))
            if bytes.count > 1 { for _ in 0..<3 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) } }
            do {
                let plan = try it.check(bytes)
                #expect(plan.counts.rows <= TablePlan.mostRows)
            } catch is TableRefused {}
        }
    }

    /// What a spreadsheet program writes for these rows of cells.
    private func made(_ rows: String, _ more: String = "") throws -> [UInt8] {
        let strings = "<?xml version=\"1.0\"?><sst xmlns=\"\(XLSXText.main)\"><si><t>x</t></si></sst>"
        let styles = "<styleSheet xmlns=\"\(XLSXText.main)\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
        let sheet = "<worksheet xmlns=\"\(XLSXText.main)\"><sheetData>\(rows)</sheetData>\(more)</worksheet>"
        var zip = ZipWriter()
        for (name, part) in [("[Content_Types].xml", XLSXText.contentTypes(1)), ("_rels/.rels", XLSXText.packageLinks), ("xl/workbook.xml", XLSXText.workbook([Sheet(name: "provider")])),
                             ("xl/_rels/workbook.xml.rels", XLSXText.workbookLinks(1)), ("xl/styles.xml", Array(styles.utf8)),
                             ("xl/sharedStrings.xml", Array(strings.utf8)), ("xl/worksheets/sheet1.xml", Array(sheet.utf8))] {
            try zip.add(name, part)
        }
        return zip.finish()
    }

    private func texts(_ row: Int, _ cells: String...) -> String {
        "<row r=\"\(row)\">" + cells.enumerated().map { at, cell in
            cell.hasPrefix("<") ? cell.replacing("@", with: "\(Sheet.letter(at + 1))\(row)") : "<c r=\"\(Sheet.letter(at + 1))\(row)\" t=\"inlineStr\"><is><t>\(cell)</t></is></c>"
        }.joined() + "</row>"
    }

    @Test func errorsOfTheSpreadsheetAreNoEmptyCells() async throws {
        let id = try await it.provider("House", ["capacity": 10, "place": "SY0101"])
        let head = texts(1, "id", "version", "capacity", "place")
        let error = try made(head + texts(2, "\(id)", "<c r=\"@\"><v>1</v></c>", "<c r=\"@\" t=\"e\"><v>#REF!</v></c>", "SY0101"))
        #expect(try it.check(error).told == ["2 capacity error-value"])
        #expect(try it.check(error).accepted == false)
        let merged = try made(head + texts(2, "\(id)", "1", "10", "SY0101"), "<mergeCells><mergeCell ref=\"C2:D2\"/></mergeCells>")
        #expect(try it.check(merged).told == ["2 capacity merged-cells"])
        let formula = try made(head + texts(2, "\(id)", "1", "<c r=\"@\"><f>5+6</f><v>11</v></c>", "SY0101"))
        #expect(try it.check(formula).told == ["2 capacity formula-result"])
        #expect(try it.check(formula).accepted && it.check(formula).counts.changed == 1)
    }

    @Test func cellsThatASpreadsheetShowsAsDatesAreDays() async throws {
        let head = texts(1, "provider_name", "provider_kind", "licence_state", "licence_until", "capacity")
        let plan = try it.check(made(head + texts(2, "House", "ngo", "accredited", "<c r=\"@\" s=\"1\"><v>46447</v></c>", "<c r=\"@\"><v>12.0</v></c>")))
        #expect(plan.told == [])
        try await it.bringIn(plan)
        let made = try #require(try it.all().first)
        #expect(made.fields["licence_until"] == "2027-03-01" && made.fields["capacity"] == 12)
    }

    @Test func twentyThousandRowsAreCheckedAndOneMoreIsNot() throws {
        #expect(try it.check(many(TablePlan.mostRows)).counts.new == TablePlan.mostRows)
        #expect(throws: TableRefused.self) { try it.check(many(TablePlan.mostRows + 1)) }
    }

    @Test func theDirectoryIsNarrowedByWhatSomebodyNeeds() async throws {
        let house = try await it.provider("House", ["place": "SY0101", "services": .list(["legal", "shelter"]), "capacity": 10, "places_free": 2, "licence_state": "accredited", "licence_until": "2099-01-01"], kind: "residential")
        let full = try await it.provider("Inn", ["place": "SY0102", "services": .list(["shelter"]), "capacity": 10, "places_free": 0, "licence_state": "accredited", "licence_until": "2001-01-01"], kind: "residential")
        let rest = try await it.provider("Rest", ["licence_state": "not_needed", "provider_active": "no"])
        let worker = try it.office.colleague("case_worker", team: it.office.hill)
        func found(_ filter: DirectoryFilter) throws -> [UUIDv7] {
            try it.desk.directory(of: "provider", matching: "", where: filter, places: it.places, after: nil, for: worker.standing).rows.map(\.id)
        }
        #expect(try found(DirectoryFilter(service: "shelter")) == [house, full] && found(DirectoryFilter(service: "legal")) == [house])
        #expect(try found(DirectoryFilter(place: "SY0102")) == [full] && found(DirectoryFilter(place: "nowhere")) == [])
        #expect(try found(DirectoryFilter(hasPlaces: true)) == [house])
        #expect(try found(DirectoryFilter(isAccredited: true)) == [house, rest])
        #expect(try found(DirectoryFilter(worksNow: true)) == [house, full])
        #expect(try found(DirectoryFilter(service: "shelter", hasPlaces: true, isAccredited: true, worksNow: true)) == [house])
    }

    @Test func theDirectoryListsByNameAndFindsWords() async throws {
        let hope = try await it.provider("Maison d’Été", ["place": "SY0102"])
        let hill = try await it.provider("مركز الأمل", ["place": "SY0101"])
        let worker = try it.office.colleague("case_worker", team: it.office.hill)
        func found(_ words: String, as who: DeskOffice.Colleague? = nil) throws -> [UUIDv7] {
            try it.desk.directory(of: "provider", matching: words, places: it.places, after: nil, for: (who ?? worker).standing).rows.map(\.id)
        }
        #expect(try found("") == [hope, hill])
        #expect(try found("ete mais") == [hope])
        #expect(try found("الامل") == [hill])
        #expect(try found("river") == [hope])
        #expect(try found("nothing") == [])
        #expect(throws: CaseworkError(.notFound)) { try found("", as: it.office.colleague("notifier")) }
        #expect(throws: CaseworkError(.notFound)) { try it.desk.directory(of: "child", matching: "", places: it.places, after: nil, for: it.supervisor.standing) }
    }
}
