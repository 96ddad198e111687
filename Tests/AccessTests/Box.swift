import Foundation
import Foundations
import GRDB
import Journal
import Synchronization
@testable import Access

/// A real journal in a fresh folder on plain SQLite. Its "cryptography" only tells different things apart.
final class Box {
    let directory: URL
    let time: ManualTime
    let journal: JournalStore
    private let pool: DatabasePool

    init(time: ManualTime = ManualTime()) throws {
        self.time = time
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("access-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        // By name: once a test of the same process has opened a vault, the default file layer refuses plain files.
        pool = try DatabasePool(path: "file:" + directory.appendingPathComponent("plain.db").path + "?vfs=unix")
        journal = try JournalStore(database: pool, keys: OpenKeys(), time: time, site: UUIDv7.make(at: 1_780_000_000_000))
    }

    deinit {
        journal.close()
        try? pool.close()
        try? FileManager.default.removeItem(at: directory)
    }

    func id() -> UUIDv7 { UUIDv7.make(at: time.now().millis) }

    func save(_ changes: [Change]) -> Save { Save(id: id(), actor: id(), device: journal.site, at: time.now(), changes: changes) }

    func people(trail: any AccessTrail = TrailBook(), lane: PasswordLane = PasswordLane(), hashing: any PasswordHashing = QuickHashing()) throws -> PeopleStore {
        let rules = AccessRules(book: try standardRoles(), classes: District.classes)
        let tools = PeopleStore.Tools(random: randomBytes, digest: weakDigest, hashing: hashing)
        return try PeopleStore(journal: journal, rules: rules, tools: tools, trail: trail, time: time, siteName: "Test", lane: lane)
    }
}

/// Seals nothing: here only rights are tested.
struct OpenKeys: JournalKeys {
    struct Failed: Error {}
    let signer = [UInt8](repeating: 7, count: 32)
    let erasureUnfinished = false

    func randomBytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255) } }
    func blake2b256(_ bytes: [UInt8]) -> [UInt8] { weakDigest(bytes) }
    func seal(_ plain: [UInt8], key: [UInt8], associated: [UInt8]) throws -> [UInt8] { plain }
    func open(_ sealed: [UInt8], key: [UInt8], associated: [UInt8]) throws -> [UInt8] { sealed }
    func wrap(_ key: [UInt8], label: String) throws -> [UInt8] { key }
    func unwrap(_ wrapped: [UInt8], label: String) throws -> [UInt8] { wrapped }
    func replaceErasureKey(_ rewrap: (_ move: ([UInt8], String) throws -> [UInt8]) throws -> Void) throws { try rewrap { wrapped, _ in wrapped } }
    func sign(_ bytes: [UInt8]) throws -> [UInt8] { weakDigest(bytes) + weakDigest(bytes) }
    func verify(_ signature: [UInt8], of bytes: [UInt8], by publicKey: [UInt8]) -> Bool { signature == weakDigest(bytes) + weakDigest(bytes) }
}

/// Stands for Argon2id where a test is not about it; counts how often it worked.
final class QuickHashing: PasswordHashing {
    let verified = Mutex<[String]>([])

    func hash(_ password: [UInt8]) -> String {
        let salt = UInt64.random(in: 0...UInt64.max)
        return "\(salt)$" + Token.text(weakDigest(Array("\(salt)".utf8) + password))
    }

    func verify(_ password: [UInt8], against hash: String) -> Bool {
        verified.withLock { $0.append(hash) }
        guard let salt = hash.split(separator: "$").first else { return false }
        return hash == "\(salt)$" + Token.text(weakDigest(Array(salt.utf8) + password))
    }
}

/// Keeps what was told to the second chain, or refuses.
final class TrailBook: AccessTrail {
    let events = Mutex<[AccessEvent]>([])
    let broken = Mutex(false)
    struct DiskFull: Error {}

    func note(_ event: AccessEvent) async throws {
        if broken.withLock({ $0 }) { throw DiskFull() }
        events.withLock { $0.append(event) }
    }

    func count(_ kind: AccessEvent.Kind) -> Int { events.withLock { $0.count { $0.kind == kind } } }
}
