public import Access
import FormEngine
import Foundations
import GRDB
import Journal
public import Workbook

extension Desk {
    /// Whether there is a table of this form at all, and whether this person may ever have it.
    public func offersTable(of form: String, _ action: Action, for standing: Standing) -> Bool {
        TableShape(form, in: forms) != nil && standing.mayEver(action, form)
    }

    /// Forms whose records are exchanged as tables.
    public var tableForms: [String] { forms.all.map(\.name).filter { TableShape($0, in: forms) != nil } }

    /// All records of a form that this person may export, as a workbook whose first sheet is the table; the others explain
    /// it to whoever fills it in and are not read again. The trail has it before anybody gets it.
    /// - Parameter isEmpty: no records, only the columns: also for who may add records but export none.
    /// - Throws: `CaseworkError.notFound` where there is no such table for this person; `TableRefused` beyond `mostRows`.
    public func table(of form: String, isEmpty: Bool, as kind: String, places: PlaceBook, for author: Author, standing: Standing) async throws -> Workbook {
        let forms = forms
        let mayAdd = standing.mayEver(.create, form) || standing.mayEver(.edit, form)
        guard let shape = TableShape(form, in: forms), standing.mayEver(.export, form) || (isEmpty && mayAdd) else { throw CaseworkError(.notFound) }
        let written = isEmpty ? emptySheet(shape, author, standing) : try read { db in try filledSheet(db, shape, standing) }
        if !isEmpty {
            try await journal.trail.log(TrailEvent(.export, actor: author.person, device: author.device, detail: [
                "what": .text("table"), "form": .text(form), "as": .text(kind), "count": .int(Int64(written.rows.count - 1)),
            ]))
        }
        let names = Set(written.rows.first?.cells.map(\.text) ?? [])
        return Workbook(sheets: [written, TableGuide.columns(shape, names, forms), TableGuide.choices(shape, names, places)])
    }

    /// The columns that this person may fill in.
    private func emptySheet(_ shape: TableShape, _ author: Author, _ standing: Standing) -> Sheet {
        let blank = Envelope(id: author.person, kind: shape.form.name, team: author.team, agency: author.agency)
        let decision = standing.decide(blank, Surroundings())
        let fields = standing.creatable(blank, Surroundings())
        let columns = shape.columns.filter { column in
            guard let field = column.field else { return true }
            return fields?.contains(field.name) == true || decision.exportable.contains(field.name)
        }
        return Sheet(name: shape.form.name, texts: [columns.map(\.name)])
    }

    private func filledSheet(_ db: Database, _ shape: TableShape, _ standing: Standing) throws -> Sheet {
        let records = try Lookup.records(db, .byKind, key: .text(shape.form.name), newestFirst: false, limit: TablePlan.mostRows * 4)
        var rows: [(record: StoredRecord, exported: FieldSet)] = []
        for record in records where !record.archived {
            let decision = try standing.decide(Envelope(record), Surroundings.of(record, in: db))
            guard decision.exists, !decision.exportable.isEmpty else { continue }
            rows.append((record, decision.exportable))
            guard rows.count <= TablePlan.mostRows else { throw TableRefused(.tooManyRecords) }
        }
        // A column stands there where this person may export it of some record; without records, where the role could.
        let sample = rows.isEmpty ? [standing.decide(Envelope(id: standing.viewer.person, kind: shape.form.name), Surroundings()).exportable] : rows.map(\.exported)
        let columns = shape.columns.filter { column in column.field.map { field in sample.contains { $0.contains(field.name) } } ?? true }
        var names: [UUIDv7: String] = [:]
        var sheet = Sheet(name: shape.form.name, texts: [columns.map(\.name)])
        for (place, row) in rows.enumerated() {
            let (shown, _) = row.exported.split(row.record.fields)
            let cells = try columns.enumerated().compactMap { position, column -> Sheet.Cell? in
                let text: String
                switch column.kind {
                case .id: text = row.record.id.description
                case .version: text = String(row.record.version)
                case .answer(let field): text = TableText.text(shown[field.name])
                case .linked(let field, let target): text = try name(db, shown[field.name], target, standing, &names)
                }
                return text.isEmpty ? nil : Sheet.Cell(column: position + 1, text: TableText.marked(text), fromData: true)
            }
            sheet.rows.append(Sheet.Row(number: place + 2, cells: cells))
        }
        return sheet
    }

    /// Empty where the linked record's name is not this person's to export.
    private func name(_ db: Database, _ link: Value?, _ target: TableShape.LinkTarget, _ standing: Standing, _ known: inout [UUIDv7: String]) throws -> String {
        guard let id = link?.identifier else { return "" }
        if let name = known[id] { return name }
        var name = ""
        if let record = try JournalStore.record(db, id), record.kind == target.form {
            let decision = try standing.decide(Envelope(record), Surroundings.of(record, in: db))
            if decision.exists, decision.exportable.contains(target.name) { name = TableText.text(record.fields[target.name]) }
        }
        known[id] = name
        return name
    }
}

extension Workbook {
    /// The first sheet as CSV with the mark by which Excel takes it for UTF-8: without it Arabic and accents come out wrong.
    public func tableCSV() -> [UInt8] { [0xEF, 0xBB, 0xBF] + Array((sheets.first?.csv() ?? "").utf8) }
}
