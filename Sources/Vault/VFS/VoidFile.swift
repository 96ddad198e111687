import GRDBSQLite
import Glibc

/// A file that keeps nothing. SQLite's `VACUUM INTO` insists on a rollback journal for the file it makes; that file has
/// a temporary name and is thrown away when anything fails, so there is nothing to roll back to, and a real journal would
/// hold plain pages.
struct VoidMethods: @unchecked Sendable {
    // Confined: filled once before SQLite sees it and never changed.
    let pointer: UnsafeMutablePointer<sqlite3_io_methods>

    static let table: VoidMethods = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: sqlite3_io_methods())
        methods.pointee.iVersion = 1
        methods.pointee.xClose = { _ in SQLITE_OK }
        methods.pointee.xRead = { _, buffer, count, _ in
            if let buffer { memset(buffer, 0, Int(count)) }
            return VFSCode.shortRead
        }
        methods.pointee.xWrite = { _, _, _, _ in SQLITE_OK }
        methods.pointee.xTruncate = { _, _ in SQLITE_OK }
        methods.pointee.xSync = { _, _ in SQLITE_OK }
        methods.pointee.xFileSize = { _, size in
            size?.pointee = 0
            return SQLITE_OK
        }
        methods.pointee.xLock = { _, _ in SQLITE_OK }
        methods.pointee.xUnlock = { _, _ in SQLITE_OK }
        methods.pointee.xCheckReservedLock = { _, held in
            held?.pointee = 0
            return SQLITE_OK
        }
        methods.pointee.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
        methods.pointee.xSectorSize = { _ in 4096 }
        methods.pointee.xDeviceCharacteristics = { _ in 0 }
        return VoidMethods(pointer: methods)
    }()

    /// Whether `path` is the journal of a database that is being made under a temporary name.
    static func stands(for path: String, flags: Int32) -> Bool {
        guard flags & SQLITE_OPEN_MAIN_JOURNAL != 0, path.hasSuffix("-journal"),
              let core = VaultVFS.core(for: String(path.dropLast(8)), isLog: false) else { return false }
        return core.pointee.building
    }
}
