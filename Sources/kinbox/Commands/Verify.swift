import ArgumentParser
import Foundation
import Foundations
import Journal
import Vault

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check every page, every entry, both chains, and that the records follow from the entries.",
        discussion: "Ends with 5 when something is damaged; with --json what keeps it from looking is told in JSON too. The site must not be served meanwhile.")

    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @Flag(help: "Answer as JSON.") var json = false
    @OptionGroup var key: KeyOptions

    struct Answer: Encodable {
        var ok: Bool
        var pages: PageReport
        var journal: VerifyReport
    }

    func run() async throws {
        await Terminal.guarded(json: json) {
            try hardenProcess()
            let locked = try LockedVault(at: data)
            let vault = try locked.unlock(with: try DemoKeys.secret(for: data, or: key))
            let pages = try vault.verifyPages()
            let journal = try JournalStore(vault: vault, time: SystemTime(), rebuilding: SiteHost.tellRebuild())
            let report = try journal.verify()
            journal.close()
            try vault.close()
            let ok = pages.isSound && report.sound
            if json {
                try Terminal.answer(json: Answer(ok: ok, pages: pages, journal: report))
            } else {
                Terminal.answer(ok ? "Sound: \(pages.pages) pages, \(report.entries) entries, \(report.records) records." : "DAMAGED")
                for page in pages.damaged.prefix(100) { Terminal.answer("  page \(page.page): \(page.damage)") }
                for fault in report.faults { Terminal.answer("  \(fault.code): \(fault.detail)") }
            }
            if !ok { Terminal.exit(5) }
        }
    }
}

/// Commands on a demo need no secret: it lies beside the data.
enum DemoKeys {
    static func secret(for directory: String, or key: KeyOptions) throws -> UnlockSecret {
        if !key.isGiven, let card = try? DemoCard.read(directory) { return .passphrase(SecretBytes(text: card.passphrase)) }
        return try key.secret()
    }
}
