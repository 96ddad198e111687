import Access
public import Casework
public import FormEngine
public import Foundations
public import Journal
import Workbook
public import XLSForm

/// An uploaded form held against the one in use: everything that the report says, and what is published after it.
public struct CheckedForm: Sendable {
    /// What was wrong with the file itself; then there is nothing else.
    public let unreadable: WorkbookProblem?
    public let report: XLSFormReport?
    public let chosen: Set<XLSFormRepair>
    /// Nil while the report has errors.
    public let definition: FormDefinition?
    public let difference: FormDifference?
    public let loosened: [LoosenedField]
    public let counts: AnswerCount?
    /// The canonical workbook under its new version number.
    let workbook: [UInt8]
    /// What was in use when it was compared.
    public let base: UUIDv7?

    /// A file that no form could be read from.
    public struct WorkbookProblem: Sendable {
        public let code: String
        public let part: String
        public let row: Int
        public let words: String
        public let suggestion: String
    }

    public var accepted: Bool { definition != nil && difference?.refused != true && loosened.isEmpty }

    /// Reads, judges and compares. Blocks: up to some seconds for the largest forms, and up to `countSeconds` for counting
    /// the records that the changes touch.
    public init(_ bytes: [UInt8], name: String, repairs: Set<XLSFormRepair>, site: OpenSite, countSeconds: Int = 15) throws {
        chosen = repairs
        let book: Workbook
        do {
            book = try Workbook.read(bytes)
        } catch {
            unreadable = WorkbookProblem(code: error.code, part: error.part, row: error.row, words: error.whatHappened, suggestion: error.whatToDo)
            (report, definition, difference, loosened, counts, workbook, base) = (nil, nil, nil, [], nil, [], nil)
            return
        }
        unreadable = nil
        let form = XLSForm(book, options: XLSFormOptions(repairs: repairs))
        guard let imported = form.imported(name: name), imported.report.accepted else {
            report = form.reportWithCircles()
            (definition, difference, loosened, counts, workbook, base) = (nil, nil, [], nil, [], nil)
            return
        }
        report = imported.report
        let formName = imported.sheets.name
        let sheets = imported.sheets.numbered(try site.desk.nextVersion(of: formName))
        let csv = sheets.csv
        let read = try FormDefinition.read(survey: csv.survey, choices: csv.choices, settings: csv.settings)
        definition = read
        workbook = try sheets.exported().xlsx()
        base = try site.desk.formHistory().inUse[formName]
        let before = try PublishedForms.sheets(inUse: formName, at: site)
        let compared = before.map { FormDifference(from: $0, to: sheets) }
        difference = compared
        if let shown = site.desk.forms[formName] {
            loosened = site.desk.shelf.loosened(from: shown, to: read)
            counts = try Self.count(compared, in: shown, site: site, seconds: countSeconds)
        } else {
            (loosened, counts) = ([], nil)
        }
    }

    public func toPublish(id: UUIDv7, note: String, base: UUIDv7?) throws(CaseworkError) -> FormToPublish {
        guard let definition else { throw CaseworkError(.formRefused(why: "The form has errors.")) }
        if difference?.refused == true { throw CaseworkError(.formRefused(why: "The form changes what is locked: the minimum data set.")) }
        return FormToPublish(publication: id, definition: definition, workbook: workbook, note: note, base: base)
    }

    // MARK: What a change touches

    private static func count(_ difference: FormDifference?, in form: FormDefinition, site: OpenSite, seconds: Int) throws -> AnswerCount? {
        let touched = Set((difference?.changes ?? []).flatMap { fields(of: $0, in: form) })
        guard !touched.isEmpty else { return AnswerCount() }
        let selects = Set(touched.filter { form.field($0)?.list != nil })
        let end = site.desk.time.monotonicNanos() + UInt64(seconds) * 1_000_000_000
        return try site.journal.countAnswers(of: form.name, fields: touched.sorted(), selects: selects) { site.desk.time.monotonicNanos() < end }
    }

    /// The fields whose answers a change touches: its own, or those that choose from its list.
    private static func fields(of change: FormDifference.Change, in form: FormDefinition) -> [String] {
        let name = String(change.field.prefix { $0 != " " })
        if form.field(name) != nil || form.groups.contains(where: { $0.name == name && $0.isRepeat }) { return [name] }
        return form.fields.filter { $0.list == name }.map(\.name)
    }

    /// Records that a change touches; nil where they were not counted or where no record can be touched.
    func records(touchedBy change: FormDifference.Change, in form: FormDefinition?) -> Int? {
        guard let counts, let form else { return nil }
        switch change.kind {
        case .added, .choiceAdded, .title, .languageAdded, .languageRemoved: return nil
        case .choiceRetired, .choiceRelabelled:
            // A relabelled choice stands in brackets behind its list.
            let choice = change.kind == .choiceRetired ? change.before : String(change.field.drop { $0 != "(" }.dropFirst().dropLast())
            return Self.fields(of: change, in: form).reduce(0) { $0 + (counts.choices[$1]?[choice] ?? 0) }
        default: return Self.fields(of: change, in: form).reduce(0) { $0 + (counts.fields[$1] ?? 0) }
        }
    }
}
