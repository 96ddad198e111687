import CSodium
import Foundations
import Glibc

extension NewKeySlot {
    /// Makes the slot and seals `root` into it. A key stick's file is written first: a slot nobody can open is worse
    /// than a file that opens nothing.
    consuming func make(label: String, root: borrowing SecretBytes, store: UUIDv7, directory: String,
                        files: any FileSystem) throws(VaultError) -> KeySlot {
        let kind = self.kind
        var slot = KeySlot(kind: kind, passes: 0, memory: 0, salt: Sodium.random(16), id: Self.newID(), label: label,
                           publicKey: [UInt8](repeating: 0, count: 32))
        switch consume self {
        case .passphrase(let text, let cost):
            guard text.count >= 12 else { throw VaultError(.unusableSecret("A passphrase has at least 12 characters.")) }
            (slot.passes, slot.memory) = (cost.passes, cost.memory)
            try slot.take(seed: Argon2.stretch(text, slot: slot), root: root, store: store)
        case .keyStick(let path):
            let secret = SecretBytes.random(32)
            if SameDisk.holds(parentDirectory(of: path), and: directory) { throw VaultError(.secretOnSameDisk) }
            try KeyStick.write(to: path, slot: slot.id, secret: secret, files: files)
            try slot.take(seed: KeyMixing.mix("kinbox stick slot 1", secret, salt: slot.salt), root: root, store: store)
        case .machine(let secrets):
            try secrets.checkPlaces(store: directory)
            try slot.take(seed: secrets.seed(salt: slot.salt), root: root, store: store)
        case .recovery(let key):
            try slot.take(seed: key.slotSeed(salt: slot.salt), root: root, store: store)
        }
        return slot
    }

    private static func newID() -> UUIDv7 { UUIDv7.make(at: unixMillis() / 1000 * 1000) }
}

extension KeySlot {
    fileprivate mutating func take(seed: consuming SecretBytes, root: borrowing SecretBytes,
                                   store: UUIDv7) throws(VaultError) {
        publicKey = SlotSeal.publicKey(of: seed)
        try SlotSeal.seal(root: root, into: &self, store: store)
    }
}
