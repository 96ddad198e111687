import Access
import ArgumentParser
import Assets
import Demo
import Foundation
import Foundations
import Journal
import Logging
import Vault
import Web

/// `kinbox demo`. The type has another name than its module.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Serve an invented district, to try Kinbox out.",
        discussion: """
            Makes the district if the directory is empty, and serves it again if it is there. Prints one sign-in per role. The
            key of a demo lies beside its data: never keep real children in one.
            """)

    @Option(help: "Directory of the district; a temporary one when left out.") var data: String?
    @Option(help: "Port for HTTPS; 0 takes a free one.") var port: UInt16 = 8443
    @Option(help: "Address to listen on.") var address = "127.0.0.1"
    @Option(help: "Port on which plain HTTP explains where to go; 0 for none.") var httpPort: UInt16 = 0
    @Option(help: "How many children, 1 to 1,000,000.") var children = 200
    @Option(help: "The same seed gives the same district.") var seed: UInt64 = 1
    @Option(help: "Write the sign-ins to this file: JSON, role to user, password and TOTP secret.") var signIns: String?
    @Option(help: "Cipher of a new store: xchacha20 or aes256gcm.") var suite = "xchacha20"
    @Flag(help: "Start locked, with the passphrase printed.") var locked = false
    @Flag(help: "Make the district and end, without serving it.") var makeOnly = false

    func validate() throws {
        guard (1...1_000_000).contains(children) else { throw ValidationError("--children is 1 to 1000000.") }
        guard CipherSuite(name: suite) != nil else { throw ValidationError("--suite is xchacha20 or aes256gcm.") }
    }

    func run() async throws {
        await Terminal.guarded {
            try hardenProcess()
            let log = Logs.start()
            let directory = data ?? NSTemporaryDirectory() + "kinbox-demo-\(UUID().uuidString.prefix(8))"
            let instance = try StandardInstance.load()
            let time = SystemTime()
            if !FileManager.default.fileExists(atPath: directory + "/vault.keys") {
                var options = VaultOptions()
                if let suite = CipherSuite(name: suite) { options.suite = suite }
                try await DemoSite(directory: directory, instance: instance, time: time, options: options).make(children: children, seed: seed)
            }
            let card = try DemoCard.read(directory)
            if let signIns { try card.writeSignIns(to: signIns) }
            if makeOnly { return }
            try await serve(directory, card, instance, time, log)
        }
    }

    private func serve(_ directory: String, _ card: DemoCard, _ instance: StandardInstance, _ time: SystemTime, _ log: Logger) async throws {
        let own = "https://127.0.0.1:\(port)"
        let host = SiteHost(try LockedVault(at: directory), assembly: SiteAssembly(instance: instance, time: time, address: own),
                            options: VaultOptions(), log: log)
        let site = Site(opener: host, time: time, version: Version.text, log: log)
        if !locked { site.begin(try await host.open(with: .passphrase(SecretBytes(text: card.passphrase)))) }
        let service = Service(site: site, host: host, instance: instance, doorway: try Doorway.read(directory), address: own,
                              listen: address, port: port, plainPort: httpPort == 0 ? nil : httpPort, log: log)
        try await service.run { port in
            if locked { Terminal.answer("Passphrase: \(card.passphrase)") }
            card.show()
            Terminal.answer("\nKinbox demo: https://127.0.0.1:\(port)   (stop with Ctrl-C)")
        }
    }
}

/// What a demo hands out: its sign-ins and the passphrase of its store.
struct DemoCard: Codable {
    struct SignIn: Codable {
        var user: String
        var password: String
        var totpSecret: String?
    }

    var passphrase: String
    var recovery: String
    var signIns: [String: SignIn]

    private static func path(_ directory: String) -> String { directory + "/demo.json" }

    static func read(_ directory: String) throws -> DemoCard {
        guard let data = FileManager.default.contents(atPath: path(directory)) else {
            throw InputFault(code: "no-demo", what: "There is a site in \(directory), but it is no demo.", todo: "Serve it with kinbox serve.")
        }
        return try JSONDecoder().decode(DemoCard.self, from: data)
    }

    func write(_ directory: String) throws { try write(self, to: Self.path(directory)) }

    func writeSignIns(to file: String) throws { try write(signIns, to: file) }

    private func write(_ value: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try writeAtomically(Array(try encoder.encode(value)) + [UInt8(ascii: "\n")], to: path, through: DiskFiles(), mode: 0o600)
    }

    func show() {
        Terminal.answer("\nOne sign-in per role (the code changes every 30 seconds):")
        for (role, signIn) in signIns.sorted(by: { $0.key < $1.key }) {
            let factor = signIn.totpSecret.map { "   TOTP secret \($0)" } ?? ""
            Terminal.answer("  \(role.padding(toLength: 26, withPad: " ", startingAt: 0)) \(signIn.user)   \(signIn.password)\(factor)")
        }
    }
}
