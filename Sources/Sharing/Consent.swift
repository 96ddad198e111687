public import Foundations

/// What somebody agreed to; the codes of `purpose` in the form `consent`.
public enum Purpose: String, Sendable, Hashable, CaseIterable {
    case caseWork = "case_work"
    case referral, tracing, authority, transfer, photo, statistics
}

/// Who would get what is shared.
public enum Recipient: String, Sendable, Hashable, CaseIterable {
    /// Colleagues of this office.
    case office
    /// Somebody who gives a service: a doctor, a school, an organisation.
    case provider
    /// A court, a guardianship authority, the police.
    case authority
    /// An organisation that takes the whole case over.
    case agency
    /// Relatives who look for the child, and those who search with them.
    case family
    /// Figures without names.
    case hub
}

/// What the consent on record comes to for one purpose on one day. In the order of how much it protects: of two that
/// contradict each other the earlier one counts.
public enum ConsentState: String, Sendable, Hashable, CaseIterable {
    /// The caregiver took it back.
    case withdrawn
    /// The caregiver said no.
    case refused
    /// The child said no, whatever the caregiver says.
    case childDissents = "child_dissents"
    /// The caregiver was not asked, because they may have harmed the child.
    case caregiverSuspected = "caregiver_suspected"
    /// Given, but not for this long.
    case expired
    /// Nobody was asked for this purpose, or nobody who could answer.
    case none
    case given

    /// Of two answers the one that protects more.
    static func protective(_ left: ConsentState, _ right: ConsentState) -> ConsentState {
        allCases.first { $0 == left || $0 == right } ?? left
    }
}

/// On what ground a second person may let something be shared without consent.
public enum LegalBasis: String, Sendable, Hashable, CaseIterable {
    /// A life or a child's safety depends on it.
    case vitalInterests = "vital_interests"
    /// A law obliges: reporting, an order of a court.
    case legalDuty = "legal_duty"
    /// Somebody who answers for the child found it to be best, where nobody can be asked.
    case bestInterests = "best_interests"
}

/// One answered form `consent`, as far as sharing goes by it. Words of the form; one that nobody knows counts as a no.
public struct ConsentRecord: Sendable, Hashable {
    public var purposes: Set<String>
    public var askedOn: CivilDay?
    /// `agrees`, `refused`, `too_young` or `unable`; nothing where nobody asked.
    public var child: String?
    /// `given`, `refused`, `withdrawn`, `expired`, `not_safe` or `nobody`; nothing where nobody asked.
    public var caregiver: String?
    /// The last day on which a yes holds; nothing for as long as it is not taken back.
    public var validUntil: CivilDay?

    public init(purposes: Set<String>, askedOn: CivilDay?, child: String?, caregiver: String?, validUntil: CivilDay? = nil) {
        self.purposes = purposes
        self.askedOn = askedOn
        self.child = child
        self.caregiver = caregiver
        self.validUntil = validUntil
    }

    /// What this record alone comes to on a day from which on it counts.
    public func state(on day: CivilDay) -> ConsentState {
        switch caregiver {
        case "withdrawn": return .withdrawn
        case "refused": return .refused
        case nil, "given", "expired", "not_safe", "nobody": break
        default: return .refused
        }
        switch child {
        case "refused": return .childDissents
        case nil, "agrees", "too_young", "unable": break
        default: return .childDissents
        }
        switch caregiver {
        case "not_safe": return .caregiverSuspected
        case "expired": return .expired
        // Nobody answers for the child: the child's own yes counts.
        case "nobody" where child != "agrees": return .none
        case nil: return .none
        default: break
        }
        guard child != nil else { return .none }
        if let validUntil, validUntil < day { return .expired }
        return .given
    }
}

extension ConsentState {
    /// What a dossier's records come to for a purpose: the latest day on which this purpose was asked about decides; where the
    /// records of that day differ, the one that protects more. A record without a day, or from one that has not come (the clock
    /// was wrong, or the day), counts as of today, but a yes among them does not count at all.
    /// - Parameter records: in any order. Of a record in dispute every version that somebody holds to be true.
    public static func of(_ records: [ConsentRecord], for purpose: Purpose, on day: CivilDay) -> ConsentState {
        let counting = records.compactMap { record -> (day: CivilDay, state: ConsentState)? in
            guard record.purposes.contains(purpose.rawValue) else { return nil }
            let state = record.state(on: day)
            guard let askedOn = record.askedOn, askedOn <= day else { return state == .given ? nil : (day, state) }
            return (askedOn, state)
        }
        guard let latest = counting.map(\.day).max() else { return .none }
        return counting.filter { $0.day == latest }.map(\.state).reduce(.given, protective)
    }
}
