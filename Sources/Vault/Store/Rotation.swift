public import Foundations
import GRDBSQLite

/// `kinbox key rotate`: all pages sealed anew under a new vault key, never in place. A power cut at any step leaves a
/// store that opens with the same secrets; running it again finishes or starts over.
///
/// 1. The key file gets a second generation. 2. `VACUUM INTO vault.db.next` under it, checked page by page and by
/// SQLite. 3. The old log is gone, durably. 4. `vault.db.next` takes the place of `vault.db`, durably. 5. The key file
/// keeps only the new generation, under a new root key. Until 5 both generations open; which one `vault.db` is under
/// shows on its first page.
public enum Rotation {
    public enum Step: String, Sendable, CaseIterable { case prepared, copied, checked, swapped, finished }

    /// Needs the store closed. `suite` nil keeps the cipher.
    public static func run(
        at directory: String, with secret: consuming UnlockSecret, suite: CipherSuite? = nil,
        files: any FileSystem = DiskFiles(), progress: (Step) -> Void = { _ in }
    ) throws(VaultError) {
        let directory = try canonical(directory)
        let lock = try OwnerLock(directory: directory)
        defer { withExtendedLifetime(lock) {} }
        let ring = try KeyRing.open(directory: directory, with: secret, files: files)
        guard ring.isInitialised else { throw VaultError(.unfinishedCreation) }
        let suite = suite ?? ring.suite
        guard suite.isAvailable else { throw VaultError(.noAESInstructions) }

        try settle(ring)
        try ring.change { state throws(VaultError) in
            state.body.setGeneration(1, id: state.body.generationID(0) &+ 1, state: .next, suite: suite)
        }
        progress(.prepared)
        let seals = try copy(ring, directory)
        if suite.sealLimit != UInt64.max || ring.suite.sealLimit != UInt64.max {
            try ring.change { state throws(VaultError) in
                state.body.setSeals(0, seals.old)
                state.body.setSeals(1, seals.new)
            }
        }
        progress(.copied)
        try check(ring, directory)
        progress(.checked)
        do {
            let next = try files.open(directory + "/vault.db.next", .readWrite)
            try next.sync()
            for name in ["vault.db-wal", "vault.db.next-wal"] where files.exists(directory + "/" + name) {
                try files.remove(directory + "/" + name)
            }
            try files.syncDirectory(directory)
            try files.rename(directory + "/vault.db.next", to: directory + "/vault.db")
            try files.syncDirectory(directory)
        } catch {
            throw VaultError(error)
        }
        progress(.swapped)
        try finish(ring)
        progress(.finished)
    }

    /// After a cut: finishes a rotation whose new database is in place, and undoes one whose is not. Does nothing where
    /// none was begun.
    static func settle(_ ring: KeyRing) throws(VaultError) {
        let begun = try ring.look { state throws(VaultError) in state.body.generationID(1) != 0 }
        let database = ring.directory + "/vault.db"
        if begun {
            if try opensFirstPage(ring, database, generation: 1) {
                try finish(ring)
            } else {
                try removeNext(ring)
                try ring.change { $0.body.dropSecondGeneration() }
            }
        } else {
            try removeNext(ring)
        }
    }

    /// Pieces of an unfinished rotation, and the shared-memory file that rotations once left.
    private static func removeNext(_ ring: KeyRing) throws(VaultError) {
        do {
            for name in ["vault.db.next", "vault.db.next-wal", "vault.db-shm"] where ring.files.exists(ring.directory + "/" + name) {
                try ring.files.remove(ring.directory + "/" + name)
            }
        } catch {
            throw VaultError(error)
        }
    }

    /// Keeps only the new generation and seals a new root to every slot.
    private static func finish(_ ring: KeyRing) throws(VaultError) {
        try ring.change { state throws(VaultError) in
            state.body.keepOnlySecondGeneration()
            state.root = SecretBytes.random(32)
            state.file.suite = state.body.suite(0) ?? state.file.suite
            for index in state.file.slots.indices {
                try SlotSeal.seal(root: state.root, into: &state.file.slots[index], store: state.file.storeID)
            }
        }
    }

