import Casework
public import Foundations
import XLSForm

/// A code list of a site at a glance.
public struct ListOverview: Encodable, Sendable {
    public let name: String
    public let title: [String: String]
    public let kind: String
    /// Codes that can be chosen, and those that are retired.
    public let rows: Int
    public let retired: Int
    /// Of what is in use; the standard one is 1 and has no publication.
    public let version: Int
    public let publication: UUIDv7?

    /// Every list of the site, the places first. Blocks for some milliseconds.
    public static func all(_ open: OpenSite) throws -> [ListOverview] {
        let history = try open.desk.listHistory()
        return try StandardList.all.map { list in
            let current = history.inUse[list.name].flatMap { id in history.publications.first { $0.id == id } }
            let (count, retired) = try counts(list, history, open)
            return ListOverview(name: list.name, title: list.title, kind: list.kind.rawValue, rows: count - retired, retired: retired,
                                version: current?.version ?? 1, publication: current?.id)
        }
    }

    /// The places are at hand; to read the whole of 100,000 for a number would take too long.
    private static func counts(_ list: StandardList, _ history: ListHistory, _ open: OpenSite) throws -> (Int, Int) {
        if list.kind == .places { return (open.places.count, open.places.retiredCount) }
        let table = try ListsInUse.table(of: list, history.inUse[list.name], history, at: open)
        return (table.rows.count, table.rows.count(where: \.retired))
    }
}
