public import Foundations
public import Vault
import GRDB

extension JournalStore {
    /// The journal of an open vault; its site is the vault's id. Close it before the vault.
    ///
    /// Finishes an erasure that a power cut left half done. Where another version wrote the store, its index and search
    /// words are made anew first: `rebuilding` then gets the records done so far. Throws what the vault throws, as `vault`.
    public convenience init(vault: VaultStore, time: any TimeSource, rebuilding: (Int) -> Void = { _ in }) throws(JournalError) {
        let seam = StoreSeam(
            requireSpace: { purpose in try vault.requireSpace(for: purpose == .audit ? .audit : .save) },
            explain: { error in error is DatabaseError ? vault.fault(for: error) : error })
        try self.init(database: vault.database, keys: VaultKeys(vault.sealing), time: time, site: vault.storeID, seam: seam,
                      blobs: vault.blobs, rebuilding: rebuilding)
    }
}
