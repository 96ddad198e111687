import CSodium
import Glibc

/// BLAKE2b-256 over bytes that come in pieces; `hex` once, at the end.
package final class BlobHash {
    private let state: UnsafeMutableRawPointer

    package init() {
        var memory: UnsafeMutableRawPointer?
        guard posix_memalign(&memory, 64, 384) == 0, let memory else { fatalError("no memory for 384 bytes") }
        state = memory
        _ = kinbox_hash_start(state)
    }

    package func add(_ bytes: [UInt8]) { _ = kinbox_hash_add(state, bytes, bytes.count) }

    package func hex() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        _ = kinbox_hash_finish(state, &digest)
        return digest.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    deinit { free(state) }
}
