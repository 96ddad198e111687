public import FormEngine
public import Foundations

/// The forms in use at this site.
public struct FormLibrary: Sendable {
    /// The three sheets of one form as CSV text.
    public struct Sheets: Sendable {
        public let survey: String
        public let choices: String
        public let settings: String

        public init(survey: String, choices: String, settings: String) {
            self.survey = survey
            self.choices = choices
            self.settings = settings
        }
    }

    /// One form as this site asks it, with what its records may hold from other versions.
    struct Entry: Sendable {
        /// As it was put into use; behind its questions, retired, what other versions asked.
        let shown: FormDefinition
        /// As it was put into use, without the retired.
        let asked: FormDefinition
        /// Other versions that were in use here, newest first.
        let earlier: [FormDefinition]
        /// Names of what a person may answer, sorted.
        let answers: [String]
        let calculated: Set<String>

        init(_ asked: FormDefinition, earlier: [FormDefinition] = []) {
            self.asked = asked
            self.earlier = earlier
            shown = asked.keeping(earlier: earlier)
            answers = asked.entries().filter { entry in
                if case .field(let field) = entry { field.type.holdsAnswer && !field.readOnly } else { true }
            }.map(\.name).sorted()
            calculated = earlier.reduce(into: asked.calculatedEntries) { $0.formUnion($1.calculatedEntries) }
        }
    }

    private var byName: [String: Entry]
    /// Rises with each change; two libraries of one process with the same revision are equal.
    public private(set) var revision = 0
    /// Sorted by name; with retired questions of earlier versions.
    public private(set) var all: [FormDefinition] = []

    /// Throws the faults of the first form that has any.
    public init(_ sheets: [Sheets]) throws(FormFaults) {
        var byName: [String: Entry] = [:]
        for one in sheets {
            let form = try FormDefinition.read(survey: one.survey, choices: one.choices, settings: one.settings)
            byName[form.name] = Entry(form)
        }
        self.byName = byName
        sort()
    }

    /// The same library with another version of one form in use.
    /// - Parameter earlier: all other versions that were in use here, newest first.
    public func using(_ form: FormDefinition, earlier: [FormDefinition]) -> FormLibrary {
        var next = self
        next.byName[form.name] = Entry(form, earlier: earlier)
        next.revision += 1
        next.sort()
        return next
    }

    private mutating func sort() { all = byName.values.map(\.shown).sorted { $0.name < $1.name } }

    /// The form in use, with what earlier versions asked as retired questions.
    public subscript(name: String) -> FormDefinition? { byName[name]?.shown }

    /// The form exactly as it was put into use.
    public func asked(_ name: String) -> FormDefinition? { byName[name]?.asked }

    /// Other versions of a form that were in use here, newest first.
    func earlier(than form: String) -> [FormDefinition] { byName[form]?.earlier ?? [] }

    /// Names of a form's fields that a person may answer, sorted; none for a form that is not in use.
    func answers(of form: String) -> [String] { byName[form]?.answers ?? [] }

    /// What a record of this form stores that the form works out; it may be kept different from how it was sent.
    func calculated(of form: String) -> Set<String> { byName[form]?.calculated ?? [] }

    /// Judges an entry's answers by their form. `stored` is what the author sees of the record, `all` everything it
    /// holds: faults must not tell about the rest, but what is calculated must take it into account. A form that is not
    /// in use faults every field.
    ///
    /// The version in use judges first. What it does not accept is judged once more by the version that the entry was
    /// written with, where that is another one: a form that changed while somebody was writing must not cost an answer.
    /// - Returns: the faults, and what the box calculates otherwise than it was sent.
    func judge(_ fields: [String: Value], stored: [String: Value], all: [String: Value], form: String, version: Int? = nil, entry: UUIDv7,
               extent: CheckExtent, at: WallTime) -> (faults: [EntryFault], calculated: [String: Value]) {
        guard let known = byName[form] else {
            return (fields.keys.sorted().map { EntryFault(entry: entry, field: $0, code: "unknown-field") }, [:])
        }
        let verdict = Self.judge(fields, stored: stored, all: all, by: known.shown, entry: entry, extent: extent, at: at)
        guard !verdict.faults.isEmpty, let version, version != known.asked.version,
              let older = known.earlier.first(where: { $0.version == version }) else { return verdict }
        let earlier = Self.judge(fields, stored: stored, all: all, by: older, entry: entry, extent: extent, at: at)
        return earlier.faults.isEmpty ? earlier : verdict
    }

    private static func judge(_ fields: [String: Value], stored: [String: Value], all: [String: Value], by definition: FormDefinition, entry: UUIDv7,
                              extent: CheckExtent, at: WallTime) -> (faults: [EntryFault], calculated: [String: Value]) {
        let answers = fields.mapValues(FormAnswer.init)
        let zone = ZoneTable(standard: at.offsetMinutes * 60, changes: [])
        let around = SessionSurroundings(now: Double(at.millis), zone: zone)
        let verdict = definition.judge(answers, stored: stored.mapValues(FormAnswer.init), extent, around)
        let faults = verdict.faults.map { EntryFault(entry: entry, field: $0.field, code: $0.code.rawValue) }
        var calculated = verdict.calculated
        if all.count != stored.count, !definition.calculatedEntries.isEmpty {
            calculated = definition.judge(answers, stored: all.mapValues(FormAnswer.init), extent, around).calculated
        }
        return (faults, calculated.mapValues(Value.init))
    }
}

extension FormAnswer {
    /// The journal's value as an answer of a form.
    init(_ value: Value) {
        switch value {
        case .null: self = .null
        case .bool(let bool): self = .bool(bool)
        case .int(let int): self = .int(int)
        case .decimal(let text): self = .decimal(text)
        case .text(let text): self = .text(text)
        case .bytes, .map: self = .other
        case .list(let list):
            let words = list.compactMap(\.text)
            let records = list.compactMap(\.map)
            if words.count == list.count {
                self = .list(words)
            } else if records.count == list.count {
                self = .records(records.map { $0.mapValues(FormAnswer.init) })
            } else {
                self = .other
            }
        }
    }
}

extension Value {
    /// An answer as the journal keeps it.
    init(_ answer: FormAnswer) {
        switch answer {
        case .null, .other: self = .null
        case .bool(let bool): self = .bool(bool)
        case .int(let int): self = .int(int)
        case .decimal(let text): self = .decimal(text)
        case .text(let text): self = .text(text)
        case .list(let words): self = .list(words.map { .text($0) })
        case .records(let records): self = .list(records.map { .map($0.mapValues(Value.init)) })
        }
    }
}
