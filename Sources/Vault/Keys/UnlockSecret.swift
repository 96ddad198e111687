import CSodium
import Foundations

/// What somebody or something brings to open the store.
public enum UnlockSecret: ~Copyable, Sendable {
    case passphrase(SecretBytes)
    /// Path of the file on the stick.
    case keyStick(String)
    case machine(MachineSecrets)
    case recovery(RecoveryKey)

    /// The kind of slot it fits.
    var kind: KeySlotKind {
        switch self {
        case .passphrase: .passphrase
        case .keyStick: .keyStick
        case .machine(let secrets): secrets.kind
        case .recovery: .recovery
        }
    }

    /// The seed of the slot's key pair.
    borrowing func seed(for slot: KeySlot, files: any FileSystem) throws(VaultError) -> SecretBytes {
        switch self {
        case .passphrase(let text): try Argon2.stretch(text, slot: slot)
        case .keyStick(let path): KeyMixing.mix("kinbox stick slot 1", try KeyStick.read(path, files: files), salt: slot.salt)
        case .machine(let secrets): try secrets.seed(salt: slot.salt)
        case .recovery(let key): key.slotSeed(salt: slot.salt)
        }
    }
}

/// What makes a new slot.
public enum NewKeySlot: ~Copyable, Sendable {
    /// At least 12 characters, or 4 words.
    case passphrase(SecretBytes, cost: PassphraseCost)
    /// A new random secret is written to this path.
    case keyStick(String)
    case machine(MachineSecrets)
    case recovery(RecoveryKey)

    var kind: KeySlotKind {
        switch self {
        case .passphrase: .passphrase
        case .keyStick: .keyStick
        case .machine(let secrets): secrets.kind
        case .recovery: .recovery
        }
    }
}

/// Argon2id, one at a time in the whole process: each takes up to 256 MiB.
enum Argon2 {
    static func stretch(_ text: borrowing SecretBytes, slot: KeySlot) throws(VaultError) -> SecretBytes {
        // Bounds first: an altered key file must not make us run out of memory.
        let cost = try PassphraseCost(passes: slot.passes, memory: slot.memory)
        var failed = true
        let count = text.count
        let seed = text.withBytes { text in
            Argon2Turn.taken {
                SecretBytes(count: 32) { out in
                    text.withMemoryRebound(to: CChar.self) { chars in
                        guard let base = chars.baseAddress else { return }
                        failed = crypto_pwhash(out.octets, 32, base, UInt64(count), slot.salt, UInt64(cost.passes),
                                               Int(cost.memory), crypto_pwhash_ALG_ARGON2ID13) != 0
                    }
                }
            }
        }
        if failed { throw VaultError(.unusableSecret("Not enough memory to check the passphrase.")) }
        return seed
    }
}
