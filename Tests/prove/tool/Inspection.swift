import Foundations
import Journal
import PowerCut
import Vault

/// What is wrong with a store after a cut; empty means that every promise was kept.
struct Inspection {
    private(set) var faults: [String] = []
    /// Promises that could be checked because they had been kept before the cut, and those found whole while in flight.
    private(set) var kept = 0
    private(set) var inFlight = 0
    private let time = SystemTime()

    /// Opens what a cut left in `folder` and asks it for everything that was promised.
    mutating func run(folder: String, recovery: String, promises: [(promise: Promise, standing: Ledger.Standing)]) {
        let created = promises.first?.standing ?? .notBegun
        let site: Site
        do {
            site = try Site.open(at: folder, recovery: recovery, files: DiskFiles(), time: time)
        } catch {
            // Until creation was acknowledged there may be no store; but it must say so and not crash.
            if created == .kept { faults.append("does not open: \(error)") }
            return
        }
        do {
            let report = try site.journal.verify()
            if !report.sound { faults.append("verify: \(report.faults.prefix(3).map { "\($0.code) \($0.detail)" })") }
            try site.verifyPages()
            try site.drainQueue(at: time.now())
            try check(promises, in: site)
            try writeOn(site)
            try site.close()
            try checkPassphrases(promises, folder: folder)
        } catch {
            faults.append("\(error)")
        }
    }

    private mutating func check(_ promises: [(promise: Promise, standing: Ledger.Standing)], in site: Site) throws {
        let erased = try erasures(promises, site)
        for (promise, standing) in promises {
            switch promise.kind {
            case .created, .rotated:
                break
            case .save(let records):
                if let dossier = records.first?.dossier, erased.contains(dossier) { continue }
                let present = try records.filter { try isThere($0, site) }.count
                judge(promise, standing, present: present, of: records.count)
            case .passphrase:
                break
            case .blob(let name):
                if standing == .kept { judge(promise, standing, present: try site.blobIsWhole(name) ? 1 : 0, of: 1) }
            case .shred(let dossier, let name):
                guard standing == .kept else { continue }
                if try site.findsName(name) || site.record(dossier) != nil {
                    faults.append("an erased child is there again")
                } else { kept += 1 }
            case .queued(let id, let text):
                judge(promise, standing, present: try site.record(id)?.fields["text"]?.text == text ? 1 : 0, of: 1)
            }
        }
    }

    /// The store must be closed: each try opens it.
    private mutating func checkPassphrases(_ promises: [(promise: Promise, standing: Ledger.Standing)], folder: String) throws {
        var last: [String: (opens: Bool, standing: Ledger.Standing)] = [:]
        for (promise, standing) in promises where standing != .notBegun {
            if case .passphrase(let word, let opens) = promise.kind { last[word] = (opens, standing) }
        }
        for (word, expected) in last.sorted(by: { $0.key < $1.key }) where expected.standing == .kept {
            if try Site.opens(folder, with: word) == expected.opens {
                kept += 1
            } else {
                faults.append(expected.opens ? "a passphrase that was added does not open" : "a passphrase that was taken away opens")
            }
        }
    }

    /// Children whose erasure was promised, or was under way and has been done.
    private func erasures(_ promises: [(promise: Promise, standing: Ledger.Standing)], _ site: Site) throws -> Set<UUIDv7> {
        var erased: Set<UUIDv7> = []
        for (promise, standing) in promises {
            guard case .shred(let dossier, _) = promise.kind, standing != .notBegun else { continue }
            if try standing == .kept || site.record(dossier) == nil { erased.insert(dossier) }
        }
        return erased
    }

    private func isThere(_ kept: Promise.Kept, _ site: Site) throws -> Bool {
        guard let record = try site.record(kept.record), record.version >= kept.version else { return false }
        // The journal holds it as it was sent, and the projection shows it unless something later replaced it.
        guard let entry = try site.entries(of: kept.record).first(where: { $0.entry == kept.entry }),
              entry.content?.fields[kept.field]?.text == kept.value else { return false }
        return record.version > kept.version || record.fields[kept.field]?.text == kept.value
    }

    private mutating func judge(_ promise: Promise, _ standing: Ledger.Standing, present: Int, of count: Int) {
        switch standing {
        case .kept where present < count: faults.append("\(promise.name) is lost: \(present) of \(count)")
        case .inFlight where present != 0 && present != count: faults.append("\(promise.name) is there by half: \(present) of \(count)")
        case .notBegun where present != 0: faults.append("\(promise.name) is there before it was made")
        case .kept: kept += 1
        case .inFlight where present == count: inFlight += 1
        default: break
        }
    }

    /// A store that only reads has not come back.
    private func writeOn(_ site: Site) throws {
        let child = UUIDv7.make(at: time.now().millis), entry = UUIDv7.make(at: time.now().millis)
        let change = Change(id: entry, record: child, kind: "child", op: .create, scope: Scope(.dossier, child), dossier: child,
                            fields: ["given_name": .text("After")])
        _ = try site.journal.commitAndWait(Save(id: UUIDv7.make(at: time.now().millis), actor: entry, device: entry, at: time.now(), changes: [change]))
        guard try site.record(child)?.fields["given_name"]?.text == "After" else { throw WorkloadFault("a save after the cut is not there") }
    }
}

struct WorkloadFault: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
