import Foundations
import GRDBSQLite

/// A plain SQLite connection through our VFS, for the few things done before GRDB opens the store: making a new
/// database, turning a copy into WAL mode, measuring.
final class RawDatabase {
    private(set) var handle: OpaquePointer?

    /// Throws the noted fault, or SQLite's code as `sqlite`.
    init(_ path: String, vfs: String = VaultVFS.name, flags: Int32 = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
         reserve: Bool = true) throws(VaultError) {
        let code = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX, vfs)
        guard code == SQLITE_OK else {
            let fault = failure(code)
            sqlite3_close(handle)
            handle = nil
            throw fault
        }
        sqlite3_extended_result_codes(handle, 1)
        if reserve { try reserveBytes() }
    }

    deinit { sqlite3_close(handle) }

    /// Room for nonce and tag at the end of each page of a new database.
    private func reserveBytes() throws(VaultError) {
        var bytes = Int32(PageLayout.reserved)
        let code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    func run(_ sql: String) throws(VaultError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// First column of the first row, as text.
    func text(_ sql: String) throws(VaultError) -> String? {
        var statement: OpaquePointer?
        var code = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
        guard code == SQLITE_OK else { throw failure(code) }
        defer { sqlite3_finalize(statement) }
        code = sqlite3_step(statement)
        if code == SQLITE_DONE { return nil }
        guard code == SQLITE_ROW else { throw failure(code) }
        return sqlite3_column_text(statement, 0).map { String(cString: $0) }
    }

    func close() throws(VaultError) {
        let code = sqlite3_close(handle)
        guard code == SQLITE_OK else { throw failure(code) }
        handle = nil
    }

    func failure(_ code: Int32) -> VaultError {
        let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
        let extended = handle.map { sqlite3_extended_errcode($0) } ?? code
        return VaultError(.sqlite(extended == SQLITE_OK ? code : extended, message))
    }
}
