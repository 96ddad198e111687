public import Foundations
import GRDBSQLite
import Glibc

extension VaultStore {
    /// Makes a store in `directory` (made if missing; otherwise without a store) with two ways to open it: `first` and
    /// the recovery key that is returned, which is to be printed and typed back (`keySlots.confirmRecovery`).
    ///
    /// A power cut at any step leaves either no store, or one that says `unfinishedCreation` and may be made again.
    /// Throws `alreadyExists`, `inUse`, `noAESInstructions`, `secretOnSameDisk`, `unusableSecret`, `noSpace`.
    public static func create(
        at directory: String, first: consuming NewKeySlot, label: String = "", options: VaultOptions = VaultOptions(),
        files: any FileSystem = DiskFiles()
    ) throws(VaultError) -> (VaultStore, RecoveryKey) {
        guard options.suite.isAvailable else { throw VaultError(.noAESInstructions) }
        do {
            try files.makeDirectories(directory)
        } catch {
            throw VaultError(error)
        }
        let directory = try canonical(directory)
        let lock = try OwnerLock(directory: directory)
        try clearUnfinished(directory, files)

        let recovery = RecoveryKey()
        let ring = try KeyRing.make(directory: directory, suite: options.suite, recovery: recovery, first: first,
                                    label: label, created: unixMillis(), files: files)
        try ring.change { _ in }
        do {
            try files.makeDirectory(directory + "/blobs")
            try makeEmptyDatabase(ring, directory)
            try files.rename(directory + "/vault.db.new", to: directory + "/vault.db")
            try files.syncDirectory(directory)
        } catch let fault as FileFault {
            throw VaultError(fault)
        } catch let fault as VaultError {
            throw fault
        } catch {
            throw VaultError(.sqlite(SQLITE_ERROR, "\(error)"))
        }
        try ring.change { $0.file.flags.insert(.initialised) }

        let locked = try LockedVault(taking: lock, files: files)
        return (try locked.unlock(with: .recovery(recovery), options: options), recovery)
    }

    /// Opens a store: takes the owner's lock, checks the secret, brings the log in. See `LockedVault.unlock`.
    public static func open(
        at directory: String, with secret: consuming UnlockSecret, options: VaultOptions = VaultOptions(),
        files: any FileSystem = DiskFiles()
    ) throws(VaultError) -> VaultStore {
        let locked = try LockedVault(at: directory, files: files)
        return try locked.unlock(with: secret, options: options)
    }

    /// A store whose making was cut off never held data: its pieces go. Anything else stays and is refused.
    private static func clearUnfinished(_ directory: String, _ files: any FileSystem) throws(VaultError) {
        guard KeyRing.paths(in: directory).contains(where: { files.exists($0) }) else {
            if files.exists(directory + "/vault.db") { throw VaultError(.alreadyExists) }
            return
        }
        let copies = try KeyRing.read(directory: directory, files: files)
        guard copies.allSatisfy({ !$0.flags.contains(.initialised) }) else { throw VaultError(.alreadyExists) }
        do {
            for name in ["vault.db", "vault.db-wal", "vault.db.new", "vault.db.new-wal", "vault.keys", "vault.keys.copy"]
            where files.exists(directory + "/" + name) {
                try files.remove(directory + "/" + name)
            }
            try files.syncDirectory(directory)
        } catch {
            throw VaultError(error)
        }
    }

    /// An empty sealed database in WAL mode under a temporary name: SQLite makes its first page outside WAL, which is
    /// safe only where nobody looks yet.
    private static func makeEmptyDatabase(_ ring: KeyRing, _ directory: String) throws(VaultError) {
        let core = try ring.core(path: directory + "/vault.db.new", building: true)
        do {
            let database = try RawDatabase(core.path)
            try turnIntoLogMode(database)
            try database.close()
        } catch {
            if case .sqlite(let code, let message) = error.reason { throw core.fault(code, message) }
            throw error
        }
    }

    /// Memory journal on the way: a file journal would be refused, and need not exist for a file under a temporary name.
    static func turnIntoLogMode(_ database: RawDatabase) throws(VaultError) {
        try database.run("PRAGMA page_size = 4096; PRAGMA temp_store = MEMORY; PRAGMA journal_mode = MEMORY")
        guard try database.text("PRAGMA journal_mode = WAL") == "wal" else {
            throw VaultError(.sqlite(SQLITE_ERROR, "WAL mode could not be set"))
        }
        try database.run("PRAGMA synchronous = FULL; CREATE TABLE begun (n); DROP TABLE begun")
    }
}

func unixMillis() -> Int64 { SystemTime().now().millis }
