import CSodium
import GRDBSQLite
import Glibc

// Writing the log. SQLite writes a frame as header and page; the header waits in memory for its page and both go to the
// disk in one write. It is written alone when something else comes first.

@inline(__always)
func writeLog(_ file: FilePointer, _ buffer: UnsafeRawPointer, _ count: Int32, _ offset: Int64) -> Int32 {
    let place = LogLayout.place(offset)
    if offset >= LogLayout.header {
        if count == 4096 && place.within == 24 { return writeLogPage(file, buffer, place.index) }
        if count == 24 && place.within == 0 { return takeHeader(file, buffer, offset) }
        return writeLogPart(file, buffer, Int(count), place.index, Int(place.within))
    }
    guard offset >= 0, offset + Int64(count) <= LogLayout.header else { return refuseWrite(file, "across the log's header") }
    if file.pointee.headerPending {
        let code = flushHeader(file)
        if code != SQLITE_OK { return code }
    }
    if !file.pointee.mayWrite || file.pointee.core.pointee.poisoned { return SQLITE_READONLY }
    file.pointee.headerAt = -1
    file.pointee.commitEnd = 0
    file.pointee.kept.forgetAll()
    return rawWrite(file, buffer, count, offset)
}

@inline(__always)
private func takeHeader(_ file: FilePointer, _ buffer: UnsafeRawPointer, _ offset: Int64) -> Int32 {
    if file.pointee.headerPending {
        let code = flushHeader(file)
        if code != SQLITE_OK { return code }
    }
    memcpy(file.pointee.frameOut, buffer, 24)
    file.pointee.headerAt = offset
    file.pointee.headerPending = true
    file.pointee.headerPart = 24
    return SQLITE_OK
}

/// Writes the waiting header by itself.
func flushHeader(_ file: FilePointer) -> Int32 {
    file.pointee.headerPending = false
    if !file.pointee.mayWrite || file.pointee.core.pointee.poisoned { return SQLITE_READONLY }
    var masked = (UInt64(0), UInt64(0), UInt64(0))
    let offset = file.pointee.headerAt
    return withUnsafeMutableBytes(of: &masked) { bytes in
        let header = bytes.baseAddress.unsafelyUnwrapped
        memcpy(header, file.pointee.frameOut, 24)
        file.pointee.core.pointee.mask.hide(header, offset: UInt64(offset))
        return rawWrite(file, header, 24, offset)
    }
}

@inline(__always)
private func writeLogPage(_ file: FilePointer, _ buffer: UnsafeRawPointer, _ index: Int64) -> Int32 {
    guard reservedIsZero(buffer) else { return refuseWrite(file, "a page that uses the reserved bytes") }
    let frameAt = LogLayout.offset(of: index)
    let whole = file.pointee.headerPending && file.pointee.headerAt == frameAt
    if !whole {
        let code = findHeader(file, frameAt)
        if code != SQLITE_OK { return code }
    }
    if file.pointee.core.pointee.splitsWrites { rememberPage(file, buffer) }
    let code = sealFrame(file, buffer.assumingMemoryBound(to: UInt8.self), index)
    if code != SQLITE_OK { return code }
    file.pointee.kept.keep(buffer, index)
    guard whole else { return keptWhole(file, rawWrite(file, file.pointee.frameOut + 24, 4096, frameAt + 24), frameAt) }
    file.pointee.headerPending = false
    // The checksum is hidden in place; only the first 16 bytes of the kept header are used from here on.
    file.pointee.core.pointee.mask.hide(file.pointee.frameOut, offset: UInt64(frameAt))
    return keptWhole(file, rawWrite(file, file.pointee.frameOut, 4120, frameAt), frameAt)
}

/// A full disk may have taken half a frame. Its transaction is undone; cut off, its end cannot be taken for that of a saved one
/// when the power goes in a later transaction of the same round. Where that fails as well, nothing is lost by it.
@inline(__always)
private func keptWhole(_ file: FilePointer, _ code: Int32, _ frameAt: Int64) -> Int32 {
    if code != SQLITE_OK { _ = rawTruncate(file, frameAt) }
    return code
}

