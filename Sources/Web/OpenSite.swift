public import Access
public import Alerts
public import Casework
public import Foundations
public import Journal

/// Everything that an open store offers to the endpoints.
public struct OpenSite: Sendable {
    public let journal: JournalStore
    public let desk: Desk
    public let rules: AccessRules
    public let people: PeopleStore
    /// The places in use at this moment.
    public var places: PlaceBook { desk.places.book }
    /// Stands as the device of reports without an account. Each signed-in browser session counts as a device of its own
    /// until devices are enrolled: what one session saved, another has not seen until it says so.
    public let publicDevice: UUIDv7
    /// False once the store had to stop writing; reads go on.
    public let isWritable: @Sendable () -> Bool
    /// Where the browser finds the site, for links and QR codes: `https://office.lan:8443`.
    public let address: String
    public let alerts: AlertKeeper

    public init(journal: JournalStore, desk: Desk, rules: AccessRules, people: PeopleStore,
                publicDevice: UUIDv7, address: String,
                escalation: EscalationTable? = nil, isWritable: @escaping @Sendable () -> Bool) {
        self.journal = journal
        self.desk = desk
        self.rules = rules
        self.people = people
        self.publicDevice = publicDevice
        self.address = address
        self.isWritable = isWritable
        alerts = AlertKeeper(desk: desk, people: people, escalation: escalation)
    }

    var sessions: Sessions { people.sessions }

    /// Names of people and places for one answer.
    func names() -> Names {
        Names(people: people.names(), places: places)
    }
}
