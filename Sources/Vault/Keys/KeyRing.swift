import CSodium
import Foundations
import Synchronization

/// The opened key file of a store: holds the root and the secret body in locked memory, and writes both copies of
/// `vault.keys` at each change.
final class KeyRing: Sendable {
    struct State: ~Copyable {
        var file: KeyFile
        var body: KeyBody
        var root: SecretBytes
    }

    let directory: String
    let files: any FileSystem
    private let state: Mutex<State>

    private init(directory: String, files: any FileSystem, state: consuming sending State) {
        self.directory = directory
        self.files = files
        self.state = Mutex(state)
    }

    static func paths(in directory: String) -> [String] { [directory + "/vault.keys.copy", directory + "/vault.keys"] }

    // MARK: Making and opening

    /// A new ring with a recovery slot and `first`; nothing is written yet.
    static func make(directory: String, suite: CipherSuite, recovery: RecoveryKey, first: consuming NewKeySlot,
                     label: String, created: Int64, files: any FileSystem) throws(VaultError) -> KeyRing {
        let store = UUIDv7.make(at: created)
        let root = SecretBytes.random(32)
        let body = KeyBody.fresh(suite: suite)
        let slots = [
            try NewKeySlot.recovery(recovery).make(label: "recovery", root: root, store: store, directory: directory,
                                                   files: files),
            try first.make(label: label, root: root, store: store, directory: directory, files: files),
        ]
        let file = KeyFile(suite: suite, storeID: store, noticeKey: SlotSeal.publicKey(of: body.noticeSecret()),
                           recoveryKey: recovery.backupPublicKey, created: created, slots: slots)
        return KeyRing(directory: directory, files: files, state: State(file: file, body: body, root: root))
    }

    /// Both copies as far as they can be read, newest first. Throws when neither can.
    static func read(directory: String, files: any FileSystem) throws(VaultError) -> [KeyFile] {
        var found: [KeyFile] = []
        var firstFault: VaultError?
        for path in paths(in: directory).reversed() where files.exists(path) {
            do {
                let bytes = try files.readAll(path, limit: KeyFile.maxSize)
                found.append(try KeyFile(decoding: bytes))
            } catch let fault as VaultError {
                firstFault = firstFault ?? fault
            } catch let fault as FileFault {
                firstFault = firstFault ?? (fault.errno == 27 ? VaultError(.keyFileDamaged("too long")) : VaultError(fault))
            } catch {
                firstFault = firstFault ?? VaultError(.keyFileDamaged("unreadable"))
            }
        }
        if found.isEmpty { throw firstFault ?? VaultError(.notAVault) }
        return found.sorted { $0.sequence > $1.sequence }
    }

    /// Opens with the first slot that fits. The older copy is tried where the newer one does not open; whichever opens
    /// is then written to both places.
    static func open(directory: String, with secret: borrowing UnlockSecret,
                     files: any FileSystem) throws(VaultError) -> KeyRing {
        let copies = try read(directory: directory, files: files)
        var damage: VaultError?
        for (index, file) in copies.enumerated() {
            for slot in file.slots where slot.kind == secret.kind {
                guard let root = try openSlot(slot, secret, file: file, files: files, damage: &damage) else { continue }
                guard let body = file.openBody(root: root) else {
                    damage = VaultError(.keyFileDamaged("its seal does not fit"))
                    continue
                }
                let ring = KeyRing(directory: directory, files: files, state: State(file: file, body: body, root: root))
                // A copy that is missing, damaged or older is made good.
                let agree = copies.count == 2 && copies[0].sequence == copies[1].sequence && index == 0
                if !agree { try ring.change { _ in } }
                return ring
            }
        }
        throw damage ?? VaultError(.wrongSecret)
    }

    private static func openSlot(_ slot: KeySlot, _ secret: borrowing UnlockSecret, file: KeyFile,
                                 files: any FileSystem, damage: inout VaultError?) throws(VaultError) -> SecretBytes? {
        let seed = try secret.seed(for: slot, files: files)
        do {
            return try SlotSeal.open(slot, seed: seed, store: file.storeID)
        } catch {
            damage = error
            return nil
        }
    }

    // MARK: Looking

    func look<Result>(_ body: (borrowing State) throws(VaultError) -> Result) throws(VaultError) -> Result {
        try state.withLock { state throws(VaultError) in try body(state) }
    }

    var storeID: UUIDv7 { state.withLock { $0.file.storeID } }
    var suite: CipherSuite { state.withLock { $0.file.suite } }
    var isInitialised: Bool { state.withLock { $0.file.flags.contains(.initialised) } }
    var slots: [KeySlotInfo] { state.withLock { $0.file.slots.map(\.info) } }
    var file: KeyFile { state.withLock { $0.file } }

    /// A secret of the body, copied out. `pick` runs inside the lock.
    func secret(_ pick: (borrowing KeyBody) -> SecretBytes) -> SecretBytes {
        var picked: SecretBytes?
        state.withLock { picked = pick($0.body) }
        guard let picked = consume picked else { fatalError("the body always runs") }
        return picked
    }

    // MARK: Changing

    /// Applies `change` to a copy, writes both files durably, and only then keeps it. On a fault nothing has changed in
    /// memory; on the disk the new state may be in one copy, which is complete by itself.
    func change(_ change: (inout State) throws(VaultError) -> Void) throws(VaultError) {
        try state.withLock { state throws(VaultError) in
            var next = State(file: state.file, body: state.body.copy(), root: state.root.copy())
            try change(&next)
            next.file.sequence += 1
            let bytes = next.file.encoded(body: next.body, root: next.root)
            next.file = try KeyFile(decoding: bytes)
            try write(bytes)
            state = next
        }
    }

    private func write(_ bytes: [UInt8]) throws(VaultError) {
        for path in Self.paths(in: directory) {
            do {
                try writeAtomically(bytes, to: path, through: files)
            } catch {
                throw VaultError(error)
            }
        }
    }
}
