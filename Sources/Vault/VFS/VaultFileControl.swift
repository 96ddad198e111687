import GRDBSQLite
import Glibc

/// Our own file control: writes `[pages sealed, pages opened]` of this handle into two UInt64.
let countersFileControl: Int32 = 0x4B42_0001

nonisolated func vaultFileControl(_ file: SQLiteFile, _ operation: Int32, _ argument: UnsafeMutableRawPointer?) -> Int32 {
    let handle = vaultFile(file)
    let real = handle.pointee.real
    switch operation {
    case SQLITE_FCNTL_PRAGMA:
        guard let argument else { return SQLITE_NOTFOUND }
        return vaultPragma(handle, argument.assumingMemoryBound(to: UnsafeMutablePointer<CChar>?.self))
    case SQLITE_FCNTL_MMAP_SIZE:
        // Mapped pages would be sealed ones: the size is 0 and stays so.
        argument?.assumingMemoryBound(to: sqlite3_int64.self).pointee = 0
        return SQLITE_OK
    case SQLITE_FCNTL_SIZE_HINT, SQLITE_FCNTL_CHUNK_SIZE:
        // Growing ahead would leave pages that were never sealed.
        return SQLITE_OK
    case SQLITE_FCNTL_BEGIN_ATOMIC_WRITE, SQLITE_FCNTL_COMMIT_ATOMIC_WRITE, SQLITE_FCNTL_ROLLBACK_ATOMIC_WRITE:
        return SQLITE_NOTFOUND
    case countersFileControl:
        guard let out = argument?.assumingMemoryBound(to: UInt64.self) else { return SQLITE_NOTFOUND }
        out[0] = handle.pointee.pagesSealed
        out[1] = handle.pointee.pagesOpened
        return SQLITE_OK
    default:
        return real.pointee.pMethods.pointee.xFileControl(real, operation, argument)
    }
}

/// The real device's characteristics, less those that promise something about whole or partial page writes.
nonisolated func vaultDeviceCharacteristics(_ file: SQLiteFile) -> Int32 {
    let handle = vaultFile(file)
    let real = handle.pointee.real
    let atomic: Int32 = 0x1FF  // SQLITE_IOCAP_ATOMIC … ATOMIC64K
    let cleared = atomic | SQLITE_IOCAP_BATCH_ATOMIC | 0x8000  // SUBPAGE_READ of later versions
    let answer = real.pointee.pMethods.pointee.xDeviceCharacteristics(real) & ~cleared
    if !handle.pointee.isLog && answer & SQLITE_IOCAP_POWERSAFE_OVERWRITE == 0 {
        handle.pointee.core.pointee.splitsWrites = true
    }
    return answer
}

/// Pragmas that would undo what this layer stands for. `arguments` is [result, name, value or nil]. Whatever is answered
/// here comes with a text: SQLite hands a missing one to its caller as a row of NULL.
private func vaultPragma(_ file: FilePointer, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32 {
    guard let name = arguments[1] else { return SQLITE_NOTFOUND }
    let value = arguments[2]
    func named(_ text: StaticString) -> Bool { same(name, text) }
    func answer(_ text: StaticString, _ code: Int32 = SQLITE_OK) -> Int32 {
        arguments[0] = sqliteText(text)
        return code
    }
    if named("page_size") { return answer("4096") }
    if named("mmap_size") { return answer("0") }
    if named("journal_mode") {
        guard let value, !same(value, "wal"), !file.pointee.core.pointee.building else { return SQLITE_NOTFOUND }
        return answer("the sealed store works in WAL mode only", SQLITE_ERROR)
    }
    if named("synchronous") {
        guard let value, !same(value, "full"), !same(value, "2"), !same(value, "extra"), !same(value, "3"),
              !file.pointee.core.pointee.building else { return SQLITE_NOTFOUND }
        // GRDB asks for NORMAL when it opens a pool. "Saved" means synced here, so it stays at FULL.
        return answer("2")
    }
    if named("temp_store") {
        guard let value, !same(value, "memory"), !same(value, "2") else { return SQLITE_NOTFOUND }
        return answer("temporary tables of the sealed store live in memory only", SQLITE_ERROR)
    }
    if named("key") || named("rekey") || named("hexkey") || named("hexrekey") || named("textkey") {
        return answer("keys are not given by pragma", SQLITE_ERROR)
    }
    return SQLITE_NOTFOUND
}

private func same(_ text: UnsafePointer<CChar>, _ other: StaticString) -> Bool {
    other.utf8Start.withMemoryRebound(to: CChar.self, capacity: other.utf8CodeUnitCount + 1) { strcasecmp(text, $0) == 0 }
}

/// A copy that SQLite frees.
private func sqliteText(_ text: StaticString) -> UnsafeMutablePointer<CChar>? {
    let count = text.utf8CodeUnitCount
    guard let memory = sqlite3_malloc(Int32(count + 1)) else { return nil }
    memcpy(memory, text.utf8Start, count)
    memory.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
    return memory.assumingMemoryBound(to: CChar.self)
}
