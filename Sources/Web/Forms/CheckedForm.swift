public import Access
public import Casework
public import FormEngine
public import Foundations
public import Journal
import Workbook
public import XLSForm

/// An uploaded form held against the one in use: everything that the report says, and what is published after it.
public struct CheckedForm: Sendable {
    /// What was wrong with the file itself; then there is nothing else.
    public let unreadable: FaultShape?
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

    /// No error is in it. What it changes may still be refused, or need a second person.
    public var accepted: Bool { definition != nil }

    /// What can be done with a form.
    public enum Verdict: String, Encodable, Sendable {
        /// It has errors.
        case faults
        /// It changes what is locked.
        case refused
        /// Somebody could see more, or more could leave the site: a second person must agree.
        case second
        /// It is what is in use.
        case unchanged
        case usable
    }

    public var verdict: Verdict {
        if !accepted { return .faults }
        if difference?.refused == true { return .refused }
        if !loosened.isEmpty { return .second }
        return difference?.isSame == true ? .unchanged : .usable
    }

    /// Reads, judges and compares. Blocks: up to some seconds for the largest forms, and up to `countSeconds` for counting
    /// the records that the changes touch.
    public init(_ bytes: [UInt8], name: String, repairs: Set<XLSFormRepair>, site: OpenSite, countSeconds: Int = 15) throws {
        chosen = repairs
        let book: Workbook
        do {
            book = try Workbook.read(bytes)
        } catch {
            unreadable = FaultShape(unreadable: error.code, part: error.part, row: error.row, words: error.whatHappened, suggestion: error.whatToDo)
            (report, definition, difference, loosened, counts, workbook, base) = (nil, nil, nil, [], nil, [], nil)
            return
        }
        unreadable = nil
        let form = XLSForm(book, options: XLSFormOptions(repairs: repairs, classes: SensitivityClass.grantable.map(\.rawValue).sorted()))
        guard let imported = form.imported(name: name), imported.report.accepted else {
            let found = form.reportWithCircles()
            let used = (try? PublishedForms.sheets(inUse: form.name(else: name), at: site)) ?? nil
            report = used.map { found.adding(form.missingLocked(of: $0)) } ?? found
            (definition, difference, loosened, counts, workbook, base) = (nil, nil, [], nil, [], nil)
            return
        }
        let formName = imported.sheets.name
        let sheets = imported.sheets.numbered(try site.desk.nextVersion(of: formName))
        let csv = sheets.csv
        let read = try FormDefinition.read(survey: csv.survey, choices: csv.choices, settings: csv.settings)
        let library = site.desk.forms
        let own = OwnFormCheck(form: form, sheets: sheets, definition: read, shelf: site.desk.shelf, library: library).faults(site.rules.book)
        let judged = imported.report.adding(own)
        report = judged
        guard judged.accepted else {
            (definition, difference, loosened, counts, workbook, base) = (nil, nil, [], nil, [], nil)
            return
        }
        definition = read
        workbook = try sheets.exported().xlsx()
        base = try site.desk.formHistory().inUse[formName]
        let before = try PublishedForms.sheets(inUse: formName, at: site)
        let standard = try PublishedForms.standard(formName)?.sheets
        let compared = before.map { FormDifference(from: $0, to: sheets, standard: standard) }
        difference = compared
        if let shown = library[formName] {
            let opened = site.desk.shelf.loosened(by: read, in: library)
            let found = try Self.count(compared, opened, in: shown, site: site, seconds: countSeconds)
            counts = found
            loosened = opened.map { one in
                var one = one
                one.records = found.map { TouchedRecords.told($0.fields[one.field] ?? 0) }
                return one
            }
        } else {
            // No record of it can exist; its rules may still take words from elsewhere.
            (loosened, counts) = (site.desk.shelf.loosened(by: read, in: library), nil)
        }
    }

    public func toPublish(id: UUIDv7, note: String, base: UUIDv7?) throws(CaseworkError) -> FormToPublish {
        guard let definition else { throw CaseworkError(.formRefused(why: "The form has errors.")) }
        if difference?.refused == true { throw CaseworkError(.formRefused(why: "The form changes what is locked: the minimum data set.")) }
        return FormToPublish(publication: id, definition: definition, workbook: workbook, note: note, base: base)
    }

    // MARK: What a change touches

    private static func count(_ difference: FormDifference?, _ loosened: [LoosenedField], in form: FormDefinition, site: OpenSite,
                              seconds: Int) throws -> AnswerCount? {
        let touched = Set((difference?.changes ?? []).flatMap { fields(of: $0, in: form) } + loosened.map(\.field))
        guard !touched.isEmpty else { return AnswerCount() }
        // How many confidential cases there are is not told to who keeps the forms.
        if ConfidentialForm.isOne(form.name) { return nil }
        let selects = Set(touched.filter { form.field($0)?.list != nil })
        let end = site.desk.time.monotonicNanos() + UInt64(seconds) * 1_000_000_000
        return try site.journal.countAnswers(of: form.name, fields: touched.sorted(), selects: selects) { site.desk.time.monotonicNanos() < end }
    }

    /// Records that hold answers to loosened questions (`TouchedRecords`), by field; empty where they could not be counted in `seconds`.
    static func records(of form: String, _ loosened: [LoosenedField], site: OpenSite, seconds: Int = 5) throws -> [String: Int] {
        guard let shown = site.desk.forms[form], !loosened.isEmpty, let found = try count(nil, loosened, in: shown, site: site, seconds: seconds) else { return [:] }
        return Dictionary(loosened.map { ($0.field, TouchedRecords.told(found.fields[$0.field] ?? 0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The fields whose answers a change touches: its own, or those that choose from its list.
    private static func fields(of change: FormDifference.Change, in form: FormDefinition) -> [String] {
        let name = String(change.field.prefix { $0 != " " })
        if form.field(name) != nil || form.groups.contains(where: { $0.name == name && $0.isRepeat }) { return [name] }
        return form.fields.filter { $0.list == name }.map(\.name)
    }

    /// Records that a change touches (`TouchedRecords`); nil where they were not counted or where no record can be touched.
    func records(touchedBy change: FormDifference.Change, in form: FormDefinition?) -> Int? {
        guard let counts, let form else { return nil }
        switch change.kind {
        case .added, .choiceAdded, .title, .languageAdded, .languageRemoved: return nil
        case .choiceRetired, .choiceRelabelled:
            // A relabelled choice stands in brackets behind its list.
            let choice = change.kind == .choiceRetired ? change.before : String(change.field.drop { $0 != "(" }.dropFirst().dropLast())
            return TouchedRecords.told(Self.fields(of: change, in: form).reduce(0) { $0 + (counts.choices[$1]?[choice] ?? 0) })
        default: return TouchedRecords.told(Self.fields(of: change, in: form).reduce(0) { $0 + (counts.fields[$1] ?? 0) })
        }
    }
}
