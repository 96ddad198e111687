import Foundation
import GRDB
import GRDBSQLite
@testable import Vault

/// The files of a connection as SQLite's own code sees them, for calling the methods directly.
struct RawHandle {
    let file: UnsafeMutablePointer<sqlite3_file>

    static func database(_ connection: OpaquePointer?) throws -> RawHandle {
        try find(connection, SQLITE_FCNTL_FILE_POINTER)
    }

    static func log(_ connection: OpaquePointer?) throws -> RawHandle {
        try find(connection, SQLITE_FCNTL_JOURNAL_POINTER)
    }

    private static func find(_ connection: OpaquePointer?, _ operation: Int32) throws -> RawHandle {
        var file: UnsafeMutablePointer<sqlite3_file>?
        let code = sqlite3_file_control(connection, "main", operation, &file)
        guard code == SQLITE_OK, let file, file.pointee.pMethods != nil else {
            throw VaultError(.sqlite(code, "no such file"))
        }
        return RawHandle(file: file)
    }

    func read(_ count: Int, at offset: Int64) -> (code: Int32, bytes: [UInt8]) {
        var bytes = [UInt8](repeating: 0xEE, count: count)
        let code = file.pointee.pMethods.pointee.xRead(file, &bytes, Int32(count), offset)
        return (code, bytes)
    }

    func write(_ bytes: [UInt8], at offset: Int64) -> Int32 {
        file.pointee.pMethods.pointee.xWrite(file, bytes, Int32(bytes.count), offset)
    }
}

/// Runs `body` on the writer's connection.
func onWriter<Result>(_ store: VaultStore, _ body: (Database) throws -> Result) throws -> Result {
    try store.database.writeWithoutTransaction(body)
}

extension [UInt8] {
    func contains(text: String) -> Bool {
        let needle = Array(text.utf8)
        guard count >= needle.count else { return false }
        return Data(self).range(of: Data(needle)) != nil
    }
}

/// SQLite's WAL checksum (https://www.sqlite.org/fileformat2.html#checksum_algorithm) in the machine's little-endian form.
func logChecksum(_ bytes: [UInt8], _ start: (UInt32, UInt32)) -> (UInt32, UInt32) {
    var (a, b) = start
    for at in stride(from: 0, to: bytes.count, by: 8) {
        func word(_ at: Int) -> UInt32 {
            UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2]) << 16 | UInt32(bytes[at + 3]) << 24
        }
        a = a &+ word(at) &+ b
        b = b &+ word(at + 4) &+ a
    }
    return (a, b)
}
