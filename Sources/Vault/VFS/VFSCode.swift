/// SQLite's extended result codes that Swift does not import (macros with shifts in them).
enum VFSCode {
    static let ioRead: Int32 = 10 | 1 << 8
    static let shortRead: Int32 = 10 | 2 << 8
    static let ioWrite: Int32 = 10 | 3 << 8
    static let ioSync: Int32 = 10 | 4 << 8
    static let ioTruncate: Int32 = 10 | 6 << 8
    static let ioDelete: Int32 = 10 | 10 << 8
    /// What was read is not what was written.
    static let ioData: Int32 = 10 | 32 << 8
}
