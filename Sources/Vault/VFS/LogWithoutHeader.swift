import CSodium
import GRDBSQLite
import Glibc

extension LogSurvey {
    /// The header is unsound, so SQLite would take the log for empty and begin it anew. That is harmless where every page
    /// that the log's round last committed stands in the database as well: so it is when the power went while the header
    /// of a new round was written. Otherwise the log holds saves that are nowhere else.
    func headless() -> VaultError.Reason? {
        guard let salts = saltsOfFirstSoundFrame() else { return nil }
        var newest: [UInt32: Int64] = [:]
        var pending: [UInt32: Int64] = [:]
        var (pages, commits): (UInt32, Int) = (0, 0)
        for index in 0..<frames where read(index) && isSound(index, salts: salts) {
            pending[page] = index
            guard commitSize != 0 else { continue }
            newest.merge(pending) { $1 }
            pending = [:]
            pages = commitSize
            commits += 1
        }
        if commits == 0 || newest.allSatisfy({ $0.key > pages || isInDatabase($0.key, frame: $0.value, salts: salts) }) { return nil }
        return .logDamaged(frame: nil, commitsAfter: commits)
    }

    private func saltsOfFirstSoundFrame() -> UInt64? {
        for index in 0..<frames where read(index) && isSound(index, salts: frameSalts) { return frameSalts }
        return nil
    }

    /// Whether page `number` of the database has the content of a frame.
    private func isInDatabase(_ number: UInt32, frame index: Int64, salts: UInt64) -> Bool {
        guard let writer = file.pointee.core.pointee.writer, read(index), isSound(index, salts: salts) else { return false }
        let database = writer.assumingMemoryBound(to: VaultFile.self)
        guard rawRead(database, frame, 4096, Int64(number - 1) << 12) == SQLITE_OK else { return false }
        let page = frame.assumingMemoryBound(to: UInt8.self)
        let core = file.pointee.core
        database.pointee.binding.bind(page: number)
        let opens = withUnsafeBytes(of: &database.pointee.binding) { binding in
            core.pointee.databaseCipher.open(page, into: page, binding.octets, PageBinding.databaseCount)
        }
        defer { sodium_memzero(frame, 4096) }
        return opens && memcmp(frame, plain, 4096) == 0
    }
}
