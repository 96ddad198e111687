import CSodium
import GRDBSQLite
import Glibc
import Synchronization

// Slow paths: a page did not open. They find out why, note it for the fault that a person will read, and answer
// SQLITE_IOERR_DATA. Never garbage, never zeros taken for data.

/// Pages looked at in one store's life; a disk that is all damage shall not stop the machine.
private let diagnosesAllowed = 32
/// Other places tried for a page that is sound but lies elsewhere.
private let placesTried: UInt32 = 65_536

func damagedPage(_ file: FilePointer, _ page: UInt32) -> Int32 {
    let state = file.pointee.core.pointee.state.takeUnretainedValue()
    let look = state.notes.withLock { notes in
        notes.diagnosed += 1
        return notes.diagnosed <= diagnosesAllowed
    }
    state.note(look ? diagnosePage(file, page) : .pageDamaged(.database, page: page, .unreadable))
    return VFSCode.ioData
}

func damagedFrame(_ file: FilePointer, _ index: Int64) -> Int32 {
    let frame = UnsafePointer(file.pointee.frameIn)
    let zeros = (0..<4096).allSatisfy { frame[24 + $0] == 0 }
    file.pointee.core.pointee.state.takeUnretainedValue()
        .note(.pageDamaged(.log, page: UInt32(truncatingIfNeeded: index), zeros ? .zeros : .unreadable))
    return VFSCode.ioData
}

private func diagnosePage(_ file: FilePointer, _ page: UInt32) -> VaultError.Reason {
    let sealed = UnsafeMutablePointer<UInt8>.allocate(capacity: 4096)
    let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: 4096)
    defer {
        sodium_memzero(scratch, 4096)
        sealed.deallocate()
        scratch.deallocate()
    }
    guard rawRead(file, sealed, 4096, Int64(page - 1) << 12) == SQLITE_OK else {
        return .pageDamaged(.database, page: page, .cutOff)
    }
    if (0..<4096).allSatisfy({ sealed[$0] == 0 }) { return .pageDamaged(.database, page: page, .zeros) }
    if memcmp(sealed, "SQLite format 3", 16) == 0 { return .databaseNotSealed }

    let core = file.pointee.core
    var binding = PageBinding(storeHigh: core.pointee.idHigh, storeLow: core.pointee.idLow, kind: PageBinding.database)
    func opens(as number: UInt32) -> Bool {
        binding.bind(page: number)
        return withUnsafeBytes(of: &binding) { bytes in
            core.pointee.databaseCipher.open(
                sealed, into: scratch, bytes.octets,
                PageBinding.databaseCount)
        }
    }

    // A bit first: 32,768 tries, about 50 ms.
    for bit in 0..<(4096 * 8) {
        sealed[bit >> 3] ^= 1 << UInt8(bit & 7)
        let sound = opens(as: page)
        sealed[bit >> 3] ^= 1 << UInt8(bit & 7)
        if sound { return .pageDamaged(.database, page: page, .flippedBit(bit)) }
    }
    var size: sqlite3_int64 = 0
    _ = rawSize(file, &size)
    let last = UInt32(clamping: size >> 12)
    let from = page > placesTried / 2 ? page - placesTried / 2 : 1
    var other = from
    while other <= last && other - from < placesTried {
        if other != page && opens(as: other) { return .pageDamaged(.database, page: page, .misplaced(from: other)) }
        other += 1
    }
    return anyPageOpens(file, last, scratch) ? .pageDamaged(.database, page: page, .unreadable) : .foreignDatabase
}

/// Whether a sample of the file opens at all; when none does, the whole file is another store's.
private func anyPageOpens(_ file: FilePointer, _ last: UInt32, _ scratch: UnsafeMutablePointer<UInt8>) -> Bool {
    let core = file.pointee.core
    var binding = PageBinding(storeHigh: core.pointee.idHigh, storeLow: core.pointee.idLow, kind: PageBinding.database)
    let step = max(1, last / 64)
    for page in stride(from: UInt32(1), through: last, by: Int(step)) {
        guard rawRead(file, scratch, 4096, Int64(page - 1) << 12) == SQLITE_OK else { continue }
        binding.bind(page: page)
        let sound = withUnsafeBytes(of: &binding) { bytes in
            core.pointee.databaseCipher.open(
                scratch, into: scratch, bytes.octets,
                PageBinding.databaseCount)
        }
        if sound { return true }
    }
    return false
}
