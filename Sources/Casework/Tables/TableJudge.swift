import Access
import FormEngine
import Foundations
import GRDB
import Journal

/// Holds an uploaded table against the records as they stand, row by row: what each row would make or change, and what
/// is wrong with it. Reads one snapshot and writes nothing.
struct TableJudge {
    private static let mostSuggestions = 40

    let db: Database
    let desk: Desk
    let forms: FormLibrary
    let shape: TableShape
    let source: TableSource
    let standing: Standing
    let author: Author
    let places: PlaceBook
    let at: WallTime

    private(set) var plan: TablePlan
    /// Id → the row that had it first.
    private var seenIDs: [UUIDv7: Int] = [:]
    /// New rows that are alike in every cell, by what they would be called if there were one.
    private var alike: [UUIDv7: Int] = [:]
    private var newNames: [String: [TableTwin]] = [:]
    private var twins: TableNames?
    /// Records that links may lead to, by form; read when a table names one.
    var linked: [String: TableNames] = [:]
    private var rowErrors = 0

    init(_ db: Database, _ desk: Desk, _ shape: TableShape, _ source: TableSource, _ author: Author, _ standing: Standing, _ places: PlaceBook) {
        self.db = db
        self.desk = desk
        forms = desk.forms
        self.shape = shape
        self.source = source
        self.standing = standing
        self.author = author
        self.places = places
        at = desk.time.now()
        plan = TablePlan(form: shape.form.name, sheet: source.sheet)
    }

    mutating func judge() throws -> TablePlan {
        for fault in source.faults { plan.add(fault) }
        plan.counts.rows = source.rows.count
        for row in source.rows {
            rowErrors = 0
            if let id = row.cells[TableShape.idColumn] {
                try judgeKnown(row, id)
            } else {
                try judgeNew(row)
            }
            if rowErrors > 0 { plan.counts.refused += 1 }
        }
        return plan
    }

    // MARK: A record that is there

    private mutating func judgeKnown(_ row: TableSource.Row, _ text: String) throws {
        guard let id = UUIDv7(TableText.plain(text)) else { return fault(.badID, row, TableShape.idColumn) }
        if let first = seenIDs[id] { return fault(.repeatedID, row, TableShape.idColumn, other: first) }
        seenIDs[id] = row.number
        guard let record = try JournalStore.record(db, id), record.kind == shape.form.name else { return fault(.unknownID, row, TableShape.idColumn) }
        let decision = try standing.decide(Envelope(record), Surroundings.of(record, in: db))
        guard decision.exists else { return fault(.unknownID, row, TableShape.idColumn) }
        guard let written = row.cells[TableShape.versionColumn] else { return fault(.versionMissing, row, TableShape.versionColumn) }
        guard let version = Int(TableText.plain(written)), (1...record.version).contains(version) else {
            return fault(.badVersion, row, TableShape.versionColumn)
        }
        let seen = decision.visible.split(record.fields).inside
        let before = version < record.version ? try values(of: id, at: version, decision.visible) : nil
        var fields: [String: Value] = [:]
        for column in shape.columns {
            guard source.places[column.name] != nil, let field = column.field, !isBeside(column),
                  let value = try change(row, column, field, seen: seen, record, decision, version: version, before: before) else { continue }
            fields[field.name] = value
        }
        guard rowErrors == 0 else { return }
        guard !fields.isEmpty else {
            plan.counts.unchanged += 1
            return
        }
        let entry = AuthoredEntry(id: try desk.derived("table change", id.bytes + Array("\(record.version) \(Self.canonical(fields))".utf8)), op: .amend,
                                  form: record.kind, record: id, base: record.version, formVersion: shape.form.version, fields: fields)
        guard accepts(entry, row, stored: seen, all: record.fields, .change) else { return }
        plan.counts.changed += 1
        plan.counts.cleared += fields.values.count { $0 == .null }
        let name = shape.nameField.flatMap { seen[$0]?.text } ?? ""
        for column in shape.columns where !isBeside(column) {
            guard let field = column.field, let value = fields[field.name] else { continue }
            plan.add(TablePlan.Change(row: row.number, record: id, name: name, column: field.name, before: TableText.text(seen[field.name]), after: TableText.text(value)))
        }
        plan.entries.append(entry)
    }

