import GRDBSQLite

/// The table of methods of an open file. Version 2: shared memory for the wal-index, but no xFetch: mapped pages would
/// be sealed ones.
struct VaultMethods: @unchecked Sendable {
    // Confined: filled once before SQLite sees it and never changed.
    let pointer: UnsafeMutablePointer<sqlite3_io_methods>

    static let table: VaultMethods = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: sqlite3_io_methods())
        methods.pointee.iVersion = 2
        methods.pointee.xClose = vaultClose
        methods.pointee.xRead = vaultRead
        methods.pointee.xWrite = vaultWrite
        methods.pointee.xTruncate = vaultTruncate
        methods.pointee.xSync = vaultSync
        methods.pointee.xFileSize = vaultFileSize
        methods.pointee.xLock = vaultLock
        methods.pointee.xUnlock = vaultUnlock
        methods.pointee.xCheckReservedLock = vaultCheckReservedLock
        methods.pointee.xFileControl = vaultFileControl
        methods.pointee.xSectorSize = vaultSectorSize
        methods.pointee.xDeviceCharacteristics = vaultDeviceCharacteristics
        methods.pointee.xShmMap = vaultShmMap
        methods.pointee.xShmLock = vaultShmLock
        methods.pointee.xShmBarrier = vaultShmBarrier
        methods.pointee.xShmUnmap = vaultShmUnmap
        return VaultMethods(pointer: methods)
    }()
}

typealias SQLiteFile = UnsafeMutablePointer<sqlite3_file>?

nonisolated func vaultRead(_ file: SQLiteFile, _ buffer: UnsafeMutableRawPointer?, _ count: Int32,
                           _ offset: sqlite3_int64) -> Int32 {
    let handle = vaultFile(file)
    let buffer = buffer.unsafelyUnwrapped
    if !handle.pointee.isLog { return readDatabase(handle, buffer, count, offset) }
    let code = readLog(handle, buffer, count, offset)
    // A transaction that meets a fault is undone, whatever of it was written.
    if code != SQLITE_OK { handle.pointee.commitEnd = 0 }
    return code
}

nonisolated func vaultWrite(_ file: SQLiteFile, _ buffer: UnsafeRawPointer?, _ count: Int32,
                            _ offset: sqlite3_int64) -> Int32 {
    let handle = vaultFile(file)
    let buffer = buffer.unsafelyUnwrapped
    if !handle.pointee.isLog { return writeDatabase(handle, buffer, count, offset) }
    let code = writeLog(handle, buffer, count, offset)
    if code != SQLITE_OK {
        handle.pointee.commitEnd = 0
        handle.pointee.kept.forgetAll()
    }
    return code
}

nonisolated func vaultTruncate(_ file: SQLiteFile, _ size: sqlite3_int64) -> Int32 {
    let handle = vaultFile(file)
    forgetReadAhead(handle)
    if handle.pointee.headerPending {
        let code = flushHeader(handle)
        if code != SQLITE_OK { return code }
    }
    if !handle.pointee.mayWrite || handle.pointee.core.pointee.poisoned { return SQLITE_READONLY }
    if handle.pointee.isLog {
        handle.pointee.headerAt = -1
        handle.pointee.commitEnd = 0
        handle.pointee.kept.forgetAll()
    } else if size & 4095 != 0 || (size == 0 && handle.pointee.core.pointee.initialised) {
        return VFSCode.ioTruncate
    }
    return rawTruncate(handle, size)
}

/// A failed sync ends writing: the kernel may have dropped what it could not write, and a second sync would say "fine".
nonisolated func vaultSync(_ file: SQLiteFile, _ flags: Int32) -> Int32 {
    let handle = vaultFile(file)
    if handle.pointee.headerPending {
        let code = flushHeader(handle)
        if code != SQLITE_OK { return code }
    }
    if handle.pointee.core.pointee.poisoned { return VFSCode.ioSync }
    let code = rawSync(handle, flags)
    if code != SQLITE_OK {
        handle.pointee.core.pointee.poisoned = true
        handle.pointee.core.pointee.state.takeUnretainedValue().turnReadOnly(.syncFailed)
    } else if handle.pointee.commitEnd > 0 {
        markSyncedCommit(handle)
    }
    return code
}

nonisolated func vaultFileSize(_ file: SQLiteFile, _ size: UnsafeMutablePointer<sqlite3_int64>?) -> Int32 {
    let handle = vaultFile(file)
    if handle.pointee.headerPending {
        let code = flushHeader(handle)
        if code != SQLITE_OK { return code }
    }
    return rawSize(handle, size.unsafelyUnwrapped)
}

// What follows does not look at content and goes straight to the file below; a lock ends what was read ahead.

nonisolated func vaultLock(_ file: SQLiteFile, _ level: Int32) -> Int32 {
    forgetReadAhead(vaultFile(file))
    let real = vaultFile(file).pointee.real
    return real.pointee.pMethods.pointee.xLock(real, level)
}

nonisolated func vaultUnlock(_ file: SQLiteFile, _ level: Int32) -> Int32 {
    forgetReadAhead(vaultFile(file))
    let real = vaultFile(file).pointee.real
    return real.pointee.pMethods.pointee.xUnlock(real, level)
}

nonisolated func vaultCheckReservedLock(_ file: SQLiteFile, _ result: UnsafeMutablePointer<Int32>?) -> Int32 {
    let real = vaultFile(file).pointee.real
    return real.pointee.pMethods.pointee.xCheckReservedLock(real, result)
}

nonisolated func vaultSectorSize(_ file: SQLiteFile) -> Int32 {
    let real = vaultFile(file).pointee.real
    return real.pointee.pMethods.pointee.xSectorSize(real)
}

nonisolated func vaultShmMap(_ file: SQLiteFile, _ region: Int32, _ size: Int32, _ extend: Int32,
                             _ out: UnsafeMutablePointer<UnsafeMutableRawPointer?>?) -> Int32 {
    let real = vaultFile(file).pointee.real
    return real.pointee.pMethods.pointee.xShmMap(real, region, size, extend, out)
}

nonisolated func vaultShmLock(_ file: SQLiteFile, _ offset: Int32, _ count: Int32, _ flags: Int32) -> Int32 {
    forgetReadAhead(vaultFile(file))
    let real = vaultFile(file).pointee.real
    return real.pointee.pMethods.pointee.xShmLock(real, offset, count, flags)
}

nonisolated func vaultShmBarrier(_ file: SQLiteFile) {
    let real = vaultFile(file).pointee.real
    real.pointee.pMethods.pointee.xShmBarrier(real)
}

nonisolated func vaultShmUnmap(_ file: SQLiteFile, _ delete: Int32) -> Int32 {
    let real = vaultFile(file).pointee.real
    return real.pointee.pMethods.pointee.xShmUnmap(real, delete)
}
