import ArgumentParser
import Foundations
import XLSForm

struct FormsDiff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Say in plain words what changes from one version of a form to the next.",
        discussion: """
            Locked fields (the minimum data set) may be hidden or relabelled, never renamed, retyped or removed: such changes are
            refused, and the command ends with 6.
            """)

    @Argument(help: "The form in use.") var old: String
    @Argument(help: "The form that shall take its place.") var new: String
    @Option(name: .customLong("repair"), help: "A repair you agree to, as for check; for both forms.") var repairs: [String] = []
    @Flag(help: "Answer as JSON.") var json = false

    struct Change: Encodable {
        var kind: String
        var field: String
        var before: String
        var after: String
        var row: Int
        var refusal: String?
        var words: String

        init(_ change: FormDifference.Change) {
            kind = change.kind.rawValue
            field = change.field
            before = change.before
            after = change.after
            row = change.row
            refusal = change.refusal
            words = change.words
        }
    }

    struct Answer: Encodable {
        var summary: String
        var refused: Bool
        var changes: [Change]
    }

    func run() async throws {
        await Terminal.guarded {
            let agreed = try FormsCheck.agreed(repairs)
            let before = try FormFile.importing(old, repairs: agreed)
            let after = try FormFile.importing(new, repairs: agreed)
            let difference = FormDifference(from: before.sheets, to: after.sheets)
            if json {
                try Terminal.answer(json: Answer(summary: difference.summary, refused: difference.refused, changes: difference.changes.map(Change.init)))
            } else {
                for change in difference.changes { Terminal.answer(change.words) }
                Terminal.answer(difference.summary)
            }
            if difference.refused { Terminal.exit(6) }
        }
    }
}
