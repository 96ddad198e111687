import CSodium
import Foundations
import GRDBSQLite
import Glibc
import Synchronization

/// The VFS itself: registered once as SQLite's default, so that GRDB opens through it and no file of this process can
/// be opened by SQLite unsealed. It knows the stores by their canonical database path and refuses every other file.
enum VaultVFS {
    static let name = "kinbox"

    /// `unix-excl`: the wal-index lives on the heap (no -shm file, which would hold a checksum over plain pages), and
    /// no other process gets in while a connection is open.
    static let below = "unix-excl"

    private struct Stores: @unchecked Sendable {
        // Confined: reached only inside the mutex; what the pointers point at is StoreCore's to explain.
        var cores: [String: UnsafeMutablePointer<StoreCore>] = [:]
        var refused: String?
    }
    private static let stores = Mutex(Stores())

    /// The process's VFS; made and registered at first use. Never freed, as SQLite keeps it.
    static let registered: Bool = {
        Sodium.require()
        guard sqlite3_initialize() == SQLITE_OK, let real = sqlite3_vfs_find(below) else { return false }
        let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        vfs.initialize(to: real.pointee)
        vfs.pointee.szOsFile = Int32(MemoryLayout<VaultFile>.stride) + real.pointee.szOsFile
        vfs.pointee.pNext = nil
        vfs.pointee.zName = UnsafePointer(strdup(name))
        vfs.pointee.pAppData = UnsafeMutableRawPointer(real)
        vfs.pointee.xOpen = vaultOpen
        vfs.pointee.xDelete = vaultDelete
        vfs.pointee.xAccess = vaultAccess
        // What else was copied (time, sleep, randomness, loading) looks at nothing in the struct.
        vfs.pointee.xFullPathname = vaultFullPathname
        return sqlite3_vfs_register(vfs, 1) == SQLITE_OK
    }()

    static func add(_ core: UnsafeMutablePointer<StoreCore>, path: String) throws(VaultError) {
        guard registered else { throw VaultError(.sqlite(SQLITE_ERROR, "the sealing file layer could not be registered")) }
        nonisolated(unsafe) let core = core
        let taken = stores.withLock { stores in
            if stores.cores[path] != nil { return true }
            stores.cores[path] = core
            return false
        }
        if taken { throw VaultError(.inUse) }
    }

    /// Forgets a store, unless the path has another one by now.
    static func remove(path: String, core: UnsafeMutablePointer<StoreCore>) {
        nonisolated(unsafe) let core = core
        stores.withLock { if $0.cores[path] == core { $0.cores[path] = nil } }
    }

    /// The store of a database path or of its log's path.
    static func core(for path: String, isLog: Bool) -> UnsafeMutablePointer<StoreCore>? {
        let key = isLog && path.hasSuffix("-wal") ? String(path.dropLast(4)) : path
        nonisolated(unsafe) var found: UnsafeMutablePointer<StoreCore>?
        stores.withLock { found = $0.cores[key] }
        return found
    }

    static func noteRefusal(_ name: String) { stores.withLock { $0.refused = name } }
    /// The last file that was refused for want of a store, for messages.
    static func lastRefusal() -> String? { stores.withLock { $0.refused } }

    static func real(of vfs: UnsafeMutablePointer<sqlite3_vfs>?) -> UnsafeMutablePointer<sqlite3_vfs> {
        vfs.unsafelyUnwrapped.pointee.pAppData.unsafelyUnwrapped.assumingMemoryBound(to: sqlite3_vfs.self)
    }
}

nonisolated func vaultFullPathname(_ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?,
                       _ room: Int32, _ out: UnsafeMutablePointer<CChar>?) -> Int32 {
    let real = VaultVFS.real(of: vfs)
    return real.pointee.xFullPathname(real, name, room, out)
}

/// A planted rollback journal would be played back into the store, so to SQLite there is never one.
nonisolated func vaultAccess(_ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?,
                 _ flags: Int32, _ result: UnsafeMutablePointer<Int32>?) -> Int32 {
    if let name, strlen(name) >= 8, strcmp(name + strlen(name) - 8, "-journal") == 0 {
        result?.pointee = 0
        return SQLITE_OK
    }
    let real = VaultVFS.real(of: vfs)
    return real.pointee.xAccess(real, name, flags, result)
}

/// Only the log of a known store may go; SQLite deletes it at a clean stop.
nonisolated func vaultDelete(_ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?,
                             _ syncFolder: Int32) -> Int32 {
    guard let name else { return VFSCode.ioDelete }
    let path = String(cString: name)
    if path.hasSuffix("-journal") { return SQLITE_OK }
    guard path.hasSuffix("-wal"), let core = VaultVFS.core(for: path, isLog: true) else {
        VaultVFS.noteRefusal(path)
        return VFSCode.ioDelete
    }
    let real = VaultVFS.real(of: vfs)
    guard let observer = core.pointee.observer?.takeUnretainedValue().observer else {
        return real.pointee.xDelete(real, name, syncFolder)
    }
    if observer.before(.remove(path: path)) != 0 { return VFSCode.ioDelete }
    let code = real.pointee.xDelete(real, name, syncFolder)
    if code == SQLITE_OK {
        observer.after(.remove(path: path))
        if syncFolder != 0 { observer.after(.syncDirectory(path: parentDirectory(of: path))) }
    }
    return code
}
