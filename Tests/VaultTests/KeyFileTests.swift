import Foundation
import Foundations
import Testing
@testable import Vault

/// `vault.keys` as bytes from outside: whatever stands there, a clear error or the right keys, in bounded time and memory.
@Suite struct KeyFileTests {
    private static let codes: Set<String> = ["key-file-damaged", "newer-format"]

    private func sound() throws -> (folder: TestFolder, bytes: [UInt8]) {
        let folder = TestFolder(inMemory: true)
        try makeStore(folder, rows: 3).0.close()
        return (folder, folder.bytes("vault.keys"))
    }

    private func refit(_ bytes: [UInt8]) -> [UInt8] {
        let whole = Array(bytes.dropLast(32))
        return whole + Sodium.blake2b(whole)
    }

    private func put(_ bytes: [UInt8], in folder: TestFolder) {
        for name in ["vault.keys", "vault.keys.copy"] { folder.put(name, bytes) }
    }

    private func fault(_ folder: TestFolder) -> VaultError? { faultOfUse(folder, rows: 3) }

    private func refusal(_ bytes: [UInt8]) -> VaultError? {
        do throws(VaultError) {
            _ = try KeyFile(decoding: bytes)
            return nil
        } catch {
            return error
        }
    }

    // MARK: Fuzz

    @Test func noiseOfEveryLength() {
        for count in 0..<2400 {
            for head in [[], KeyFile.magic, KeyFile.magic + [0, 1]] {
                let fault = refusal(head + Sodium.random(count))
                #expect(fault.map { Self.codes.contains($0.code) } == true, "\(count): \(String(describing: fault))")
            }
        }
    }

    @Test func everyLengthOfASoundOne() throws {
        let (_, bytes) = try sound()
        for count in 0..<bytes.count {
            #expect(refusal(Array(bytes.prefix(count)))?.code == "key-file-damaged")
            let refitted = refit(Array(bytes.prefix(count)) + [UInt8](repeating: 0, count: 32))
            if refitted != bytes { #expect(refusal(refitted) != nil, "\(count)") }
        }
        #expect(refusal(bytes + [0])?.code == "key-file-damaged")
    }

    /// Every bit, in both copies at once: without its checksum refused at once, with a checksum made to fit refused by the
    /// seal. Bits of a slot that is not asked for leave the key, and the seal refuses all the same.
    @Test func everyBit() throws {
        let (folder, bytes) = try sound()
        for bit in 0..<((bytes.count - 32) * 8) {
            var changed = bytes
            changed[bit >> 3] ^= 1 << UInt8(bit & 7)
            #expect(refusal(changed) != nil)
            guard bit % 5 == 0 else { continue }
            let forged = refit(changed)
            put(forged, in: folder)
            let fault = fault(folder)
            #expect([3, 5, 6, 1].contains(fault?.exitCode), "bit \(bit): \(String(describing: fault))")
            #expect(folder.bytes("vault.keys") == forged)
        }
        put(bytes, in: folder)
        #expect(self.fault(folder) == nil)
    }

    @Test func absurdCountsAndLengths() throws {
        let (_, bytes) = try sound()
        for (at, width) in [(12, 4), (40, 4), (44, 4)] {
            for value: UInt32 in [0, 9, 255, 1 << 16, 0x7FFF_FFFF, 0xFFFF_FFFF] {
                var changed = bytes
                var field: [UInt8] = []
                field.append(bigEndian: value)
                changed.replaceSubrange(at..<at + width, with: field)
                if changed == bytes { continue }
                #expect(refusal(refit(changed))?.code == "key-file-damaged", "at \(at): \(value)")
            }
        }
        var newer = bytes
        newer[9] = 2
        #expect(refusal(newer)?.reason == .newerFormat(2))
    }

    @Test func aHugeFileIsNotReadIn() throws {
        let (folder, bytes) = try sound()
        for name in ["vault.keys", "vault.keys.copy"] {
            let handle = try #require(FileHandle(forWritingAtPath: folder.file(name)))
            try handle.truncate(atOffset: 1 << 40)  // a hole: takes no space
            try handle.close()
        }
        #expect(fault(folder)?.reason == .keyFileDamaged("too long"))
        put(bytes, in: folder)
        #expect(fault(folder) == nil)
    }

    @Test func oneSoundCopyIsEnoughAndMendsTheOther() throws {
        let (folder, bytes) = try sound()
        for (name, content) in [("vault.keys", []), ("vault.keys", Sodium.random(500)), ("vault.keys.copy", Array(bytes.dropLast()))] {
            folder.put(name, content)
            #expect(fault(folder) == nil)
            #expect(folder.bytes("vault.keys") == folder.bytes("vault.keys.copy"))
        }
        folder.remove("vault.keys")
        #expect(fault(folder) == nil)
        #expect(folder.exists("vault.keys"))
    }

    // MARK: The bounds of Argon2

    /// Where the cost of the passphrase slot stands: passes 4 and memory 8, behind 4 bytes of the slot.
    private func withCost(_ bytes: [UInt8], passes: UInt32, memory: UInt64) -> [UInt8] {
        var changed = bytes
        for slot in 0..<2 where bytes[128 + slot * 208] == KeySlotKind.passphrase.rawValue {
            var field: [UInt8] = []
            field.append(bigEndian: passes)
            field.append(bigEndian: memory)
            changed.replaceSubrange(128 + slot * 208 + 4..<128 + slot * 208 + 16, with: field)
        }
        return refit(changed)
    }

    @Test func aSlotThatAsksForAbsurdWorkIsRefusedBeforeTheWork() throws {
        let (folder, bytes) = try sound()
        let began = ContinuousClock.now
        for (passes, memory) in [(3, UInt64.max), (3, 1 << 40), (3, (2 << 30) + 1), (17, 1 << 20), (UInt32.max, 1 << 20)] as [(UInt32, UInt64)] {
            put(withCost(bytes, passes: passes, memory: memory), in: folder)
            #expect(fault(folder)?.reason == .keyDerivationOutOfBounds, "\(passes) passes, \(memory) bytes")
        }
        for (passes, memory) in [(0, 1 << 20), (3, 0), (0, 0)] as [(UInt32, UInt64)] {
            put(withCost(bytes, passes: passes, memory: memory), in: folder)
            #expect(fault(folder)?.reason == .keyDerivationTooWeak, "\(passes) passes, \(memory) bytes")
        }
        #expect(ContinuousClock.now - began < .seconds(20))
        // A cost within bounds that is not the slot's own gives another seed.
        put(withCost(bytes, passes: 2, memory: 1 << 20), in: folder)
        #expect(fault(folder)?.reason == .wrongSecret)
    }

    @Test func costsAreChecked() {
        for (passes, memory) in [(17, 19 << 20), (2, (2 << 30) + 1)] as [(UInt32, UInt64)] {
            #expect(throws: VaultError(.keyDerivationOutOfBounds)) { try PassphraseCost(passes: passes, memory: memory) }
        }
        #expect(throws: VaultError(.keyDerivationTooWeak)) { try PassphraseCost(passes: 0, memory: 19 << 20) }
        #expect(PassphraseCost.fitting(physicalMemory: 1 << 30) == .smallMachine)
        #expect(PassphraseCost.fitting(physicalMemory: 4 << 30) == .standard)
    }
}
