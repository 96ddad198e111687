public import Foundations

/// Adding and removing ways to open the store. None of it rewrites data.
public struct KeySlots: Sendable {
    let ring: KeyRing

    public func list() -> [KeySlotInfo] { ring.slots }

    /// Adds a slot. Throws `tooManySlots`, `secretOnSameDisk`, `unusableSecret`.
    @discardableResult
    public func add(_ new: consuming NewKeySlot, label: String) throws(VaultError) -> KeySlotInfo {
        let (store, root, count) = try current()
        guard count < KeyFile.maxSlots else { throw VaultError(.tooManySlots) }
        let slot = try new.make(label: label, root: root.bytes, store: store, directory: ring.directory, files: ring.files)
        try ring.change { state throws(VaultError) in
            guard state.file.slots.count < KeyFile.maxSlots else { throw VaultError(.tooManySlots) }
            state.file.slots.append(slot)
        }
        return slot.info
    }

    /// Removes a slot. At least two stay, a recovery key among them. What the removed secret could open is out of its
    /// reach for good only after `kinbox key rotate`, since somebody may have kept an old `vault.keys`.
    public func remove(_ id: UUIDv7) throws(VaultError) {
        try ring.change { state throws(VaultError) in
            guard let index = state.file.slots.firstIndex(where: { $0.id == id }) else { throw VaultError(.noSuchSlot) }
            state.file.slots.remove(at: index)
            guard state.file.slots.count >= 2, state.file.slots.contains(where: { $0.kind == .recovery }) else {
                throw VaultError(.tooFewSlots)
            }
        }
    }

    /// Whether the printed recovery words were typed back once.
    public var recoveryConfirmed: Bool { ring.file.flags.contains(.recoveryConfirmed) }

    /// Checks words typed back at set-up and notes that they were right.
    public func confirmRecovery(words: String) throws(VaultError) {
        let key = try RecoveryKey(words: words)
        try ring.change { state throws(VaultError) in
            guard key.backupPublicKey == state.file.recoveryKey else { throw VaultError(.wrongSecret) }
            state.file.flags.insert(.recoveryConfirmed)
        }
    }

    /// A new recovery key in place of the old one, to be printed and typed back. Backups made so far still need the old.
    public func replaceRecovery() throws(VaultError) -> RecoveryKey {
        let key = RecoveryKey()
        let (store, root, _) = try current()
        let slot = try NewKeySlot.recovery(key).make(label: "recovery", root: root.bytes, store: store,
                                                     directory: ring.directory, files: ring.files)
        try ring.change { state throws(VaultError) in
            state.file.slots.removeAll { $0.kind == .recovery }
            state.file.slots.insert(slot, at: 0)
            state.file.recoveryKey = key.backupPublicKey
            state.file.flags.remove(.recoveryConfirmed)
        }
        return key
    }

    /// X25519 public half of the recovery key: what backups are sealed to.
    public var recoveryPublicKey: [UInt8] { ring.file.recoveryKey }

    private final class Root: Sendable {
        let bytes: SecretBytes
        init(_ bytes: consuming SecretBytes) { self.bytes = bytes }
    }

    private func current() throws(VaultError) -> (UUIDv7, Root, Int) {
        try ring.look { state throws(VaultError) in
            (state.file.storeID, Root(state.root.copy()), state.file.slots.count)
        }
    }
}
