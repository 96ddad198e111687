import FormEngine
import Foundations
import Media

/// Which answers of a form hold attachments.
struct MediaFields: Sendable {
    /// What may stand under one name, in one version or another.
    private struct Place: Sendable {
        var isQuestion = false
        /// Whether every version that has the name means an attachment; otherwise only what reads like one is taken for one.
        var isCertain = true
        /// As a repeat: the names inside it.
        var inside: [String: Place] = [:]

        var isMedia: Bool { isQuestion || inside.contains { $0.value.isMedia } }
    }

    private let places: [String: Place]
    /// By the question's name: the record's field it is part of, and what it takes.
    let questions: [String: (field: String, takes: MediaQuestion)]

    /// Of a form that is not in use.
    static let none = MediaFields()

    private init() {
        places = [:]
        questions = [:]
    }

    /// - Parameter forms: the version in use first, then all whose answers may still come or are stored. A repeat that is gone
    ///   is one field in the version in use; what it holds only an earlier one knows.
    init(_ forms: [FormDefinition]) {
        var questions: [String: (field: String, takes: MediaQuestion)] = [:]
        func add(_ form: FormDefinition, to found: inout [String: Place], in repeated: String?, below field: String?) {
            for entry in form.entries(in: repeated) {
                switch entry {
                case .field(let question):
                    if let takes = MediaQuestion(rawValue: question.type.rawValue) {
                        found[question.name, default: Place()].isQuestion = true
                        if questions[question.name] == nil { questions[question.name] = (field ?? question.name, takes) }
                    } else if !question.retired {
                        found[question.name, default: Place()].isCertain = false
                    }
                case .repeated(let group):
                    add(form, to: &found[group.name, default: Place()].inside, in: group.name, below: field ?? group.name)
                }
            }
        }
        var found: [String: Place] = [:]
        for form in forms { add(form, to: &found, in: nil, below: nil) }
        places = found.filter(\.value.isMedia)
        self.questions = questions
    }

    /// What these answers hold in place of attachments, with the record's field each belongs to. Blank ones hold none.
    func references(in fields: [String: Value]) -> [(field: String, value: Value)] {
        if places.isEmpty { return [] }
        return fields.keys.sorted().flatMap { name in
            places[name].map { Self.references($0, fields[name] ?? .null).map { (field: name, value: $0) } } ?? []
        }
    }

    private static func references(_ place: Place, _ value: Value) -> [Value] {
        switch value {
        case .null, .text(""): return []
        case .list(let rows) where !place.inside.isEmpty:
            return rows.flatMap { row in
                place.inside.keys.sorted().flatMap { name in references(place.inside[name] ?? Place(), row.map?[name] ?? .null) }
            }
        default:
            guard place.isQuestion else { return [] }
            return place.isCertain || value.text.flatMap({ AttachmentReference($0) }) != nil ? [value] : []
        }
    }
}
