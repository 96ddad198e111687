import CSodium
import GRDBSQLite
import Glibc

// Reading and writing pages of the main database.

@inline(__always)
func readDatabase(_ file: FilePointer, _ buffer: UnsafeMutableRawPointer, _ count: Int32, _ offset: Int64) -> Int32 {
    if count == 4096 && offset & 4095 == 0 {
        return readPage(file, buffer, UInt32(truncatingIfNeeded: offset >> 12) &+ 1)
    }
    return readSlice(file, buffer, Int(count), offset)
}

@inline(__always)
private func readPage(_ file: FilePointer, _ buffer: UnsafeMutableRawPointer, _ page: UInt32) -> Int32 {
    let bytes = buffer.assumingMemoryBound(to: UInt8.self)
    if let sealed = pageReadAhead(file, page) {
        if opens(file, page, sealed, into: bytes) { return SQLITE_OK }
        forgetReadAhead(file)
    }
    let code = rawRead(file, buffer, 4096, Int64(page &- 1) << 12)
    if code != SQLITE_OK { return shortRead(file, buffer, page, code) }
    return opens(file, page, bytes, into: bytes) ? SQLITE_OK : damagedPage(file, page)
}

@inline(__always)
private func opens(_ file: FilePointer, _ page: UInt32, _ sealed: UnsafePointer<UInt8>, into plain: UnsafeMutablePointer<UInt8>) -> Bool {
    file.pointee.binding.bind(page: page)
    file.pointee.pagesOpened &+= 1
    let core = file.pointee.core
    return withUnsafeBytes(of: &file.pointee.binding) { binding in
        core.pointee.databaseCipher.open(sealed, into: plain, binding.octets, PageBinding.databaseCount)
    }
}

/// A read past the end. A page cut in two is damage. A whole page past the end is damage in a store that has held data,
/// until the first checkpoint has brought every page into the file; later only an undone change asks for one.
private func shortRead(_ file: FilePointer, _ buffer: UnsafeMutableRawPointer, _ page: UInt32, _ code: Int32) -> Int32 {
    memset(buffer, 0, 4096)
    guard code == VFSCode.shortRead else { return code }
    var size: sqlite3_int64 = 0
    let sizeCode = rawSize(file, &size)
    guard sizeCode == SQLITE_OK else { return sizeCode }
    let core = file.pointee.core
    let partly = size > Int64(page - 1) << 12
    if partly || (core.pointee.initialised && !core.pointee.settled) {
        core.pointee.state.takeUnretainedValue().note(
            page == 1 && size == 0 ? .databaseEmptied : .pageDamaged(.database, page: page, .cutOff))
        return VFSCode.ioData
    }
    return code
}

/// Part of a page or several: SQLite reads 100 bytes at 0 and 16 at 24. Whole pages are opened in a buffer of our own.
private func readSlice(_ file: FilePointer, _ buffer: UnsafeMutableRawPointer, _ count: Int, _ offset: Int64) -> Int32 {
    guard count > 0, offset >= 0 else { return VFSCode.ioRead }
    if offset + Int64(count) <= 100 && firstPageLiesInLog(file) {
        memset(buffer, 0, count)
        return SQLITE_OK
    }
    var done = 0
    while done < count {
        let at = offset + Int64(done)
        let within = Int(at & 4095)
        let part = min(4096 - within, count - done)
        let page = UnsafeMutableRawPointer(file.pointee.frameIn + 24)
        let code = readPage(file, page, UInt32(truncatingIfNeeded: at >> 12) &+ 1)
        memcpy(buffer + done, page + within, part)
        sodium_memzero(page, 4096)
        if code != SQLITE_OK {
            if done + part < count { memset(buffer + done + part, 0, count - done - part) }
            return code
        }
        done += part
    }
    return SQLITE_OK
}

