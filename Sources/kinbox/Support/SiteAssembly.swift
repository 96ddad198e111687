import Access
import Casework
import Foundations
import Journal
import Vault
import Web

/// Builds everything an open store offers from its parts.
struct SiteAssembly {
    let instance: StandardInstance
    let time: any TimeSource
    /// `https://office.lan:8443`
    let address: String

    func open(_ journal: JournalStore, vault: VaultStore, secrets: SiteSecrets) throws -> OpenSite {
        let numbers = try secrets.caseNumbers(journal)
        let people = try people(journal, vault: vault, title: secrets.title)
        let desk = Desk(journal: journal, forms: instance.forms, time: time, caseNumber: { try numbers.mint().description }, digest: Sealing.blake2b256)
        return OpenSite(journal: journal, desk: desk, rules: instance.rules, people: people, places: instance.places,
                        publicDevice: journal.site, address: address, isWritable: {
                            if case .writable = vault.health().state { true } else { false }
                        })
    }

    func people(_ journal: JournalStore, vault: VaultStore, title: String) throws -> PeopleStore {
        try PeopleStore(journal: journal, rules: instance.rules, tools: .vault(), trail: JournalTrail(journal), time: time, siteName: title)
    }
}
