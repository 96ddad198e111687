import Foundations
import GRDBSQLite
import Synchronization

/// What the SQLite callbacks know about one open store. A plain struct behind a pointer: the callbacks run on whatever
/// thread SQLite uses and must neither allocate nor count references.
///
/// Who writes which field: `VaultStore` before any connection is open and at its own checkpoints; the callbacks of the
/// single writing connection (`writer`, `seals`, `poisoned`, `framesWritten`). Readers only read.
struct StoreCore {
    var databaseCipher: PageCipher
    var logCipher: PageCipher
    var mask: ChecksumMask
    var mark: LogMark
    var idHigh: UInt64
    var idLow: UInt64
    var sealLimit: UInt64

    /// The store has held data once: an empty or missing database is damage, not a new store.
    var initialised: Bool
    /// The first checkpoint after opening is done, so every page within the database lies in the file.
    var settled = false
    /// A file under its temporary name is being made: other journal modes may be passed through on the way to WAL.
    var building: Bool
    /// Frames were written since the log was opened: recovery is over.
    var framesWritten = false
    /// The log was looked through since it was opened, before SQLite saw it.
    var logSurveyed = false
    /// SQLite pads the log to whole sectors and may split a write there.
    var splitsWrites = false
    /// A sync failed: nothing more is written.
    var poisoned = false

    /// The one handle of the database that may write; nil when none is open.
    var writer: UnsafeMutableRawPointer?
    var openHandles = 0
    /// Pages sealed under this generation so far, over its whole life.
    var seals: UInt64

    /// Nil in production.
    var observer: Unmanaged<ObserverBox>?
    var state: Unmanaged<StoreState>
}

/// Holds the existential outside the struct.
final class ObserverBox: Sendable {
    let observer: any DiskObserver
    init(_ observer: any DiskObserver) { self.observer = observer }
}

/// Notes of the slow paths: why something failed, so that SQLite's bare number can become a fault that says something.
final class StoreState: Sendable {
    struct Notes {
        var lastFault: VaultError.Reason?
        var readOnly: VaultError.Reason?
        var alarms: [VaultError.Reason] = []
        var diagnosed = 0
        /// Frame at which the log ended torn when the store was opened; nil after a clean stop.
        var tornFrame: UInt32?
    }
    let notes = Mutex(Notes())

    func note(_ reason: VaultError.Reason) {
        notes.withLock { notes in
            notes.lastFault = reason
            switch reason {
            case .pageDamaged, .logDamaged, .databaseTruncated, .databaseEmptied, .databaseNotSealed, .fileRefused,
                 .secondWriter, .syncFailed:
                if notes.alarms.count < 64 && !notes.alarms.contains(reason) { notes.alarms.append(reason) }
            default: break
            }
        }
    }

    /// The last fault and forgets it.
    func takeFault() -> VaultError.Reason? {
        notes.withLock { notes in
            defer { notes.lastFault = nil }
            return notes.lastFault
        }
    }

    func turnReadOnly(_ reason: VaultError.Reason) {
        notes.withLock { if $0.readOnly == nil { $0.readOnly = reason } }
        note(reason)
    }
}
