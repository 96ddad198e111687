public import Foundations
public import GRDB
import GRDBSQLite
import Foundation

/// Identifiers lie in SQLite as 16-byte blobs.
extension UUIDv7: DatabaseValueConvertible {
    public var databaseValue: DatabaseValue { Data(bytes).databaseValue }

    public static func fromDatabaseValue(_ dbValue: DatabaseValue) -> UUIDv7? {
        guard let data = Data.fromDatabaseValue(dbValue) else { return nil }
        return UUIDv7(bytes: data)
    }
}

/// 16 bytes in memory order, for binding without an array.
struct UUIDBytes {
    private let high: UInt64
    private let low: UInt64

    init(_ id: UUIDv7) {
        high = id.high.bigEndian
        low = id.low.bigEndian
    }
}

extension Query {
    func bind(_ index: Int32, _ id: UUIDv7) { bind(index, UUIDBytes(id)) }
    func bind(_ index: Int32, _ id: UUIDv7?) { bind(index, id.map(UUIDBytes.init)) }

    /// Nil for NULL and for anything that is not 16 bytes.
    func id(_ column: Int32) -> UUIDv7? {
        let count = Int(sqlite3_column_bytes(handle, column))
        guard count == 16, let start = sqlite3_column_blob(handle, column) else { return nil }
        return UUIDv7(memory: UnsafeRawBufferPointer(start: start, count: count))
    }
}
