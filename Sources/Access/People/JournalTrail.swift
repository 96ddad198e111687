import Foundations
public import Journal

/// Carries access events into the journal's second chain.
public struct JournalTrail: AccessTrail {
    private let trail: AuditTrail

    public init(_ journal: JournalStore) { trail = journal.trail }

    public func note(_ event: AccessEvent) async throws {
        var detail = event.detail
        detail["what"] = .text(event.kind.rawValue)
        try await trail.log(TrailEvent(event.kind.action, actor: event.actor, subject: event.subject, detail: detail))
    }
}

extension AccessEvent.Kind {
    /// Everything but coming and going changes rights or opens something, and is on disk before it takes effect.
    var action: TrailAction {
        switch self {
        case .signIn: .signIn
        case .signInFailed: .signInFailed
        case .signOut, .signOutEverywhere: .signOut
        case .breakGlass, .breakGlassEnded: .breakGlass
        case .passwordChanged, .setupLink, .setupDone, .personCreated, .personDeactivated, .roleChanged, .secondPersonAsked,
             .secondPersonAgreed, .secondPersonRefused, .secondPersonRestored, .onlyOnePerson,
             .requestLapsed, .detailsChanged, .teamMade, .teamChanged, .teamClosed: .permission
        }
    }
}
