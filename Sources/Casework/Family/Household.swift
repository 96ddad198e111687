import Foundations
import Journal
import Matching

/// Whether a child shares the household of a family on a day. Pure: it reads the answers of the child, of the link to the
/// family and of the placements, and nothing else.
///
/// A household is what somebody made sure of, never what a form guesses: `lives_together` = yes with the day on which it was
/// confirmed. A child in care is in no household, and a confirmation from before a placement does not count after it.
enum HouseholdState: String, Sendable, CaseIterable {
    case together
    /// Said to live elsewhere.
    case apart
    /// Nobody made sure, or a placement began since.
    case unconfirmed
    case inCare = "in-care"
}

struct Household: Sendable {
    /// The answers of a child's own record.
    var child: [String: Value]
    /// The answers of the `family_member` record that links the child to the family.
    var member: [String: Value]
    var stays: [Stay]

    /// A placement, as far as living somewhere follows from it.
    struct Stay: Sendable, Hashable {
        var status: String?
        var decision: String?
        var start: CivilDay?
        var end: CivilDay?
    }

    /// Places to live that are an answer of the child's record and whose address is a carer's.
    static let careAnswers: Set<String> = ["foster", "institution", "kafala"]

    func state(on today: CivilDay) -> HouseholdState {
        if Self.careAnswers.contains(child["lives_with"]?.text ?? "") || stays.contains(where: { $0.isLive(on: today) }) { return .inCare }
        switch member["lives_together"]?.text {
        case "yes":
            guard let confirmed = confirmedOn, confirmed <= today else { return .unconfirmed }
            let left = stays.contains { stay in stay.hasBegun(by: today) && (stay.end ?? stay.start).map { $0 > confirmed } ?? true }
            return left ? .unconfirmed : .together
        case "no": return .apart
        default: return .unconfirmed
        }
    }

    /// The day on which somebody made sure; nil where nobody did.
    var confirmedOn: CivilDay? { member["confirmed_on"]?.text.flatMap { CivilDay($0) } }
}

extension Household.Stay {
    private static let over: Set<String> = ["cancelled", "closed", "completed", "declined", "done", "ended", "refused", "rejected"]
    private static let notYet: Set<String> = ["draft", "postponed", "requested"]

    /// Whether the child was at the carer's at any time until this day. Where no day of the beginning is written, a decision or a
    /// state beyond the request counts: an address given away cannot be taken back.
    func hasBegun(by today: CivilDay) -> Bool {
        if let start { return start <= today }
        if decision == "refused" { return false }
        return decision?.hasPrefix("agreed") == true || !(status.map { Self.notYet.contains($0) || Self.over.contains($0) } ?? true)
    }

    func isLive(on today: CivilDay) -> Bool {
        guard hasBegun(by: today) else { return false }
        if let end { return end >= today }
        return !(status.map(Self.over.contains) ?? false)
    }

    /// A placement record, with the exits recorded in the same dossier.
    init(_ placement: StoredRecord, exits: [StoredRecord]) {
        let start = Self.day("start_on", placement)
        let left = exits.filter { exit in
            if let named = exit.fields["placement"]?.text, !named.isEmpty { return named == placement.id.description }
            return start.flatMap { begun in Self.day("left_on", exit).map { $0 >= begun } } ?? false
        }.compactMap { Self.day("left_on", $0) }
        self.init(status: placement.status, decision: placement.fields["decision"]?.text, start: start,
                  end: [Self.day("end_on", placement), left.min()].compactMap { $0 }.min())
    }

    private static func day(_ field: String, _ record: StoredRecord) -> CivilDay? { record.fields[field]?.text.flatMap { CivilDay($0) } }
}

/// Whether two addresses name the same place, however they are written: order of words, case, signs and spelling variants of a
/// letter do not count.
enum AddressWords {
    static func same(_ written: String, _ kept: String) -> Bool {
        let (all, wanted) = (Set(NameFolding.words(written)), Set(NameFolding.words(kept)))
        if wanted.isEmpty { return false }
        if all == wanted { return true }
        // With more words around it ("c/o …", "next to …"), an address is known by its number.
        return wanted.count >= 3 && wanted.contains { $0.contains(where: \.isNumber) } && wanted.isSubset(of: all)
    }
}
