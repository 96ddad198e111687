import ArgumentParser

@main
struct Kinbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kinbox",
        abstract: "Child-protection case management on one small box.",
        discussion: """
            Exit codes: 0 done, 1 failed, 2 wrong usage, 3 locked (needs a key), 4 in use by another process,
            5 damaged data found, 6 refused by policy, 7 no space left.
            """,
        version: Version.text,
        subcommands: [
            Init.self, Serve.self, DemoCommand.self, User.self, KeyCommand.self, Verify.self, FormsCommand.self, ListsCommand.self, LimitsCommand.self, MessagesCommand.self,
            RecordsCommand.self, Bench.self,
        ])

    /// As the library's own, but wrong usage ends with 2 on every system.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            let code = exitCode(for: error)
            guard code == .validationFailure else { exit(withError: error) }
            Terminal.say(fullMessage(for: error))
            Terminal.exit(2)
        }
    }
}