/// A power cut in the middle of a checkpoint may leave the first page torn; its good copy is in the log. SQLite looks at
/// the head of the file before it looks into the log: it gets zeros then, which say nothing, and takes the page from the
/// log. Where the log has no such page, the whole page is read next and found damaged as usual.
private func firstPageLiesInLog(_ file: FilePointer) -> Bool {
    let core = file.pointee.core
    guard core.pointee.initialised, !core.pointee.settled else { return false }
    var status = stat()
    guard stat(path(of: file) + "-wal", &status) == 0, Int64(status.st_size) >= LogLayout.offset(of: 1) else { return false }
    let page = UnsafeMutableRawPointer(file.pointee.frameIn + 24)
    guard rawRead(file, page, 4096, 0) == SQLITE_OK else { return false }
    file.pointee.binding.bind(page: 1)
    let bytes = page.assumingMemoryBound(to: UInt8.self)
    let sound = withUnsafeBytes(of: &file.pointee.binding) { binding in
        core.pointee.databaseCipher.open(bytes, into: bytes, binding.octets, PageBinding.databaseCount)
    }
    sodium_memzero(page, 4096)
    return !sound
}

@inline(__always)
func writeDatabase(_ file: FilePointer, _ buffer: UnsafeRawPointer, _ count: Int32, _ offset: Int64) -> Int32 {
    let plain = buffer.assumingMemoryBound(to: UInt8.self)
    guard count == 4096, offset & 4095 == 0, offset >= 0 else { return refuseWrite(file, "a part of a page") }
    guard reservedIsZero(buffer) else { return refuseWrite(file, "a page that uses the reserved bytes") }
    let page = UInt32(truncatingIfNeeded: offset >> 12) &+ 1
    if page == 1 && !firstPageIsOurs(file, plain) { return refuseWrite(file, "a first page without reserved bytes") }
    forgetReadAhead(file)
    let core = file.pointee.core
    // What the log took in must get into the database even when the key has sealed enough: the way out needs it, and the
    // limit leaves room for it.
    if let refusal = writeRefusal(file, limited: false) { return refusal }
    file.pointee.binding.bind(page: page)
    let out = file.pointee.nextPage
    let nonce = takeNonce(file)
    withUnsafeBytes(of: &file.pointee.binding) { binding in
        core.pointee.databaseCipher.seal(
            plain, into: out, binding.octets,
            PageBinding.databaseCount, nonce: nonce)
    }
    return rawWrite(file, out, 4096, offset)
}

/// The 40 reserved bytes must be zero: SQLite sums them up in the log, and what it got from us were zeros.
@inline(__always)
func reservedIsZero(_ page: UnsafeRawPointer) -> Bool {
    let tail = page + PageLayout.nonceAt
    return tail.loadUnaligned(as: UInt64.self) | tail.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        | tail.loadUnaligned(fromByteOffset: 16, as: UInt64.self) | tail.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
        | tail.loadUnaligned(fromByteOffset: 32, as: UInt64.self) == 0
}

/// Byte 20 says how much is reserved; 18 and 19 say WAL. A copy made by SQLite's backup function has neither.
func firstPageIsOurs(_ file: FilePointer, _ page: UnsafePointer<UInt8>) -> Bool {
    page[20] == 40 && ((page[18] == 2 && page[19] == 2) || file.pointee.core.pointee.building)
}

/// Nil when the handle may write; otherwise the code to answer.
@inline(__always)
func writeRefusal(_ file: FilePointer, limited: Bool) -> Int32? {
    let core = file.pointee.core
    if !file.pointee.mayWrite || core.pointee.poisoned { return SQLITE_READONLY }
    core.pointee.seals &+= 1
    file.pointee.pagesSealed &+= 1
    if limited && core.pointee.seals > core.pointee.sealLimit {
        core.pointee.state.takeUnretainedValue().turnReadOnly(.sealLimit)
        return SQLITE_FULL
    }
    return nil
}

/// 24 fresh random bytes, from a pool filled by libsodium. Never a clock or a counter: a disk image set back would
/// repeat them.
@inline(__always)
func takeNonce(_ file: FilePointer) -> UnsafePointer<UInt8> {
    if file.pointee.noncesLeft == 0 {
        randombytes_buf(file.pointee.nonces, VaultFile.noncePool)
        file.pointee.noncesLeft = 128
    }
    file.pointee.noncesLeft &-= 1
    return UnsafePointer(file.pointee.nonces + file.pointee.noncesLeft &* 24)
}

func refuseWrite(_ file: FilePointer, _ what: String) -> Int32 {
    file.pointee.core.pointee.state.takeUnretainedValue().note(.fileRefused(path(of: file) + " (" + what + ")"))
    return VFSCode.ioWrite
}
