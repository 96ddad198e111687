import Foundations
import GRDB

/// One erasure: changes the rows, then gives new wrappings to everything that must survive, so that the old erasure
/// key opens nothing that is still wanted and can be destroyed.
struct Erasure {
    private let keys: any JournalKeys

    init(_ keys: any JournalKeys) { self.keys = keys }

    /// On the writer thread. `body` does the erasing; the entry that tells of it is appended in the same transaction.
    /// Answers the names of the attachments' files that nobody can open any more.
    func run(_ writer: JournalWriter, _ save: Save, _ received: WallTime, _ body: (Database, inout Round) throws -> Void) throws -> [String] {
        var done = false
        var files: [String] = []
        try replaceKey(writer) { db in
            if done { return }
            var round = Round(keys)
            try body(db, &round)
            _ = try writer.entries.append(db, save, received: received, check: { _ in })
            try round.finish(db)
            files = round.files
            done = true
        }
        return files
    }

    /// Ends a replacement that a power cut left half done. Whatever it was to erase is erased if its transaction was
    /// durable, and must be asked for again if not.
    func finishCutOff(_ writer: JournalWriter) throws { try replaceKey(writer) { _ in } }

    private func replaceKey(_ writer: JournalWriter, _ body: (Database) throws -> Void) throws {
        try keys.replaceErasureKey { move in
            try writer.transaction { db in
                try body(db)
                try rewrap(db, move)
            }
            writer.entries.forgetKeys()
            writer.trail.forgetKeys()
            // The transaction's old pages must be gone before the old key is: they are what it opens.
            try writer.checkpointTruncate()
        }
    }

    private func rewrap(_ db: Database, _ move: ([UInt8], String) throws -> [UInt8]) throws {
        for bucket in 0..<ScopeKeys.buckets {
            let query = try Query(db, "SELECT wrapped FROM key_bucket WHERE number = ?")
            query.bind(1, bucket)
            guard try query.step() else { throw JournalError.damaged("key bucket \(bucket)") }
            let wrapped = query.blob(0)
            query.reset()
            let update = try Query(db, "UPDATE key_bucket SET wrapped = ? WHERE number = ?")
            update.bind(1, try move(wrapped, ScopeKeys.bucketLabel(bucket)))
            update.bind(2, bucket)
            try update.run()
        }
        var months: [(String, [UInt8])] = []
        let query = try Query(db, "SELECT month, wrapped FROM trail_key")
        while try query.step() { months.append((query.text(0) ?? "", query.blob(1))) }
        for (month, wrapped) in months {
            let update = try Query(db, "UPDATE trail_key SET wrapped = ? WHERE month = ?")
            update.bind(1, try move(wrapped, TrailLine.keyLabel(month)))
            update.bind(2, month)
            try update.run()
        }
    }
}
