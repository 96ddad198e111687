import GRDBSQLite
import Glibc

// The mark behind the last synced commit; see LogMark.

/// Called after a sync of the log has returned. Nothing waits for it and nothing fails with it.
func markSyncedCommit(_ file: FilePointer) {
    let frames = file.pointee.commitEnd
    file.pointee.commitEnd = 0
    guard frames > 0, let frames = UInt32(exactly: frames), let salts = roundSalts(file) else { return }
    let core = file.pointee.core
    withUnsafeTemporaryAllocation(byteCount: LogMark.size, alignment: 8) { mark in
        guard let base = mark.baseAddress else { return }
        core.pointee.mark.write(to: base, frames: frames, salts: salts, storeHigh: core.pointee.idHigh, storeLow: core.pointee.idLow)
        _ = rawWrite(file, base, Int32(LogMark.size), LogLayout.offset(of: Int64(frames)))
    }
}

/// Whether the slot of frame `index`, whose first 32 bytes stand at `bytes`, holds the mark of the frames before it.
func isMark(_ file: FilePointer, _ bytes: UnsafeRawPointer, _ index: Int64, salts: UInt64) -> Bool {
    guard index > 0, let frames = UInt32(exactly: index), bytes.loadUnaligned(as: UInt32.self) == 0 else { return false }
    let core = file.pointee.core
    return core.pointee.mark.fits(bytes, frames: frames, salts: salts, storeHigh: core.pointee.idHigh, storeLow: core.pointee.idLow)
}

/// The salts in the log's header, as they stand there; nil when they can't be read.
func roundSalts(_ file: FilePointer) -> UInt64? {
    var salts: UInt64 = 0
    let code = withUnsafeMutableBytes(of: &salts) { rawRead(file, $0.baseAddress.unsafelyUnwrapped, 8, 16) }
    return code == SQLITE_OK ? salts : nil
}
