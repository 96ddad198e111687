import Foundations
import GRDBSQLite
import Synchronization

/// Owns the C-side struct of one open store, the keys it points into and the notes of its slow paths; registers it with
/// the VFS for as long as it lives.
final class CoreBox: @unchecked Sendable {
    // Confined: `pointer` is handed to the VFS, whose rules StoreCore states; here it is only made, registered and freed.
    let pointer: UnsafeMutablePointer<StoreCore>
    let path: String
    let state = StoreState()
    private let keys: StoreKeys
    private let observer: ObserverBox?

    /// `path` is the canonical path of the database. Throws `inUse` when this process has it open already.
    init(path: String, keys: StoreKeys, storeID: UUIDv7, seals: UInt64, initialised: Bool, building: Bool,
         observer: (any DiskObserver)?) throws(VaultError) {
        self.path = path
        self.keys = keys
        self.observer = observer.map { ObserverBox($0) }
        pointer = UnsafeMutablePointer<StoreCore>.allocate(capacity: 1)
        pointer.initialize(to: StoreCore(
            databaseCipher: keys.databaseCipher, logCipher: keys.logCipher, mask: keys.checksumMask, mark: keys.logMark,
            idHigh: storeID.high, idLow: storeID.low, sealLimit: keys.suite.sealLimit, initialised: initialised,
            building: building, seals: seals, observer: self.observer.map { Unmanaged.passUnretained($0) },
            state: Unmanaged.passUnretained(state)))
        // When this throws, `deinit` runs all the same and frees: every property is set by now.
        try VaultVFS.add(pointer, path: path)
    }

    /// After the last connection is closed: the path may be opened anew.
    func unregister() { VaultVFS.remove(path: path, core: pointer) }

    deinit {
        unregister()
        pointer.deinitialize(count: 1)
        pointer.deallocate()
    }

    /// The fault a person should read for something SQLite or GRDB threw: what the file layer noted, else SQLite's own.
    func fault(_ code: Int32, _ message: String) -> VaultError {
        let noted = state.takeFault()
        switch code & 0xFF {
        case SQLITE_FULL: return VaultError(noted == .sealLimit ? .sealLimit : .noSpace)
        case SQLITE_READONLY:
            if let reason = state.notes.withLock({ $0.readOnly }) { return Self.readOnly(reason) }
        default: break
        }
        if let noted { return VaultError(noted) }
        return VaultError(.sqlite(code, message))
    }

    static func readOnly(_ reason: VaultError.Reason) -> VaultError {
        VaultError(.readOnly(VaultError(reason).whatHappened))
    }
}
