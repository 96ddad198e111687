import CSodium
import Foundations

/// Where an attachment is and how to open it; kept in the journal, never beside the blob.
public struct BlobReference: Sendable, Hashable, Codable {
    /// BLAKE2b-256 of the sealed file, 64 hexadecimal digits; also its file name.
    public let name: String
    /// Bytes before sealing.
    public let size: Int64
    /// The blob's own key under its scope's key (72 bytes).
    public let wrappedKey: [UInt8]

    public init(name: String, size: Int64, wrappedKey: [UInt8]) {
        self.name = name
        self.size = size
        self.wrappedKey = wrappedKey
    }
}

/// Sealed attachments as files `blobs/ab/abcd…`, each named by the hash of its sealed bytes, each under a key of its
/// own. Written once, never changed. Streams in pieces of 64 KiB: memory does not grow with the file.
public struct BlobStore: Sendable {
    static let magic = Array("KINBOXBL".utf8) + [0, 1, 0, 0, 0, 0, 0, 0]
    static let piece = 65_536
    private static let overhead = 17
    private static let keyData = Array("kinbox blob 1".utf8)

    private let directory: String
    private let files: any FileSystem

    init(directory: String, files: any FileSystem) {
        self.directory = directory
        self.files = files
    }

    /// Stores what `next` hands out, piece by piece (of any length), until it answers nil. Durable when it returns; on a
    /// fault, or when `next` throws, nothing stays.
    public func put(in scope: ScopeKey, sealing: Sealing, next: () throws -> [UInt8]?) throws -> BlobReference {
        let (key, wrapped) = sealing.newItemKey(in: scope, data: Self.keyData)
        let temporary = directory + "/new-" + Sodium.random(8).map { String($0, radix: 16) }.joined(separator: "")
        do {
            let (name, size) = try write(temporary, key, next)
            let folder = directory + "/" + name.prefix(2)
            if !files.exists(folder) {
                try files.makeDirectory(folder)
                try files.syncDirectory(directory)
            }
            try files.rename(temporary, to: path(name))
            try files.syncDirectory(folder)
            try files.syncDirectory(directory)
            return BlobReference(name: name, size: size, wrappedKey: wrapped)
        } catch {
            try? files.remove(temporary)
            if let fault = error as? FileFault { throw VaultError(fault) }
            throw error
        }
    }

    private func write(_ path: String, _ key: ItemKey, _ next: () throws -> [UInt8]?) throws -> (String, Int64) {
        let file = try files.open(path, .createNew(mode: 0o600))
        let hash = BlobHash()
        var offset: Int64 = 0
        func append(_ bytes: [UInt8]) throws {
            try file.write(bytes, at: offset)
            hash.add(bytes)
            offset += Int64(bytes.count)
        }
        var stream = crypto_secretstream_xchacha20poly1305_state()
        defer { sodium_memzero(&stream, MemoryLayout.size(ofValue: stream)) }
        var header = [UInt8](repeating: 0, count: 24)
        key.bytes.withBytes { _ = crypto_secretstream_xchacha20poly1305_init_push(&stream, &header, $0.octets) }
        try append(Self.magic + header)
        var size: Int64 = 0
        var waiting: [UInt8] = []
        func push(_ piece: [UInt8], final: Bool) throws {
            var sealed = [UInt8](repeating: 0, count: piece.count + Self.overhead)
            let tag: UInt8 = final ? 3 : 0  // TAG_FINAL, TAG_MESSAGE
            _ = crypto_secretstream_xchacha20poly1305_push(
                &stream, &sealed, nil, piece, UInt64(piece.count), nil, 0, tag)
            try append(sealed)
        }
        while let bytes = try next() {
            size += Int64(bytes.count)
            waiting += bytes
            while waiting.count > Self.piece {
                try push(Array(waiting.prefix(Self.piece)), final: false)
                waiting.removeFirst(Self.piece)
            }
        }
        try push(waiting, final: true)
        Sodium.wipe(&waiting)
        try file.sync()
        return (hash.hex(), size)
    }

