public import Foundations

/// What people did that left no entry in the journal, or that an auditor must see beside it.
public enum TrailAction: String, Sendable, Codable, CaseIterable {
    case view, search, list, export, print, share
    case signIn, signInFailed, signOut, secondFactorReset
    case permission, breakGlass, keySlot, device, unlock, erasure, settings, verify
    /// Written by the trail itself where its buffer ran over; `detail["count"]` says how many were lost.
    case lost

    /// These are durable before the person gets what they asked for.
    public var isSynchronous: Bool {
        switch self {
        case .export, .breakGlass, .print, .share, .permission, .keySlot: true
        default: false
        }
    }
}

/// One thing that happened. Ids and codes only, never content; `words` (what was searched for) are sealed under a key
/// that expires with its month.
public struct TrailEvent: Sendable, Hashable {
    public var action: TrailAction
    public var actor: UUIDv7?
    public var device: UUIDv7?
    /// The record, dossier or person it was about.
    public var subject: UUIDv7?
    public var detail: [String: Value]
    public var words: String?

    public init(_ action: TrailAction, actor: UUIDv7? = nil, device: UUIDv7? = nil, subject: UUIDv7? = nil,
                detail: [String: Value] = [:], words: String? = nil) {
        self.action = action
        self.actor = actor
        self.device = device
        self.subject = subject
        self.detail = detail
        self.words = words
    }
}

/// A line of the trail as an auditor reads it.
public struct TrailRow: Sendable, Hashable {
    public var position: Int64
    public var at: WallTime
    /// `words` is nil where none were given or their month's key has expired.
    public var event: TrailEvent
}
