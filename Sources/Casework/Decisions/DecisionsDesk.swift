public import Access
import CaseSteps
public import Foundations
import GRDB
import Journal
import TimeLimits

/// What waits for one person's decision: those that cannot wait first, then the longest waiting.
public struct DecisionsPage: Sendable {
    public struct Row: Sendable {
        public let record: UUIDv7
        public let kind: Decidable
        public let dossier: UUIDv7?
        /// The child's full name; empty where this person may not see it.
        public let name: String
        public let caseNumber: String?
        /// Since when, as a civil day of the site.
        public let since: String
        public let days: Int
        /// An emergency placement: hours count.
        public let urgent: Bool
        /// What the request says in short, as far as this person may see it: by the form's names.
        public let told: [String: Value]
        /// Asked for more: the answer lies with whoever asked.
        public let returned: Bool
        /// What speaks against the place that a placement asks for.
        public let concerns: [CareOffer.Concern]
        /// Until when it has to be decided, where a limit of the country in hours says so.
        public let dueAt: WallTime?
    }

    public let rows: [Row]
    /// More wait than one page holds. What was not looked at is not counted.
    public let more: Bool
}

/// One request, and how it can be decided.
public struct DecisionSheet: Sendable {
    public let record: ShownRecord
    public let kind: Decidable
    /// Still waiting, and this person may decide it.
    public let open: Bool
    /// Of the same family and still waiting, without this one.
    public let siblings: [DecisionsPage.Row]
}

extension Desk {
    public static let decisionsPage = 100
    /// Looked at per kind before a page is given up: a site where nobody decides for months has more.
    static let decisionsSearched = 1_000

