import Foundations
import GRDBSQLite
import Glibc

/// One open file as SQLite holds it. SQLite allocates `szOsFile` bytes; this struct comes first, the file of the VFS
/// below right after it. Used by one connection, hence by one thread at a time.
struct VaultFile {
    /// Must be first: SQLite sees only this.
    var base = sqlite3_file()
    let real: UnsafeMutablePointer<sqlite3_file>
    let core: UnsafeMutablePointer<StoreCore>
    /// SQLite keeps this text until the file is closed.
    let name: UnsafePointer<CChar>
    /// One allocation that holds the buffers below.
    let memory: UnsafeMutableRawPointer
    /// A frame as it goes to the disk: 24 bytes of header, then the sealed page (64-byte aligned).
    let frameOut: UnsafeMutablePointer<UInt8>
    /// The same for reading.
    let frameIn: UnsafeMutablePointer<UInt8>
    /// The last page written to the log, kept only where SQLite splits writes.
    let lastPage: UnsafeMutablePointer<UInt8>
    let nonces: UnsafeMutablePointer<UInt8>
    var noncesLeft = 0
    var binding: PageBinding
    let isLog: Bool
    var mayWrite: Bool
    /// The directory entry must be made durable with the next sync, as the VFS below does it.
    var isNew = false

    // Database only: pages as they lie on the disk, read ahead of a scan. See ReadAhead.swift.
    let ahead: UnsafeMutablePointer<UInt8>
    var aheadFirst: UInt32 = 0
    /// 0 when nothing is there.
    var aheadCount: UInt32 = 0
    var pageReadLast: UInt32 = 0
    /// How often in a row a page followed the one before it.
    var pagesInOrder: UInt32 = 0

    // Log only. Offsets are of a frame's header; -1 is none.
    /// The frame whose plain header stands in `frameOut`.
    var headerAt: Int64 = -1
    /// The header in `frameOut` is not yet on the disk.
    var headerPending = false
    /// Bytes of a split header already taken in.
    var headerPart = 0
    /// Bytes of a split page already on the disk.
    var pagePart = 0
    var lastPageValid = false
    var kept = KeptFrames()
    /// Number of frames up to a transaction's end that was written and not synced yet; 0 when there is none.
    var commitEnd: Int64 = 0

    var pagesSealed: UInt64 = 0
    var pagesOpened: UInt64 = 0

    static let noncePool = 24 * 128
    private static let frameRoom = 40 + 24 + 4096
    private static let ownRoom = 2 * (frameRoom + 64) + 4096 + noncePool
    static func memorySize(isLog: Bool) -> Int { isLog ? ownRoom : ownRoom + ReadAhead.pages * 4096 }

    var nextPage: UnsafeMutablePointer<UInt8> { frameOut + 24 }

    init(real: UnsafeMutablePointer<sqlite3_file>, core: UnsafeMutablePointer<StoreCore>, name: UnsafePointer<CChar>,
         memory: UnsafeMutableRawPointer, isLog: Bool, mayWrite: Bool) {
        self.real = real
        self.core = core
        self.name = name
        self.memory = memory
        let bytes = memory.assumingMemoryBound(to: UInt8.self)
        // Headers start at 40 mod 64, so pages start on a cache line.
        frameOut = bytes + 40
        frameIn = bytes + 4160 + 64 + 40
        lastPage = bytes + 2 * (4160 + 64)
        nonces = bytes + 2 * (4160 + 64) + 4096
        ahead = bytes + Self.ownRoom
        binding = PageBinding(storeHigh: core.pointee.idHigh, storeLow: core.pointee.idLow,
                              kind: isLog ? PageBinding.log : PageBinding.database)
        self.isLog = isLog
        self.mayWrite = mayWrite
    }
}

typealias FilePointer = UnsafeMutablePointer<VaultFile>

@inline(__always)
func vaultFile(_ file: UnsafeMutablePointer<sqlite3_file>?) -> FilePointer {
    // SQLite never calls a method without its file.
    UnsafeMutableRawPointer(file.unsafelyUnwrapped).assumingMemoryBound(to: VaultFile.self)
}

enum LogLayout {
    static let header: Int64 = 32
    static let frameHeader = 24
    static let frame: Int64 = 4120

    /// A place in the log as frame index and offset within that frame.
    @inline(__always)
    static func place(_ offset: Int64) -> (index: Int64, within: Int64) {
        let (index, within) = (offset - header).quotientAndRemainder(dividingBy: frame)
        return (index, within)
    }

    @inline(__always)
    static func offset(of index: Int64) -> Int64 { header + index * frame }
}
