import Access
import Assets
import Demo
import Foundation
import Foundations
import Journal
import Vault

/// Makes the store of a demo district.
struct DemoSite {
    let directory: String
    let instance: StandardInstance
    let time: SystemTime
    let options: VaultOptions

    /// The store's options while it is loaded. Identifiers fall all over their indexes: a cache that holds those saves
    /// reading and writing their pages again with each transaction, and so does a longer log.
    private func loading(_ children: Int) -> VaultOptions {
        var loading = options
        let atMost = Int(ProcessInfo.processInfo.physicalMemory >> 12)
        loading.cacheKiB = max(options.cacheKiB, min(children, atMost))
        loading.checkpointFrames = 64_000
        return loading
    }

    /// Interrupted half-way, the directory has no `demo.json` and is made again elsewhere.
    func make(children: Int, seed: UInt64) async throws {
        var card = DemoCard(passphrase: Self.words(5), recovery: "", signIns: [:])
        let (vault, recovery) = try VaultStore.create(
            at: directory, first: .passphrase(SecretBytes(text: card.passphrase), cost: .least), label: "demo", options: loading(children))
        card.recovery = recovery.words.joined(separator: " ")
        try vault.keySlots.confirmRecovery(words: card.recovery)
        let journal = try JournalStore(vault: vault, time: time)
        let secrets = try SiteSecrets.found(title: "Kinbox demo", names: OwnNames.all(extra: ["office.lan"]), in: journal, time: time,
                                            random: Sealing.randomBytes)
        try Doorway.issue(secrets, time: time).write(vault.directory)
        let now = time.now()
        let assets = try DemoAssets { path in
            guard let file = EmbeddedFiles.file(path) else { throw InputFault(code: "no-assets", what: "\(path) is not in this binary.", todo: "Build it with make.") }
            return file.text
        }
        let district = DemoDistrict(options: DemoOptions(children: children, seed: seed, now: now.millis, offsetMinutes: now.offsetMinutes), assets: assets)
        try await people(of: district, journal, vault, &card)
        let meter = ProgressMeter(total: children, what: "children")
        let done = try DemoLoader(district, into: journal).load { meter.show($0.children) }
        meter.finish("\(done.children) children, \(done.entries) entries")
        journal.close()
        try vault.checkpointTruncate()
        try vault.close()
        try card.write(directory)
    }

    /// Everybody gets an account; the people who are handed out get a password and their second factor at once.
    private func people(of district: DemoDistrict, _ journal: JournalStore, _ vault: VaultStore, _ card: inout DemoCard) async throws {
        let people = try SiteAssembly(instance: instance, time: time, address: "").people(journal, vault: vault, title: "Kinbox demo")
        let staff = district.staff
        let invitations = try await people.found((0..<staff.count).map { index in
            let person = staff[index]
            return NewPerson(name: person.name, userName: person.userName, role: person.role, teams: Set([person.team].compactMap { $0 }),
                             agency: person.agency, language: person.language.rawValue, id: person.id)
        }, teams: (0..<staff.teams).map { Team(id: staff.teamID($0), name: "Team \($0 + 1)", agency: staff.supervisor(team: $0).agency) })
        let tokens = Dictionary(invitations.map { ($0.person.id, $0.token) }, uniquingKeysWith: { first, _ in first })
        for role in DemoStaff.signInRoles {
            let person = staff.signIn(role)
            guard let token = tokens[person.id] else { continue }
            let password = Self.words(4)
            let done = try await people.completeSetup(token: token, password: password, peer: "demo")
            card.signIns[role] = DemoCard.SignIn(user: person.userName, password: password, totpSecret: done.totpSecret)
        }
    }

    /// Random pronounceable words, about 20 bits each.
    private static func words(_ count: Int) -> String {
        let consonants = Array("bdfgklmnprstvz"), vowels = Array("aeiou")
        return (0..<count).map { _ in
            String(Sealing.randomBytes(6).enumerated().map { index, byte in
                index % 2 == 0 ? consonants[Int(byte) % consonants.count] : vowels[Int(byte) % vowels.count]
            })
        }.joined(separator: "-")
    }
}
