import Access
import ArgumentParser
import Foundations
import Web
import XLSForm

struct FormsDiff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say in plain words what changes from one version of a form to the next.",
        discussion: """
            Locked fields (the minimum data set) may be relabelled, and hidden where cm::hideable says so; never renamed, retyped or
            removed, nor given rules that the standard version lacks: such changes are refused, and the command ends with 6. Lines
            that begin with MORE let somebody see more, or let more leave the site: they need a second person.
            """)

    @Argument(help: "The form in use.") var old: String
    @Argument(help: "The form that shall take its place.") var new: String
    @Option(name: .customLong("repair"), help: "A repair you agree to, as for check; for both forms.") var repairs: [String] = []
    @Flag(help: "Answer as JSON.") var json = false

    struct Answer: Encodable {
        var summary: String
        var refused: Bool
        var changes: [ChangeShape]
        /// Fields whose change needs a second person.
        var more: [String]
        /// The two names, where they differ.
        var forms: [String]?
    }

    func run() async throws {
        await Terminal.guarded {
            let agreed = try FormsCheck.agreed(repairs)
            let before = try FormFile.importing(old, repairs: agreed)
            let after = try FormFile.importing(new, repairs: agreed, insteadOf: before.sheets)
            let difference = FormDifference(from: before.sheets, to: after.sheets, standard: try FormFile.standard(before.sheets.name))
            let more = try Self.more(difference, after.sheets.name)
            let names = difference.names.old == difference.names.new ? nil : [difference.names.old, difference.names.new]
            if json {
                try Terminal.answer(json: Answer(summary: difference.summary, refused: difference.refused, changes: difference.changes.map { ChangeShape($0) },
                                                 more: more.map(\.field), forms: names))
            } else {
                if let names { Terminal.answer("These are two different forms: \(names[0]) and \(names[1]). form_id must stay \(names[0]) in a new version of it.") }
                for change in difference.changes { Terminal.answer(change.words) }
                for one in more { Terminal.answer("MORE: \(one.words): a second person must agree.") }
                Terminal.answer(difference.summary)
                if difference.isSame { Terminal.answer("A spreadsheet that hides a row hides nothing here. To hide a question, write false() under relevant.") }
            }
            if difference.refused { Terminal.exit(6) }
        }
    }

    /// Changes that loosen, by the standard roles; the box itself judges by its own when it is asked to publish.
    static func more(_ difference: FormDifference, _ form: String) throws -> [(field: String, words: String)] {
        let book = try StandardInstance.roleBook()
        let reach = ["": 0, "never": 0, "deidentified": 1, "full": 2]
        return difference.changes.filter { $0.kind == .protection }.compactMap { change in
            let field = String(change.field.prefix { $0 != " " })
            if change.field.hasSuffix("(cm::forward)") {
                return reach[change.after] ?? 0 > reach[change.before] ?? 0 ? (field, "more of \(field) leaves the site") : nil
            }
            guard change.field.hasSuffix("(cm::permission)") else { return nil }
            func named(_ word: String) -> SensitivityClass { SensitivityClass(rawValue: word.isEmpty ? "general" : word) }
            let roles = book.gainers(from: named(change.before), in: form, to: named(change.after), in: form)
            return roles.isEmpty ? nil : (field, "\(field) opens to \(roles.joined(separator: ", "))")
        }
    }
}
