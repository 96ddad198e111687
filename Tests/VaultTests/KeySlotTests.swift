import Foundation
import Foundations
import Testing
@testable import Vault

/// Each way to open a store, and the rules about how many there are.
@Suite struct KeySlotTests {
    private func opens(_ folder: TestFolder, with secret: consuming UnlockSecret) throws {
        let store = try VaultStore.open(at: folder.path, with: secret)
        defer { try? store.close() }
        #expect(try rowsAreRight(store, 5))
    }

    /// A store with one slot more.
    private func made(_ new: consuming NewKeySlot) throws -> TestFolder {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 5)
        defer { try? store.close() }
        try store.keySlots.add(new, label: "another")
        return folder
    }

    private func secret(_ folder: TestFolder, _ name: String, _ bytes: [UInt8]) -> SecretFile {
        folder.put(name, bytes)
        return SecretFile(folder.file(name))
    }

    // MARK: Key stick

    @Test func aKeyStickOpens() throws {
        let stick = TestFolder(inMemory: true)
        let folder = try made(.keyStick(stick.file("kinbox.key")))
        #expect(stick.bytes("kinbox.key").count == 76)
        try opens(folder, with: .keyStick(stick.file("kinbox.key")))
    }

    @Test func aKeyStickOfAnotherSlotOrDamagedDoesNot() throws {
        let stick = TestFolder(inMemory: true), other = TestFolder(inMemory: true)
        let folder = try made(.keyStick(stick.file("kinbox.key")))
        _ = try made(.keyStick(other.file("kinbox.key")))
        #expect(throws: VaultError(.wrongSecret)) { try VaultStore.open(at: folder.path, with: .keyStick(other.file("kinbox.key"))) }
        let sound = stick.bytes("kinbox.key")
        for count in [0, 1, 75, 77] {
            stick.remove("kinbox.key")
            stick.put("kinbox.key", count <= 76 ? Array(sound.prefix(count)) : sound + [0])
            let fault = #expect(throws: VaultError.self) { try VaultStore.open(at: folder.path, with: .keyStick(stick.file("kinbox.key"))) }
            #expect(fault?.code == "unusable-secret", "\(count) bytes")
        }
        for bit in 0..<(76 * 8) {
            var bytes = sound
            bytes[bit >> 3] ^= 1 << UInt8(bit & 7)
            stick.remove("kinbox.key")
            stick.put("kinbox.key", bytes)
            #expect(throws: VaultError.self) { try KeyStick.read(stick.file("kinbox.key"), files: DiskFiles()) }
        }
        stick.remove("kinbox.key")
        let missing = #expect(throws: VaultError.self) { try VaultStore.open(at: folder.path, with: .keyStick(stick.file("kinbox.key"))) }
        #expect(missing?.code == "file-missing")
    }

    @Test func aKeyStickOnTheStoresDiskOrInUseIsRefused() throws {
        let folder = TestFolder(), stick = TestFolder(inMemory: true)
        let (store, _) = try makeStore(folder)
        #expect(throws: VaultError(.secretOnSameDisk)) { try store.keySlots.add(.keyStick(folder.file("kinbox.key")), label: "") }
        #expect(!folder.exists("kinbox.key"))
        stick.put("kinbox.key", [1])
        #expect(throws: VaultError.self) { try store.keySlots.add(.keyStick(stick.file("kinbox.key")), label: "") }
        #expect(stick.bytes("kinbox.key") == [1] && store.keySlots.list().count == 2)
        try store.close()
    }

    // MARK: Machine and office

    @Test func machineAndOfficeOpenTogetherOnly() throws {
        let away = TestFolder(inMemory: true)
        let machine = secret(away, "machine", [UInt8](1...32)), office = secret(away, "office", [UInt8](101...132))
        let folder = try made(.machine(MachineSecrets(machine: machine, office: office)))
        try opens(folder, with: .machine(MachineSecrets(machine: machine, office: office)))
        let wrong = secret(away, "wrong", [UInt8](51...82))
        for pair in [MachineSecrets(machine: office, office: machine), MachineSecrets(machine: machine, office: nil),
                     MachineSecrets(machine: machine, office: wrong), MachineSecrets(machine: wrong, office: office)] {
            #expect(throws: VaultError(.wrongSecret)) { try VaultStore.open(at: folder.path, with: .machine(pair)) }
        }
    }

    @Test func machineAloneOpensItsOwnSlot() throws {
        let away = TestFolder(inMemory: true)
        let machine = secret(away, "machine", [UInt8](1...16))
        let folder = try made(.machine(MachineSecrets(machine: machine, office: nil)))
        try opens(folder, with: .machine(MachineSecrets(machine: machine, office: nil)))
        #expect(try LockedVault(at: folder.path).slots.last?.kind == .machineOnly)
    }

    @Test func machineSecretsOnTheStoresDiskOrTooShortAreRefused() throws {
        let folder = TestFolder(), away = TestFolder(inMemory: true)
        let (store, _) = try makeStore(folder)
        let near = secret(folder, "machine", [UInt8](1...32)), far = secret(away, "office", [UInt8](1...32))
        for pair in [MachineSecrets(machine: near, office: far), MachineSecrets(machine: far, office: near), MachineSecrets(machine: near, office: nil)] {
            #expect(throws: VaultError(.secretOnSameDisk)) { try store.keySlots.add(.machine(pair), label: "") }
        }
        let short = secret(away, "short", [UInt8](1...15))
        #expect(throws: VaultError.self) { try store.keySlots.add(.machine(MachineSecrets(machine: short, office: nil)), label: "") }
        #expect(store.keySlots.list().count == 2)
        try store.close()
    }

    // MARK: How many

    @Test func eightSlotsAtTheMostAndTwoAtTheLeast() throws {
        let folder = TestFolder()
        let (store, _) = try makeStore(folder, rows: 5)
        var added: [UUIDv7] = []
        for number in 3...8 {
            added.append(try store.keySlots.add(.passphrase(SecretBytes(text: "passphrase number \(number)"), cost: .forTests), label: "\(number)").id)
        }
        #expect(throws: VaultError(.tooManySlots)) { try store.keySlots.add(.recovery(RecoveryKey()), label: "ninth") }
        #expect(store.keySlots.list().count == 8)
        for id in added { try store.keySlots.remove(id) }
        for slot in store.keySlots.list() { #expect(throws: VaultError(.tooFewSlots)) { try store.keySlots.remove(slot.id) } }
        #expect(throws: VaultError(.noSuchSlot)) { try store.keySlots.remove(added[0]) }
        // Two ways that are no recovery key do not do either.
        try store.keySlots.add(.passphrase(SecretBytes(text: "one passphrase more"), cost: .forTests), label: "")
        let recovery = try #require(store.keySlots.list().first { $0.kind == .recovery })
        #expect(throws: VaultError(.tooFewSlots)) { try store.keySlots.remove(recovery.id) }
        try store.close()
        #expect(throws: VaultError(.wrongSecret)) {
            try VaultStore.open(at: folder.path, with: .passphrase(SecretBytes(text: "passphrase number 5")))
        }
        #expect(faultOfUse(folder, rows: 5) == nil)
    }

    @Test func aShortPassphraseIsRefusedAndTheOldRecoveryKeyEndsWithTheNew() throws {
        let folder = TestFolder()
        let (store, old) = try makeStore(folder, rows: 5)
        #expect(throws: VaultError.self) { try store.keySlots.add(.passphrase(SecretBytes(text: "too short"), cost: .forTests), label: "") }
        try store.keySlots.confirmRecovery(words: old.words.joined(separator: " "))
        #expect(store.health().recoveryConfirmed)
        let new = try store.keySlots.replaceRecovery()
        #expect(!store.health().recoveryConfirmed)
        #expect(throws: VaultError(.wrongSecret)) { try store.keySlots.confirmRecovery(words: old.words.joined(separator: " ")) }
        try store.close()
        #expect(throws: VaultError(.wrongSecret)) { try VaultStore.open(at: folder.path, with: .recovery(old)) }
        try opens(folder, with: .recovery(new))
    }
}
