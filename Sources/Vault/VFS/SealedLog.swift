import CSodium
import GRDBSQLite
import Glibc
import Synchronization

// Reading the write-ahead log. A frame is a 24-byte header (page number, commit size, two salts, checksum) and a page.
// A page is always read together with its header, which costs one call and lets the page be bound to its number.

@inline(__always)
func readLog(_ file: FilePointer, _ buffer: UnsafeMutableRawPointer, _ count: Int32, _ offset: Int64) -> Int32 {
    if file.pointee.headerPending {
        let code = flushHeader(file)
        if code != SQLITE_OK { return code }
    }
    let place = LogLayout.place(offset)
    if count == 4096 && place.within == 24 && offset > LogLayout.header {
        return readLogPage(file, buffer, place.index)
    }
    if offset >= 0 && offset + Int64(count) <= LogLayout.header { return rawRead(file, buffer, count, offset) }
    if count == 4120 && place.within == 0 { return readWholeFrame(file, buffer, place.index) }
    return readLogSlice(file, buffer, Int(count), offset)
}

@inline(__always)
private func readLogPage(_ file: FilePointer, _ buffer: UnsafeMutableRawPointer, _ index: Int64) -> Int32 {
    if let plain = file.pointee.kept.page(index) {
        memcpy(buffer, plain, 4096)
        return SQLITE_OK
    }
    let frame = UnsafeMutableRawPointer(file.pointee.frameIn)
    let code = rawRead(file, frame, 4120, LogLayout.offset(of: index))
    if code != SQLITE_OK {
        memset(buffer, 0, 4096)
        return code
    }
    if openFrame(file, index, into: buffer.assumingMemoryBound(to: UInt8.self)) { return SQLITE_OK }
    return damagedFrame(file, index)
}

/// Opens the page of the sealed frame in `frameIn`.
@inline(__always)
func openFrame(_ file: FilePointer, _ index: Int64, into plain: UnsafeMutablePointer<UInt8>) -> Bool {
    let frame = UnsafePointer(file.pointee.frameIn)
    if !bindFrame(file, frame, index) { return false }
    file.pointee.pagesOpened &+= 1
    let core = file.pointee.core
    return withUnsafeBytes(of: &file.pointee.binding) { binding in
        core.pointee.logCipher.open(
            frame + 24, into: plain, binding.octets,
            PageBinding.logCount)
    }
}

/// Binds to the frame whose header stands at `header`. False when the log's salts were needed and can't be read.
@inline(__always)
func bindFrame(_ file: FilePointer, _ header: UnsafeRawPointer, _ index: Int64) -> Bool {
    file.pointee.binding.bind(header: header, frame: UInt32(truncatingIfNeeded: index))
    return file.pointee.binding.saltsAreMissing ? bindLogSalts(file) : true
}

private func bindLogSalts(_ file: FilePointer) -> Bool {
    var salts: UInt64 = 0
    return withUnsafeMutableBytes(of: &salts) { bytes in
        guard rawRead(file, bytes.baseAddress.unsafelyUnwrapped, 8, 16) == SQLITE_OK else { return false }
        file.pointee.binding.bind(salts: UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped))
        return true
    }
}

/// Header and page in one read: recovery after a crash, or the writer computing checksums anew.
private func readWholeFrame(_ file: FilePointer, _ buffer: UnsafeMutableRawPointer, _ index: Int64) -> Int32 {
    let offset = LogLayout.offset(of: index)
    let code = rawRead(file, file.pointee.frameIn, 4120, offset)
    if code != SQLITE_OK {
        memset(buffer, 0, 4120)
        return code
    }
    memcpy(buffer, file.pointee.frameIn, 24)
    file.pointee.core.pointee.mask.reveal(buffer, offset: UInt64(offset))
    let plain = (buffer + 24).assumingMemoryBound(to: UInt8.self)
    if openFrame(file, index, into: plain) { return SQLITE_OK }
    if file.pointee.core.pointee.framesWritten { return damagedFrame(file, index) }
    return endOfLog(file, index, header: buffer)
}

/// A frame that does not open during recovery: the torn end of the log, since `logDamage` has found nothing worse. An I/O
/// error here would make the store unopenable, so SQLite gets a header whose salt does not fit and stops reading: only
/// the torn, never acknowledged transaction goes.
private func endOfLog(_ file: FilePointer, _ index: Int64, header: UnsafeMutableRawPointer) -> Int32 {
    if let salts = roundSalts(file), isMark(file, UnsafeRawPointer(file.pointee.frameIn), index, salts: salts) { return SQLITE_OK }
    file.pointee.core.pointee.state.takeUnretainedValue().notes.withLock {
        if $0.tornFrame == nil { $0.tornFrame = UInt32(truncatingIfNeeded: index) }
    }
    header.storeBytes(of: ~header.loadUnaligned(fromByteOffset: 8, as: UInt32.self), toByteOffset: 8, as: UInt32.self)
    return SQLITE_OK
}

/// Any other piece: SQLite reads the 8 bytes of a checksum; the rest is for completeness.
private func readLogSlice(_ file: FilePointer, _ buffer: UnsafeMutableRawPointer, _ count: Int, _ offset: Int64) -> Int32 {
    guard count > 0, offset >= LogLayout.header else { return VFSCode.ioRead }
    var done = 0
    while done < count {
        let place = LogLayout.place(offset + Int64(done))
        let within = Int(place.within)
        let frameAt = LogLayout.offset(of: place.index)
        let frame = UnsafeMutableRawPointer(file.pointee.frameIn)
        let headerOnly = within + (count - done) <= 24
        let code = rawRead(file, frame, headerOnly ? 24 : 4120, frameAt)
        if code != SQLITE_OK {
            memset(buffer + done, 0, count - done)
            return code
        }
        if !headerOnly {
            if !openFrame(file, place.index, into: file.pointee.frameIn + 24) {
                memset(buffer + done, 0, count - done)
                return damagedFrame(file, place.index)
            }
        }
        file.pointee.core.pointee.mask.reveal(frame, offset: UInt64(frameAt))
        let part = min((headerOnly ? 24 : 4120) - within, count - done)
        memcpy(buffer + done, frame + within, part)
        done += part
    }
    return SQLITE_OK
}
