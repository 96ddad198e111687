import Access
import Casework
import ArgumentParser
import Foundation
import Foundations
import Journal
import Logging
import Vault
import Web

struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a new site in an empty directory.",
        discussion: """
            Asks for a passphrase, prints the recovery key and asks for it once, and prints a one-time link for the first
            administrator. No password is set by anybody but the person who will use it.
            """)

    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @Option(help: "Name of the site, shown on its pages and certificate.") var title = "Kinbox"
    @Option(name: .customLong("name"), help: "A name or address under which the site will be reached; may be repeated.") var names: [String] = []
    @Option(help: "Port of the address that the set-up link names.") var port: UInt16 = 8443
    @Option(help: "Name of the first administrator.") var administrator = "Site administrator"
    @Option(help: "User name of the first administrator.") var user = "admin"
    @Option(help: "How much of the standard forms is asked: emergency, the smallest set for the first weeks, or national, everything. It can be changed at any time, and nothing is lost.")
    var profile = "national"
    @Option(help: "Cipher of the store: xchacha20 for any machine, aes256gcm where the processor has AES instructions.") var suite = "xchacha20"
    @Option(help: "File with the passphrase (mode 600), instead of typing it.") var passphraseFile: String?
    @Option(help: "Write the recovery key to this file instead of the screen; it is confirmed later with kinbox key confirm.")
    var recoveryFile: String?

    func validate() throws {
        guard CipherSuite(name: suite) != nil else { throw ValidationError("--suite is xchacha20 or aes256gcm.") }
    }

    func run() async throws {
        await Terminal.guarded {
            try hardenProcess()
            let instance = try StandardInstance.load()
            guard instance.profiles.contains(where: { $0.name == profile }) else { throw noSuchProfile(instance.profiles) }
            var passphrase = try newPassphrase()
            var options = VaultOptions()
            if let suite = CipherSuite(name: suite) { options.suite = suite }
            let (vault, recovery) = try VaultStore.create(
                at: data, first: .passphrase(SecretBytes(wiping: &passphrase), cost: .fitting(physicalMemory: ProcessInfo.processInfo.physicalMemory)), label: "passphrase", options: options)
            let link = try await found(vault, instance)
            try tell(recovery, vault)
            try vault.close()
            Terminal.answer("The site is ready in \(data).")
            Terminal.answer("Start it:           kinbox serve --data \(data)")
            Terminal.answer("First administrator, once, within 72 hours: \(link)")
        }
    }

    private func newPassphrase() throws -> [UInt8] {
        let first = try SecretInput.read("New passphrase (at least four words): ", file: passphraseFile)
        guard passphraseFile == nil else { return first }
        guard try SecretInput.read("Once more: ", file: nil) == first else {
            throw InputFault(code: "passphrases-differ", what: "The two passphrases are not the same.", todo: "Run the command again.")
        }
        return first
    }

    private func found(_ vault: VaultStore, _ instance: StandardInstance) async throws -> String {
        let time = SystemTime()
        let journal = try JournalStore(vault: vault, time: time)
        let secrets = try SiteSecrets.found(title: title, names: OwnNames.all(extra: names), in: journal, time: time, random: Sealing.randomBytes)
        let address = "https://\(names.first ?? "kinbox.local"):\(port)"
        let people = try SiteAssembly(instance: instance, time: time, address: address).people(journal, vault: vault, title: title)
        let invited = try await people.found([NewPerson(name: administrator, userName: user, role: "site_administrator")])
        if let person = invited.first?.person.id, profile != instance.profiles.last?.name {
            let site = try SiteAssembly(instance: instance, time: time, address: address).open(journal, vault: vault, secrets: secrets)
            try await site.desk.begin(with: profile, by: Author(person: person, device: site.publicDevice))
        }
        try Doorway.issue(secrets, time: time).write(vault.directory)
        journal.close()
        return address + "/#/setup/" + (invited.first?.token ?? "")
    }

    private func tell(_ recovery: RecoveryKey, _ vault: VaultStore) throws {
        let words = recovery.words
        if let recoveryFile {
            try writeAtomically(Array((words.joined(separator: " ") + "\n").utf8), to: recoveryFile, through: DiskFiles(), mode: 0o600)
            Terminal.say("The recovery key is in \(recoveryFile). Print it, keep it away from the box, and delete the file.")
            return
        }
        Terminal.say("Recovery key. Write it down or print it; it opens everything when all else is lost:\n")
        for row in stride(from: 0, to: words.count, by: 6) { Terminal.say("   " + words[row..<min(row + 6, words.count)].joined(separator: " ")) }
        Terminal.say("")
        while true {
            let typed = try SecretInput.read("Type it back once: ", file: nil)
            do {
                try vault.keySlots.confirmRecovery(words: String(decoding: typed, as: UTF8.self))
                return
            } catch {
                Terminal.say("That was not the recovery key (\(error.whatHappened)).")
            }
        }
    }
}
