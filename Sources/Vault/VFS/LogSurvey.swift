import CSodium
import GRDBSQLite
import Glibc

// A look through the log before SQLite sees it. To SQLite a log ends at the first frame that does not fit, and one with an
// unsound header is empty: what lies behind is forgotten, and then written over. After a power cut that is right, for
// all of it belongs to one save that was never acknowledged. After damage it would lose acknowledged saves in silence.
//
// What tells the two apart:
// - A mark (LogMark) says how many frames were synced. Fewer sound ones are damage.
// - A commit is synced before the next begins, so the part that was not synced holds the end of one transaction at the
//   most. Two ends in it, counting what the bad frame's header says, are damage.
// - No power cut turns a single bit. A frame that fits with one bit turned back is damage wherever it lies.
// - Before a header is written over, all of the log is in the database, synced. A bad header over frames that hold
//   anything else is damage.

/// What is wrong with the log, other than what a power cut leaves; nil when SQLite may take it in. Changes nothing.
func logDamage(_ file: FilePointer) -> VaultError.Reason? {
    var size: sqlite3_int64 = 0
    guard rawSize(file, &size) == SQLITE_OK, size >= LogLayout.offset(of: 1) else { return nil }
    let survey = LogSurvey(file, size: size)
    return survey.damage()
}

final class LogSurvey {
    let file: FilePointer
    let frames: Int64
    private let size: Int64
    /// A frame as it lies in the file.
    let frame = UnsafeMutableRawPointer.allocate(byteCount: 4120, alignment: 8)
    let plain = UnsafeMutablePointer<UInt8>.allocate(capacity: 4096)

    init(_ file: FilePointer, size: Int64) {
        self.file = file
        self.size = size
        frames = (size - LogLayout.header) / LogLayout.frame
    }

    deinit {
        sodium_memzero(plain, 4096)
        plain.deallocate()
        frame.deallocate()
    }

    func damage() -> VaultError.Reason? {
        guard rawRead(file, frame, 32, 0) == SQLITE_OK, var round = LogRound(header: frame) else { return headless() }
        let salts = round.salts
        var index: Int64 = 0
        var committed: Int64 = 0
        while index < frames, read(index), isSound(index, salts: salts) {
            round.add(frame: frame, page: plain)
            guard sumOfFrame(index) == round.sum else { break }
            index += 1
            if commitSize != 0 { committed = index }
        }
        if index == frames { return nil }

        let behind = look(behind: index, salts: salts)
        let isDamage = behind.synced > committed || bad(index, salts: salts, expected: round.sum, commitsBehind: behind.commits)
        return isDamage ? .logDamaged(frame: UInt32(truncatingIfNeeded: index), commitsAfter: behind.commits) : nil
    }

    // MARK: Frames

    func read(_ index: Int64) -> Bool { rawRead(file, frame, 4120, LogLayout.offset(of: index)) == SQLITE_OK }

    /// Of the frame last read, as they stand in its header.
    var page: UInt32 { UInt32(bigEndian: frame.loadUnaligned(as: UInt32.self)) }
    var commitSize: UInt32 { UInt32(bigEndian: frame.loadUnaligned(fromByteOffset: 4, as: UInt32.self)) }
    var frameSalts: UInt64 { frame.loadUnaligned(fromByteOffset: 8, as: UInt64.self) }

    /// Whether the frame last read opens, into `plain`, and is of the round with these salts.
    func isSound(_ index: Int64, salts: UInt64) -> Bool { frameSalts == salts && page != 0 && opens(index) }

    private func opens(_ index: Int64) -> Bool {
        guard bindFrame(file, frame, index) else { return false }
        let cipher = file.pointee.core.pointee.logCipher
        let sealed = (frame + 24).assumingMemoryBound(to: UInt8.self)
        return withUnsafeBytes(of: &file.pointee.binding) { binding in
            cipher.open(sealed, into: plain, binding.octets, PageBinding.logCount)
        }
    }

