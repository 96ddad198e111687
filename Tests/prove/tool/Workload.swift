import Foundations
import Journal
import PowerCut
import Vault

/// A working week in small: a store is made, children are registered and amended, several people save at once,
/// attachments come in, the log is folded into the database, key slots change, a child is erased, everything is
/// re-encrypted, and something arrives while the store is locked.
final class Workload {
    private let folder: String
    private let ledger: Ledger
    private let files: any FileSystem
    private var dice: Dice
    private let time = SystemTime()
    private let worker: UUIDv7
    private let second: UUIDv7
    private let phone: UUIDv7
    private var children: [(id: UUIDv7, version: Int, name: String)] = []
    private var registered = 0
    private(set) var recovery = ""

    init(folder: String, ledger: Ledger, files: any FileSystem, seed: UInt64) {
        self.folder = folder
        self.ledger = ledger
        self.files = files
        dice = Dice(seed: seed)
        worker = UUIDv7.make(at: 1_790_000_000_000)
        second = UUIDv7.make(at: 1_790_000_000_001)
        phone = UUIDv7.make(at: 1_790_000_000_002)
    }

    func run() async throws {
        let created = ledger.begin(.created)
        var site = try Site.create(at: folder, files: files, time: time)
        recovery = site.recovery
        ledger.keep(created)

        for _ in 0..<12 { try register(site) }
        for _ in 0..<20 { try amend(site) }
        try await together(site, savers: 6, each: 5)
        for number in 0..<Self.attachments { try attach(site, large: number < 3) }
        try site.vault.checkpointTruncate()
        for _ in 0..<10 { try amend(site) }
        try changeSlots(site)
        try shred(site)
        for _ in 0..<6 { try register(site) }
        site = try site.reopened(files: files, time: time)
        for _ in 0..<10 { try amend(site) }
        site = try rotated(site)
        for _ in 0..<6 { try amend(site) }
        try await together(site, savers: 4, each: 3)
        try site.close()
        try whileLocked()
        site = try Site.open(at: folder, recovery: recovery, files: files, time: time)
        try site.drainQueue(at: time.now())
        for _ in 0..<6 { try amend(site) }
        try site.close()
    }

    private func id() -> UUIDv7 { UUIDv7.make(at: time.now().millis) }

    private func save(_ changes: [Change]) -> Save {
        Save(id: id(), actor: worker, device: phone, at: time.now(), changes: changes)
    }

    /// A child and a first note in one save.
    private func register(_ site: Site) throws {
        registered += 1
        let child = id(), note = id(), name = "Child\(registered)"
        let changes = [
            Change(id: id(), record: child, kind: "child", op: .create, scope: Scope(.dossier, child), dossier: child,
                   fields: ["given_name": .text(name), "family_name": .text("Of\(registered)")]),
            Change(id: id(), record: note, kind: "note", op: .create, scope: Scope(.dossier, child), dossier: child, parent: child,
                   fields: ["text": .text(long("first note of \(name)"))]),
        ]
        try promised(site, changes, fields: ["given_name", "text"], versions: [1, 1])
        children.append((child, 1, name))
    }

    private func amend(_ site: Site) throws {
        let index = Int.random(in: 0..<children.count, using: &dice)
        let child = children[index]
        children[index].version += 1
        let change = Change(id: id(), record: child.id, kind: "child", op: .amend, scope: Scope(.dossier, child.id), base: child.version,
                            fields: ["school": .text(long("school \(child.version)"))])
        try promised(site, [change], fields: ["school"], versions: [child.version + 1])
    }

    private func promised(_ site: Site, _ changes: [Change], fields: [String], versions: [Int]) throws {
        let number = ledger.begin(.save(kept(changes, fields, versions)))
        _ = try site.journal.commitAndWait(save(changes))
        ledger.keep(number)
    }

    private func kept(_ changes: [Change], _ fields: [String], _ versions: [Int]) -> [Promise.Kept] {
        zip(changes, zip(fields, versions)).map { change, rest in
            Promise.Kept(record: change.record, entry: change.id, dossier: change.scope.id, field: rest.0,
                         value: change.fields[rest.0].flatMap(\.text) ?? "", version: rest.1)
        }
    }

    /// Several people at once share one sync.
    private func together(_ site: Site, savers: Int, each: Int) async throws {
        for _ in 0..<each {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<savers {
                    let child = children[Int.random(in: 0..<children.count, using: &dice)].id
                    let changes = (0..<2).map { part in
                        Change(id: id(), record: id(), kind: "note", op: .create, scope: Scope(.dossier, child), dossier: child, parent: child,
                               fields: ["text": .text(long("together \(part)"))])
                    }
                    let number = ledger.begin(.save(kept(changes, ["text", "text"], [1, 1])))
                    let one = save(changes)
                    let ledger = ledger, journal = site.journal
                    group.addTask {
                        _ = try await journal.commit(one)
                        ledger.keep(number)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private func long(_ text: String) -> String {
        text + String(repeating: " ·", count: Int.random(in: 0..<400, using: &dice))
    }

    /// So many that several share a folder, which is another path through the disk: there are 256 folders.
    private static let attachments = 48

    private func attach(_ site: Site, large: Bool) throws {
        let bytes = [UInt8](repeating: UInt8.random(in: 0...255, using: &dice),
                            count: Int.random(in: 1...(large ? 200_000 : 4_000), using: &dice))
        // Its name is its hash: known once it is stored, and promised then.
        let name = try site.putBlob(bytes)
        ledger.keep(ledger.begin(.blob(name)))
    }

    private func changeSlots(_ site: Site) throws {
        for (word, opens) in [("a second passphrase", true), ("a third passphrase", true), ("a second passphrase", false)] {
            let number = ledger.begin(.passphrase(word, opens: opens))
            try opens ? site.addPassphrase(word) : site.removePassphrase(word)
            ledger.keep(number)
        }
    }

    private func shred(_ site: Site) throws {
        let child = children.removeLast()
        let number = ledger.begin(.shred(dossier: child.id, name: child.name))
        try site.journal.shred([Scope(.dossier, child.id)], by: worker, and: second, device: phone, reason: "proof")
        ledger.keep(number)
    }

    private func rotated(_ site: Site) throws -> Site {
        try site.close()
        let number = ledger.begin(.rotated)
        try Site.rotate(folder, recovery: recovery, files: files)
        ledger.keep(number)
        return try Site.open(at: folder, recovery: recovery, files: files, time: time)
    }

    private func whileLocked() throws {
        for part in 0..<4 {
            let entry = id(), text = long("queued \(part)")
            let number = ledger.begin(.queued(id: entry, text: text))
            try Site.queue(folder, id: entry, text: text, files: files)
            ledger.keep(number)
        }
    }
}
