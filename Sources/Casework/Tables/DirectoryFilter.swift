public import Foundations
import FormEngine

/// What somebody looks for in a directory, beside words. What this person may not see of a record is as if it were not answered.
public struct DirectoryFilter: Sendable, Equatable {
    /// Code of a service: one that is offered, or among the services of a provider.
    public var service: String?
    /// Code of a place: there, or in a place that belongs to it.
    public var place: String?
    /// At least one free place is said.
    public var hasPlaces: Bool
    /// Accredited, and on this day not run out; a provider that needs no licence counts as well.
    public var isAccredited: Bool
    /// Not said to be out of work at present.
    public var worksNow: Bool

    public init(service: String? = nil, place: String? = nil, hasPlaces: Bool = false, isAccredited: Bool = false, worksNow: Bool = false) {
        (self.service, self.place, self.hasPlaces, self.isAccredited, self.worksNow) = (service, place, hasPlaces, isAccredited, worksNow)
    }

    /// What it reads, beside what the list shows.
    static let fields = ["service", "services", "place", "places_free", "licence_state", "licence_until", "provider_active", "service_active"]

    func takes(_ one: some Legible, on today: CivilDay, in places: PlaceBook) -> Bool {
        if let service, one.text("service") != service, !one.words("services").contains(service) { return false }
        if let place, !Self.lies(one.text("place"), in: place, places) { return false }
        if hasPlaces, (one.seen("places_free")?.int ?? 0) < 1 { return false }
        if isAccredited {
            switch one.text("licence_state") {
            case "not_needed": break
            case "accredited": if let until = one.text("licence_until").flatMap({ CivilDay($0) }), until < today { return false }
            default: return false
            }
        }
        return !worksNow || (one.text("provider_active") != "no" && one.text("service_active") != "no")
    }

    /// Places lie in few others; a list that goes in a circle ends too.
    private static func lies(_ code: String?, in wanted: String, _ places: PlaceBook) -> Bool {
        var code = code, steps = 0
        while let one = code, steps < 12 {
            if one == wanted { return true }
            (code, steps) = (places[one]?.parent, steps + 1)
        }
        return false
    }
}
