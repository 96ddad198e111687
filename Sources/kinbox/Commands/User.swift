import Access
import ArgumentParser
import Foundation
import Foundations
import Journal
import Vault

struct User: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the people of a site, renew a link that was never used, or name a second person.",
        discussion: "Accounts are made by an administrator in the browser. The site must not be served meanwhile.",
        subcommands: [List.self, Link.self, Second.self])

    struct Person: Encodable {
        var id: String
        var name: String
        var user: String
        var role: String
        var state: String
        /// Names; an id where nobody named the team yet.
        var teams: [String]
        var agency: String?
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show who has an account.")
        @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
        @Flag(help: "Answer as JSON.") var json = false
        @OptionGroup var key: KeyOptions

        func run() async throws {
            await Terminal.guarded {
                try await User.opened(data, key) { people in
                    let teams = Dictionary(people.teams().map { ($0.id, $0.name.isEmpty ? $0.id.description : $0.name) }, uniquingKeysWith: { first, _ in first })
                    let all = people.all().map { one in
                        Person(id: one.id.description, name: one.name, user: one.userName, role: one.role, state: one.state.rawValue,
                               teams: one.teams.compactMap { teams[$0] }.sorted(), agency: one.agency)
                    }
                    if json { return try Terminal.answer(json: all) }
                    for one in all { Terminal.answer("\(one.user)  \(one.role)  \(one.state)  \(one.name)\(one.teams.isEmpty ? "" : "  (\(one.teams.joined(separator: ", ")))")") }
                }
            }
        }
    }

    struct Link: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a fresh one-time link for somebody who has never used theirs.",
            discussion: "An account in use gets a new link only through two persons, in the browser.")
        @Argument(help: "User name.") var user: String
        @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
        @OptionGroup var key: KeyOptions

        func run() async throws {
            await Terminal.guarded {
                try await User.opened(data, key) { people in
                    guard let person = people.person(userName: user) else {
                        throw InputFault(code: "no-such-user", what: "Nobody has this user name.", todo: "Look at kinbox user list.")
                    }
                    let administrator = people.all().first { $0.role == "site_administrator" && $0.state == .active } ?? person
                    let invitation = try await people.renewLink(of: person.id, by: administrator.id)
                    Terminal.answer("/#/setup/" + invitation.token)
                }
            }
        }
    }

    struct Second: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Name a second person, after the last one was lost.",
            discussion: """
                Needs the recovery key. The account gets a new one-time link; its password and factors end. Everybody with an \
                account is told, and it stands in the trail.
                """)
        @Argument(help: "User name; no administrator.") var user: String
        @Option(help: "Why; everybody reads it.") var reason: String
        @Option(help: "A role with a second factor, where theirs has none.") var role: String?
        @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
        @Option(help: "File with the recovery words (mode 600); asked for without it.") var recoveryFile: String?

        func run() async throws {
            await Terminal.guarded {
                let words = String(decoding: try SecretInput.read("Recovery words: ", file: recoveryFile), as: UTF8.self)
                try await User.opened(data, .recovery(try RecoveryKey(words: words))) { people in
                    guard let person = people.person(userName: user) else {
                        throw InputFault(code: "no-such-user", what: "Nobody has this user name.", todo: "Look at kinbox user list.")
                    }
                    let invitation = try await people.restoreSecond(person.id, role: role, reason: reason)
                    Terminal.answer("/#/setup/" + invitation.token)
                }
            }
        }
    }

    static func opened(_ data: String, _ key: KeyOptions, _ body: (PeopleStore) async throws -> Void) async throws {
        try await opened(data, try DemoKeys.secret(for: data, or: key), body)
    }

    private static func opened(_ data: String, _ secret: consuming UnlockSecret, _ body: (PeopleStore) async throws -> Void) async throws {
        try hardenProcess()
        let instance = try StandardInstance.load()
        let vault = try LockedVault(at: data).unlock(with: secret)
        let journal = try JournalStore(vault: vault, time: SystemTime(), rebuilding: SiteHost.tellRebuild())
        try await body(SiteAssembly(instance: instance, time: SystemTime(), address: "").people(journal, vault: vault, title: ""))
        journal.close()
        try vault.close()
    }
}
