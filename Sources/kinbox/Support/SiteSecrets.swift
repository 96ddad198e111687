import Casework
import Foundation
import Foundations
import Journal
import SiteAuthority

/// What a site keeps to itself beside its records: the key of its certificate authority and of its case numbers. One
/// record of the site's own scope, of a kind that no form describes and so no read path shows.
struct SiteSecrets: Codable {
    var authority: SiteAuthority.Stored
    /// Sixteen random bytes, made once and never changed.
    var caseNumberKey: [UInt8]
    var caseNumberSite: Int
    /// Names and addresses that the site's certificate covers.
    var names: [String]
    var title: String

    private static let kind = "site_key"

    private static func record(of site: UUIDv7) -> UUIDv7 {
        UUIDv7(bytes: Array(site.bytes.prefix(10)) + [0x73, 0x69, 0x74, 0x65, 0x6b, 0x79]) ?? site
    }

    /// The secrets of this store, or nil in a store that was just made.
    static func read(_ journal: JournalStore) throws -> SiteSecrets? {
        let found = try journal.read { try JournalStore.record($0, record(of: journal.site)) }
        guard let text = found?.fields["secrets"]?.text else { return nil }
        return try JSONDecoder().decode(SiteSecrets.self, from: Data(text.utf8))
    }

    /// Founds the authority of a new site and keeps its secrets.
    static func found(title: String, names: [String], in journal: JournalStore, time: any TimeSource, random: (Int) -> [UInt8]) throws -> SiteSecrets {
        let now = time.now()
        let authority = try SiteAuthority.found(title: title, names: names, at: now)
        let key = random(18)
        let secrets = SiteSecrets(authority: authority.stored, caseNumberKey: Array(key.prefix(16)),
                                  caseNumberSite: (Int(key[16]) << 8 | Int(key[17])) % 1024, names: names, title: title)
        let text = String(decoding: try JSONEncoder().encode(secrets), as: UTF8.self)
        let change = Change(id: UUIDv7.make(at: now.millis), record: record(of: journal.site), kind: kind, op: .create,
                            scope: Scope(.site, journal.site), fields: ["secrets": .text(text)])
        _ = try journal.commitAndWait(Save(id: UUIDv7.make(at: now.millis), actor: journal.site, device: journal.site, at: now, changes: [change]))
        return secrets
    }

    func caseNumbers(_ journal: JournalStore) throws -> CaseNumberMint {
        guard let space = CaseNumberSpace(site: caseNumberSite, key: caseNumberKey) else {
            throw InputFault(code: "damaged-secrets", what: "The site's own secrets cannot be read.", todo: "Restore them from a backup.")
        }
        return CaseNumberMint(space: space, journal: journal)
    }
}
