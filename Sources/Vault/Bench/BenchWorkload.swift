// Sodium's header brings C's `timespec` too, and the compiler may take it to be defined there.
import CSodium
import Foundations
import GRDBSQLite
import Glibc

/// The workload that the peers are measured with too: rows of 280 to 320 bytes, 100 a transaction with full syncs, then
/// as many reads by key in random order, then one scan. 2 MB of page cache, WAL, a checkpoint each 1000 frames.
struct BenchWorkload {
    struct Times {
        var insert = Spent()
        var checkpoint = Spent()
        var reads = Spent()
        var scan = Spent()
        /// Pages sealed and opened in each phase; zero for plain SQLite.
        var insertPages = Pages()
        var readPages = Pages()
        var scanPages = Pages()
    }

    struct Pages {
        var sealed: UInt64 = 0
        var opened: UInt64 = 0

        static func - (a: Pages, b: Pages) -> Pages { Pages(sealed: a.sealed - b.sealed, opened: a.opened - b.opened) }
    }

    let rows: Int
    private let blob: [UInt8]
    private let order: [Int64]

    init(rows: Int) {
        self.rows = rows
        var dice = BenchDice(state: 7)
        blob = (0..<1 << 20).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
        order = (0..<rows).map { _ in Int64(dice.next() % UInt64(max(1, rows))) }
    }

    /// Runs on a new database at `path` under the VFS of this name; `counted` asks our own for its page counts.
    func run(_ path: String, vfs: String, counted: Bool) throws(VaultError) -> Times {
        var times = Times()
        let database = try open(path, vfs, counted)
        try database.run("CREATE TABLE t (id INTEGER PRIMARY KEY, k INT, v BLOB)")
        let before = counted ? pages(database) : Pages()
        times.insert = try timed { () throws(VaultError) in try insert(database) }
        times.insertPages = counted ? pages(database) - before : Pages()
        times.checkpoint = try timed { () throws(VaultError) in try database.run("PRAGMA wal_checkpoint(TRUNCATE)") }
        try database.close()

        let again = try open(path, vfs, counted)
        _ = try again.text("SELECT count(*) FROM sqlite_schema")
        let opened = counted ? pages(again) : Pages()
        times.reads = try timed { () throws(VaultError) in try readAll(again) }
        let read = counted ? pages(again) : Pages()
        times.readPages = read - opened
        var answer: String?
        times.scan = try timed { () throws(VaultError) in
            answer = try again.text("SELECT count(*) || ' ' || sum(k) || ' ' || sum(length(v)) FROM t")
        }
        times.scanPages = (counted ? pages(again) : Pages()) - read
        guard answer?.hasPrefix("\(rows) ") == true else { throw VaultError(.sqlite(SQLITE_CORRUPT, "the scan is wrong")) }
        try again.close()
        return times
    }

    private func open(_ path: String, _ vfs: String, _ sealed: Bool) throws(VaultError) -> RawDatabase {
        let database = try RawDatabase(path, vfs: vfs, reserve: sealed)
        try database.run("PRAGMA page_size = 4096; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = OFF; "
            + "PRAGMA mmap_size = 0; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 1000; "
            + "PRAGMA synchronous = FULL; PRAGMA cache_size = -2000")
        return database
    }

    private func insert(_ database: RawDatabase) throws(VaultError) {
        let statement = try prepare(database, "INSERT INTO t VALUES (?, ?, ?)")
        defer { sqlite3_finalize(statement) }
        var id = 0
        while id < rows {
            try database.run("BEGIN")
            for _ in 0..<min(100, rows - id) {
                let at = id &* 7919 % (blob.count - 320)
                sqlite3_bind_int64(statement, 1, Int64(id))
                sqlite3_bind_int64(statement, 2, Int64(id % 977))
                let code = blob.withUnsafeBytes { bytes in
                    sqlite3_bind_blob(statement, 3, bytes.octets + at, Int32(280 + id % 41), nil)
                    return sqlite3_step(statement)
                }
                sqlite3_reset(statement)
                guard code == SQLITE_DONE else { throw database.failure(code) }
                id += 1
            }
            try database.run("COMMIT")
        }
    }

    private func readAll(_ database: RawDatabase) throws(VaultError) {
        let statement = try prepare(database, "SELECT v FROM t WHERE id = ?")
        defer { sqlite3_finalize(statement) }
        var total: Int64 = 0
        for id in order {
            sqlite3_bind_int64(statement, 1, id)
            let code = sqlite3_step(statement)
            guard code == SQLITE_ROW else { throw database.failure(code) }
            total += Int64(sqlite3_column_bytes(statement, 0))
            sqlite3_reset(statement)
        }
        guard total > 0 else { throw VaultError(.sqlite(SQLITE_CORRUPT, "nothing was read")) }
    }

    private func prepare(_ database: RawDatabase, _ sql: String) throws(VaultError) -> OpaquePointer {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v2(database.handle, sql, -1, &statement, nil)
        guard code == SQLITE_OK, let statement else { throw database.failure(code) }
        return statement
    }

    /// Both files of the connection together.
    private func pages(_ database: RawDatabase) -> Pages {
        var sum = Pages()
        for operation in [SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER] {
            var file: UnsafeMutablePointer<sqlite3_file>?
            var counts = (UInt64(0), UInt64(0))
            guard sqlite3_file_control(database.handle, "main", operation, &file) == SQLITE_OK,
                  let file, let methods = file.pointee.pMethods,
                  withUnsafeMutableBytes(of: &counts, {
                      methods.pointee.xFileControl(file, countersFileControl, $0.baseAddress)
                  }) == SQLITE_OK else { continue }
            sum.sealed += counts.0
            sum.opened += counts.1
        }
        return sum
    }
}

/// splitmix64: the same data in every run.
private struct BenchDice {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Seconds on the wall and of this thread's processor time. Where others use the machine only the second is steady.
struct Spent {
    var wall = 0.0
    var cpu = 0.0
}

func timed<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) -> Spent {
    let start = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_THREAD_CPUTIME_ID))
    try body()
    return Spent(wall: seconds(CLOCK_MONOTONIC) - start.0, cpu: seconds(CLOCK_THREAD_CPUTIME_ID) - start.1)
}

private func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
