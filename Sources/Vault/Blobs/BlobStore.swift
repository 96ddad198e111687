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
    static let overhead = 17
    private static let keyData = Array("kinbox blob 1".utf8)

    /// What an attachment's key is bound to where it is wrapped by its scope's key (docs/formats/blobs.md).
    package static let wrappedKeyData = Array("kinbox item 1\0".utf8) + keyData

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
        let writer = try key.bytes.withBytes { bytes throws(VaultError) in try BlobWriter(directory, files, key: bytes.octets) }
        while let bytes = try next() { try writer.add(bytes) }
        let (name, size) = try writer.finish()
        return BlobReference(name: name, size: size, wrappedKey: wrapped)
    }

    /// Begins an attachment under 32 bytes that the caller wraps and keeps.
    package func writer(plainKey: [UInt8]) throws(VaultError) -> BlobWriter {
        precondition(plainKey.count == 32, "a key has 32 bytes")
        return try BlobWriter(directory, files, key: plainKey)
    }

    /// Opens an attachment under its own key. Throws `blobMissing`, and `blobDamaged` where not even its head is sound.
    package func reader(_ name: String, plainKey: [UInt8]) throws(VaultError) -> BlobReader {
        precondition(plainKey.count == 32, "a key has 32 bytes")
        return try BlobReader(try open(name), key: plainKey)
    }

    /// Hands out the attachment piece by piece. Every piece is checked before it is handed out, and a file that ends
    /// early throws `blobDamaged`; a caller that must not act on a part waits for the return. Throws `blobMissing`.
    public func get(_ reference: BlobReference, in scope: ScopeKey, sealing: Sealing,
                    each: ([UInt8]) throws -> Void) throws {
        let key = try sealing.unwrapItemKey(reference.wrappedKey, in: scope, data: Self.keyData)
        let file = try open(reference.name)
        let reader = try key.bytes.withBytes { bytes throws(VaultError) in try BlobReader(file, key: bytes.octets) }
        while let piece = try reader.next() { try each(piece) }
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
