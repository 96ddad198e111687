import CSodium
import Foundations

/// Sealing the root key to a slot's public key, and opening it with the slot's secret seed.
enum SlotSeal {
    private static let context = "kinbox slot 1"

    static func publicKey(of seed: borrowing SecretBytes) -> [UInt8] {
        seed.withBytes { seed in
            [UInt8](unsafeUninitializedCapacity: 32) { out, count in
                if let base = out.baseAddress { _ = crypto_scalarmult_base(base, seed.octets) }
                count = 32
            }
        }
    }

    /// Fills in the ephemeral key and the sealed root.
    static func seal(root: borrowing SecretBytes, into slot: inout KeySlot, store: UUIDv7) throws(VaultError) {
        let secret = SecretBytes.random(32)
        slot.ephemeral = publicKey(of: secret)
        guard let key = sharedKey(secret: secret, other: slot.publicKey, ephemeral: slot.ephemeral, slot: slot.publicKey)
        else { throw VaultError(.unusableSecret("The slot's public key is not usable.")) }
        let data = slot.boundBytes() + store.bytes
        slot.sealedRoot = root.withBytes { root in Box.seal(root, key: key, data: data, nonce: Box.zeroNonce) }
    }

    /// Nil when the seed is not this slot's. Throws when it is, but the sealed root does not open: the slot is damaged.
    static func open(_ slot: KeySlot, seed: borrowing SecretBytes, store: UUIDv7) throws(VaultError) -> SecretBytes? {
        guard publicKey(of: seed) == slot.publicKey else { return nil }
        guard let key = sharedKey(secret: seed, other: slot.ephemeral, ephemeral: slot.ephemeral, slot: slot.publicKey),
              let root = Box.openSecret(slot.sealedRoot, key: key, data: slot.boundBytes() + store.bytes,
                                        nonce: Box.zeroNonce)
        else { throw VaultError(.keyFileDamaged("a slot does not open with its own secret")) }
        return root
    }

    private static func sharedKey(secret: borrowing SecretBytes, other: [UInt8], ephemeral: [UInt8],
                                  slot: [UInt8]) -> SecretBytes? {
        var worked = false
        let shared = secret.withBytes { secret in
            SecretBytes(count: 32) { out in worked = crypto_scalarmult(out.octets, secret.octets, other) == 0 }
        }
        guard worked else { return nil }
        return KeyMixing.mix(context, shared, salt: ephemeral + slot)
    }
}
