import Foundations
import Journal
import Vault
import Web

/// A site that is not served, opened for one command.
enum ClosedSite {
    /// Opens the store, lends everything it offers, and closes it whatever `body` does.
    static func opened(_ data: String, _ key: KeyOptions, _ body: (OpenSite) async throws -> Void) async throws {
        try hardenProcess()
        let instance = try StandardInstance.load()
        let vault = try LockedVault(at: data).unlock(with: try DemoKeys.secret(for: data, or: key))
        let journal = try JournalStore(vault: vault, time: SystemTime(), rebuilding: SiteHost.tellRebuild())
        do {
            guard let secrets = try SiteSecrets.read(journal) else { throw InputFault.unfinishedSite }
            try await body(SiteAssembly(instance: instance, time: SystemTime(), address: "").open(journal, vault: vault, secrets: secrets))
        } catch {
            journal.close()
            try vault.close()
            throw error
        }
        journal.close()
        try vault.close()
    }
}

extension InputFault {
    static var unfinishedSite: InputFault {
        InputFault(code: "unfinished-site", what: "This site was never finished.", todo: "Run kinbox init on an empty directory.")
    }
}
