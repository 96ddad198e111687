/// The associated data of a page: which store, which file, which place. Kept as words in the order in which their bytes
/// are sealed, so that binding a page is a few stores and no copying.
///
/// Layout (docs/formats/vault.md): store id 16 · kind 1 · zeros 3 · page number 4 (big-endian); a WAL frame adds the
/// commit size 4, both salts of the log 8 and the frame's index from zero 4 (big-endian), the others as they stand in its header.
struct PageBinding {
    static let databaseCount = 24
    static let logCount = 40

    static let database: UInt32 = 1
    static let log: UInt32 = 2

    private var idHigh: UInt64
    private var idLow: UInt64
    private var kind: UInt32
    private var page: UInt32 = 0
    private var commit: UInt32 = 0
    private var salt1: UInt32 = 0
    private var salt2: UInt32 = 0
    private var frame: UInt32 = 0

    init(storeHigh: UInt64, storeLow: UInt64, kind: UInt32) {
        idHigh = storeHigh.bigEndian
        idLow = storeLow.bigEndian
        self.kind = kind.littleEndian
    }

    @inline(__always)
    mutating func bind(page number: UInt32) { page = number.bigEndian }

    /// `header` is a WAL frame header as it lies in the file: page number, commit size, salts.
    @inline(__always)
    mutating func bind(header: UnsafeRawPointer, frame index: UInt32) {
        page = header.loadUnaligned(as: UInt32.self)
        commit = header.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
        salt1 = header.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
        salt2 = header.loadUnaligned(fromByteOffset: 12, as: UInt32.self)
        frame = index.bigEndian
    }

    /// SQLite leaves the salts of a frame at zero while a running transaction overwrites frames, and writes them when it
    /// puts the checksums right. Such a frame is bound to the salts of the log itself.
    @inline(__always)
    var saltsAreMissing: Bool { salt1 | salt2 == 0 }

    /// Eight bytes as they stand in the log's header at 16.
    mutating func bind(salts: UnsafeRawPointer) {
        salt1 = salts.loadUnaligned(as: UInt32.self)
        salt2 = salts.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
    }
}