    /// Hands out the attachment piece by piece. Every piece is checked before it is handed out, and a file that ends
    /// early throws `blobDamaged`; a caller that must not act on a part waits for the return. Throws `blobMissing`.
    public func get(_ reference: BlobReference, in scope: ScopeKey, sealing: Sealing,
                    each: ([UInt8]) throws -> Void) throws {
        let key = try sealing.unwrapItemKey(reference.wrappedKey, in: scope, data: Self.keyData)
        let file = try open(reference.name)
        var offset = Int64(Self.magic.count)
        guard try file.read(Self.magic.count, at: 0) == Self.magic else { throw VaultError(.blobDamaged) }
        let header = try file.read(24, at: offset)
        offset += 24
        var stream = crypto_secretstream_xchacha20poly1305_state()
        defer { sodium_memzero(&stream, MemoryLayout.size(ofValue: stream)) }
        let ready = header.count == 24 && key.bytes.withBytes {
            crypto_secretstream_xchacha20poly1305_init_pull(&stream, header, $0.octets) == 0
        }
        guard ready else { throw VaultError(.blobDamaged) }
        while true {
            let sealed = try file.read(Self.piece + Self.overhead, at: offset)
            offset += Int64(sealed.count)
            guard sealed.count >= Self.overhead else { throw VaultError(.blobDamaged) }
            var plain = [UInt8](repeating: 0, count: max(1, sealed.count - Self.overhead))
            var tag: UInt8 = 0
            guard crypto_secretstream_xchacha20poly1305_pull(
                &stream, &plain, nil, &tag, sealed, UInt64(sealed.count), nil, 0) == 0
            else { throw VaultError(.blobDamaged) }
            let count = sealed.count - Self.overhead
            if count > 0 { try each(count == plain.count ? plain : Array(plain.prefix(count))) }
            if tag == 3 { break }
        }
        guard try file.size() == offset else { throw VaultError(.blobDamaged) }
    }

    /// Whether the sealed file is there and still has its name's hash. Needs no key.
    public func verify(_ name: String) throws(VaultError) -> Bool {
        let file = try open(name)
        let hash = BlobHash()
        var offset: Int64 = 0
        do {
            while true {
                let bytes = try file.read(Self.piece, at: offset)
                if bytes.isEmpty { break }
                hash.add(bytes)
                offset += Int64(bytes.count)
            }
        } catch {
            throw VaultError(error)
        }
        return hash.hex() == name
    }

    public func contains(_ name: String) -> Bool { Self.isName(name) && files.exists(path(name)) }

    /// Removes the sealed file; one that is not there is no fault.
    public func remove(_ name: String) throws(VaultError) {
        guard contains(name) else { return }
        do {
            try files.remove(path(name))
            try files.syncDirectory(parentDirectory(of: path(name)))
        } catch {
            throw VaultError(error)
        }
    }

    /// Names of all blobs. Pieces of a cut-off `put` are removed on the way; call it at start, before any `put`.
    public func sweep() throws(VaultError) -> [String] {
        do throws(FileFault) {
            var names: [String] = []
            for entry in try files.list(directory) {
                if entry.hasPrefix("new-") { try files.remove(directory + "/" + entry) } else if entry.utf8.count == 2 {
                    names += try files.list(directory + "/" + entry).filter(Self.isName)
                }
            }
            return names
        } catch {
            throw VaultError(error)
        }
    }

    private func open(_ name: String) throws(VaultError) -> any OpenFile {
        guard Self.isName(name) else { throw VaultError(.blobMissing) }
        do {
            return try files.open(path(name), .readOnly)
        } catch {
            throw error.isMissing ? VaultError(.blobMissing) : VaultError(error)
        }
    }

    /// A name comes from the journal, but a path must not be made of anything else.
    private static func isName(_ name: String) -> Bool {
        name.utf8.count == 64 && name.utf8.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
        }
    }

    private func path(_ name: String) -> String { "\(directory)/\(name.prefix(2))/\(name)" }
}
