import Foundations
import Synchronization

/// What arrives while the store is locked: each entry is sealed to the store's notice key and appended to
/// `inbox/locked.queue`, synced before `append` returns. Applied at unlock, then emptied.
///
/// A record: length 4 (of the sealed bytes) · sealed bytes · BLAKE2b-128 of both. A torn last record was never
/// acknowledged and is dropped.
public final class LockedQueue: Sendable {
    public static let entryLimit = 1 << 20
    public static let queueLimit: Int64 = 64 << 20

    private let path: String
    private let noticeKey: [UInt8]
    private let files: any FileSystem
    /// End of the last whole record; nil until the file was looked at.
    private let end = Mutex<Int64?>(nil)

    init(directory: String, noticeKey: [UInt8], files: any FileSystem) {
        path = directory + "/inbox/locked.queue"
        self.noticeKey = noticeKey
        self.files = files
    }

    /// Durable when it returns. Throws `noSpace` when the queue or the disk is full.
    public func append(_ entry: [UInt8]) throws(VaultError) {
        guard entry.count <= Self.entryLimit else { throw VaultError(.unusableSecret("The entry is too large to keep.")) }
        let sealed = Sealing.sealNotice(entry, to: noticeKey)
        var record: [UInt8] = []
        record.append(bigEndian: UInt32(sealed.count))
        record += sealed
        record += Sodium.blake2b(record, length: 16)
        try end.withLock { end throws(VaultError) in
            let at: Int64
            if let end { at = end } else { at = try measure() }
            guard at + Int64(record.count) <= Self.queueLimit else { throw VaultError(.noSpace) }
            do throws(FileFault) {
                try write(record, at: at)
            } catch {
                end = nil
                throw VaultError(error)
            }
            end = at + Int64(record.count)
        }
    }

    private func write(_ record: [UInt8], at offset: Int64) throws(FileFault) {
        let isNew = !files.exists(path)
        if isNew { try files.makeDirectories(parentDirectory(of: path)) }
        let file = try files.open(path, .create(mode: 0o600))
        try file.write(record, at: offset)
        try file.sync()
        if isNew { try files.syncDirectory(parentDirectory(of: path)) }
    }

    /// How many entries wait.
    public func count() throws(VaultError) -> Int { try records().count }

    private func measure() throws(VaultError) -> Int64 {
        try records().reduce(0) { $0 + Int64($1.count + 20) }
    }

    /// Sealed entries, oldest first, up to the first that is not whole.
    private func records() throws(VaultError) -> [[UInt8]] {
        guard files.exists(path) else { return [] }
        let bytes: [UInt8]
        do {
            bytes = try files.readAll(path, limit: Int(Self.queueLimit) + Self.entryLimit + 68)
        } catch {
            throw VaultError(error)
        }
        var reader = ByteReader(bytes)
        var found: [[UInt8]] = []
        while reader.left > 0 {
            guard let length = try? reader.uint32(), length <= Self.entryLimit + 48,
                  let sealed = try? reader.bytes(Int(length)), let sum = try? reader.bytes(16) else { break }
            var record: [UInt8] = []
            record.append(bigEndian: length)
            guard Sodium.blake2b(record + sealed, length: 16) == sum else { break }
            found.append(sealed)
        }
        return found
    }

    /// Opens each entry and hands it to `apply`, oldest first, then empties the queue. `apply` must be durable when it
    /// returns and harmless when called twice with one entry: after a power cut in between it is. An entry that does not
    /// open (sealed to another store) is handed out as nil. When `apply` throws, all entries stay.
    func drain(_ sealing: Sealing, apply: ([UInt8]?) throws -> Void) throws {
        try end.withLock { end in
            for sealed in try records() { try apply(try? sealing.openNotice(sealed)) }
            guard files.exists(path) else { return }
            let file = try files.open(path, .readWrite)
            try file.truncate(to: 0)
            try file.sync()
            end = 0
        }
    }
}

extension VaultStore {
    /// Applies what came in while the store was locked; see `LockedQueue.drain`.
    public func drainLockedQueue(apply: ([UInt8]?) throws -> Void) throws {
        try LockedQueue(directory: directory, noticeKey: noticeKey, files: files).drain(sealing, apply: apply)
    }
}
