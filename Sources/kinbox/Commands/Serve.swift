import ArgumentParser
import Foundation
import Foundations
import Logging
import Vault
import Web

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a site over HTTPS.",
        discussion: """
            Without a secret the box starts locked: it shows the unlock page, and takes notifications into a sealed queue.
            Ends cleanly on SIGTERM or Ctrl-C.
            """)

    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @Option(help: "Address to listen on.") var address = "0.0.0.0"
    @Option(help: "Port for HTTPS.") var port: UInt16 = 8443
    @Option(help: "Port on which plain HTTP explains where to go; 0 for none.") var httpPort: UInt16 = 0
    @OptionGroup var key: KeyOptions

    func run() async throws {
        await Terminal.guarded {
            try hardenProcess()
            let log = Logs.start()
            let instance = try StandardInstance.load()
            let locked = try LockedVault(at: data)
            let names = try Doorway.read(locked.directory).names
            let own = "https://\(names.first ?? "kinbox.local"):\(port)"
            let time = SystemTime()
            let host = SiteHost(locked, assembly: SiteAssembly(instance: instance, time: time, address: own), options: VaultOptions(), log: log)
            let site = Site(opener: host, time: time, version: Version.text, log: log)
            if key.isGiven { site.begin(try await host.open(with: try key.secret())) }
            let service = Service(site: site, host: host, instance: instance, doorway: try Doorway.read(locked.directory), address: own, listen: address, port: port,
                                  plainPort: httpPort == 0 ? nil : httpPort, log: log)
            try await service.run { port in
                Terminal.say("Kinbox serves https://\(address):\(port)" + (site.isLocked ? " (locked)" : ""))
            }
        }
    }
}

/// Ways to open a store from the command line.
struct KeyOptions: ParsableArguments {
    @Option(help: "File with the passphrase (mode 600).") var passphraseFile: String?
    @Option(help: "The key file on a key stick.") var keyStick: String?
    @Option(help: "File with the recovery words (mode 600).") var recoveryFile: String?
    @Option(help: "File with this machine's secret (systemd-creds, TPM).") var machineSecret: String?
    @Option(help: "File with the other half, from a device on the office network.") var officeSecret: String?

    var isGiven: Bool { passphraseFile != nil || keyStick != nil || recoveryFile != nil || machineSecret != nil }

    /// The first way given; without any, the passphrase is asked for at the terminal.
    func secret() throws -> UnlockSecret {
        if let keyStick { return .keyStick(keyStick) }
        if let machineSecret {
            return .machine(MachineSecrets(machine: SecretFile(machineSecret), office: officeSecret.map { SecretFile($0) }))
        }
        if let recoveryFile {
            return .recovery(try RecoveryKey(words: String(decoding: try SecretInput.read("", file: recoveryFile), as: UTF8.self)))
        }
        let typed = try SecretInput.read("Passphrase: ", file: passphraseFile)
        return .passphrase(SecretBytes(text: String(decoding: typed, as: UTF8.self)))
    }
}