    // MARK: The copy

    /// Returns how many pages each key has sealed by then.
    private static func copy(_ ring: KeyRing, _ directory: String) throws(VaultError) -> (old: UInt64, new: UInt64) {
        let old = try ring.core(path: directory + "/vault.db", building: false)
        let new = try ring.core(path: directory + "/vault.db.next", building: true, generation: 1)
        do throws(VaultError) {
            let source = try RawDatabase(old.path, flags: SQLITE_OPEN_READWRITE)
            try source.run("PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)")
            old.pointer.pointee.settled = true
            let quoted = new.path.replacing("'", with: "''")
            try source.run("VACUUM INTO '\(quoted)'")
            try source.close()
            let target = try RawDatabase(new.path)
            try VaultStore.turnIntoLogMode(target)
            try target.run("PRAGMA wal_checkpoint(TRUNCATE)")
            try target.close()
            return (old.pointer.pointee.seals, new.pointer.pointee.seals)
        } catch {
            throw named(error, [old, new])
        }
    }

    /// Every page opens, SQLite finds the copy sound, and each table has as many rows as in the original.
    private static func check(_ ring: KeyRing, _ directory: String) throws(VaultError) {
        let old = try ring.core(path: directory + "/vault.db", building: false)
        let new = try ring.core(path: directory + "/vault.db.next", building: false, generation: 1)
        do throws(VaultError) {
            // A connection that may only read would make a shared-memory file, with a checksum over plain pages in it.
            let source = try RawDatabase(old.path, flags: SQLITE_OPEN_READWRITE)
            let target = try RawDatabase(new.path, flags: SQLITE_OPEN_READWRITE)
            try target.run("PRAGMA temp_store = MEMORY")
            let damaged = try PageWalk.damaged(target)
            guard damaged.isEmpty else { throw VaultError(.databaseTruncated) }
            guard try target.text("PRAGMA integrity_check(1)") == "ok" else { throw VaultError(.databaseTruncated) }
            guard try census(source) == census(target) else { throw VaultError(.databaseTruncated) }
            try source.close()
            try target.close()
        } catch {
            throw named(error, [old, new])
        }
    }

    /// Schema and number of rows of each table, as text.
    private static func census(_ database: RawDatabase) throws(VaultError) -> String {
        let schema = try database.text("SELECT group_concat(type || name || coalesce(sql, ''), char(10)) FROM "
            + "(SELECT * FROM sqlite_schema ORDER BY type, name)") ?? ""
        let tables = try database.text("SELECT group_concat('SELECT ''' || replace(name, '''', '''''') || ''' AS t, count(*) AS n "
            + "FROM \"' || replace(name, '\"', '\"\"') || '\"', ' UNION ALL ') FROM sqlite_schema WHERE type = 'table' "
            + "AND name NOT LIKE 'sqlite_%' AND (sql LIKE 'CREATE TABLE%') ORDER BY name") ?? ""
        if tables.isEmpty { return schema }
        return schema + (try database.text("SELECT group_concat(t || n, ' ') FROM (\(tables) ORDER BY t)") ?? "")
    }

    private static func named(_ error: VaultError, _ cores: [CoreBox]) -> VaultError {
        guard case .sqlite(let code, let message) = error.reason else { return error }
        for core in cores {
            let fault = core.fault(code, message)
            if case .sqlite = fault.reason { continue }
            return fault
        }
        return error
    }

    /// Whether the first page opens under the keys of a generation. Goes through the VFS: nobody else opens these files.
    private static func opensFirstPage(_ ring: KeyRing, _ path: String, generation: Int) throws(VaultError) -> Bool {
        let core = try ring.core(path: path, building: false, generation: generation)
        do throws(VaultError) {
            let database = try RawDatabase(path, flags: SQLITE_OPEN_READONLY)
            return try PageWalk.opens(database, page: 1)
        } catch {
            let fault = named(error, [core])
            if case .sqlite = fault.reason { throw fault }
            if case .pageDamaged = fault.reason { return false }
            if case .foreignDatabase = fault.reason { return false }
            throw fault
        }
    }
}