    /// What the row changes of one answer; nil where it leaves it, or where that is a fault.
    private mutating func change(_ row: TableSource.Row, _ column: TableShape.Column, _ field: FormField, seen: [String: Value], _ record: StoredRecord,
                                 _ decision: FieldDecision, version: Int, before: [String: Value]?) throws -> Value? {
        guard let (cell, place) = try given(row, column, field, stored: seen[field.name]) else { return nil }
        let stored = seen[field.name]
        if cell.isEmpty {
            // An empty cell takes away what the person was given with the table; what they were not given stays.
            guard stored != nil, decision.exportable.contains(field.name) else { return nil }
        } else if stored != nil, TableText.same(cell, stored, for: field) {
            return nil
        }
        if let before, let stamp = record.stamps[field.name], stamp.version > version, decision.visible.contains(field.name) {
            let was = before[field.name]
            if cell.isEmpty ? was == nil : TableText.same(cell, was, for: field) {
                plan.counts.kept += 1
                return nil
            }
            if was != stored {
                fault(.conflict, row, place, suggestion: TableText.text(stored), record: record.id)
                return nil
            }
        }
        guard decision.editable.contains(field.name) else {
            fault(.notAllowed, row, place)
            return nil
        }
        return cell.isEmpty ? .null : value(cell, row, place, field)
    }

    /// What the fields that this person sees held at an earlier version.
    private func values(of id: UUIDv7, at version: Int, _ visible: FieldSet) throws -> [String: Value] {
        let history = visible.split(try desk.journal.fieldHistory(db, of: id)).inside
        return history.compactMapValues { changes in
            changes.first { $0.version <= version }.flatMap { $0.value.isNull ? nil : $0.value }
        }
    }

    // MARK: A new record

    private mutating func judgeNew(_ row: TableSource.Row) throws {
        // Which record it is follows from what it says, so that the same row sent again makes nothing twice.
        let answers = row.cells.filter { shape.column($0.key)?.field != nil }
        guard !answers.isEmpty else { return fault(.required, row, "") }
        let said = try desk.derived("table row", Array((shape.form.name + Self.canonical(answers.mapValues { .text(TableText.cleaned($0)) })).utf8))
        let number = alike[said, default: 0]
        alike[said] = number + 1
        let id = number == 0 ? said : try desk.derived("table row again", said.bytes + Array("\(number)".utf8))
        if try JournalStore.version(db, of: id) != 0 {
            plan.counts.unchanged += 1
            return fault(.importedBefore, row, TableShape.idColumn, severity: .warning, record: id)
        }
        let envelope = Envelope(id: id, kind: shape.form.name, team: author.team, agency: author.agency)
        guard let allowed = standing.creatable(envelope, Surroundings()) else { return fault(.mayNotCreate, row, "") }
        var fields: [String: Value] = [:]
        for column in shape.columns {
            guard source.places[column.name] != nil, let field = column.field, !isBeside(column),
                  let (cell, place) = try given(row, column, field, stored: nil), !cell.isEmpty else { continue }
            guard allowed.contains(field.name) else {
                fault(.notAllowed, row, place)
                continue
            }
            if let value = value(cell, row, place, field) { fields[field.name] = value }
        }
        // What could not be read is told already; the form would only call it missing.
        let entry = AuthoredEntry(id: try desk.derived("table create", id.bytes), op: .create, form: shape.form.name, record: id,
                                  formVersion: shape.form.version, fields: fields)
        guard accepts(entry, row, stored: [:], all: [:], .whole) else { return }
        try lookForTwins(of: fields, row)
        plan.counts.new += 1
        plan.entries.append(entry)
    }

