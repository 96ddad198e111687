import Access
import FormEngine
import Foundations
import GRDB
import Journal

/// What a row says about an answer, also where it says it with the name of another record.
extension TableJudge {
    /// Whether the column only says in words what another column of this table says with an id.
    func isBeside(_ column: TableShape.Column) -> Bool {
        guard case .linked(let field, _) = column.kind else { return false }
        return source.places[field.name] != nil
    }

    /// What the row says about an answer, and in which column; an id for links. Nil where that is a fault.
    mutating func given(_ row: TableSource.Row, _ column: TableShape.Column, _ field: FormField, stored: Value?) throws -> (cell: String, place: String)? {
        let cell = row.cells[column.name] ?? ""
        guard let target = shape.target(of: field.name) else { return (TableText.cleaned(cell), column.name) }
        let named = field.name + "_name"
        guard let name = row.cells[named] else { return try linkByID(cell, stored, target, row, column.name) }
        if case .answer = column.kind, !cell.isEmpty {
            guard let found = try linkByID(cell, stored, target, row, column.name) else { return nil }
            let own = try UUIDv7(found.cell).flatMap { try nameOf($0, target) }
            if let own, TableNames.key(own) != TableNames.key(name) {
                fault(.linkDisagrees, row, named)
                return nil
            }
            return found
        }
        let found = try names(target)[name]
        if found.count == 1 { return (found[0].id.description, named) }
        // Several of that name: the one that is linked already is meant.
        if let same = found.first(where: { $0.id == stored?.identifier }) { return (same.id.description, named) }
        if found.isEmpty {
            fault(.unknownLink, row, named, suggestion: Suggestion.nearest(to: TableNames.key(name), among: try names(target).keys))
        } else {
            fault(.ambiguousLink, row, named)
        }
        return nil
    }

    private mutating func linkByID(_ cell: String, _ stored: Value?, _ target: TableShape.LinkTarget, _ row: TableSource.Row,
                                   _ place: String) throws -> (cell: String, place: String)? {
        let text = TableText.plain(cell).lowercased()
        if text.isEmpty { return ("", place) }
        if text == stored?.text { return (text, place) }
        if let id = UUIDv7(text), try nameOf(id, target) != nil { return (text, place) }
        fault(.unknownLink, row, place)
        return nil
    }

    /// The name of a record that a link may lead to; empty where this person doesn't see it, nil where there is no such record.
    private func nameOf(_ id: UUIDv7, _ target: TableShape.LinkTarget) throws -> String? {
        guard let record = try JournalStore.record(db, id), record.kind == target.form,
              let visible = try standing.sees(Envelope(record), Surroundings.of(record, in: db)) else { return nil }
        return visible.contains(target.name) ? record.fields[target.name]?.text ?? "" : ""
    }

    private mutating func names(_ target: TableShape.LinkTarget) throws -> TableNames {
        if let known = linked[target.form] { return known }
        let names = try TableNames(db, target.form, name: target.name, standing)
        linked[target.form] = names
        return names
    }
}
