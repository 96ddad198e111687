public import Foundations

/// Everything the vault refuses or finds broken. Each reason has its own stable code.
public struct VaultError: KinboxFault, Equatable, CustomStringConvertible {
    public enum Reason: Sendable, Equatable {
        // Opening.
        case inUse
        case wrongSecret
        case notAVault
        case alreadyExists
        case unfinishedCreation
        case keyFileDamaged(String)
        case newerFormat(Int)
        case keyDerivationOutOfBounds
        case keyDerivationTooWeak
        case noAESInstructions
        case cannotHarden(errno: Int32)
        // Key slots.
        case noSuchSlot
        case tooFewSlots
        case tooManySlots
        case secretOnSameDisk
        case recoveryWords(RecoveryWordsFault)
        case unusableSecret(String)
        // The files.
        case databaseMissing
        case databaseEmptied
        case databaseNotSealed
        case databaseTruncated
        case foreignDatabase
        case pageDamaged(StoreFile, page: UInt32, PageDamage)
        /// The first bad frame, nil for the header, and how many finished transactions lie behind it.
        case logDamaged(frame: UInt32?, commitsAfter: Int)
        case fileRefused(String)
        case secondWriter
        // Running.
        case noSpace
        case readOnly(String)
        case syncFailed
        case sealLimit
        case blobMissing
        case blobDamaged
        case sealDamaged
        case scopeErased
        case closed
        case file(FileFault)
        case sqlite(Int32, String)
    }

    public let reason: Reason

    public init(_ reason: Reason) { self.reason = reason }

    /// A file fault of the seam; a full disk becomes `noSpace`.
    public init(_ fault: FileFault) { self.reason = fault.isNoSpace ? .noSpace : .file(fault) }

    public var description: String { "\(code): \(whatHappened)" }
}

/// The two files SQLite works on.
public enum StoreFile: String, Sendable, Codable { case database = "vault.db", log = "vault.db-wal" }

/// What a look at a page that does not open could find out.
public enum PageDamage: Sendable, Equatable, Codable {
    /// Exactly one bit is wrong; with it turned back the page opens.
    case flippedBit(Int)
    /// A sound page of this store that belongs at another place.
    case misplaced(from: UInt32)
    /// Zeros: never written, or a hole left by the disk.
    case zeros
    /// The file ends inside or before it.
    case cutOff
    /// Nothing fits: overwritten, or of another store.
    case unreadable
}