    private mutating func lookForTwins(of fields: [String: Value], _ row: TableSource.Row) throws {
        guard let nameField = shape.nameField, let name = fields[nameField]?.text else { return }
        let twin = TableTwin(row: row.number, place: shape.placeField.flatMap { fields[$0]?.text }, link: shape.linkField.flatMap { fields[$0]?.identifier })
        if twins == nil { twins = try TableNames(db, shape.form.name, name: nameField, place: shape.placeField, link: shape.linkField, standing) }
        if let known = twins?[name].first(where: { twin.mayBe($0.place, $0.link) }) {
            fault(.likelyTwin, row, nameField, severity: .warning, suggestion: known.id.description, record: known.id)
        }
        let key = TableNames.key(name)
        if let first = newNames[key]?.first(where: { twin.mayBe($0.place, $0.link) }) {
            fault(.twinInFile, row, nameField, severity: .warning, other: first.row)
        }
        newNames[key, default: []].append(twin)
    }

    // MARK: Answers

    private mutating func value(_ cell: String, _ row: TableSource.Row, _ place: String, _ field: FormField) -> Value? {
        guard let value = TableText.value(cell, for: field) else {
            fault(.wrongType, row, place, suggestion: TableHelp.example(of: field))
            return nil
        }
        if field.appears("place"), let code = value.text, !places.isEmpty, !places.offers(code) {
            // Looking through 100,000 names takes its time; who has that many faults sees from the first ones what they are.
            fault(.unknownPlace, row, place, suggestion: plan.faults.count < Self.mostSuggestions ? TableHelp.nearest(to: code, in: places) : nil)
            return nil
        }
        return value
    }

    /// The form's verdict, as any save gets it.
    private mutating func accepts(_ entry: AuthoredEntry, _ row: TableSource.Row, stored: [String: Value], all: [String: Value], _ extent: CheckExtent) -> Bool {
        let faults = forms.judge(entry.fields, stored: stored, all: all, form: entry.form, entry: entry.id, extent: extent, at: at).faults
        for one in faults {
            guard let code = TableFault.Code(rawValue: one.code) else {
                fault(.wrongType, row, one.field)
                continue
            }
            // Told by the cell itself.
            if code == .required, entry.op == .create, row.cells[one.field] != nil { continue }
            let field = shape.form.field(one.field)
            let message = code == .constraint ? field?.constraintMessage : code == .required ? field?.requiredMessage : nil
            fault(code, row, one.field, suggestion: field.flatMap { TableHelp.suggestion(code, row.cells[one.field] ?? "", $0, shape.form) },
                  message: message ?? LocalizedText())
        }
        return rowErrors == 0
    }

    // MARK: Telling

    mutating func fault(_ code: TableFault.Code, _ row: TableSource.Row, _ column: String, severity: TableFault.Severity = .error,
                                suggestion: String? = nil, message: LocalizedText = LocalizedText(), other: Int? = nil, record: UUIDv7? = nil) {
        if severity == .error { rowErrors += 1 }
        let suggestion = suggestion.flatMap { $0.isEmpty ? nil : String($0.prefix(200)) }
        plan.add(TableFault(severity: severity, code: code, sheet: source.sheet, row: row.number, column: column, letter: source.places[column]?.letter ?? "",
                            cell: String((row.cells[column] ?? "").prefix(80)), suggestion: suggestion, message: message, other: other, record: record))
    }

    /// Sorted and with lengths, so that two different sets of answers are never written alike.
    private static func canonical(_ fields: [String: Value]) -> String {
        fields.keys.sorted().map { name in
            let text = TableText.text(fields[name])
            return "\(name)=\(text.utf8.count):\(text)"
        }.joined(separator: "\n")
    }
}

/// A new row, as far as it may be the same as another.
struct TableTwin {
    let row: Int
    let place: String?
    let link: UUIDv7?

    /// Where one of the two says nothing about the place, nothing speaks against it.
    func mayBe(_ otherPlace: String?, _ otherLink: UUIDv7?) -> Bool {
        (place == nil || otherPlace == nil || place == otherPlace) && (link == nil || otherLink == nil || link == otherLink)
    }
}
