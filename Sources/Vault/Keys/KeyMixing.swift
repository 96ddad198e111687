import CSodium

/// One 32-byte secret from others: BLAKE2b-256 over purpose, a zero byte, the secrets and the salt.
enum KeyMixing {
    static func mix(_ purpose: String, _ first: borrowing SecretBytes, salt: [UInt8]) -> SecretBytes {
        let none = SecretBytes(count: 0) { _ in }
        return mix(purpose, first, none, salt: salt)
    }

    static func mix(_ purpose: String, _ first: borrowing SecretBytes, _ second: borrowing SecretBytes,
                    salt: [UInt8]) -> SecretBytes {
        let label = Array(purpose.utf8) + [0]
        let (firstCount, secondCount) = (first.count, second.count)
        // Put together in locked memory: the secrets pass through it.
        let message = first.withBytes { first in
            second.withBytes { second in
                SecretBytes(count: label.count + firstCount + secondCount + salt.count) { out in
                    var at = 0
                    func put(_ part: some Collection<UInt8>) {
                        for byte in part {
                            out[at] = byte
                            at += 1
                        }
                    }
                    put(label)
                    put(first)
                    put(second)
                    put(salt)
                }
            }
        }
        return message.withBytes { message in
            SecretBytes(count: 32) { out in
                _ = crypto_generichash(out.octets, 32, message.octets, UInt64(message.count), nil, 0)
            }
        }
    }
}
