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
        answersByName = byName.mapValues { form in
            form.fields.filter { $0.type.holdsAnswer && !$0.readOnly }.map(\.name).sorted()
        }
    }

    public subscript(name: String) -> FormDefinition? { byName[name] }

    /// Names of a form's fields that a person may answer, sorted; none for a form that is not in use.
    func answers(of form: String) -> [String] { answersByName[form] ?? [] }

    /// Faults of an entry's answers; empty when all is well. A form that is not in use faults every field.
    public func check(_ fields: [String: Value], form: String, entry: UUIDv7, extent: CheckExtent) -> [EntryFault] {
        guard let definition = byName[form] else {
            return fields.keys.sorted().map { EntryFault(entry: entry, field: $0, code: "unknown-field") }
        }
        return definition.check(fields.mapValues(FormAnswer.init), extent).map {
            EntryFault(entry: entry, field: $0.field, code: $0.code.rawValue)
        }
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
            var words: [String] = []
            for item in list {
                guard case .text(let word) = item else {
                    self = .other
                    return
                }
                words.append(word)
            }
            self = .list(words)
        }
    }
}
