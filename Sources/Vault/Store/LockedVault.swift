public import Foundations
import GRDB
import GRDBSQLite
import Glibc
import Synchronization

/// A store whose lock is held and whose keys are not known yet. A box that came back at night stays in this state until
/// somebody unlocks it; meanwhile `queue` takes what people and devices bring.
public final class LockedVault: Sendable {
    public let directory: String
    public let storeID: UUIDv7
    /// X25519 public key to which notices are sealed.
    public let noticeKey: [UInt8]
    public let slots: [KeySlotInfo]
    public let queue: LockedQueue

    let lock: OwnerLock
    let files: any FileSystem

    /// Takes the owner's lock and reads the clear part of the key file. Throws `notAVault`, `inUse`, `keyFileDamaged`,
    /// `unfinishedCreation`.
    public convenience init(at directory: String, files: any FileSystem = DiskFiles()) throws(VaultError) {
        let directory = try canonical(directory)
        guard KeyRing.paths(in: directory).contains(where: { files.exists($0) }) else { throw VaultError(.notAVault) }
        try self.init(taking: OwnerLock(directory: directory), files: files)
    }

    init(taking lock: OwnerLock, files: any FileSystem) throws(VaultError) {
        guard let newest = try KeyRing.read(directory: lock.directory, files: files).first else {
            throw VaultError(.notAVault)
        }
        guard newest.flags.contains(.initialised) else { throw VaultError(.unfinishedCreation) }
        self.lock = lock
        self.directory = lock.directory
        self.files = files
        storeID = newest.storeID
        noticeKey = newest.noticeKey
        slots = newest.slots.map(\.info)
        queue = LockedQueue(directory: lock.directory, noticeKey: newest.noticeKey, files: files)
    }

    /// Opens the store. The key is checked by the seal of the key file before the database or its log is touched: with a
    /// wrong one the log would look empty and be written over. May be called again after a wrong secret. Blocks for the
    /// time of one Argon2 and of bringing the log in.
    public func unlock(with secret: consuming UnlockSecret, options: VaultOptions = VaultOptions()) throws(VaultError)
        -> VaultStore {
        let ring = try KeyRing.open(directory: directory, with: secret, files: files)
        try Rotation.settle(ring)
        let core = try ring.core(path: directory + "/vault.db", building: false)
        let pool = try openPool(core, options)
        core.pointer.pointee.settled = true
        let store = VaultStore(lock: lock, ring: ring, core: core, database: pool, options: options)
        // On a full disk the store still opens for reading; each save asks again.
        try? store.sealCount.reserve()
        return store
    }

    private func openPool(_ core: CoreBox, _ options: VaultOptions) throws(VaultError) -> DatabasePool {
        do {
            let pool = try DatabasePool(path: core.path, configuration: poolConfiguration(options))
            try pool.writeWithoutTransaction { database in
                // Every page of the database now lies in its file; a shortened file shows itself here.
                _ = try database.checkpoint(.truncate)
                try checkSettings(database, core)
            }
            return pool
        } catch let fault as DatabaseError {
            if fault.resultCode == .SQLITE_CORRUPT, core.state.notes.withLock({ $0.lastFault }) == nil {
                throw VaultError(.databaseTruncated)
            }
            throw core.fault(fault.extendedResultCode.rawValue, fault.message ?? fault.resultCode.description)
        } catch let fault as VaultError {
            throw fault
        } catch {
            throw VaultError(.sqlite(SQLITE_ERROR, "\(error)"))
        }
    }
}

/// Settings of each connection.
func poolConfiguration(_ options: VaultOptions) -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(5)
    configuration.maximumReaderCount = options.readers
    configuration.label = "vault"
    let settings = """
        PRAGMA temp_store = MEMORY; PRAGMA cache_size = -\(options.cacheKiB); PRAGMA synchronous = FULL;
        PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
        PRAGMA wal_autocheckpoint = \(options.checkpointFrames);
        """
    configuration.prepareDatabase { database in
        var reserve = Int32(PageLayout.reserved)
        let code = sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        try database.execute(sql: settings)
    }
    return configuration
}

/// What must hold on the writing connection whatever GRDB or a later SQLite does; and that the file is as long as its
/// first page says.
private func checkSettings(_ database: Database, _ core: CoreBox) throws {
    let expected = [("journal_mode", "wal"), ("synchronous", "2"), ("temp_store", "2"), ("page_size", "4096")]
    for (name, value) in expected {
        let answer = try Row.fetchOne(database, sql: "PRAGMA \(name)")?.first?.1
        let text = answer.flatMap { String.fromDatabaseValue($0) ?? Int.fromDatabaseValue($0).map(String.init) }
        guard text == value else {
            throw VaultError(.sqlite(SQLITE_MISUSE, "\(name) is \(text ?? "unknown") instead of \(value)"))
        }
    }
    let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
    var status = stat()
    if stat(core.path, &status) == 0, Int64(status.st_size) < pages * 4096 { throw VaultError(.databaseTruncated) }
}

/// The folder's real path, since stores are known by it. Throws ENOENT as a file fault.
func canonical(_ directory: String) throws(VaultError) -> String {
    guard let real = realpath(directory, nil) else { throw VaultError(FileFault(.open, directory, errno: errno)) }
    defer { free(real) }
    return String(cString: real)
}

extension KeyRing {
    /// The keys of the generation in `place`, ready for the VFS.
    func core(path: String, building: Bool, generation place: Int = 0) throws(VaultError) -> CoreBox {
        let observer = files.observer
        return try look { state throws(VaultError) in
            guard let suite = state.body.suite(place) else { throw VaultError(.keyFileDamaged("unknown cipher")) }
            let keys = try StoreKeys(vaultKey: state.body.vaultKey(place), suite: suite)
            return try CoreBox(path: path, keys: keys, storeID: state.file.storeID, seals: state.body.seals(place),
                               initialised: !building, building: building, observer: observer)
        }
    }
}
