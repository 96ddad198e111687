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
        let record = Self.record(sealed)
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
    public func count() throws(VaultError) -> Int { try read().entries.count }

    private func measure() throws(VaultError) -> Int64 {
        let found = try read()
        // Appending behind bytes that cannot be read would hide what comes after them.
        if found.isDamaged { try setAside() }
        return found.isDamaged ? 0 : found.end
    }

    /// What the file holds.
    private struct Contents {
        /// Sealed entries that are whole, oldest first.
        var entries: [[UInt8]] = []
        /// Behind the last whole record.
        var end: Int64 = 0
        /// A record of full length does not fit its checksum. (A record that is cut off at the end of the file is the torn
        /// end of an append that was never acknowledged, and is no damage.)
        var isDamaged = false
    }

    /// A record whose bytes were altered is passed over by its length, so that one bad bit costs one report at the most;
    /// where the length itself is bad, what comes behind it cannot be found.
    private func read() throws(VaultError) -> Contents {
        var found = Contents()
        guard files.exists(path) else { return found }
        let bytes: [UInt8]
        do {
            bytes = try files.readAll(path, limit: Int(Self.queueLimit) + Self.entryLimit + 68)
        } catch {
            throw VaultError(error)
        }
        var reader = ByteReader(bytes)
        while reader.left > 0 {
            guard let length = try? reader.uint32() else { break }
            guard length <= Self.entryLimit + 48 else {
                found.isDamaged = true
                break
            }
            guard let sealed = try? reader.bytes(Int(length)), let sum = try? reader.bytes(16) else { break }
            var record: [UInt8] = []
            record.append(bigEndian: length)
            if Sodium.blake2b(record + sealed, length: 16) == sum {
                found.entries.append(sealed)
            } else {
                found.isDamaged = true
            }
            found.end += Int64(length) + 20
        }
        return found
    }

    /// Keeps a queue that cannot be read whole under another name, for rescue, and begins a new one.
    private func setAside() throws(VaultError) {
        var number = 1
        while files.exists(path + ".damaged-\(number)") { number += 1 }
        do {
            try files.rename(path, to: path + ".damaged-\(number)")
            try files.syncDirectory(parentDirectory(of: path))
        } catch {
            throw VaultError(error)
        }
    }

    /// Opens each entry and hands it to `apply`, oldest first, and takes those for which it says true out of the queue.
    /// `apply` must be durable when it returns and harmless when called twice with one entry: after a power cut in between
    /// it is. Entries for which it says false wait for the next time. An entry that does not open (sealed to another store)
    /// is handed out as nil, and so is what could not be read of a damaged queue, whose file is kept beside it as
    /// `locked.queue.damaged-N`. When `apply` throws, all entries stay.
    func drain(_ sealing: Sealing, apply: ([UInt8]?) throws -> Bool) throws {
        try end.withLock { end in
            let found = try read()
            var waiting: [[UInt8]] = []
            for sealed in found.entries where try !apply(try? sealing.openNotice(sealed)) { waiting.append(sealed) }
            guard files.exists(path) else { return }
            if found.isDamaged {
                _ = try apply(nil)
                try setAside()
            }
            end = nil
            if waiting.isEmpty {
                if !found.isDamaged {
                    let file = try files.open(path, .readWrite)
                    try file.truncate(to: 0)
                    try file.sync()
                }
                end = 0
            } else if found.isDamaged || waiting.count < found.entries.count {
                try replace(with: waiting)
            }
        }
    }

    /// The new file stands before the old one goes: a power cut in between leaves one of them whole.
    private func replace(with entries: [[UInt8]]) throws(FileFault) {
        var bytes: [UInt8] = []
        for sealed in entries { bytes += Self.record(sealed) }
        let next = path + ".next"
        let file = try files.open(next, .create(mode: 0o600))
        try file.truncate(to: 0)
        try file.write(bytes, at: 0)
        try file.sync()
        try files.rename(next, to: path)
        try files.syncDirectory(parentDirectory(of: path))
    }

    private static func record(_ sealed: [UInt8]) -> [UInt8] {
        var record: [UInt8] = []
        record.append(bigEndian: UInt32(sealed.count))
        record += sealed
        return record + Sodium.blake2b(record, length: 16)
    }
}

extension VaultStore {
    /// Applies what came in while the store was locked; see `LockedQueue.drain`.
    public func drainLockedQueue(apply: ([UInt8]?) throws -> Bool) throws {
        try LockedQueue(directory: directory, noticeKey: noticeKey, files: files).drain(sealing, apply: apply)
    }
}
