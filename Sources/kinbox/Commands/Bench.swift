import ArgumentParser
import Foundation
import Foundations
import Journal
import Vault

struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the store on this machine.",
        discussion: """
            The vault against its floor (plain SQLite plus the cipher's time for the pages sealed and opened, in the same run),
            and group commit under an fsync of 10 ms. Ratios matter; seconds depend on the machine and what else it does.
            """)

    @Option(help: "Folder to work in; memory-backed when left out, so that the disk does not count.") var directory: String?
    @Option(help: "Rows of the vault's workload.") var rows = 200_000
    @Option(help: "Rounds; medians are reported.") var rounds = 3
    @Option(help: "Only this of the two.") var only: Part?
    @Flag(help: "Answer as JSON.") var json = false

    enum Part: String, ExpressibleByArgument, CaseIterable { case vault, groupCommit = "group-commit" }

    struct Step: Encodable {
        var seconds: Double
        var plain: Double
        var floor: Double
        /// Ours divided by the floor, median over rounds, wall clock.
        var ratio: Double
        /// The same by processor time.
        var ratioProcessor: Double
    }

    struct Report: Encodable {
        var rows: Int
        var rounds: Int
        var sqlite: String?
        var suites: [String: [String: Step]] = [:]
        var groupCommit: GroupCommitBench.Result?
    }

    func run() async throws {
        await Terminal.guarded {
            try hardenProcess()
            let folder = (directory ?? (FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory())) + "/kinbox-bench-\(getpid())"
            try DiskFiles().makeDirectories(folder)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            var report = Report(rows: rows, rounds: rounds)
            if only != .groupCommit {
                let vault = try VaultBench.run(directory: folder, rows: rows, rounds: rounds) { Terminal.say("  " + $0) }
                report.sqlite = vault.sqlite
                report.suites = Dictionary(uniqueKeysWithValues: vault.suites.map { suite in
                    (suite.name, ["insert": step(suite.insert), "reads": step(suite.reads), "scan": step(suite.scan)])
                })
            }
            if only != .vault {
                Terminal.say("  group commit under an fsync of 10 ms")
                report.groupCommit = try await groupCommit(folder + "/group")
            }
            if json { return try Terminal.answer(json: report) }
            for (name, steps) in report.suites.sorted(by: { $0.key < $1.key }) {
                for (what, one) in steps.sorted(by: { $0.key < $1.key }) {
                    Terminal.answer("\(name) \(what): \(fixed(one.seconds)) s, \(fixed(one.ratio)) of the floor, plain \(fixed(one.plain)) s")
                }
            }
            if let group = report.groupCommit {
                Terminal.answer("group commit: \(fixed(group.ratio)) times serial, p95 \(fixed(group.p95)) ms")
            }
        }
    }

    private func step(_ phase: VaultBench.Phase) -> Step {
        Step(seconds: phase.wall.sealed, plain: phase.wall.plain, floor: phase.wall.floor, ratio: phase.wall.overFloor,
             ratioProcessor: phase.cpu.overFloor)
    }

    private func groupCommit(_ folder: String) async throws -> GroupCommitBench.Result {
        let slow = SlowSync(milliseconds: 0)
        let secret = SecretBytes(text: "four quiet river stones")
        let vault = try VaultStore.create(at: folder, first: .passphrase(secret, cost: .least), files: ObservedFiles(observer: slow)).0
        let journal = try JournalStore(vault: vault, time: SystemTime())
        slow.setDelay(milliseconds: 10)
        let result = try await GroupCommitBench.run(journal)
        slow.setDelay(milliseconds: 0)
        journal.close()
        try vault.close()
        return result
    }

    private func fixed(_ number: Double) -> String { String((number * 1000).rounded() / 1000) }
}
