public import Access
import FormEngine
public import Foundations
import GRDB
import Journal
import Matching

/// A page of the records of one form that lies in no dossier, as one person may see them.
public struct DirectoryPage: Sendable {
    public struct Row: Sendable {
        public let id: UUIDv7
        public let name: String
        public let place: String?
        /// What lists and search go by (`cm::index`), as far as this person sees it.
        public let fields: [String: Value]
        /// Linking field → the name of what it leads to.
        public let links: [String: String]
    }

    public let rows: [Row]
    /// All that match, on whatever page.
    public let total: Int
    public let next: String?
}

extension Desk {
    public static let directoryPage = 50

    /// Records by name. `words` finds what has all of them, if only as a part of a word (an article or `d’` is written to it),
    /// in its name, in the name of what it links to, or as its place;
    /// letter case, accents and spellings of Arabic letters don't count. Reads every record of the form once.
    /// - Parameters:
    ///   - target: only records that link to this one.
    ///   - filter: only records that it takes.
    /// - Throws: `CaseworkError.notFound` where this person sees no such record ever.
    public func directory(of form: String, matching words: String, linkedTo target: UUIDv7? = nil, where filter: DirectoryFilter = DirectoryFilter(), places: PlaceBook, after cursor: String?,
                          for standing: Standing) throws -> DirectoryPage {
        guard let shape = TableShape(form, in: forms), standing.mayEver(.view, form) else { throw CaseworkError(.notFound) }
        guard let start = cursor == nil ? 0 : cursor.flatMap({ Int($0) }), start >= 0 else { throw CaseworkError(.badCursor) }
        let sought = NameFolding.words(words)
        let found: [(key: String, row: DirectoryPage.Row)] = try read { db in
            let glances = Glances(db, standing)
            let indexed = shape.form.fields.filter { $0.index != nil && $0.repeated == nil && !$0.retired }.map(\.name)
            let choice = FieldChoice(Array(Set(indexed + DirectoryFilter.fields)))
            var linked: [UUIDv7: String] = [:]
            return try Lookup.find(db, .byKind, key: .text(form), newestFirst: false, limit: TablePlan.mostRows * 4).compactMap { hit in
                guard let part = try glances.part(hit.record, choice) else { return nil }
                if let target, shape.linkField.flatMap({ part.seen($0)?.identifier }) != target { return nil }
                guard filter.takes(part, on: today, in: places) else { return nil }
                let row = try self.row(db, part, shape, indexed, glances, &linked)
                let placeNames = row.place.map { Array((places[$0]?.names ?? [:]).values) + [$0] } ?? []
                let own = ([row.name] + row.links.values + placeNames).flatMap(NameFolding.words)
                guard sought.allSatisfy({ word in own.contains { $0.contains(word) } }) else { return nil }
                return (NameFolding.words(row.name).joined(separator: " "), row)
            }
        }
        let sorted = found.sorted { ($0.key, $0.row.id) < ($1.key, $1.row.id) }
        let page = sorted.dropFirst(start).prefix(Self.directoryPage).map(\.row)
        let end = start + page.count
        return DirectoryPage(rows: page, total: sorted.count, next: end < sorted.count ? String(end) : nil)
    }

    private func row(_ db: Database, _ part: ShownPart, _ shape: TableShape, _ indexed: [String], _ glances: Glances,
                     _ linked: inout [UUIDv7: String]) throws -> DirectoryPage.Row {
        var links: [String: String] = [:]
        if let field = shape.linkField, let target = shape.target(of: field), let id = part.seen(field)?.identifier {
            if linked[id] == nil {
                let record = try PartialRecord.find(db, id, FieldChoice([target.name]))
                let named = try record.flatMap { $0.kind == target.form ? try glances.part($0.number, FieldChoice([target.name])) : nil }
                linked[id] = named?.text(target.name) ?? ""
            }
            links[field] = linked[id]
        }
        let fields = Dictionary(uniqueKeysWithValues: indexed.compactMap { name in part.seen(name).map { (name, $0) } })
        return DirectoryPage.Row(id: part.record.id, name: shape.nameField.flatMap { part.text($0) } ?? "", place: shape.placeField.flatMap { part.text($0) },
                                 fields: fields, links: links)
    }
}
