/// An answer as the engine sees it; whoever stores answers maps theirs to this.
public enum FormAnswer: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    case decimal(String)
    case text(String)
    case list([String])
    /// The repetitions of a repeat, each with its answers by name.
    case records([[String: FormAnswer]])
    /// Something no field of a form can hold, such as a map.
    case other

    var isBlank: Bool {
        switch self {
        case .null: true
        case .text(let text): text.trimmedSpaces.isEmpty
        case .list(let list): list.isEmpty
        case .records(let records): records.isEmpty
        case .bool, .int, .decimal, .other: false
        }
    }
}

extension FormAnswer: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
}

/// One answer that its form does not accept.
public struct FieldFault: Error, Sendable, Equatable {
    public enum Code: String, Sendable {
        case required, constraint
        case type = "wrong-type"
        case choice = "unknown-choice"
        case length = "too-long"
        case unknownField = "unknown-field"
        case range = "out-of-range"
        /// The form's rules cost more than a save may; the field is the one whose rule was worked out then.
        case tooMuchWork = "too-much-work"
    }

    /// The field's name; inside a repeat the way to it, `person[2].age`, counted from 1.
    public let field: String
    public let code: Code

    public init(field: String, code: Code) {
        self.field = field
        self.code = code
    }
}

extension FormDefinition {
    /// The longest text accepted, in Unicode scalars (so that every script has the same room), where the form
    /// gives no other by `maxlength=` in parameters.
    public static let longestText = 20_000
    /// The longest list of choices accepted.
    public static let longestList = 100
    /// How many repetitions a record may have in all its repeats; one repeat has at most `FormSession.mostRepeats`.
    public static let mostRepetitions = 2_000
}

/// Checks whether answers have the shape that their fields have: types, choices, lengths. Rules are the session's.
struct ShapeCheck {
    let form: FormDefinition
    private(set) var faults: [FieldFault] = []
    private var repetitions = 0

    init(_ form: FormDefinition) {
        self.form = form
    }

    /// Unknown and retired fields are faults: what an older form version stored is not sent again. What equals an answer
    /// in `stored` is none, since the form may have changed after it was given. Faults come in the order of the form,
    /// unknown fields last by name.
    mutating func check(_ answers: [String: FormAnswer], stored: [String: FormAnswer], in repeated: String? = nil, path: String = "") {
        var known: Set<String> = []
        for entry in form.entries(in: repeated) {
            if case .field(let field) = entry, !field.type.holdsAnswer { continue }
            known.insert(entry.name)
            guard let answer = answers[entry.name], !answer.isBlank, answer != stored[entry.name] else { continue }
            switch entry {
            case .field(let field):
                if field.retired {
                    add(path + field.name, .unknownField)
                } else if let code = fault(of: answer, in: field) {
                    add(path + field.name, code)
                }
            case .repeated(let group): check(answer, of: group.name, stored[group.name], path: path + group.name)
            }
        }
        var unknown: [String] = []
        for (name, answer) in answers where answer != .null && !known.contains(name) { unknown.append(name) }
        unknown.sort()
        for name in unknown { add(path + name, .unknownField) }
    }

    private mutating func add(_ path: String, _ code: FieldFault.Code) {
        faults.append(FieldFault(field: path, code: code))
    }

    private mutating func check(_ answer: FormAnswer, of name: String, _ stored: FormAnswer?, path: String) {
        guard case .records(let records) = answer else { return add(path, .type) }
        repetitions += records.count
        guard records.count <= FormSession.mostRepeats, repetitions <= FormDefinition.mostRepetitions else { return add(path, .length) }
        // Repetitions have no identity: each is held against the one that stood in its place, and if it is
        // unchanged somewhere in the list it came along as it was.
        var before: [[String: FormAnswer]] = []
        if case .records(let found)? = stored { before = found }
        for (index, record) in records.enumerated() where !before.contains(record) {
            check(record, stored: index < before.count ? before[index] : [:], in: name, path: path + "[\(index + 1)].")
        }
    }

    private func fault(of answer: FormAnswer, in field: FormField) -> FieldFault.Code? {
        switch field.type {
        case .note: return .unknownField
        case .selectOne: return choiceFault(answer, field)
        case .selectMultiple: return choicesFault(answer, field)
        case .integer:
            switch answer {
            case .int: return nil
            case .text(let text): return Int64(text) == nil ? .type : nil
            default: return .type
            }
        case .decimal:
            switch answer {
            case .int: return nil
            case .decimal(let text), .text(let text): return isDecimal(text) ? nil : .type
            default: return .type
            }
        case .date, .today: return timeFault(answer) { isDate($0) }
        case .time: return timeFault(answer) { isTime($0) }
        case .dateTime, .start, .end: return timeFault(answer) { isDateTime($0) }
        case .acknowledge:
            switch answer {
            case .bool, .text("OK"), .text("yes"): return nil
            default: return .type
            }
        case .text, .calculate, .hidden, .file, .image, .audio, .video, .geopoint, .barcode, .signature,
             .username, .deviceid:
            return textFault(answer, field)
        }
    }

    private func textFault(_ answer: FormAnswer, _ field: FormField) -> FieldFault.Code? {
        switch answer {
        case .text(let text):
            if text.unicodeScalars.count > (field.parameter("maxlength") ?? FormDefinition.longestText) { return .length }
            if text.unicodeScalars.contains(where: { $0 == "\0" }) { return .type }
            if field.appears("edtf"), !isPartialDate(text) { return .type }
            return nil
        case .int, .decimal, .bool:
            // A calculation may yield any scalar.
            return field.type == .calculate || field.type == .hidden ? nil : .type
        default: return .type
        }
    }

    private func choiceFault(_ answer: FormAnswer, _ field: FormField) -> FieldFault.Code? {
        switch answer {
        case .text(let value): offered(value, field) ? nil : .choice
        case .int(let value): offered(String(value), field) ? nil : .choice
        default: .type
        }
    }

    private func choicesFault(_ answer: FormAnswer, _ field: FormField) -> FieldFault.Code? {
        let values: [String]
        switch answer {
        case .list(let list): values = list
        case .text(let text): values = text.words
        default: return .type
        }
        if values.count > FormDefinition.longestList { return .length }
        for (index, value) in values.enumerated() {
            if !offered(value, field) || values[..<index].contains(value) { return .choice }
        }
        return nil
    }

    private func offered(_ value: String, _ field: FormField) -> Bool {
        guard let name = field.list, let list = form.list(name) else { return false }
        if let choice = list.choice(value) { return !choice.retired }
        return field.orOther && value.utf8.count <= 200
    }

    private func timeFault(_ answer: FormAnswer, _ accepts: (String) -> Bool) -> FieldFault.Code? {
        guard case .text(let text) = answer else { return .type }
        return accepts(text) ? nil : .type
    }
}

extension FormField {
    /// A whole number of the parameters column, `maxlength=200 …`.
    func parameter(_ name: String) -> Int? {
        guard let parameters else { return nil }
        for word in parameters.words where word.hasPrefix(name + "=") {
            return Int(word.dropFirst(name.utf8.count + 1))
        }
        return nil
    }
}
