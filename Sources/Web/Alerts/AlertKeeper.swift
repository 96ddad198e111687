public import Access
public import Alerts
public import Casework
public import Foundations
import Journal
import Synchronization

/// Knows at each moment who should be told of what. It keeps nothing of a case: alerts are worked out from the store for whoever asks;
/// what somebody has seen and was told lies in `AlertAccount`. Calls block as reads and saves do.
public final class AlertKeeper: Sendable {
    private struct State {
        var accounts: [UUIDv7: AlertAccount] = [:]
        var areRead = false
        var watch = EscalationWatch()
        /// Urgent notifications that nobody has acknowledged.
        var waiting: Set<UUIDv7> = []
    }

    let desk: Desk
    let people: PeopleStore
    let streams = AlertStreams()
    private let escalation: EscalationTable?
    private let time: any TimeSource
    private let site: UUIDv7
    private let state = Mutex(State())

    /// - Parameter escalation: nil where nothing is escalated.
    public init(desk: Desk, people: PeopleStore, escalation: EscalationTable?) {
        self.desk = desk
        self.people = people
        self.escalation = escalation
        time = desk.time
        site = desk.journal.site
    }

    struct Listed: Sendable {
        let shown: ShownAlert
        let seen: Bool
    }

    /// What stands for this person now.
    func list(for standing: Standing) throws -> [Listed] {
        try lookAround()
        let person = standing.viewer.person
        let shown = try desk.alerts(for: standing, notices: people.notices(to: person).filter { !$0.seen }, escalated: try escalated(to: standing))
        let seen = account(of: person).seen
        return shown.map { Listed(shown: $0, seen: seen.contains($0.alert.key)) }
    }

    /// Alerts of somebody who is not signed in; none for an account that is closed.
    func unseen(of person: UUIDv7) throws -> [Alert] {
        guard let standing = try? people.standing(ofPerson: person) else { return [] }
        return try list(for: standing).filter { !$0.seen }.map(\.shown.alert)
    }

    /// Keeps that the person has seen these of their alerts; a key that is none of theirs changes nothing. Seeing an urgent notification that
    /// one can deal with acknowledges it for everybody.
    /// - Returns: how many are left unseen.
    func markSeen(_ keys: Set<String>, by author: Author, standing: Standing) throws -> Int {
        let listed = try list(for: standing)
        let known = Set(listed.map(\.shown.alert.key)), seen = known.intersection(keys)
        var taken: Set<UUIDv7> = []
        for one in listed where seen.contains(one.shown.alert.key) && one.shown.alert.isUrgent && [.notification, .escalation].contains(one.shown.kind) {
            if let record = one.shown.record, try desk.mayTriage(record, standing) { taken.insert(record) }
        }
        let waiting = state.withLock { $0.waiting }
        try change(author.person, by: author.person, device: author.device) { account in
            account.seen = account.seen.intersection(known).union(seen)
            account.acknowledged = account.acknowledged.filter { waiting.contains($0) }.union(taken)
        }
        return listed.count { !$0.seen && !seen.contains($0.shown.alert.key) }
    }

    /// Somebody has opened a notification. Whoever can deal with it acknowledges an urgent one by that.
    func opened(_ notification: UUIDv7, by author: Author, standing: Standing) {
        guard state.withLock({ $0.areRead && $0.waiting.contains(notification) }), (try? desk.mayTriage(notification, standing)) == true else { return }
        _ = try? change(author.person, by: author.person, device: author.device) { $0.acknowledged.insert(notification) }
    }

    func account(of person: UUIDv7) -> AlertAccount { state.withLock { $0.accounts[person] } ?? AlertAccount() }

    @discardableResult
    func change(_ person: UUIDv7, by actor: UUIDv7, device: UUIDv7, _ change: (inout AlertAccount) -> Void) throws -> AlertAccount {
        let new = try desk.changeAlertAccount(of: person, by: actor, device: device, change)
        state.withLock { $0.accounts[person] = new }
        return new
    }

    /// Keeps that a message went out; by the site's own hand.
    func told(_ person: UUIDv7, _ message: PlannedMessage, of alerts: [Alert], at moment: WallTime) throws {
        let alive = Set(alerts.map(\.key))
        try change(person, by: site, device: site) { account in
            var told = account.told[message.way] ?? MessagesTold()
            // What was told and seen since is kept: a list that is short for a moment must not make it new.
            told.keys = told.keys.filter { alive.contains($0) || account.seen.contains($0) }.union(message.keys)
            told.last = moment.millis
            account.told[message.way] = told
        }
    }

    /// Accounts that want messages.
    func recipients() throws -> [UUIDv7] {
        try readAccounts()
        return state.withLock { state in state.accounts.filter { !$0.value.wishes.ways.isEmpty }.map(\.key) }.sorted()
    }

    // MARK: - Escalation

    /// What waits and how long, as the store says now.
    func lookAround() throws {
        try readAccounts()
        let open = try desk.urgentNotifications(), now = time.now(), nanos = time.monotonicNanos()
        state.withLock { state in
            let taken = state.accounts.values.reduce(into: Set<UUIDv7>()) { $0.formUnion($1.acknowledged) }
            let waiting = open.filter { !taken.contains($0.key) }
            state.watch.see(waiting, now: now, nanos: nanos)
            state.waiting = Set(waiting.keys)
        }
    }

    /// What tells whether anything may have come up: the notifications that wait, each with the highest level it has reached.
    func ladder() -> [Escalated] {
        guard let escalation else { return [] }
        let nanos = time.monotonicNanos(), (waiting, watch) = state.withLock { ($0.waiting, $0.watch) }
        return waiting.sorted().flatMap { notification in
            let reached = escalation.reached(age: watch.age(of: notification, nanos: nanos)) { level in
                escalation.rungs.contains { rung in rung.level == level && (try? isTold(notification, rung)) == true }
            }
            return reached.sorted().map { Escalated(notification: notification, level: $0) }
        }
    }

    private func escalated(to standing: Standing) throws -> [Escalated] {
        guard let escalation else { return [] }
        let rungs = escalation.rungs.filter { $0.role == standing.viewer.role.code }
        if rungs.isEmpty || state.withLock({ $0.waiting.isEmpty }) { return [] }
        return try ladder().filter { one in
            try rungs.contains { rung in try rung.level == one.level && (rung.tellsUnseen || desk.mayTriage(one.notification, standing)) }
        }
    }

    private func isTold(_ notification: UUIDv7, _ rung: EscalationTable.Rung) throws -> Bool {
        try people.all().contains { person in
            guard person.state == .active, person.role == rung.role else { return false }
            return try rung.tellsUnseen || desk.mayTriage(notification, people.standing(ofPerson: person.id))
        }
    }

    private func readAccounts() throws {
        if state.withLock({ $0.areRead }) { return }
        let found = try desk.alertAccounts(of: people.all().map(\.id))
        state.withLock { state in
            guard !state.areRead else { return }
            state.accounts = found
            state.areRead = true
        }
    }
}
