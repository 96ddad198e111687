public import FormEngine
public import Foundations
import Access
import Journal

/// What versions are put into use of at a site.
public enum PublishedThing: Sendable, Hashable {
    case form
    /// A code list, or the places.
    case list

    var publicationKind: String { self == .form ? ReservedKind.publication : ReservedKind.listPublication }
    var inUseKind: String { self == .form ? ReservedKind.formInUse : ReservedKind.listInUse }
    /// The field that holds the name, and the word in what ids are derived from.
    var word: String { self == .form ? "form" : "list" }
}

/// A version of a form or code list that was put into use at this site. It never changes; which one is in use stands in a
/// record of its own. What it holds, a workbook or the parts of a list, is read apart (`Desk.workbook`, `Desk.contents`):
/// lists of versions need none.
public struct Publication: Sendable, Hashable {
    public let thing: PublishedThing
    public let id: UUIDv7
    /// The form's or list's name.
    public let name: String
    /// Unique for the name at this site; records name that of a form as their form version.
    public let version: Int
    public let at: WallTime
    public let by: UUIDv7
    /// Who agreed to a form that shows more than the one before; nil where one person was enough.
    public let second: UUIDv7?
    /// Why, in the words of who did it.
    public let note: String
    /// How many records hold a list; 0 for a form.
    public let parts: Int
    /// For a list: the publications of forms that were made with it.
    public let forms: [UUIDv7]

    public var form: String { name }

    public init(id: UUIDv7, form: String, version: Int, at: WallTime, by: UUIDv7, second: UUIDv7? = nil, note: String) {
        self.init(.form, id: id, name: form, version: version, at: at, by: by, second: second, note: note)
    }

    init(_ thing: PublishedThing, id: UUIDv7, name: String, version: Int, at: WallTime, by: UUIDv7, second: UUIDv7? = nil, note: String,
         parts: Int = 0, forms: [UUIDv7] = []) {
        self.thing = thing
        self.id = id
        self.name = name
        self.version = version
        self.at = at
        self.by = by
        self.second = second
        self.note = note
        self.parts = parts
        self.forms = forms
    }

    /// One entry holds it, and an entry has at most 2 MiB.
    public static let mostBytes = 1_900_000
    public static let longestNote = 2_000
    /// Records that a list may take: 100,000 places with three labels are about four.
    static let mostParts = 12

    /// All but the workbook.
    static let choice = FieldChoice(["form", "list", "version", "at", "offset", "by", "second", "note", "parts", "forms"])
    static let workbook = "workbook"

    init?(_ record: PartialRecord) {
        let thing: PublishedThing = record.kind == ReservedKind.listPublication ? .list : .form
        guard record.kind == thing.publicationKind, let name = record.fields[thing.word]?.text, let version = record.fields["version"]?.int,
              let by = record.fields["by"]?.text.flatMap({ UUIDv7($0) }),
              let at = record.fields["at"]?.int, let offset = record.fields["offset"]?.int else { return nil }
        var parts = 0
        if thing == .list {
            guard let count = record.fields["parts"]?.int, (1...Int64(Self.mostParts)).contains(count) else { return nil }
            parts = Int(count)
        }
        var forms: [UUIDv7] = []
        if case .list(let ids)? = record.fields["forms"] { forms = ids.compactMap { $0.text.flatMap { UUIDv7($0) } } }
        self.init(thing, id: record.id, name: name, version: Int(version), at: WallTime(millis: at, offsetMinutes: Int(offset), trust: .machine), by: by,
                  second: record.fields["second"]?.text.flatMap { UUIDv7($0) }, note: record.fields["note"]?.text ?? "", parts: parts, forms: forms)
    }

    /// The entry that keeps it.
    /// - Parameter workbook: of a form; nil for a list, which is kept in parts.
    func change(_ workbook: [UInt8]? = nil) -> Change {
        var fields: [String: Value] = [thing.word: .text(name), "version": .int(Int64(version)), "at": .int(at.millis), "offset": .int(Int64(at.offsetMinutes)),
                                       "by": .text(by.description), "note": .text(note)]
        if let second { fields["second"] = .text(second.description) }
        if let workbook { fields[Self.workbook] = .bytes(workbook) }
        if thing == .list {
            fields["parts"] = .int(Int64(parts))
            fields["forms"] = .list(forms.map { .text($0.description) })
        }
        return Change(id: id, record: id, kind: thing.publicationKind, op: .create, scope: Scope(.site, id), fields: fields)
    }
}

public typealias FormPublication = Publication

/// Turns a publication's workbook into the form as the engine runs it. Throws where this box cannot read it.
public typealias FormReading = (FormPublication, [UInt8]) throws -> FormDefinition

/// Which version of a form or list is in use. One without this record is as it came with the box.
struct VersionInUse {
    static let choice = FieldChoice(["form", "list", "publication"])

    let name: String
    /// Nil after a roll-back: the standard one again, or none for a form that only this site had.
    let publication: UUIDv7?
    /// Of the record: rises with each change.
    let place: Int

    init?(_ record: PartialRecord, _ thing: PublishedThing) {
        guard record.kind == thing.inUseKind, let name = record.fields[thing.word]?.text else { return nil }
        self.name = name
        publication = record.fields["publication"]?.text.flatMap { UUIDv7($0) }
        place = record.version
    }

    /// The same at every box of a site, so that two who publish at once change one record.
    static func id(of name: String, _ thing: PublishedThing, digest: ([UInt8]) -> [UInt8]) -> UUIDv7? {
        UUIDv7.derived(from: digest(Array("kinbox \(thing.word) in use \(name)".utf8)))
    }
}
