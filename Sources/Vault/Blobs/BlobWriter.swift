import CSodium
import Foundations

/// One attachment while it is sealed to the disk, piece by piece. Holds at most one piece of 64 KiB beside what it is given.
/// Where it is let go before `finish`, nothing stays. One task uses it.
package final class BlobWriter {
    private let directory: String
    private let files: any FileSystem
    private let temporary: String
    private var file: (any OpenFile)?
    private let hash = BlobHash()
    private var stream = crypto_secretstream_xchacha20poly1305_state()
    private var waiting: [UInt8] = []
    private var offset: Int64 = 0
    private var size: Int64 = 0

    init(_ directory: String, _ files: any FileSystem, key: UnsafePointer<UInt8>) throws(VaultError) {
        self.directory = directory
        self.files = files
        temporary = directory + "/new-" + Sodium.random(8).map { String($0, radix: 16) }.joined()
        do {
            file = try files.open(temporary, .createNew(mode: 0o600))
        } catch {
            throw VaultError(error)
        }
        var header = [UInt8](repeating: 0, count: 24)
        _ = crypto_secretstream_xchacha20poly1305_init_push(&stream, &header, key)
        try append(BlobStore.magic + header)
    }

    deinit {
        sodium_memzero(&stream, MemoryLayout.size(ofValue: stream))
        Sodium.wipe(&waiting)
        if file != nil { try? files.remove(temporary) }
    }

    /// Seals more of it. Throws `noSpace` where the disk is full; the writer is of no further use then.
    package func add(_ bytes: [UInt8]) throws(VaultError) {
        size += Int64(bytes.count)
        waiting += bytes
        var sealed = 0
        while waiting.count - sealed > BlobStore.piece {
            try push(waiting[sealed..<(sealed + BlobStore.piece)], final: false)
            sealed += BlobStore.piece
        }
        waiting.removeFirst(sealed)
    }

    /// Durable under its name when it returns. To be called once.
    package func finish() throws(VaultError) -> (name: String, size: Int64) {
        try push(waiting[...], final: true)
        do throws(FileFault) {
            try file?.sync()
            let name = hash.hex()
            let folder = directory + "/" + name.prefix(2)
            if !files.exists(folder) {
                try files.makeDirectory(folder)
                try files.syncDirectory(directory)
            }
            try files.rename(temporary, to: folder + "/" + name)
            file = nil
            try files.syncDirectory(folder)
            try files.syncDirectory(directory)
            return (name, size)
        } catch {
            throw VaultError(error)
        }
    }

    private func push(_ piece: ArraySlice<UInt8>, final: Bool) throws(VaultError) {
        var sealed = [UInt8](repeating: 0, count: piece.count + BlobStore.overhead)
        let tag: UInt8 = final ? 3 : 0  // TAG_FINAL, TAG_MESSAGE
        _ = piece.withUnsafeBufferPointer {
            crypto_secretstream_xchacha20poly1305_push(&stream, &sealed, nil, $0.baseAddress, UInt64($0.count), nil, 0, tag)
        }
        try append(sealed)
    }

    private func append(_ bytes: [UInt8]) throws(VaultError) {
        guard let file else { throw VaultError(.closed) }
        do {
            try file.write(bytes, at: offset)
        } catch {
            throw VaultError(error)
        }
        hash.add(bytes)
        offset += Int64(bytes.count)
    }
}
