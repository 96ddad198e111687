import Access
import CaseSteps
import Foundations
import GRDB
import Journal

/// Days that somebody wrote down in a dossier and that nothing has answered yet.
enum AgreedDays {
    /// From so many days before, it is shown.
    static let ahead = 7

    struct Hit: Hashable {
        let record: Int64
        let form: String
        /// Days since 1970.
        let day: Int
    }

    /// Of one dossier, those that are due within `ahead` days of `today` or over: at most one of each form. A child that was seen since answers a
    /// visit, a review since answers the review of a placement, a newer paper of the same form answers all that older ones agreed on.
    static func due(_ db: Database, _ dossier: UUIDv7, today: CivilDay) throws -> [Hit] {
        func newest(_ form: String) throws -> (Lookup.Hit, AgreedDay)? {
            try Lookup.find(db, .agreedByDossier, key: .pair(dossier, form), limit: 1).first.map { ($0, AgreedDay(sort: $0.sort)) }
        }
        return try AgreedDay.forms.compactMap { form in
            guard let (hit, paper) = try newest(form), let day = paper.agreed, day <= today.daysSinceEpoch + ahead else { return nil }
            switch form {
            case "visit":
                let seen = try Lookup.find(db, .seenByDossier, key: .id(dossier), after: Lookup.Hit(record: .max, sort: Int64(today.daysSinceEpoch)), limit: 1).first
                if let seen, Int(seen.sort) > paper.own { return nil }
            case "placement":
                if let review = try newest("case_review"), review.1.own > paper.own { return nil }
            case "closure":
                // A case that was reopened is monitored by nobody's old word.
                let cases = try PartialRecord.all(db, dossier: dossier, kinds: ["case"], .none)
                guard cases.contains(where: { $0.status == CaseStatus.monitoring.rawValue }) else { return nil }
            default: break
            }
            return Hit(record: hit.record, form: form, day: day)
        }
    }
}
