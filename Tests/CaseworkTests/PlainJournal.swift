import Foundation
import Foundations
import GRDB
@testable import Journal

/// A journal in a fresh folder on plain SQLite, whose keys hide nothing: for tests of what is written, not of how it
/// is sealed.
final class PlainJournal {
    let directory: URL
    let journal: JournalStore
    private let pool: DatabasePool

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "plain-journal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        // By name: once a test of the same process has opened a vault, the default file layer refuses plain files.
        pool = try DatabasePool(path: "file:" + directory.appending(path: "plain.db").path + "?vfs=unix")
        journal = try JournalStore(database: pool, keys: PlainKeys(), time: ManualTime(WallTime(millis: DemoSupport.now, trust: .attested)),
                                   site: UUIDv7.make(at: 1_780_000_000_000))
    }

    deinit {
        journal.close()
        try? pool.close()
        try? FileManager.default.removeItem(at: directory)
    }
}

/// Not cryptography: seals by appending the associated bytes' checksum, hashes by four rounds of FNV.
struct PlainKeys: JournalKeys {
    struct Failed: Error {}

    let signer = [UInt8](repeating: 7, count: 32)
    let erasureUnfinished = false

    func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }

    func blake2b256(_ bytes: [UInt8]) -> [UInt8] {
        (0..<4).flatMap { round -> [UInt8] in
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325 &+ UInt64(round) &* 0x9E37_79B9_7F4A_7C15
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            return (0..<8).map { UInt8(truncatingIfNeeded: hash >> UInt64($0 * 8)) }
        }
    }

    func seal(_ plain: [UInt8], key: [UInt8], associated: [UInt8]) throws -> [UInt8] {
        [UInt8](repeating: 0, count: 24) + plain + blake2b256(key + associated).prefix(16)
    }

    func open(_ sealed: [UInt8], key: [UInt8], associated: [UInt8]) throws -> [UInt8] {
        guard sealed.count >= 40, Array(sealed.suffix(16)) == Array(blake2b256(key + associated).prefix(16)) else { throw Failed() }
        return Array(sealed[24..<(sealed.count - 16)])
    }

    func wrap(_ key: [UInt8], label: String) throws -> [UInt8] { try seal(key, key: signer, associated: Array(label.utf8)) }
    func unwrap(_ wrapped: [UInt8], label: String) throws -> [UInt8] { try open(wrapped, key: signer, associated: Array(label.utf8)) }

    func replaceErasureKey(_ rewrap: (_ move: ([UInt8], String) throws -> [UInt8]) throws -> Void) throws {
        try rewrap { wrapped, _ in wrapped }
    }

    func sign(_ bytes: [UInt8]) throws -> [UInt8] { blake2b256(bytes) + blake2b256(bytes) }
    func verify(_ signature: [UInt8], of bytes: [UInt8], by publicKey: [UInt8]) -> Bool { (try? sign(bytes)) == signature }
}
