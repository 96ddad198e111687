import Assets
public import Casework
import FormEngine
import Foundations
import Workbook
import XLSForm

/// A code list of the standard instance, as `standard/lists.csv` names it.
struct StandardList: Sendable {
    let name: String
    /// The choices of forms that carry it; empty for the places, which questions with the appearance `place` offer.
    let choices: String
    let title: [String: String]

    var kind: CodeTable.Kind { name == Desk.placesList ? .places : .list }

    /// In the order of the file. Empty where the file is missing: a binary without its files serves no lists.
    static let all: [StandardList] = {
        guard let table = try? CSVTable(EmbeddedFiles.file("standard/lists.csv")?.text ?? "") else { return [] }
        let languages = table.languages(of: "label")
        return table.rows.compactMap { row in
            guard let name = row["name"] else { return nil }
            var title: [String: String] = [:]
            for (language, column) in languages { title[language] = row[column] }
            return StandardList(name: name, choices: row["list_name"] ?? "", title: title)
        }
    }()

    static func named(_ name: String) -> StandardList? { all.first { $0.name == name } }

    fileprivate var path: String { kind == .places ? "standard/places.csv" : "standard/classifiers/\(name).csv" }
}

/// Code lists in their shapes: the file that people edit, the table that is compared, the book of places that is served.
public enum ListsInUse {
    /// The list as it came with the box.
    static func standard(_ list: StandardList) throws -> CodeTable {
        guard let file = EmbeddedFiles.file(list.path) else { throw CaseworkError(.notFound) }
        return try table(Array(file.text.utf8), list)
    }

    /// The list as it is in use.
    static func table(of list: StandardList, at site: OpenSite) throws -> CodeTable {
        let history = try site.desk.listHistory()
        guard let id = history.inUse[list.name] else { return try standard(list) }
        return try table(of: list, id, history, at: site)
    }

    /// One version of a list, nil being the standard one. Throws `notFound` for a publication that is none of this list.
    static func table(of list: StandardList, _ publication: UUIDv7?, _ history: ListHistory, at site: OpenSite) throws -> CodeTable {
        guard let publication else { return try standard(list) }
        guard let kept = history.publications.first(where: { $0.id == publication && $0.name == list.name }) else { throw CaseworkError(.notFound) }
        return try table(try site.desk.contents(of: kept), list)
    }

    /// A list that was checked before it was kept; what the check would say now does not count.
    private static func table(_ bytes: [UInt8], _ list: StandardList) throws -> CodeTable {
        let book = try Workbook.table(bytes, name: list.name, limits: .table(list.kind))
        guard let table = CodeTable.kept(book, kind: list.kind) else { throw CaseworkError(.listRefused(why: "This box cannot read a version of the list \(list.name).")) }
        return table
    }

    /// The places of a publication as they are served.
    public static func book(_ contents: [UInt8]) throws -> PlaceBook {
        guard let places = StandardList.named(Desk.placesList) else { throw CaseworkError(.notFound) }
        return book(try table(contents, places))
    }

    static func book(_ table: CodeTable) -> PlaceBook {
        var book = PlaceBook(languages: table.languages.map(\.code), count: table.rows.count)
        for row in table.rows { book.add(row.code, parent: row.parent, retired: row.retired, labels: row.labels) }
        return book
    }
}
