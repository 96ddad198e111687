import GRDB
import GRDBSQLite
import Synchronization

/// Brings the log into the database after saves have been answered rather than before: SQLite's own checkpoint runs inside a
/// commit, and those who wait for that commit wait for two more syncs and a thousand pages.
///
/// Begins at the frames of `PRAGMA wal_autocheckpoint` once nobody saves, and at four times as many whoever waits.
final class LogKeeper: Sendable {
    private let frames = Atomic<Int>(0)
    private let enough: Int

    init(_ database: any DatabaseWriter) throws {
        enough = max(1, try database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA wal_autocheckpoint") } ?? 1000)
    }

    /// From here on nothing else checkpoints on the writing connection, until `leave`; this must live as long.
    func watch(_ database: any DatabaseWriter) throws {
        try database.writeWithoutTransaction { db in
            // SQLite's own checkpoints are a hook too, which this replaces.
            sqlite3_wal_hook(db.sqliteConnection, { keeper, _, _, frames in
                Unmanaged<LogKeeper>.fromOpaque(keeper!).takeUnretainedValue().frames.store(Int(frames), ordering: .relaxed)
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
        }
    }

    /// Gives the connection back to SQLite's own checkpoints.
    func leave(_ database: any DatabaseWriter) {
        try? database.writeWithoutTransaction { _ = sqlite3_wal_autocheckpoint($0.sqliteConnection, Int32(enough)) }
    }

    /// There is enough for a checkpoint when nobody saves for a moment.
    var isDue: Bool { frames.load(ordering: .relaxed) >= enough }

    /// On the writer thread. `isQuiet`: nobody has saved for a moment. A checkpoint that fails leaves the log as it is, for the next time.
    func keep(_ database: any DatabaseWriter, isQuiet: Bool) {
        let now = frames.load(ordering: .relaxed)
        guard now >= enough, isQuiet || now >= 4 * enough else { return }
        // Counted anew by the next commit, also where readers kept part of the log in use.
        frames.store(0, ordering: .relaxed)
        _ = try? database.writeWithoutTransaction { try $0.checkpoint(.passive) }
    }
}
