public import Foundations
public import GRDB

/// A record's envelope with some of its fields: what a row of a list needs, at a fraction of the record's cost.
public struct PartialRecord: Sendable, Hashable {
    public var id: UUIDv7
    public var number: Int64
    public var kind: String
    public var dossier: UUIDv7?
    public var parent: UUIDv7?
    public var agency: String?
    public var status: String?
    public var owner: UUIDv7?
    public var team: UUIDv7?
    public var place: String?
    public var sensitivity: String?
    public var version: Int
    public var updated: HybridTimestamp
    /// Those that were asked for and hold a value.
    public var fields: [String: Value]
}

/// Names of the fields that a list shows. Make it once.
public struct FieldChoice: Sendable {
    let names: [String]
    let bytes: [[UInt8]]

    public init(_ names: [String]) {
        self.names = names
        bytes = names.map { Array($0.utf8) }
    }

    /// The envelope alone.
    public static let none = FieldChoice([])
}

extension PartialRecord {
    /// By its local number, as `Lookup` and `NameSearch` give it.
    public static func find(_ db: Database, number: Int64, _ choice: FieldChoice) throws -> PartialRecord? {
        let query = try Query(db, "SELECT \(columns) FROM record WHERE number = ?")
        query.bind(1, number)
        defer { query.reset() }
        return try query.step() ? try read(query, choice) : nil
    }

    public static func find(_ db: Database, _ id: UUIDv7, _ choice: FieldChoice) throws -> PartialRecord? {
        let query = try Query(db, "SELECT \(columns) FROM record WHERE id = ?")
        query.bind(1, id)
        defer { query.reset() }
        return try query.step() ? try read(query, choice) : nil
    }

    /// The records of a dossier that are of these kinds, in no order. `kinds` are names from the program, never from
    /// outside: they stand in the query's text.
    /// - Parameter kind: the one kind whose records the choice is read of; all unless told.
    public static func all(_ db: Database, dossier: UUIDv7, kinds: [String], _ choice: FieldChoice, of kind: String? = nil) throws -> [PartialRecord] {
        let list = kinds.map { "'\($0)'" }.joined(separator: ",")
        let query = try Query(db, "SELECT \(columns) FROM record WHERE dossier = ? AND kind IN (\(list))")
        query.bind(1, dossier)
        defer { query.reset() }
        var found: [PartialRecord] = []
        while try query.step() { found.append(try read(query, kind == nil || query.text(2) == kind ? choice : .none)) }
        return found
    }

    static func highestNumber(_ db: Database) throws -> Int64 {
        let query = try Query(db, "SELECT coalesce(max(number), 0) FROM record")
        defer { query.reset() }
        return try query.step() ? query.int(0) : 0
    }

    /// The records of a kind with numbers in `after + 1 ... upTo`, in their order.
    static func scan(_ db: Database, kind: String, after: Int64, upTo: Int64, _ choice: FieldChoice, _ body: (PartialRecord) -> Void) throws {
        let query = try Query(db, "SELECT \(columns) FROM record WHERE number > ? AND number <= ? AND kind = ?")
        query.bind(1, after)
        query.bind(2, upTo)
        query.bind(3, kind)
        defer { query.reset() }
        while try query.step() { body(try read(query, choice)) }
    }

    private static let columns = """
        number, id, kind, dossier, parent, agency, status, owner, team, place, sensitivity, version, updated, body
        """

    private static func read(_ row: Query, _ choice: FieldChoice) throws -> PartialRecord {
        guard let id = row.id(1), let kind = row.text(2) else { throw JournalError.damaged("record row \(row.int(0))") }
        var fields: [String: Value] = [:]
        if !choice.names.isEmpty {
            do {
                fields = try RecordBody.shown(choice.bytes, choice.names, in: row.blob(13))
            } catch {
                throw JournalError.damaged("body of record \(id)")
            }
        }
        return PartialRecord(
            id: id, number: row.int(0), kind: kind, dossier: row.optionalID(3), parent: row.optionalID(4), agency: row.text(5),
            status: row.text(6), owner: row.optionalID(7), team: row.optionalID(8), place: row.text(9), sensitivity: row.text(10),
            version: Int(row.int(11)), updated: HybridTimestamp(rawValue: UInt64(bitPattern: row.int(12))), fields: fields)
    }
}

extension Query {
    fileprivate func optionalID(_ column: Int32) -> UUIDv7? { isNull(column) ? nil : id(column) }
}
