import CSodium
import Foundations

/// One sealed attachment while it is read. Every piece is proven before it is handed out; that the attachment is whole is
/// known only when `next` has answered nil. One task uses it.
package final class BlobReader {
    private let file: any OpenFile
    private var stream = crypto_secretstream_xchacha20poly1305_state()
    private var offset: Int64
    private var isDone = false

    init(_ file: any OpenFile, key: UnsafePointer<UInt8>) throws(VaultError) {
        self.file = file
        offset = Int64(BlobStore.magic.count) + 24
        guard try Self.read(file, BlobStore.magic.count, 0) == BlobStore.magic else { throw VaultError(.blobDamaged) }
        let header = try Self.read(file, 24, Int64(BlobStore.magic.count))
        guard header.count == 24, crypto_secretstream_xchacha20poly1305_init_pull(&stream, header, key) == 0
        else { throw VaultError(.blobDamaged) }
    }

    deinit { sodium_memzero(&stream, MemoryLayout.size(ofValue: stream)) }

    /// At most 64 KiB, never empty; nil behind the last.
    package func next() throws(VaultError) -> [UInt8]? {
        if isDone { return nil }
        let sealed = try Self.read(file, BlobStore.piece + BlobStore.overhead, offset)
        offset += Int64(sealed.count)
        guard sealed.count >= BlobStore.overhead else { throw VaultError(.blobDamaged) }
        let count = sealed.count - BlobStore.overhead
        var plain = [UInt8](repeating: 0, count: max(1, count))
        var tag: UInt8 = 0
        guard crypto_secretstream_xchacha20poly1305_pull(&stream, &plain, nil, &tag, sealed, UInt64(sealed.count), nil, 0) == 0
        else { throw VaultError(.blobDamaged) }
        if tag == 3 {
            isDone = true
            do {
                guard try file.size() == offset else { throw VaultError(.blobDamaged) }
            } catch let fault as FileFault {
                throw VaultError(fault)
            } catch {
                throw VaultError(.blobDamaged)
            }
        }
        if count == 0 { return isDone ? nil : try next() }
        return plain
    }

    private static func read(_ file: any OpenFile, _ count: Int, _ offset: Int64) throws(VaultError) -> [UInt8] {
        do {
            return try file.read(count, at: offset)
        } catch {
            throw VaultError(error)
        }
    }
}