    private func sumOfFrame(_ index: Int64) -> (UInt32, UInt32) {
        withUnsafeTemporaryAllocation(byteCount: 24, alignment: 8) { header in
            guard let base = header.baseAddress else { return (0, 0) }
            memcpy(base, frame, 24)
            file.pointee.core.pointee.mask.reveal(base, offset: UInt64(LogLayout.offset(of: index)))
            return (UInt32(bigEndian: base.load(fromByteOffset: 16, as: UInt32.self)),
                    UInt32(bigEndian: base.load(fromByteOffset: 20, as: UInt32.self)))
        }
    }

    // MARK: Behind the first bad frame

    /// Ends of transactions of this round behind `index`, and the most frames that a mark there says were
    /// synced. A mark may stand in the place of the bad frame itself, and behind the last whole one.
    private func look(behind index: Int64, salts: UInt64) -> (commits: Int, synced: Int64) {
        var commits = 0
        var synced: Int64 = 0
        for next in index..<frames where read(next) {
            if isMark(file, frame, next, salts: salts) {
                synced = next
            } else if next > index && endsTransaction(next, salts: salts) {
                commits += 1
            }
        }
        let tail = LogLayout.offset(of: frames)
        if size - tail >= Int64(LogMark.size), rawRead(file, frame, Int32(LogMark.size), tail) == SQLITE_OK,
           isMark(file, frame, frames, salts: salts) {
            synced = frames
        }
        return (commits, synced)
    }

    /// Whether the header of the frame last read says so. Where the frame does not open, its page number and size are
    /// believed if they lie in one disk sector with the salts, which then came to the disk with them.
    private func endsTransaction(_ index: Int64, salts: UInt64) -> Bool {
        guard commitSize != 0, page != 0, frameSalts == salts else { return false }
        return (LogLayout.offset(of: index) + 8) % 512 != 0 || opens(index)
    }

    /// What the bad frame itself tells.
    private func bad(_ index: Int64, salts: UInt64, expected: (UInt32, UInt32), commitsBehind: Int) -> Bool {
        guard read(index) else { return commitsBehind > 0 }
        if commitsBehind + (endsTransaction(index, salts: salts) ? 1 : 0) >= 2 { return true }
        // Sound, of this round, and only its checksum does not fit: a checksum that SQLite was about to put right, or the
        // rest of an undone transaction; but not one bit away from the right one.
        if isSound(index, salts: salts) { return isOneBitFromRight(index, expected) }
        // Sound, of an older round or of a transaction that was running.
        if page != 0 && opens(index) { return false }
        return opensWithOneBitTurned(index, salts: salts)
    }

    private func isOneBitFromRight(_ index: Int64, _ sum: (UInt32, UInt32)) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 24, alignment: 8) { header in
            guard let base = header.baseAddress else { return false }
            memcpy(base, frame, 16)
            base.storeBytes(of: sum.0.bigEndian, toByteOffset: 16, as: UInt32.self)
            base.storeBytes(of: sum.1.bigEndian, toByteOffset: 20, as: UInt32.self)
            file.pointee.core.pointee.mask.hide(base, offset: UInt64(LogLayout.offset(of: index)))
            let right = base.load(fromByteOffset: 16, as: UInt64.self)
            return (right ^ frame.load(fromByteOffset: 16, as: UInt64.self)).nonzeroBitCount == 1
        }
    }

    /// 32,896 tries, about a tenth of a second.
    private func opensWithOneBitTurned(_ index: Int64, salts: UInt64) -> Bool {
        let bytes = frame.assumingMemoryBound(to: UInt8.self)
        // All but the checksum, which is not sealed.
        for place in [0..<16, 24..<4120] {
            for bit in (place.lowerBound * 8)..<(place.upperBound * 8) {
                bytes[bit >> 3] ^= 1 << UInt8(bit & 7)
                let sound = isSound(index, salts: salts)
                bytes[bit >> 3] ^= 1 << UInt8(bit & 7)
                if sound { return true }
            }
        }
        return false
    }
}
