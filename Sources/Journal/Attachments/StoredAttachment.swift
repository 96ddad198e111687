public import Foundations

/// Where an attachment belongs: to one answer of one record. Whoever may see that answer may see it, nobody else.
public struct AttachmentPlan: Sendable, Hashable {
    public var id: UUIDv7
    /// The record's scope, whose key wraps the attachment's.
    public var scope: Scope
    public var record: UUIDv7
    public var form: String
    /// The record's field: of a question inside a repeat that repeat's name.
    public var field: String
    public var dossier: UUIDv7?
    public var parent: UUIDv7?
    public var actor: UUIDv7

    public init(id: UUIDv7, scope: Scope, record: UUIDv7, form: String, field: String, dossier: UUIDv7? = nil,
                parent: UUIDv7? = nil, actor: UUIDv7) {
        self.id = id
        self.scope = scope
        self.record = record
        self.form = form
        self.field = field
        self.dossier = dossier
        self.parent = parent
        self.actor = actor
    }
}

/// An attachment that is on the disk.
public struct StoredAttachment: Sendable, Hashable {
    /// Kind of the records that tell of attachments in the journal. No form and no role names it, so nobody reads or writes
    /// one but through the answer it belongs to.
    public static let kind = "attachment"

    /// Stands for the form in the row of a small picture that was drawn of another attachment. Its id follows from that one's (`thumbnailID`); it comes
    /// with it, goes with it, and no entry tells of it: whoever loses one loses nothing that was said.
    public static let thumbnailForm = "thumbnail"

    /// Of an attachment's small picture.
    public static func thumbnailID(of id: UUIDv7) -> UUIDv7 { UUIDv7.derived(from: id.bytes.reversed()) ?? id }

    public var isThumbnail: Bool { plan.form == Self.thumbnailForm }

    public var plan: AttachmentPlan
    /// What the answer holds, letter by letter.
    public var reference: String
    /// Name of the sealed file.
    public var blob: String
    /// Bytes before sealing.
    public var size: Int64
    public var stored: WallTime
    /// The entry whose answer took it up; nil while it only waits for a save.
    public var entry: UUIDv7?
    let scopeNumber: Int64
    let wrapped: [UInt8]

    public var id: UUIDv7 { plan.id }
}
