/// An answer as the engine sees it; whoever stores answers maps theirs to this.
public enum FormAnswer: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    case decimal(String)
    case text(String)
    case list([String])
    /// Something no field of a form can hold, such as a map.
    case other

    var isBlank: Bool {
        switch self {
        case .null: true
        case .text(let text): text.trimmedSpaces.isEmpty
        case .list(let list): list.isEmpty
        case .bool, .int, .decimal, .other: false
        }
    }
}

/// One answer that its form does not accept.
public struct FieldFault: Error, Sendable, Equatable {
    public enum Code: String, Sendable {
        case required
        case type = "wrong-type"
        case choice = "unknown-choice"
        case length = "too-long"
        case unknownField = "unknown-field"
        case range = "out-of-range"
    }

    public let field: String
    public let code: Code

    public init(field: String, code: Code) {
        self.field = field
        self.code = code
    }
}

public enum CheckExtent: Sendable {
    /// All answers of a record are given: a required one that is missing is a fault.
    case whole
    /// Only what changed is given: a required one may be missing, but not cleared.
    case change
}

extension FormDefinition {
    /// The longest text accepted, in Unicode scalars (so that every script has the same room), where the form
    /// gives no other by `maxlength=` in parameters.
    public static let longestText = 20_000
    /// The longest list of choices accepted.
    public static let longestList = 100

    /// Checks types, choices, lengths and required fields; expressions are not evaluated here. A field under a
    /// `relevant` condition is not required. Unknown and retired fields are faults: what an older form
    /// version stored is not sent again. Faults come in the order of the form, unknown fields last by name.
    public func check(_ answers: [String: FormAnswer], _ extent: CheckExtent = .whole) -> [FieldFault] {
        var faults: [FieldFault] = []
        for field in fields where field.type.holdsAnswer {
            guard let answer = answers[field.name] else {
                if extent == .whole, field.required, field.relevant == nil {
                    faults.append(FieldFault(field: field.name, code: .required))
                }
                continue
            }
            if answer.isBlank {
                if field.required, field.relevant == nil {
                    faults.append(FieldFault(field: field.name, code: .required))
                }
                continue
            }
            if field.retired {
                faults.append(FieldFault(field: field.name, code: .unknownField))
            } else if let code = fault(of: answer, in: field) {
                faults.append(FieldFault(field: field.name, code: code))
            }
        }
        var unknown: [String] = []
        for (name, answer) in answers where answer != .null && field(name)?.type.holdsAnswer != true {
            unknown.append(name)
        }
        unknown.sort()
        for name in unknown { faults.append(FieldFault(field: name, code: .unknownField)) }
        return faults
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
        guard let name = field.list, let list = list(name) else { return false }
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
