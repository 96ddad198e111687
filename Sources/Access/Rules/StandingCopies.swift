import Foundations

/// The last standing worked out for each person. A standing follows from the viewer and the site's rules alone, and is used
/// again only for a viewer that is equal in every part and under the same rules, so a changed form, role, team or broken glass counts at the next request.
struct StandingCopies: Sendable {
    /// Some 10 KB each at the most.
    static let limit = 256

    private var held: [UUIDv7: Standing] = [:]

    mutating func standing(of viewer: Viewer, _ rules: AccessRules) -> Standing {
        if let standing = held[viewer.person], standing.viewer == viewer, standing.revision == rules.revision { return standing }
        let standing = rules.standing(of: viewer)
        if held.count >= Self.limit { held.removeAll() }
        held[viewer.person] = standing
        return standing
    }
}
