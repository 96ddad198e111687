import Foundation
import Foundations
import GRDB

/// An identifier as the store keeps it: a blob of 16 bytes.
struct Data16: DatabaseValueConvertible {
    let id: UUIDv7

    init(_ id: UUIDv7) { self.id = id }

    var databaseValue: DatabaseValue { Data(id.bytes).databaseValue }

    static func fromDatabaseValue(_ value: DatabaseValue) -> Data16? {
        guard case .blob(let data) = value.storage, let id = UUIDv7(bytes: data) else { return nil }
        return Data16(id)
    }
}
