import Access
import CaseSteps
import Foundations
import GRDB
import Journal
import Sharing

/// What a record of a dossier sends out, and to whom: a referral to a service, a transfer to whoever is to take the dossier over.
struct Share: Equatable {
    let purpose: Purpose
    let recipient: Recipient

    /// Kinds of record by which something of a child leaves those who work with it.
    static let kinds: Set<String> = ["referral", Decidable.transfer.rawValue]
    /// States of a kind in which somebody outside sees what was shared.
    static func isOut(_ kind: String, _ status: String?) -> Bool {
        kind == "referral" ? ShareJudge.live.contains(status ?? ReferralStatus.requested.rawValue) : status == TransferStatus.offered.rawValue
    }

    /// What a referral for this service shares, and with whom.
    static func referral(service: String?) -> Share {
        switch service {
        case "tracing": Share(purpose: .tracing, recipient: .provider)
        case "police": Share(purpose: .referral, recipient: .authority)
        default: Share(purpose: .referral, recipient: .provider)
        }
    }

    /// A dossier that stays with the agency that answers for it goes to colleagues of the office. Where an agency is not on record it
    /// counts as leaving, unless neither is and the dossier stays in its team: that nobody wrote it down makes two offices no one agency.
    /// - Parameter receiver: the account of whoever is asked, as the answer `handed_to` names it.
    static func transfer(_ db: Database, of dossier: UUIDv7, to receiver: String?) throws -> Share {
        let root = try JournalStore.record(db, dossier)
        let person = try receiver.flatMap { UUIDv7($0) }.flatMap { try JournalStore.record(db, $0) }.flatMap { Person($0) }
        guard let person, let root else { return Share(purpose: .transfer, recipient: .agency) }
        let stays = root.agency == nil && person.agency == nil ? root.team.map(person.teams.contains) == true : root.agency == person.agency
        return Share(purpose: .transfer, recipient: stays ? .office : .agency)
    }

    /// - Parameter fields: the answers of the record, as they are or as a save leaves them.
    static func of(_ db: Database, _ kind: String, _ fields: [String: Value], in dossier: UUIDv7) throws -> Share {
        kind == "referral" ? referral(service: fields["service"]?.text) : try transfer(db, of: dossier, to: fields["handed_to"]?.text)
    }
}
