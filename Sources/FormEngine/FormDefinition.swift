/// One text in the languages of a form, in the order of its columns.
public struct LocalizedText: Sendable, Equatable {
    public struct Entry: Sendable, Equatable {
        public let language: String
        public let text: String
    }

    public private(set) var entries: [Entry] = []

    public init() {}

    public var isEmpty: Bool { entries.isEmpty }

    public subscript(_ language: String) -> String? {
        for entry in entries where entry.language == language { return entry.text }
        return nil
    }

    /// A language given twice keeps both; reading finds the first.
    public mutating func add(_ text: String, in language: String) {
        entries.append(Entry(language: language, text: text))
    }
}

/// The XLSForm question types we know. Groups are not fields (see `FormGroup`).
public enum FieldType: String, Sendable, CaseIterable {
    case text, integer, decimal, date, time, dateTime
    case selectOne = "select_one"
    case selectMultiple = "select_multiple"
    case note, calculate, hidden, acknowledge
    case file, image, audio, video, geopoint, barcode, signature
    case start, end, today, username, deviceid

    /// A heading or an explanation: it never holds an answer.
    public var holdsAnswer: Bool { self != .note }
}

/// What may leave the site with a record, column `cm::forward`. Without a mark nothing does.
public enum ForwardRule: String, Sendable {
    case never, deidentified, full
}

public struct Choice: Sendable, Equatable {
    public let value: String
    public let label: LocalizedText
    /// Retired choices stay readable in old records but are not offered or accepted anew.
    public let retired: Bool
    /// Further columns of the sheet, in its order, for `choice_filter`.
    public let columns: [Column]

    public struct Column: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    init(value: String, label: LocalizedText, retired: Bool, columns: [Column] = []) {
        self.value = value
        self.label = label
        self.retired = retired
        self.columns = columns
    }
}

public struct ChoiceList: Sendable, Equatable {
    public let name: String
    public internal(set) var choices: [Choice] = []

    public func choice(_ value: String) -> Choice? {
        for choice in choices where choice.value == value { return choice }
        return nil
    }
}

/// A `begin_group … end_group`, for showing only: answers are stored by field name, without a path. A repeat is one
/// too; its answers are stored as a list of records under its name.
public struct FormGroup: Sendable, Equatable {
    public let name: String
    public let label: LocalizedText
    public let appearance: String?
    public let relevant: String?
    /// The group around it.
    public let parent: String?
    public let isRepeat: Bool
    public let repeatCount: String?
    /// The sensitivity class of a repeat, which is one answer of the record; every question inside it has the same.
    public let permission: String

    init(name: String, label: LocalizedText, appearance: String?, relevant: String?, parent: String? = nil,
         isRepeat: Bool = false, repeatCount: String? = nil, permission: String = FormField.generalClass) {
        self.name = name
        self.label = label
        self.appearance = appearance
        self.relevant = relevant
        self.parent = parent
        self.isRepeat = isRepeat
        self.repeatCount = repeatCount
        self.permission = permission
    }
}

/// One question of a form, as its survey row says. Expressions are kept as text.
public struct FormField: Sendable, Equatable {
    public let name: String
    public let type: FieldType
    public internal(set) var label = LocalizedText()
    public internal(set) var hint = LocalizedText()
    /// `guidance_hint`: longer help, shown when it is asked for.
    public internal(set) var guidance = LocalizedText()
    public internal(set) var requiredMessage = LocalizedText()
    public internal(set) var constraintMessage = LocalizedText()
    public internal(set) var required = false
    /// An expression in the `required` column, instead of yes or no.
    public internal(set) var requiredIf: String?
    public internal(set) var readOnly = false
    public internal(set) var readOnlyIf: String?
    /// The fields whose change works the calculation out, `${name}`; without them anything it reads does.
    public internal(set) var trigger: String?
    /// The choice list of a select; nothing for other types.
    public internal(set) var list: String?
    /// `or_other`: a free text beside the list is accepted.
    public internal(set) var orOther = false
    /// The group right around it.
    public internal(set) var group: String?
    /// The innermost repeat around it; its answers lie in that repeat's list.
    public internal(set) var repeated: String?
    public internal(set) var appearance: String?
    public internal(set) var relevant: String?
    public internal(set) var constraint: String?
    public internal(set) var calculation: String?
    public internal(set) var defaultValue: String?
    public internal(set) var choiceFilter: String?
    public internal(set) var parameters: String?
    /// `cm::permission`: the sensitivity class, `general` when the cell is empty.
    public internal(set) var permission = FormField.generalClass
    /// `cm::mds`: part of the minimum data set, which a country may not drop.
    public internal(set) var minimumDataSet = false
    public internal(set) var hideable = false
    /// `cm::profile`: the profile that asks it; nil where every profile does.
    public internal(set) var profile: String?
    public internal(set) var autofill: String?
    /// `cm::beside`: the source whose last value is shown beside the empty field.
    public internal(set) var beside: String?
    public internal(set) var index: String?
    public internal(set) var forward: ForwardRule = .never
    public internal(set) var retired = false

