import CSodium

/// libsodium, made ready once. Every entry into this module that needs a cipher goes through `ready`.
enum Sodium {
    static let ready: Bool = sodium_init() >= 0

    static func require() {
        // Without a source of randomness nothing here may run; libsodium fails only then.
        precondition(ready, "libsodium could not start: the system gives no random bytes")
    }

    static func random(_ count: Int) -> [UInt8] {
        require()
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            if let base = buffer.baseAddress { randombytes_buf(base, count) }
            filled = count
        }
    }

    /// BLAKE2b with a chosen length of output (16…64), keyed when `key` is not empty.
    static func blake2b(_ bytes: [UInt8], length: Int = 32, key: [UInt8] = []) -> [UInt8] {
        require()
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
            if let base = buffer.baseAddress {
                crypto_generichash(base, length, bytes, UInt64(bytes.count), key.isEmpty ? nil : key, key.count)
            }
            filled = length
        }
    }

    /// Wipes bytes that held a secret.
    static func wipe(_ bytes: inout [UInt8]) {
        bytes.withUnsafeMutableBytes { sodium_memzero($0.octets, $0.count) }
    }
}
