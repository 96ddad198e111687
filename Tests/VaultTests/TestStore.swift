import Foundation
import Foundations
import GRDB
@testable import Vault

/// A fresh folder that goes when the value goes.
final class TestFolder: Sendable {
    let path: String

    /// `inMemory` puts it on another disk than the usual temporary folder, as a stick would be.
    init(inMemory: Bool = false) {
        let base = inMemory ? "/dev/shm" : FileManager.default.temporaryDirectory.path
        path = base + "/kinbox-vault-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }
    func bytes(_ name: String) -> [UInt8] { FileManager.default.contents(atPath: file(name)).map(Array.init) ?? [] }
    func put(_ name: String, _ bytes: [UInt8]) { FileManager.default.createFile(atPath: file(name), contents: Data(bytes)) }
    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }
    func remove(_ name: String) { try? FileManager.default.removeItem(atPath: file(name)) }

    /// A copy of all files as they are now, as a power cut without losses would leave them.
    func copy() -> TestFolder {
        let other = TestFolder()
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
            try? FileManager.default.copyItem(atPath: file(name), toPath: other.file(name))
        }
        return other
    }
}

let testPassphrase = "correct horse battery staple"

/// A store with small Argon2 costs; `rows` rows of known text in table `t`.
func makeStore(_ folder: TestFolder, suite: CipherSuite = .xchacha20, rows: Int = 0,
               files: any FileSystem = DiskFiles()) throws -> (VaultStore, RecoveryKey) {
    var options = VaultOptions()
    options.suite = suite
    options.saveReserve = 0
    options.auditReserve = 0
    let (store, recovery) = try VaultStore.create(
        at: folder.path, first: .passphrase(SecretBytes(text: testPassphrase), cost: .forTests), options: options,
        files: files)
    try store.database.write { database in
        try database.execute(sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")
        for id in 0..<rows {
            try database.execute(sql: "INSERT INTO t VALUES (?, ?)", arguments: [id, rowText(id)])
        }
    }
    return (store, recovery)
}

func rowText(_ id: Int) -> String { "Amina Example \(id) " + String(repeating: "x", count: 200 + id % 50) }

func openStore(_ folder: TestFolder, files: any FileSystem = DiskFiles()) throws -> VaultStore {
    try VaultStore.open(at: folder.path, with: .passphrase(SecretBytes(text: testPassphrase)), files: files)
}

func rowCount(_ store: VaultStore) throws -> Int {
    try store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM t") ?? -1 }
}

/// Every row holds what it should; false on any error of the store.
func rowsAreRight(_ store: VaultStore, _ rows: Int) throws -> Bool {
    try store.database.read { database in
        let all = try Row.fetchAll(database, sql: "SELECT id, name FROM t ORDER BY id")
        return all.count == rows && all.enumerated().allSatisfy { $1["id"] == $0 && $1["name"] == rowText($0) }
    }
}

/// The fault that opening the store, or reading and checking all of it, ends with; nil when all is well.
func faultOfUse(_ folder: TestFolder, rows: Int) -> VaultError? {
    do {
        let store = try openStore(folder)
        defer { try? store.close() }
        do {
            guard try rowsAreRight(store, rows) else { return VaultError(.sqlite(-1, "wrong data was shown")) }
            return nil
        } catch {
            return store.fault(for: error)
        }
    } catch {
        return error as? VaultError ?? VaultError(.sqlite(-2, "\(error)"))
    }
}
