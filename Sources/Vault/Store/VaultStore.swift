public import Foundations
public import GRDB
import Synchronization

/// An open store: the sealed database, the attachments, and the keys. One process holds it at a time; inside the process
/// one connection writes and any number read.
public final class VaultStore: Sendable {
    public let storeID: UUIDv7
    public let directory: String
    public let options: VaultOptions
    public let blobs: BlobStore
    public let sealing: Sealing
    public let keySlots: KeySlots
    /// Readers beside one writer. Every connection keeps temporary tables in memory and syncs each commit.
    public let database: DatabasePool

    let core: CoreBox
    let ring: KeyRing
    let files: any FileSystem
    let sealCount: SealCount
    private let lock: Mutex<OwnerLock?>

    init(lock: OwnerLock, ring: KeyRing, core: CoreBox, database: DatabasePool, options: VaultOptions) {
        self.lock = Mutex(lock)
        self.ring = ring
        self.core = core
        self.database = database
        self.options = options
        files = ring.files
        storeID = ring.storeID
        directory = lock.directory
        sealing = Sealing(ring: ring)
        blobs = BlobStore(directory: lock.directory + "/blobs", files: ring.files)
        keySlots = KeySlots(ring: ring)
        sealCount = SealCount(ring: ring, core: core)
    }

    /// X25519 key to which anybody may seal a notice for this store, opened or not.
    public var noticeKey: [UInt8] { ring.file.noticeKey }
    public var suite: CipherSuite { ring.suite }

    /// Brings the log into the database and cuts it to nothing. Waits for the writer; fails with `sqlite` BUSY when a
    /// reader still needs the log.
    public func checkpointTruncate() throws(VaultError) {
        try faults { () throws in
            try database.writeWithoutTransaction { database in _ = try database.checkpoint(.truncate) }
        }
        try sealCount.reserve()
    }

    /// Brings the log in, closes all connections, notes how much the key has sealed, and gives the lock back. Where the
    /// log cannot be brought in (a full disk, a failed sync) it stays for the next start. Later calls do nothing; using the
    /// store afterwards is an error of the caller that GRDB reports.
    public func close() throws(VaultError) {
        if core.state.notes.withLock({ $0.readOnly == nil }) {
            _ = try? database.writeWithoutTransaction { database in try database.checkpoint(.truncate) }
        }
        try faults { () throws in try database.close() }
        try sealCount.settle()
        core.unregister()
        lock.withLock { $0 = nil }
    }

    /// The fault a person should read for an error that the database threw.
    public func fault(for error: any Error) -> VaultError {
        switch error {
        case let fault as VaultError: fault
        case let fault as FileFault: VaultError(fault)
        case let fault as DatabaseError:
            core.fault(fault.extendedResultCode.rawValue, fault.message ?? fault.resultCode.description)
        default: VaultError(.sqlite(1, "\(error)"))
        }
    }

    func faults<Result>(_ body: () throws -> Result) throws(VaultError) -> Result {
        do {
            return try body()
        } catch {
            throw fault(for: error)
        }
    }
}
