import CSodium

extension PassphraseCost {
    /// For people signing in: 2 passes over 64 MiB, about 50 ms.
    public static let signIn: PassphraseCost = {
        guard let cost = try? PassphraseCost(passes: 2, memory: 64 << 20) else { return .least }
        return cost
    }()
}

extension Sealing {
    /// Argon2id in libsodium's text form (`$argon2id$…`), one at a time in the process. Blocks for about 50 ms; never
    /// call it on an event thread. Throws `unusableSecret` when memory is short.
    public static func passwordHash(_ password: borrowing SecretBytes,
                                    cost: PassphraseCost = .signIn) throws(VaultError) -> String {
        Sodium.require()
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_strbytes()))
        let count = password.count
        let failed = password.withBytes { bytes in
            Argon2Turn.taken {
                bytes.withMemoryRebound(to: CChar.self) { chars in
                    guard let base = chars.baseAddress else { return true }
                    return crypto_pwhash_str_alg(&text, base, UInt64(count), UInt64(cost.passes), Int(cost.memory),
                                                 crypto_pwhash_ALG_ARGON2ID13) != 0
                }
            }
        }
        if failed { throw VaultError(.unusableSecret("Not enough memory to keep the password.")) }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Takes as long as the hash's own cost says; false for a malformed hash too.
    public static func passwordVerify(_ password: borrowing SecretBytes, against hash: String) -> Bool {
        Sodium.require()
        guard hash.utf8.count < Int(crypto_pwhash_strbytes()) else { return false }
        let count = password.count
        return password.withBytes { bytes in
            Argon2Turn.taken {
                bytes.withMemoryRebound(to: CChar.self) { chars in
                    guard let base = chars.baseAddress else { return false }
                    return crypto_pwhash_str_verify(hash, base, UInt64(count)) == 0
                }
            }
        }
    }
}
