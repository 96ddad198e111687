import Foundations
import Synchronization

/// Whether the store takes changes, and what a supervisor of the box should know.
public struct VaultHealth: Sendable {
    public enum State: Sendable, Equatable {
        case writable
        /// Nothing more is written; reads go on. Ends with a restart.
        case readOnly(VaultError)
        /// Saves are refused until there is space again; reads go on.
        case diskNearlyFull(free: Int64)
    }

    public let state: State
    /// Damage seen since the store was opened.
    public let alarms: [VaultError]
    /// The log ended torn when the store was opened, as after a power cut.
    public let endedTorn: Bool
    /// The key has sealed half of what it may: run `kinbox key rotate`.
    public let rotateSoon: Bool
    public let recoveryConfirmed: Bool
}

extension VaultStore {
    public func health() -> VaultHealth {
        let notes = core.state.notes.withLock { $0 }
        let limit = suite.sealLimit
        let state: VaultHealth.State
        if let reason = notes.readOnly {
            state = .readOnly(CoreBox.readOnly(reason))
        } else if let free = try? files.freeBytes(at: directory), free < options.saveReserve {
            state = .diskNearlyFull(free: free)
        } else {
            state = .writable
        }
        return VaultHealth(
            state: state, alarms: notes.alarms.map { VaultError($0) }, endedTorn: notes.tornFrame != nil,
            rotateSoon: limit != UInt64.max && core.pointer.pointee.seals > limit / 2,
            recoveryConfirmed: keySlots.recoveryConfirmed)
    }

    public enum SpaceFor: Sendable { case save, audit }

    /// To be asked before each transaction: throws `noSpace` while the disk is nearly full, before SQLite would fail in
    /// the middle, and `readOnly` after a failed sync. The log of who saw what may use space that saves may not.
    public func requireSpace(for purpose: SpaceFor = .save) throws(VaultError) {
        if let reason = core.state.notes.withLock({ $0.readOnly }) { throw CoreBox.readOnly(reason) }
        let reserve = purpose == .save ? options.saveReserve : options.auditReserve
        do {
            if try files.freeBytes(at: directory) < reserve { throw VaultError(.noSpace) }
            try sealCount.reserve()
        } catch let fault as FileFault {
            throw VaultError(fault)
        } catch {
            throw fault(for: error)
        }
    }
}
