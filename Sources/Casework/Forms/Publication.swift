public import Foundations
import Access
import Journal

/// A version of a form that was put into use at this site. It never changes; which one is in use stands in a record of its
/// own.
public struct FormPublication: Sendable, Hashable {
    public let id: UUIDv7
    public let form: String
    /// Unique for the form at this site; what records name as their form version.
    public let version: Int
    public let at: WallTime
    public let by: UUIDv7
    /// Why, in the words of who did it.
    public let note: String
    /// The whole form as an .xlsx workbook (docs/formats/xlsform.md).
    public let workbook: [UInt8]

    public init(id: UUIDv7, form: String, version: Int, at: WallTime, by: UUIDv7, note: String, workbook: [UInt8]) {
        self.id = id
        self.form = form
        self.version = version
        self.at = at
        self.by = by
        self.note = note
        self.workbook = workbook
    }

    /// One entry holds it, and an entry has at most 2 MiB.
    public static let mostBytes = 1_900_000
    public static let longestNote = 2_000

    init?(_ record: StoredRecord) {
        guard record.kind == ReservedKind.publication, let form = record.fields["form"]?.text, let version = record.fields["version"]?.int,
              case .bytes(let workbook)? = record.fields["workbook"], let by = record.fields["by"]?.text.flatMap({ UUIDv7($0) }),
              let at = record.fields["at"]?.int, let offset = record.fields["offset"]?.int else { return nil }
        self.init(id: record.id, form: form, version: Int(version), at: WallTime(millis: at, offsetMinutes: Int(offset), trust: .machine), by: by,
                  note: record.fields["note"]?.text ?? "", workbook: workbook)
    }

    var fields: [String: Value] {
        ["form": .text(form), "version": .int(Int64(version)), "at": .int(at.millis), "offset": .int(Int64(at.offsetMinutes)),
         "by": .text(by.description), "note": .text(note), "workbook": .bytes(workbook)]
    }
}

/// Which version of a form is in use. A form without this record is asked as it came with the box.
struct FormInUse {
    let record: UUIDv7
    let form: String
    /// Nil: the standard one again, after a roll-back.
    let publication: UUIDv7?
    let version: Int

    init?(_ record: StoredRecord) {
        guard record.kind == ReservedKind.formInUse, let form = record.fields["form"]?.text else { return nil }
        self.record = record.id
        self.form = form
        publication = record.fields["publication"]?.text.flatMap { UUIDv7($0) }
        version = record.version
    }

    /// The same at every box of a site, so that two who publish at once change one record.
    static func id(of form: String, digest: ([UInt8]) -> [UInt8]) -> UUIDv7? {
        UUIDv7.derived(from: digest(Array("kinbox form in use \(form)".utf8)))
    }
}
