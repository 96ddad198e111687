import CSodium
import Foundations
import GRDBSQLite
import Glibc

private let databaseFlag = SQLITE_OPEN_MAIN_DB
private let logFlag = SQLITE_OPEN_WAL

/// Opens the database or the log of a known store. Rollback journals, temporary files, attached strangers, nameless
/// files: refused, each with a note of its name.
nonisolated func vaultOpen(_ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?,
                           _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
                           _ outFlags: UnsafeMutablePointer<Int32>?) -> Int32 {
    guard let file else { return SQLITE_CANTOPEN }
    file.pointee.pMethods = nil
    if let name, VoidMethods.stands(for: String(cString: name), flags: flags) {
        file.pointee.pMethods = UnsafePointer(VoidMethods.table.pointer)
        outFlags?.pointee = flags
        return SQLITE_OK
    }
    let isLog = flags & logFlag != 0
    let isDatabase = flags & databaseFlag != 0
    guard isLog || isDatabase, flags & SQLITE_OPEN_DELETEONCLOSE == 0, let name else {
        VaultVFS.noteRefusal(name.map { String(cString: $0) } ?? "a temporary file")
        return SQLITE_CANTOPEN
    }
    let path = String(cString: name)
    guard let core = VaultVFS.core(for: path, isLog: isLog) else {
        VaultVFS.noteRefusal(path)
        return SQLITE_CANTOPEN
    }
    let mayWrite = flags & SQLITE_OPEN_READWRITE != 0
    if isDatabase && mayWrite && core.pointee.writer != nil {
        core.pointee.state.takeUnretainedValue().note(.secondWriter)
        return SQLITE_CANTOPEN
    }
    // A database that held data is never made anew.
    let realFlags = isDatabase && core.pointee.initialised ? flags & ~SQLITE_OPEN_CREATE : flags
    let existed = access(name, F_OK) == 0
    if isDatabase && core.pointee.initialised && !existed {
        core.pointee.state.takeUnretainedValue().note(.databaseMissing)
        return SQLITE_CANTOPEN
    }
    let creates = !existed && realFlags & SQLITE_OPEN_CREATE != 0
    if creates, let observer = core.pointee.observer?.takeUnretainedValue().observer,
       observer.before(.create(path: path)) != 0 {
        return SQLITE_CANTOPEN
    }
    let code = openBelow(VaultVFS.real(of: vfs), name, file, realFlags, outFlags, core, isLog: isLog)
    guard code == SQLITE_OK else { return code }
    let handle = vaultFile(file)
    handle.pointee.isNew = creates
    if creates { core.pointee.observer?.takeUnretainedValue().observer.after(.create(path: path)) }
    if isDatabase, let reason = firstLook(handle) {
        core.pointee.state.takeUnretainedValue().note(reason)
        return refused(file)
    }
    if isLog && !core.pointee.logSurveyed {
        if let reason = logDamage(handle) {
            core.pointee.state.takeUnretainedValue().note(reason)
            return refused(file)
        }
        core.pointee.logSurveyed = true
    }
    return SQLITE_OK
}

private func refused(_ file: UnsafeMutablePointer<sqlite3_file>) -> Int32 {
    _ = vaultClose(file)
    file.pointee.pMethods = nil
    return SQLITE_CANTOPEN
}

private func openBelow(_ real: UnsafeMutablePointer<sqlite3_vfs>, _ name: UnsafePointer<CChar>,
                       _ file: UnsafeMutablePointer<sqlite3_file>, _ flags: Int32,
                       _ outFlags: UnsafeMutablePointer<Int32>?, _ core: UnsafeMutablePointer<StoreCore>,
                       isLog: Bool) -> Int32 {
    var memory: UnsafeMutableRawPointer?
    let size = VaultFile.memorySize(isLog: isLog)
    guard posix_memalign(&memory, 64, size) == 0, let memory else { return SQLITE_NOMEM }
    memset(memory, 0, size)
    let raw = UnsafeMutableRawPointer(file)
    let below = (raw + MemoryLayout<VaultFile>.stride).assumingMemoryBound(to: sqlite3_file.self)
    memset(below, 0, Int(real.pointee.szOsFile))
    var granted: Int32 = 0
    let code = real.pointee.xOpen(real, name, below, flags, &granted)
    guard code == SQLITE_OK else {
        if below.pointee.pMethods != nil { _ = below.pointee.pMethods.pointee.xClose(below) }
        free(memory)
        return code
    }
    outFlags?.pointee = granted
    let mayWrite = granted & SQLITE_OPEN_READWRITE != 0
    raw.assumingMemoryBound(to: VaultFile.self).initialize(
        to: VaultFile(real: below, core: core, name: name, memory: memory, isLog: isLog, mayWrite: mayWrite))
    file.pointee.pMethods = UnsafePointer(VaultMethods.table.pointer)
    if !isLog && mayWrite { core.pointee.writer = raw }
    return SQLITE_OK
}

/// What a database's size and first bytes tell before any page is opened.
private func firstLook(_ file: FilePointer) -> VaultError.Reason? {
    var size: sqlite3_int64 = 0
    guard rawSize(file, &size) == SQLITE_OK else { return nil }
    if size == 0 { return file.pointee.core.pointee.initialised ? .databaseEmptied : nil }
    var head = (UInt64(0), UInt64(0))
    let code = withUnsafeMutableBytes(of: &head) { rawRead(file, $0.baseAddress.unsafelyUnwrapped, 16, 0) }
    let plain = withUnsafeBytes(of: &head) { memcmp($0.octets, "SQLite format 3", 16) == 0 }
    return code == SQLITE_OK && plain ? .databaseNotSealed : nil
}

nonisolated func vaultClose(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
    let handle = vaultFile(file)
    let core = handle.pointee.core
    let real = handle.pointee.real
    var code = SQLITE_OK
    if handle.pointee.headerPending { code = flushHeader(handle) }
    if core.pointee.writer == UnsafeMutableRawPointer(handle) { core.pointee.writer = nil }
    // A log that is opened again is recovered again.
    if handle.pointee.isLog && handle.pointee.mayWrite { core.pointee.framesWritten = false }
    handle.pointee.kept.destroy()
    sodium_memzero(handle.pointee.memory, VaultFile.memorySize(isLog: handle.pointee.isLog))
    free(handle.pointee.memory)
    let closed = real.pointee.pMethods.pointee.xClose(real)
    return closed == SQLITE_OK ? code : closed
}