    /// What waits for this person's decision. Records that they may see but not decide are not among them.
    public func decisions(for standing: Standing) throws -> DecisionsPage {
        try read { db in
            let kinds = Decidable.allCases.filter { standing.mayEver(.decide, $0.rawValue) }
            let ofTeams = try waitingInTeams(db, kinds.filter { decidesInTeamsAlone($0, standing) }, standing)
            var found: [(reader: DecisionReader, request: DecisionReader.Request)] = []
            var more = false
            for kind in kinds {
                let reader = DecisionReader(db: db, standing: standing, kind: kind, desk: self)
                var hits: [Lookup.Hit] = []
                if let waiting = ofTeams[kind] {
                    more = more || waiting.count > Self.decisionsSearched
                    found += try waiting.prefix(Self.decisionsSearched).compactMap { try reader.request($0.record, near: $0.near).map { (reader, $0) } }
                } else {
                    hits = try Lookup.find(db, .undecidedByKind, key: .text(kind.rawValue), newestFirst: false, limit: Self.decisionsSearched + 1)
                }
                if kind == .transfer { hits += try Lookup.find(db, .transferByOwner, key: .id(standing.viewer.person), newestFirst: false, limit: Self.decisionsSearched) }
                more = more || hits.count > Self.decisionsSearched
                found += try hits.prefix(Self.decisionsSearched).compactMap { try reader.request($0).map { (reader, $0) } }
            }
            let order = found.indices.map { (found[$0].request.place, found[$0].request.record.id, $0) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
            // Names are read for the page alone: a team may have hundreds of plans waiting.
            let rows = try order.prefix(Self.decisionsPage).map { try found[$0.2].reader.row(of: found[$0.2].request) }
            return DecisionsPage(rows: rows, more: more || found.count > Self.decisionsPage)
        }
    }

    /// A role that decides about its teams' dossiers alone: among a whole site's the own ones would come too late.
    private func decidesInTeamsAlone(_ kind: Decidable, _ standing: Standing) -> Bool {
        standing.viewer.role.grants.allSatisfy { !$0.actions.contains(.decide) || !$0.kinds.contains(kind.rawValue) || $0.reach == .team }
    }

    /// What waits in dossiers of the viewer's teams, by kind, with the case that brings each near; an empty list for a kind of which
    /// nothing waits.
    private func waitingInTeams(_ db: Database, _ kinds: [Decidable], _ standing: Standing) throws -> [Decidable: [(record: PartialRecord, near: Surroundings)]] {
        var found = Dictionary(uniqueKeysWithValues: kinds.map { ($0, [(record: PartialRecord, near: Surroundings)]()) })
        guard !kinds.isEmpty else { return found }
        let choice = FieldChoice(Set(kinds.flatMap(\.told)).sorted())
        // A child may have two cases, in one team or in two.
        var looked: Set<UUIDv7> = []
        for team in standing.viewer.teams.sorted() {
            for status in [CaseStatus.open, .monitoring] {
                for hit in try Lookup.find(db, .caseByTeam, key: .pair(team, status.rawValue), limit: Self.mostBoardCases) {
                    guard let one = try PartialRecord.find(db, number: hit.record, .none), let dossier = one.dossier, looked.insert(dossier).inserted else { continue }
                    for hit in try Lookup.find(db, .proposedByDossier, key: .id(dossier), newestFirst: false, limit: CaseDuties.mostOfOne) {
                        guard let record = try PartialRecord.find(db, number: hit.record, choice), let kind = Decidable(rawValue: record.kind),
                              let known = found[kind]?.count, known <= Self.decisionsSearched else { continue }
                        found[kind]?.append((record, Surroundings(dossierRows: [Envelope(one)])))
                    }
                }
            }
        }
        return found
    }

    /// One request.
    /// - Throws: `CaseworkError.notFound` also where it may not be seen, and for what is never decided here.
    public func decision(on id: UUIDv7, for standing: Standing) throws -> DecisionSheet {
        try read { db in
            guard let record = try JournalStore.record(db, id), let kind = Decidable(rawValue: record.kind),
                  let shown = try shown(db, record, standing) else { throw CaseworkError(.notFound) }
            let reader = DecisionReader(db: db, standing: standing, kind: kind, desk: self)
            return DecisionSheet(record: shown, kind: kind, open: kind.waits(in: record.status) && reader.isTheirs(Envelope(record)) && shown.mayDecide
                                    && kind.isDecided(by: standing.viewer.role.functions, told: shown.fields, in: record.status),
                                 siblings: try siblings(db, of: record, reader))
        }
    }

    /// The same question about brothers and sisters: children of one family, each as far as this person may see them.
    private func siblings(_ db: Database, of record: StoredRecord, _ reader: DecisionReader) throws -> [DecisionsPage.Row] {
        guard let dossier = record.dossier else { return [] }
        var found: [DecisionsPage.Row] = []
        for family in try PartialRecord.all(db, dossier: dossier, kinds: ["family_member"], DecisionReader.family) {
            guard let id = family.fields["family"]?.text.flatMap(UUIDv7.init) else { continue }
            for hit in try Lookup.find(db, .memberByFamily, key: .id(id), limit: 50) {
                guard let other = try PartialRecord.find(db, number: hit.record, .none)?.dossier, other != dossier else { continue }
                for one in try PartialRecord.all(db, dossier: other, kinds: [record.kind], .none) where reader.kind.waits(in: one.status) {
                    if let row = try reader.request(Lookup.Hit(record: one.number, sort: one.id.millis)).map(reader.row(of:)), !found.contains(where: { $0.record == row.record }) { found.append(row) }
                }
            }
        }
        return found
    }
}

/// Makes rows of what waits, each through this person's rights.
private struct DecisionReader {
    let db: Database
    let standing: Standing
    let kind: Decidable
    let desk: Desk
    let today: CivilDay
    let glances: Glances
    let choice: FieldChoice

    static let family = FieldChoice(["family"])
    private static let provider = "provider"
    private static let caseChoice = FieldChoice(["case_number", "opened_on"])

    init(db: Database, standing: Standing, kind: Decidable, desk: Desk) {
        self.db = db
        self.standing = standing
        self.kind = kind
        self.desk = desk
        today = desk.today
        glances = Glances(db, standing)
        choice = FieldChoice(kind == .placement ? kind.told + [Self.provider] : kind.told)
    }

    /// What is offered to one person is not decided by another.
    func isTheirs(_ record: Envelope) -> Bool { !kind.isOffer(record.status) || record.owner == standing.viewer.person }