    public static let generalClass = "general"

    init(name: String, type: FieldType) {
        self.name = name
        self.type = type
    }

    /// Whether `word` is one of the words of the appearance column.
    public func appears(_ word: String) -> Bool {
        guard let appearance else { return false }
        return appearance.words.contains(word)
    }
}

/// What a record of a form, or one repetition within it, stores under one name.
public enum FormEntry: Sendable {
    case field(FormField)
    /// A list of records of their own.
    case repeated(FormGroup)

    public var name: String {
        switch self {
        case .field(let field): field.name
        case .repeated(let group): group.name
        }
    }

    public var permission: String {
        switch self {
        case .field(let field): field.permission
        case .repeated(let group): group.permission
        }
    }
}

/// A form as read from its three sheets. `name` and `version` come from the settings sheet.
public struct FormDefinition: Sendable, Equatable {
    public let name: String
    public let version: Int
    public let title: LocalizedText
    /// In the order of the columns; the first one is the form's default language.
    public let languages: [String]
    public let fields: [FormField]
    public let groups: [FormGroup]
    public let lists: [ChoiceList]
    /// `cm::rights_as`: the form whose rights its records follow; only for forms that no role file knows.
    public let rightsAs: String?
    /// Retired answers of a record whose names stand elsewhere in the form now (a question that moved into a repeat): known
    /// with their class, but in no rule and not among `fields`.
    let displaced: [FormField]
    /// The rules in the order they are worked out; sessions start from it.
    var compiled = CompiledForm()
    private let positions: [String: Int]
    private let entriesByRepeat: [String: [FormEntry]]

    init(name: String, version: Int, title: LocalizedText, languages: [String],
         fields: [FormField], groups: [FormGroup], lists: [ChoiceList], rightsAs: String? = nil, displaced: [FormField] = []) {
        self.name = name
        self.version = version
        self.title = title
        self.languages = languages
        self.fields = fields
        self.groups = groups
        self.lists = lists
        self.rightsAs = rightsAs
        self.displaced = displaced
        var positions: [String: Int] = [:]
        for (index, field) in fields.enumerated() { positions[field.name] = index }
        self.positions = positions
        entriesByRepeat = FormDefinition.entries(fields + displaced, groups)
    }

    /// A field of the form, in a repeat or not.
    public func field(_ name: String) -> FormField? {
        positions[name].map { fields[$0] }
    }

    /// What a record stores, or one repetition of a repeat: fields first, then the repeats inside it. Notes are among
    /// them although they hold no answer.
    public func entries(in repeated: String? = nil) -> [FormEntry] { entriesByRepeat[repeated ?? ""] ?? [] }

    private static func entries(_ fields: [FormField], _ groups: [FormGroup]) -> [String: [FormEntry]] {
        var found: [String: [FormEntry]] = [:]
        for field in fields { found[field.repeated ?? "", default: []].append(.field(field)) }
        var inside: [String: String] = [:]
        for group in groups {
            let outer = group.parent.flatMap { inside[$0] } ?? ""
            inside[group.name] = group.isRepeat ? group.name : outer
            if group.isRepeat { found[outer, default: []].append(.repeated(group)) }
        }
        return found
    }

    /// The same form in its content; what is worked out from it is not compared.
    public static func == (left: FormDefinition, right: FormDefinition) -> Bool {
        left.name == right.name && left.version == right.version && left.title == right.title && left.languages == right.languages
            && left.fields == right.fields && left.displaced == right.displaced && left.groups == right.groups && left.lists == right.lists
            && left.rightsAs == right.rightsAs
    }

    public func list(_ name: String) -> ChoiceList? {
        for list in lists where list.name == name { return list }
        return nil
    }

    /// The form while nobody is asked it: its name, title and rights without a question, under a version that none has.
    public var withdrawn: FormDefinition {
        FormDefinition(name: name, version: FormDefinition.withdrawnVersion, title: title, languages: languages, fields: [], groups: [], lists: [],
                       rightsAs: rightsAs)
    }

    public var isWithdrawn: Bool { version == FormDefinition.withdrawnVersion }

    static let withdrawnVersion = 0
}
