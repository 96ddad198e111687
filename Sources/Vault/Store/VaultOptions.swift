/// How a store is made and opened. The defaults are for one small box.
public struct VaultOptions: Sendable {
    /// For a new store only.
    public var suite: CipherSuite = .xchacha20
    /// Pages kept in memory by each connection, in KiB. Memory for pages is at most this times (1 + `readers`).
    public var cacheKiB = Self.defaultCacheKiB
    /// Connections that read beside the writer.
    public var readers = 5
    /// Frames in the log after which they are brought into the database. An open journal does that between saves, and lets the
    /// log grow to four times as many while saves come without pause.
    public var checkpointFrames = 1000
    /// Ordinary saves are refused when the disk has less than this; what lies between this and `auditReserve` is kept
    /// for the log of who saw what.
    public var saveReserve: Int64 = 64 << 20
    public var auditReserve: Int64 = 16 << 20

    public static let defaultCacheKiB = 8192

    public init() {}
}
