import CSodium
import Glibc

/// Sizes of a page: 4056 bytes of content, then nonce and tag in SQLite's reserved space.
enum PageLayout {
    static let page = 4096
    static let content = 4056
    static let reserved = 40
    static let nonceAt = 4056
    static let nonceSize = 24
    static let tagAt = 4080
}

/// Seals and opens single pages. A plain value of pointers into locked memory, so that the SQLite callbacks can use it
/// without allocation or reference counting. The keys live as long as the `StoreKeys` that made it.
struct PageCipher {
    let suite: CipherSuite
    /// 32 bytes.
    let key: UnsafePointer<UInt8>
    /// The expanded key; nil for the other suite.
    let aes: UnsafePointer<crypto_aead_aes256gcm_state>?

    /// Seals 4056 bytes of `plain` into the 4096 bytes at `sealed`. `nonce` holds 24 fresh random bytes, of which the
    /// AES suite uses 12 and writes 12 zeros after them. The buffers must not overlap.
    @inline(__always)
    func seal(_ plain: UnsafePointer<UInt8>, into sealed: UnsafeMutablePointer<UInt8>,
              _ data: UnsafePointer<UInt8>, _ dataCount: Int, nonce: UnsafePointer<UInt8>) {
        let nonceAt = sealed + PageLayout.nonceAt
        memcpy(nonceAt, nonce, PageLayout.nonceSize)
        switch suite {
        case .xchacha20:
            _ = crypto_aead_xchacha20poly1305_ietf_encrypt_detached(
                sealed, sealed + PageLayout.tagAt, nil, plain, UInt64(PageLayout.content), data, UInt64(dataCount),
                nil, nonceAt, key)
        case .aes256gcm:
            memset(nonceAt + 12, 0, 12)
            _ = crypto_aead_aes256gcm_encrypt_detached_afternm(
                sealed, sealed + PageLayout.tagAt, nil, plain, UInt64(PageLayout.content), data, UInt64(dataCount),
                nil, nonceAt, aes.unsafelyUnwrapped)
        }
    }

    /// Opens the 4096 bytes at `sealed` into 4096 bytes at `plain`, whose last 40 become zero. They may be the same
    /// buffer. False when the tag does not fit; `plain` then holds zeros.
    @inline(__always)
    func open(_ sealed: UnsafePointer<UInt8>, into plain: UnsafeMutablePointer<UInt8>,
              _ data: UnsafePointer<UInt8>, _ dataCount: Int) -> Bool {
        let nonceAt = sealed + PageLayout.nonceAt
        var failed: Int32
        switch suite {
        case .xchacha20:
            failed = crypto_aead_xchacha20poly1305_ietf_decrypt_detached(
                plain, nil, sealed, UInt64(PageLayout.content), sealed + PageLayout.tagAt, data, UInt64(dataCount),
                nonceAt, key)
        case .aes256gcm:
            failed = crypto_aead_aes256gcm_decrypt_detached_afternm(
                plain, nil, sealed, UInt64(PageLayout.content), sealed + PageLayout.tagAt, data, UInt64(dataCount),
                nonceAt, aes.unsafelyUnwrapped)
            // The spare bytes are outside the tag, so they must be what we wrote.
            let spare = UnsafeRawPointer(nonceAt + 12)
            failed |= (spare.loadUnaligned(as: UInt64.self) | UInt64(spare.loadUnaligned(fromByteOffset: 8, as: UInt32.self))) == 0
                ? 0 : -1
            if failed != 0 { memset(plain, 0, PageLayout.content) }
        }
        memset(plain + PageLayout.nonceAt, 0, PageLayout.reserved)
        return failed == 0
    }
}