    /// What waits, without the names that only a page needs.
    struct Request {
        let record: PartialRecord
        let around: Surroundings
        let told: [String: Value]
        let provider: UUIDv7?
        let since: CivilDay

        var urgent: Bool { told["care_kind"]?.text == "emergency" || told["urgency"]?.text == "now" }
        var returned: Bool { told["decision"]?.text == "postponed" }
        /// What cannot wait comes first, what lies with whoever asked last, then the longest waiting.
        var place: Int { (urgent ? 0 : 1 << 40) + (returned ? 1 << 32 : 0) + since.daysSinceEpoch }
    }

    /// Nil where it does not wait any more, or this person may not decide it.
    func request(_ hit: Lookup.Hit) throws -> Request? { try PartialRecord.find(db, number: hit.record, choice).flatMap { try request($0, near: nil) } }

    /// - Parameter near: some of its dossier's rows, which as a rule suffice to tell that it is this person's to decide.
    func request(_ record: PartialRecord, near: Surroundings?) throws -> Request? {
        let envelope = Envelope(record)
        guard kind.waits(in: record.status), isTheirs(envelope) else { return nil }
        var around = try near ?? Surroundings.of(envelope, in: db)
        if !standing.mayDecide(envelope, around) {
            guard near != nil else { return nil }
            around = try Surroundings.of(envelope, in: db)
            guard standing.mayDecide(envelope, around) else { return nil }
        }
        guard let shown = ShownPart(record, around, standing) else { return nil }
        let told = Dictionary(uniqueKeysWithValues: kind.told.compactMap { name in shown.seen(name).map { (name, $0) } })
        guard kind.isDecided(by: standing.viewer.role.functions, told: told, in: record.status) else { return nil }
        let made = WallTime(millis: record.id.millis).localDay
        let asked = (told["requested_on"] ?? told["asked_on"])?.text.flatMap { PartialDate($0) }?.bounds.lowerBound ?? made
        // A day that lies ahead, or was written long before the request reached the box, is not how long it waits here.
        return Request(record: record, around: around, told: told, provider: kind == .placement ? shown.seen(Self.provider)?.identifier : nil, since: min(asked, made))
    }

    func row(of request: Request) throws -> DecisionsPage.Row {
        let dossier = request.record.dossier
        return DecisionsPage.Row(
            record: request.record.id, kind: kind, dossier: dossier, name: try glances.name(dossier) ?? "", caseNumber: try caseNumber(dossier, request.around),
            since: request.since.description, days: max(0, today.daysSinceEpoch - request.since.daysSinceEpoch), urgent: request.urgent, told: request.told,
            returned: request.returned, concerns: try concerns(request), dueAt: try dueAt(request))
    }

    private func concerns(_ request: Request) throws -> [CareOffer.Concern] {
        guard let provider = request.provider, let record = try PartialRecord.find(db, provider, CareOffer.fields), record.kind == "provider",
              let shown = try glances.part(record.number, CareOffer.fields) else { return [] }
        return CareOffer(taken: try CareStays.taken(db, at: provider, except: request.record.dossier), on: today) { shown.seen($0) }.concerns
    }

    /// Hours count in an emergency alone.
    private func dueAt(_ request: Request) throws -> WallTime? {
        guard request.urgent, kind == .placement, let dossier = request.record.dossier, let book = desk.limits.limits?.book else { return nil }
        return try desk.outcomes(db, dossier, request.around, standing, book).first { $0.start == request.record.id && $0.state.isAwaited }?
            .dueMoment.map { WallTime(millis: $0, offsetMinutes: desk.limits.offset($0)) }
    }

    private func caseNumber(_ dossier: UUIDv7?, _ around: Surroundings) throws -> String? {
        guard let dossier else { return nil }
        return try PartialRecord.all(db, dossier: dossier, kinds: ["case"], Self.caseChoice)
            .sorted { $0.id > $1.id }.lazy.compactMap { ShownPart($0, around, standing)?.text("case_number") }.first
    }
}
