import Access
import FormEngine
public import XLSForm

/// A fault of a form as the API and the commands answer it.
public struct FaultShape: Encodable, Sendable {
    public var severity: String
    public var code: String
    public var sheet: String
    public var row: Int
    public var column: String
    public var letter: String
    public var cell: String
    public var words: String
    public var suggestion: String?

    public init(_ fault: XLSFormFault) {
        severity = fault.severity.rawValue
        code = fault.code.rawValue
        sheet = fault.sheet
        row = fault.row
        column = fault.column
        letter = fault.letter
        cell = fault.cell
        words = fault.words
        suggestion = fault.suggestion
    }

    /// A file that could not even be read.
    /// - Parameter part: the sheet or part of the file; `row` 0 where none is meant.
    public init(unreadable code: String, part: String, row: Int, words: String, suggestion: String) {
        severity = "error"
        self.code = code
        sheet = part
        self.row = row
        column = ""
        letter = ""
        cell = ""
        self.words = words
        self.suggestion = suggestion
    }
}

/// A change from one version of a form to the next as the API and the commands answer it.
public struct ChangeShape: Encodable, Sendable {
    public var kind: String
    public var field: String
    public var before: String
    public var after: String
    public var row: Int
    public var refusal: String?
    public var words: String
    /// Records that it touches; left out where they were not counted.
    public var records: Int?
    /// Locked questions that choose from the list; left out where there are none.
    public var locked: [String]?

    public init(_ change: FormDifference.Change, records: Int? = nil) {
        kind = change.kind.rawValue
        field = change.field
        before = change.before
        after = change.after
        row = change.row
        refusal = change.refusal
        words = change.words
        self.records = records
        locked = change.locked.isEmpty ? nil : change.locked
    }
}

/// A question that more could be done with, and by whom.
struct LoosenedShape: Encodable {
    struct Role: Encodable {
        var code: String
        var title: [String: String]
    }

    var kind: String
    var field: String
    /// The question in its languages.
    var label: [String: String]
    var from: String
    var to: String
    /// Roles that gain.
    var roles: [Role]
    var records: Int?

    init(_ loosened: LoosenedField, in form: FormDefinition?, _ book: RoleBook) {
        kind = loosened.kind.rawValue
        field = loosened.field
        let repeated = form?.groups.first { $0.name == loosened.field }?.label
        label = FormReport.texts(form?.field(loosened.field)?.label ?? repeated ?? LocalizedText())
        from = loosened.from
        to = loosened.to
        roles = loosened.roles.map { Role(code: $0, title: book[$0]?.titles ?? [:]) }
        records = loosened.records
    }
}
