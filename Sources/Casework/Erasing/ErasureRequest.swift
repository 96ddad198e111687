import Access
public import CaseSteps
public import Foundations
import Journal

/// An erasure or a legal hold that somebody asks for. A record in the child's dossier, sealed with it, that no role is given: it is read through
/// `Desk` alone by whoever sees the child. When the file goes, it goes too; what stays is the certificate in the journal.
public struct ErasureRequest: Sendable, Hashable {
    public let id: UUIDv7
    /// The child's dossier.
    public let dossier: UUIDv7
    public let matter: ErasureMatter
    public let ground: ErasureGround
    /// The one paper that is to go, where it is not the whole file.
    public let paper: UUIDv7?
    public let status: ErasureStatus
    public let reason: String
    public let askedBy: UUIDv7
    public let askedAt: WallTime
    public let decidedBy: UUIDv7?
    public let decidedAt: WallTime?
    public let decisionReason: String
    /// What the dossier was when it was asked for (`ErasureReach.mark`).
    let mark: String
    let lastSave: UUIDv7
    let device: UUIDv7
    let version: Int
    let scope: Scope

    public var times: ErasureTimes { ErasureTimes(matter, ground, askedAt: askedAt) }

    /// Nil where the record is none.
    init?(_ record: StoredRecord) {
        func id(_ name: String) -> UUIDv7? { record.fields[name]?.identifier }
        func words(_ name: String) -> String { record.fields[name]?.text ?? "" }
        guard record.kind == ReservedKind.erasure, let dossier = id("child"), let matter = ErasureMatter(rawValue: words("matter")),
              let ground = ErasureGround(rawValue: words("ground")), let status = record.status.flatMap(ErasureStatus.init(rawValue:)),
              let by = id("asked_by"), let last = id("last_save"), let device = id("device"), let at = record.fields["asked_at"]?.int else { return nil }
        (self.id, self.dossier, self.matter, self.ground, self.status, askedBy, lastSave, self.device) = (record.id, dossier, matter, ground, status, by, last, device)
        askedAt = WallTime(millis: at)
        paper = id("paper")
        reason = words("reason")
        decidedBy = id("decided_by")
        decidedAt = record.fields["decided_at"]?.int.map { WallTime(millis: $0) }
        decisionReason = words("decision_reason")
        mark = words("mark")
        (version, scope) = (record.version, record.scope)
    }

    /// The record of a new one.
    static func asking(_ asked: ErasureAsked, _ id: UUIDv7, entry: UUIDv7, by author: Author, at: WallTime, _ reach: ErasureReach) -> Change {
        var fields: [String: Value] = [
            "child": .text(reach.root.id.description), "matter": .text(asked.matter.rawValue), "ground": .text(asked.ground.rawValue), "reason": .text(asked.reason),
            "asked_by": .text(author.person.description), "asked_at": .int(at.millis), "last_save": .text(asked.save.description),
            "device": .text(author.device.description), "mark": .text(reach.mark),
        ]
        if let paper = asked.paper { fields["paper"] = .text(paper.description) }
        return Change(id: entry, record: id, kind: ReservedKind.erasure, op: .create, scope: reach.root.scope, dossier: reach.root.id, fields: fields,
                      envelope: RecordEnvelope(status: ErasureStatus.start.rawValue))
    }

    /// The change that takes it a step on.
    func step(to status: ErasureStatus, entry: UUIDv7, save: UUIDv7, by author: UUIDv7, reason: String, at: WallTime) -> Change {
        Change(id: entry, record: id, kind: ReservedKind.erasure, op: .decide, scope: scope, base: version, fields: [
            "last_save": .text(save.description), "decided_by": .text(author.description), "decided_at": .int(at.millis), "decision_reason": .text(reason),
        ], envelope: RecordEnvelope(status: status.rawValue))
    }
}

/// What somebody asks for who has looked at a file.
public struct ErasureAsked: Sendable, Hashable {
    /// Names the request; sending it again under the same id changes nothing.
    public var save: UUIDv7
    public var dossier: UUIDv7
    public var matter: ErasureMatter
    public var ground: ErasureGround
    public var paper: UUIDv7?
    public var reason: String

    public init(save: UUIDv7, dossier: UUIDv7, matter: ErasureMatter, ground: ErasureGround, paper: UUIDv7? = nil, reason: String) {
        self.save = save
        self.dossier = dossier
        self.matter = matter
        self.ground = ground
        self.paper = paper
        self.reason = reason
    }
}

/// A step of somebody on one that is there.
public struct ErasureStep: Sendable, Hashable {
    public var save: UUIDv7
    public var request: UUIDv7
    public var event: ErasureStatus.Event
    public var reason: String
    /// The number of a case in the file, typed by whoever confirms that it goes.
    public var number: String

    public init(save: UUIDv7, request: UUIDv7, event: ErasureStatus.Event, reason: String = "", number: String = "") {
        self.save = save
        self.request = request
        self.event = event
        self.reason = reason
        self.number = number
    }
}

/// What stays when something was erased, held or freed: who, when, on what ground; nothing about the child.
public struct ErasureCertificate: Sendable, Hashable {
    public let id: UUIDv7
    public let matter: ErasureMatter
    /// The dossier's id, which leads nowhere any more where the file is gone; nil in what older versions wrote.
    public let dossier: UUIDv7?
    public let ground: ErasureGround?
    public let askedBy: UUIDv7
    public let confirmedBy: UUIDv7?
    public let at: WallTime
    /// Papers that went.
    public let papers: Int

    /// Nil where the record is none.
    init?(_ record: StoredRecord) {
        func words(_ name: String) -> String? { record.fields[name]?.text }
        guard let stamp = record.stamps["reason"] ?? record.stamps["second"] else { return nil }
        switch record.kind {
        case ReservedKind.erased: matter = words("matter").flatMap(ErasureMatter.init(rawValue:)) ?? .erase
        case ReservedKind.legalHold: matter = record.fields["hold"] == .bool(false) ? .lift : .hold
        default: return nil
        }
        id = record.id
        dossier = (words("dossier") ?? words("scope")).flatMap { UUIDv7($0) }
        ground = words("reason").flatMap(ErasureGround.init(rawValue:))
        askedBy = stamp.actor
        confirmedBy = words("second").flatMap { UUIDv7($0) }
        at = stamp.at
        papers = Int(record.fields["papers"]?.int ?? 0)
    }
}
