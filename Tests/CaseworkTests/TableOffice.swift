import Access
import FormEngine
import Foundations
import Journal
import Testing
import Workbook

@testable import Casework

/// An office with a directory, and tables of it as grids of texts.
final class TableOffice {
    let office: DeskOffice
    /// Views and edits general and contact, exports general.
    let officer: DeskOffice.Colleague
    /// Sees more than may leave: carers' addresses too.
    let supervisor: DeskOffice.Colleague
    let places = PlaceBook(csv: "code,parent,label::English (en),label::Arabic (ar)\nSY0101,,Hill,التل\nSY0102,,River,النهر\n")

    init() throws {
        office = try DeskOffice()
        officer = try office.colleague("data_officer")
        supervisor = try office.colleague("supervisor", team: office.hill)
    }

    var desk: Desk { office.desk }

    func provider(_ name: String, _ more: [String: Value] = [:], kind: String = "ngo") async throws -> UUIDv7 {
        let id = office.id()
        _ = try await office.save([office.entry(.create, "provider", id, ["provider_name": .text(name), "provider_kind": .text(kind)].merging(more) { $1 })], as: supervisor)
        return id
    }

    func amend(_ id: UUIDv7, _ fields: [String: Value], form: String = "provider") async throws {
        _ = try await office.save([office.entry(.amend, form, id, base: try stored(id).version, fields)], as: supervisor)
    }

    func stored(_ id: UUIDv7) throws -> StoredRecord {
        try #require(try office.journal.read { db in try JournalStore.record(db, id) })
    }

    func all(_ form: String = "provider") throws -> [StoredRecord] {
        try office.journal.read { db in try Lookup.records(db, .byKind, key: .text(form), newestFirst: false, limit: 100_000) }
    }

    func book(_ form: String = "provider", isEmpty: Bool = false, as who: DeskOffice.Colleague? = nil) async throws -> Workbook {
        let who = who ?? officer
        return try await desk.table(of: form, isEmpty: isEmpty, as: "xlsx", places: places, for: who.author, standing: who.standing)
    }

    /// The table as whoever opens it sees it, header first.
    func grid(_ form: String = "provider", as who: DeskOffice.Colleague? = nil) async throws -> Grid {
        Grid(try CSV.parse(await book(form, as: who).tableCSV()))
    }

    func check(_ grid: Grid, _ form: String = "provider", as who: DeskOffice.Colleague? = nil) throws -> TablePlan {
        try check(grid.csv, form, as: who)
    }

    func check(_ bytes: [UInt8], _ form: String = "provider", as who: DeskOffice.Colleague? = nil) throws -> TablePlan {
        let who = who ?? officer
        return try desk.checkTable(bytes, form: form, places: places, by: who.author, standing: who.standing)
    }

    @discardableResult
    func bringIn(_ plan: TablePlan, as who: DeskOffice.Colleague? = nil, goesOn: @Sendable () -> Bool = { true }) async throws -> TableImported {
        let who = who ?? officer
        return try await desk.importTable(plan, by: who.author, standing: who.standing, goesOn: goesOn)
    }
}

/// A table whose cells are named by row and column.
struct Grid {
    var rows: [[String]]

    init(_ rows: [[String]]) { self.rows = rows }

    init(_ header: String, _ rows: String...) {
        self.rows = ([header] + rows).map { $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init) }
    }

    /// `row` as a spreadsheet counts.
    subscript(row: Int, column: String) -> String {
        get { rows[0].firstIndex(of: column).map { rows[row - 1][$0] } ?? "" }
        set { rows[row - 1][rows[0].firstIndex(of: column)!] = newValue }
    }

    func row(of id: UUIDv7) -> Int { rows.firstIndex { $0[0] == id.description }! + 1 }

    var csv: [UInt8] {
        Array(rows.map { $0.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\r\n" }.joined().utf8)
    }

    var xlsx: [UInt8] {
        get throws { try Workbook(sheets: [Sheet(name: "provider", texts: rows)]).xlsx() }
    }
}

extension TablePlan {
    /// `3 capacity constraint`
    var told: [String] { faults.map { "\($0.row) \($0.column) \($0.code.rawValue)" } }
}
