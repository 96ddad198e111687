public import Foundations

/// What the second chain is told about people and their access. Ids, never content.
public struct AccessEvent: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case signIn, signInFailed, signOut, signOutEverywhere, passwordChanged, setupLink, setupDone
        case personCreated, personDeactivated, roleChanged, detailsChanged
        case teamMade, teamChanged, teamClosed
        case secondPersonAsked, secondPersonAgreed, secondPersonRefused, secondPersonRestored, onlyOnePerson, requestLapsed
        case breakGlass, breakGlassEnded
    }

    public var kind: Kind
    /// Who did it; nothing for a failed sign-in with an unknown name.
    public var actor: UUIDv7?
    /// Whom or what it was done to.
    public var subject: UUIDv7?
    public var detail: [String: Value]
    public init(_ kind: Kind, actor: UUIDv7?, subject: UUIDv7? = nil, detail: [String: Value] = [:]) {
        self.kind = kind
        self.actor = actor
        self.subject = subject
        self.detail = detail
    }
}

/// Takes events to the second chain.
public protocol AccessTrail: Sendable {
    /// Returns when the event is taken, and durable unless it is a mere coming or going. Throws when it can't be kept:
    /// a deed that must be traced is then refused.
    func note(_ event: AccessEvent) async throws
}
