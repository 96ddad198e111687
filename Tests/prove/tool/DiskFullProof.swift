import Foundation
import Foundations
import Glibc
import Journal
import PowerCut

/// Every write of a save in turn meets a full disk that stays full; then room is made.
struct DiskFullProof {
    let folder: String
    let seed: UInt64
    let short: Bool

    struct Result: Codable {
        var savesTried = 0
        var refusedForSpace = 0
        var refusedOtherwise: [String: Int] = [:]
        var writesOfASave: [String: Int] = [:]
        var promisesChecked = 0
        var failed = 0
        var firstFaults: [String] = []
    }

    private static func takesSpace(_ operation: DiskOperation) -> Bool {
        switch operation {
        case .create, .write, .truncate, .makeDirectory: true
        case .sync, .rename, .remove, .syncDirectory, .mark: false
        }
    }

    func run() throws -> Result {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let plan = FaultPlan(errno: ENOSPC, staysBroken: true, counts: Self.takesSpace)
        let files = ObservedFiles(observer: plan)
        let original = folder + "/store"
        let time = SystemTime()
        var site = try Site.create(at: original, files: files, time: time)
        var result = Result()
        var saved: [Change] = []
        var number = 0

        func save(size: Int) throws -> Change {
            number += 1
            let id = UUIDv7.make(at: time.now().millis)
            let text = "note \(number) " + String(repeating: "x", count: size)
            let change = Change(id: UUIDv7.make(at: time.now().millis), record: id, kind: "note", op: .create, scope: Scope(.dossier, id),
                                dossier: id, fields: ["text": .text(text)])
            _ = try site.journal.commitAndWait(Save(id: UUIDv7.make(at: time.now().millis), actor: id, device: id, at: time.now(), changes: [change]))
            return change
        }
        func isThere(_ change: Change) throws -> Bool {
            try site.record(change.record)?.fields["text"] == change.fields["text"]
        }
        func fault(_ text: String) {
            result.failed += 1
            if result.firstFaults.count < 20 { result.firstFaults.append(text) }
            Progress.say(text)
        }

        // Small saves, large ones, and ones at which the log is folded into the database.
        let kinds: [(name: String, size: Int, before: Int)] = short
            ? [("small", 100, 0), ("folding", 4_000, 60)]
            : [("small", 100, 0), ("large", 60_000, 0), ("folding", 4_000, 60), ("folding large", 60_000, 60)]
        for kind in kinds {
            var nth = 0
            var more = true
            while more && nth < 400 {
                nth += 1
                for _ in 0..<kind.before where nth % 8 == 1 { saved.append(try save(size: 9_000)) }
                plan.arm(failAt: nth)
                result.savesTried += 1
                let before = number
                do {
                    saved.append(try save(size: kind.size))
                    // Behind the last write of this save; what was folded afterwards may still have met the fault.
                    more = plan.failures > 0
                } catch let error as JournalError {
                    if case .noSpace = error { result.refusedForSpace += 1 } else { result.refusedOtherwise[error.code, default: 0] += 1 }
                }
                result.writesOfASave[kind.name] = nth
                // While the disk is still full: reading goes on and shows whole saves only.
                for change in saved.suffix(3) {
                    if try !isThere(change) { fault("\(kind.name), write \(nth): an acknowledged save cannot be read on the full disk") }
                    result.promisesChecked += 1
                }
                if number == before { fault("\(kind.name), write \(nth): the save was never tried") }
                plan.arm(failAt: nil)
                do {
                    saved.append(try save(size: 100))
                } catch {
                    fault("\(kind.name), write \(nth): no save after room was made: \(error)")
                    site = try site.reopened(files: files, time: time)
                }
            }
            Progress.say("\(kind.name): \(nth) writes")
        }
        site = try site.reopened(files: files, time: time)
        for change in saved {
            if try !isThere(change) { fault("acknowledged and lost: \(change.record)") }
            result.promisesChecked += 1
        }
        let report = try site.journal.verify()
        if !report.sound { fault("verify: \(report.faults.prefix(3))") }
        if report.records != saved.count { fault("\(report.records) records for \(saved.count) acknowledged saves: something refused is there") }
        try site.verifyPages()
        try site.close()
        return result
    }
}
