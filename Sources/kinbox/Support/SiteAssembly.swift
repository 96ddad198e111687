import Access
import Alerts
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

    /// Takes the forms of the store into use. Blocks.
    func open(_ journal: JournalStore, vault: VaultStore, secrets: SiteSecrets) throws -> OpenSite {
        let numbers = try secrets.caseNumbers(journal)
        let people = try people(journal, vault: vault, title: secrets.title)
        let shelf = FormShelf(standard: instance.forms, profiles: instance.profiles, rules: instance.rules)
        let desk = Desk(journal: journal, shelf: shelf, places: PlaceShelf(standard: instance.places), sharing: instance.sharing, personCopies: instance.personCopies, time: time,
                        caseNumber: { try numbers.mint().description }, digest: Sealing.blake2b256, secret: secrets.caseNumberKey)
        try desk.loadProfile()
        for publication in try desk.loadForms(PublishedForms.definition) {
            Terminal.say("This box can't read version \(publication.version) of the form \(publication.form); where it is in use, the newest that it can read is asked, and nobody sees more.")
        }
        if let publication = try desk.loadPlaces(ListsInUse.book) {
            Terminal.say("This box can't read version \(publication.version) of the places; the standard ones are used.")
        }
        if let publication = try desk.loadLimits() {
            Terminal.say("This box can't read version \(publication.version) of the time limits; none are in use.")
        }
        // Times that can't be read are no reason to tell nobody.
        let escalation = try desk.messageSettings().escalation.flatMap { try? EscalationTable($0) } ?? instance.escalation
        return OpenSite(journal: journal, desk: desk, rules: instance.rules, people: people,
                        publicDevice: journal.site, address: address, escalation: escalation, isWritable: {
                            if case .writable = vault.health().state { true } else { false }
                        })
    }

    func people(_ journal: JournalStore, vault: VaultStore, title: String) throws -> PeopleStore {
        try PeopleStore(journal: journal, rules: instance.rules, tools: .vault(), trail: JournalTrail(journal), time: time, siteName: title)
    }
}
