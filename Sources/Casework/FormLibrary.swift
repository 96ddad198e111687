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

    private let byName: [String: FormDefinition]
    private let answersByName: [String: [String]]
    private let calculatedByName: [String: Set<String>]
    /// Sorted by name.
    public let all: [FormDefinition]

    /// Throws the faults of the first form that has any.
    public init(_ sheets: [Sheets]) throws(FormFaults) {
        var byName: [String: FormDefinition] = [:]
        for one in sheets {
            let form = try FormDefinition.read(survey: one.survey, choices: one.choices, settings: one.settings)
            byName[form.name] = form
        }
        self.byName = byName
        all = byName.values.sorted { $0.name < $1.name }
        calculatedByName = byName.mapValues(\.calculatedEntries)
        answersByName = byName.mapValues { form in
            form.entries().filter { entry in
                if case .field(let field) = entry { field.type.holdsAnswer && !field.readOnly } else { true }
            }.map(\.name).sorted()
        }
    }

    public subscript(name: String) -> FormDefinition? { byName[name] }

    /// Names of a form's fields that a person may answer, sorted; none for a form that is not in use.
    func answers(of form: String) -> [String] { answersByName[form] ?? [] }

    /// What a record of this form stores that the form works out; it may be kept different from how it was sent.
    func calculated(of form: String) -> Set<String> { calculatedByName[form] ?? [] }

    /// Judges an entry's answers by their form. `stored` is what the author sees of the record, `all` everything it
    /// holds: faults must not tell about the rest, but what is calculated must take it into account. A form that is not
    /// in use faults every field.
    /// - Returns: the faults, and what the box calculates otherwise than it was sent.
    func judge(_ fields: [String: Value], stored: [String: Value], all: [String: Value], form: String, entry: UUIDv7,
               extent: CheckExtent, at: WallTime) -> (faults: [EntryFault], calculated: [String: Value]) {
        guard let definition = byName[form] else {
            return (fields.keys.sorted().map { EntryFault(entry: entry, field: $0, code: "unknown-field") }, [:])
        }
        let answers = fields.mapValues(FormAnswer.init)
        let zone = ZoneTable(standard: at.offsetMinutes * 60, changes: [])
        let around = SessionSurroundings(now: Double(at.millis), zone: zone)
        let verdict = definition.judge(answers, stored: stored.mapValues(FormAnswer.init), extent, around)
        let faults = verdict.faults.map { EntryFault(entry: entry, field: $0.field, code: $0.code.rawValue) }
        var calculated = verdict.calculated
        if all.count != stored.count, !self.calculated(of: form).isEmpty {
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