/// Seals `plain` behind the header in `frameOut`, bound to it.
@inline(__always)
private func sealFrame(_ file: FilePointer, _ plain: UnsafePointer<UInt8>, _ index: Int64) -> Int32 {
    let out = file.pointee.frameOut
    if out.pointee == 0 && UnsafeRawPointer(out).loadUnaligned(as: UInt32.self) == UInt32(1).bigEndian
        && !firstPageIsOurs(file, plain) {
        return refuseWrite(file, "a first page without reserved bytes")
    }
    if let refusal = writeRefusal(file, limited: true) { return refusal }
    let core = file.pointee.core
    core.pointee.framesWritten = true
    if !bindFrame(file, out, index) { return VFSCode.ioRead }
    file.pointee.commitEnd = UnsafeRawPointer(out).loadUnaligned(fromByteOffset: 4, as: UInt32.self) == 0 ? 0 : index + 1
    let nonce = takeNonce(file)
    withUnsafeBytes(of: &file.pointee.binding) { binding in
        core.pointee.logCipher.seal(
            plain, into: out + 24, binding.octets,
            PageBinding.logCount, nonce: nonce)
    }
    return SQLITE_OK
}

/// A page written without its header just before: SQLite overwrites a frame of the running transaction, or a header was
/// split. Its header is the one last seen, or stands in the file.
private func findHeader(_ file: FilePointer, _ frameAt: Int64) -> Int32 {
    if file.pointee.headerPending {
        let code = flushHeader(file)
        if code != SQLITE_OK { return code }
    }
    if file.pointee.headerAt == frameAt && file.pointee.headerPart == 24 { return SQLITE_OK }
    file.pointee.headerAt = -1
    let code = rawRead(file, file.pointee.frameOut, 24, frameAt)
    // A frame without a header was never begun; SQLite does not do that.
    if code == VFSCode.shortRead { return refuseWrite(file, "a page without its header") }
    if code == SQLITE_OK {
        file.pointee.headerAt = frameAt
        file.pointee.headerPart = 24
    }
    return code
}

private func rememberPage(_ file: FilePointer, _ buffer: UnsafeRawPointer) {
    memcpy(file.pointee.lastPage, buffer, 4096)
    file.pointee.lastPageValid = true
}

/// Writes split at a sector boundary. Only frames that repeat the last page to fill a sector are split, so the whole
/// page is known when its first part comes: it is sealed once and goes out in two parts.
private func writeLogPart(_ file: FilePointer, _ buffer: UnsafeRawPointer, _ count: Int, _ index: Int64,
                          _ within: Int) -> Int32 {
    let frameAt = LogLayout.offset(of: index)
    if within + count <= 24 { return writeHeaderPart(file, buffer, count, frameAt, within) }
    file.pointee.kept.forget(index)
    guard within >= 24, within + count <= 4120, file.pointee.lastPageValid else {
        return refuseWrite(file, "an unknown part of a frame")
    }
    let at = within - 24
    guard memcmp(file.pointee.lastPage + at, buffer, count) == 0 else {
        return refuseWrite(file, "a part of a page that is not the last one")
    }
    if at == 0 {
        let pending = file.pointee.headerPending && file.pointee.headerAt == frameAt
        if pending {
            let code = flushHeader(file)
            if code != SQLITE_OK { return code }
        }
        var code = findHeader(file, frameAt)
        if code != SQLITE_OK { return code }
        code = sealFrame(file, file.pointee.lastPage, index)
        if code != SQLITE_OK { return code }
        file.pointee.pagePart = 0
    }
    guard file.pointee.headerAt == frameAt, file.pointee.pagePart == at else {
        return refuseWrite(file, "parts of a page out of order")
    }
    let code = rawWrite(file, file.pointee.frameOut + within, Int32(count), frameAt + Int64(within))
    if code == SQLITE_OK { file.pointee.pagePart = at + count == 4096 ? 0 : at + count }
    return code
}

/// The checksum (bytes 16…23) is hidden as a whole, so a part that cuts into it waits for the rest. What lies before
/// the sync between the parts is then complete all the same: the split frame only fills up a sector.
private func writeHeaderPart(_ file: FilePointer, _ buffer: UnsafeRawPointer, _ count: Int, _ frameAt: Int64,
                             _ within: Int) -> Int32 {
    if within == 0 {
        let code = file.pointee.headerPending ? flushHeader(file) : SQLITE_OK
        if code != SQLITE_OK { return code }
        file.pointee.headerAt = frameAt
        file.pointee.headerPart = 0
    }
    guard file.pointee.headerAt == frameAt, file.pointee.headerPart == within else {
        return refuseWrite(file, "parts of a header out of order")
    }
    memcpy(file.pointee.frameOut + within, buffer, count)
    file.pointee.headerPart = within + count
    if !file.pointee.mayWrite || file.pointee.core.pointee.poisoned { return SQLITE_READONLY }
    let complete = within + count == 24
    if !complete {
        let clear = min(16, within + count) - within
        return clear > 0 ? rawWrite(file, buffer, Int32(clear), frameAt + Int64(within)) : SQLITE_OK
    }
    return flushHeader(file)
}
