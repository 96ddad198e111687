import ArgumentParser
import Foundation
import Foundations
import Vault

/// `kinbox key`: ways to open the store. The type has another name than Foundation's and SwiftPM's many keys.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "List, add, remove and rotate the keys that open a site.",
        discussion: "At least two ways stay, a recovery key among them. The site must not be served meanwhile.",
        subcommands: [List.self, Add.self, Remove.self, Confirm.self, Rotate.self])

    struct Slot: Encodable {
        var id: String
        var kind: String
        var label: String
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the ways to open the site. Needs no secret.")
        @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
        @Flag(help: "Answer as JSON.") var json = false

        func run() async throws {
            await Terminal.guarded {
                let slots = try LockedVault(at: data).slots.map { Slot(id: $0.id.description, kind: "\($0.kind)", label: $0.label) }
                if json { return try Terminal.answer(json: slots) }
                for slot in slots { Terminal.answer("\(slot.id)  \(slot.kind)  \(slot.label)") }
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a way to open the site.",
            discussion: """
                stick     writes a key file to --path on a USB stick; take the stick out after each start.
                machine   opens with --machine-secret and --office-secret together: starts alone, worthless when stolen.
                          Without --office-secret it protects a removed disk only, not a stolen box.
                passphrase  asks for a new one.
                """)
        enum Kind: String, ExpressibleByArgument, CaseIterable { case passphrase, stick, machine }

        @Argument(help: "passphrase, stick or machine.") var kind: Kind
        @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
        @Option(help: "A name for the new way.") var label = ""
        @Option(help: "Where to write the key file of a stick.") var path: String?
        @Option(help: "File with the new passphrase (mode 600).") var newPassphraseFile: String?
        @Option(help: "File with this machine's secret for the new way.") var newMachineSecret: String?
        @Option(help: "File with the office's half for the new way.") var newOfficeSecret: String?
        @OptionGroup var key: KeyOptions

        func validate() throws {
            if kind == .stick, path == nil { throw ValidationError("--path says where to write the key file.") }
            if kind == .machine, newMachineSecret == nil { throw ValidationError("--new-machine-secret names the machine's secret.") }
        }

        func run() async throws {
            await Terminal.guarded {
                try hardenProcess()
                let vault = try LockedVault(at: data).unlock(with: try DemoKeys.secret(for: data, or: key))
                let added = try vault.keySlots.add(try newSlot(), label: label)
                try vault.close()
                Terminal.answer("Added \(added.id) (\(added.kind)).")
            }
        }

        private func newSlot() throws -> NewKeySlot {
            switch kind {
            case .passphrase:
                var typed = try SecretInput.read("New passphrase (at least four words): ", file: newPassphraseFile)
                return .passphrase(SecretBytes(wiping: &typed), cost: .fitting(physicalMemory: ProcessInfo.processInfo.physicalMemory))
            case .stick:
                return .keyStick(path ?? "")
            case .machine:
                return .machine(MachineSecrets(machine: SecretFile(newMachineSecret ?? ""), office: newOfficeSecret.map { SecretFile($0) }))
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a way to open the site.",
            discussion: "Somebody may have kept an old key file: only `kinbox key rotate` puts a removed secret out of reach for good.")
        @Argument(help: "Id, as `kinbox key list` shows it.") var id: String
        @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
        @OptionGroup var key: KeyOptions

        func run() async throws {
            await Terminal.guarded {
                try hardenProcess()
                guard let id = UUIDv7(id) else { throw ValidationError("That is no id.") }
                let vault = try LockedVault(at: data).unlock(with: try DemoKeys.secret(for: data, or: key))
                try vault.keySlots.remove(id)
                try vault.close()
                Terminal.answer("Removed.")
            }
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Type the printed recovery key back once, to be sure that it was written down right.")
        @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
        @Option(help: "File with the recovery words (mode 600).") var wordsFile: String?
        @OptionGroup var key: KeyOptions

        func run() async throws {
            await Terminal.guarded {
                try hardenProcess()
                let vault = try LockedVault(at: data).unlock(with: try DemoKeys.secret(for: data, or: key))
                let typed = try SecretInput.read("Recovery key: ", file: wordsFile)
                try vault.keySlots.confirmRecovery(words: String(decoding: typed, as: UTF8.self))
                try vault.close()
                Terminal.answer("Right. Keep it away from the box.")
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Encrypt everything anew under a fresh key.",
            discussion: "Needs as much free space as the store takes. A power cut leaves the old or the new store, never a mixture.")
        @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
        @Option(help: "Another cipher: xchacha20 or aes256gcm; left out, it stays.") var suite: String?
        @OptionGroup var key: KeyOptions

        func validate() throws {
            if let suite, CipherSuite(name: suite) == nil { throw ValidationError("--suite is xchacha20 or aes256gcm.") }
        }

        func run() async throws {
            await Terminal.guarded {
                try hardenProcess()
                let newSuite = suite.flatMap { CipherSuite(name: $0) }
                try Rotation.run(at: data, with: try DemoKeys.secret(for: data, or: key), suite: newSuite) { step in
                    Terminal.say("  \(step.rawValue)")
                }
                Terminal.answer("Everything is encrypted under a fresh key.")
            }
        }
    }
}
