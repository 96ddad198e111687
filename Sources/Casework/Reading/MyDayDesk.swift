public import Access
import CaseSteps
import Foundations
import GRDB
import Journal

extension Desk {
    public static let caseloadPage = 50
    /// Rows of one kind that a day shows at the most; what lies behind them is found in the lists themselves.
    static let dayRows = 20

    /// What matters now. `after` pages the caseload; what follows from its cases (children not seen, limits) stands in the answer without it.
    public func myDay(for standing: Standing, after cursor: String?) throws -> MyDay {
        let person = standing.viewer.person
        var after: Lookup.Hit?
        if let cursor {
            let parts = cursor.split(separator: ".", maxSplits: 2)
            guard parts.count == 2, let sort = Int64(parts[0]), let record = Int64(parts[1]) else { throw CaseworkError(.badCursor) }
            after = Lookup.Hit(record: record, sort: sort)
        }
        return try read { db in
            let glances = Glances(db, standing)
            var rows: [MyDay.Section: [MyDay.Row]] = [:]
            func add(_ section: MyDay.Section, _ new: [MyDay.Row]) { rows[section, default: []] += new }

            let alerts = try newNotifications(db, glances, standing)
            add(.urgent, alerts.urgent)
            add(.today, alerts.others)
            let concerns = try unnotedConcerns(db, glances, standing)
            add(.urgent, concerns.urgent)
            add(.today, concerns.others)
            let open = Lookup.Key.pair(person, CaseStatus.open.rawValue)
            let hits = try Lookup.find(db, .caseByOwner, key: open, after: after, limit: Self.caseloadPage + 1)
            let caseload = try hits.prefix(Self.caseloadPage).compactMap { try caseRow(db, $0, glances, standing) }
            // Whoever is forgotten longest may stand on a later page: every open case is judged, once, with the first.
            let live = cursor == nil ? caseload + (try later(db, hits, open, glances, standing)) : []
            let overdue = live.compactMap { row, opened in unseen(row, opened: opened).map { (row: $0, isUrgent: row.risk == "high") } }
            add(.urgent, overdue.filter(\.isUrgent).prefix(Self.caseloadPage).map(\.row))
            add(.today, overdue.filter { !$0.isUrgent }.prefix(Self.caseloadPage).map(\.row))
            let requests = try self.requests(db, glances, standing)
            add(.urgent, requests.urgent)
            add(.today, requests.others)
            let limits = try dueLimits(db, live.map(\.row), standing)
            add(.urgent, limits.urgent)
            add(.today, limits.others)
            let duties = try CaseDuties.of(standing.viewer, db, today: today)
            add(.today, try promises(duties, glances))
            add(.today, try tracingRows(db, duties, glances, standing))
            let due = try dueTasks(duties, glances)
            add(.today, due.now)
            let agreed = try agreedDays(duties, glances)
            add(.today, agreed.now)
            let rights = try waitingRights(db, glances, standing)
            add(.today, rights.now)
            add(.waiting, rights.later)
            add(.today, try returned(duties, glances))
            add(.today, try askedInReview(db, glances, standing))
            add(.today, try askedToPanels(db, glances, standing))
            add(.waiting, try calledPanels(db, glances, standing))
            add(.waiting, try answeredReviews(db, glances, standing))
            add(.waiting, try unanswered(db, duties, glances, standing))
            add(.waiting, due.later)
            add(.waiting, agreed.later)
            add(.changed, try conflicts(db, glances, standing))
            add(.waiting, try screenings(db, glances, standing))
            return MyDay(
                today: today, rows: rows, caseloadTotal: standing.seesOwnCases ? try Lookup.count(db, .caseByOwner, key: open) : 0, caseload: caseload.map(\.row),
                next: hits.count > Self.caseloadPage ? "\(hits[Self.caseloadPage - 1].sort).\(hits[Self.caseloadPage - 1].record)" : nil)
        }
    }

    /// Reports that a colleague would screen out, for who confirms it; until then they are nobody's.
    private func screenings(_ db: Database, _ glances: Glances, _ standing: Standing) throws -> [MyDay.Row] {
        guard standing.viewer.role.functions.contains(.confirmsScreening) else { return [] }
        let key = Lookup.Key.text(NotificationStatus.screeningOut.rawValue)
        return try Lookup.find(db, .notificationByStatus, key: key, newestFirst: false, limit: Self.dayRows).compactMap { hit in
            guard let shown = try glances.part(hit.record, Chosen.notification) else { return nil }
            return MyDay.Row(kind: .notification, record: shown.record.id, dossier: nil, title: nil, name: nil,
                             reason: MyDay.Reason(code: "screening_to_confirm", args: [:]), due: nil, action: .triage)
        }
    }

    private func newNotifications(_ db: Database, _ glances: Glances, _ standing: Standing) throws -> (urgent: [MyDay.Row], others: [MyDay.Row]) {
        guard standing.mayEver(.decide, "notification") else { return ([], []) }
        var urgent: [MyDay.Row] = [], others: [MyDay.Row] = []
        for hit in try Lookup.find(db, .urgentNotificationByStatus, key: .text("new"), limit: Self.dayRows) {
            if let row = try notificationRow(db, hit, glances, isUrgent: true) { urgent.append(row) }
        }
        for hit in try Lookup.find(db, .notificationByStatus, key: .text("new"), limit: Self.dayRows * 2) where others.count < Self.dayRows {
            if let row = try notificationRow(db, hit, glances, isUrgent: false) { others.append(row) }
        }
        return (urgent, others)
    }

    private func notificationRow(_ db: Database, _ hit: Lookup.Hit, _ glances: Glances, isUrgent: Bool) throws -> MyDay.Row? {
        guard let shown = try glances.part(hit.record, Chosen.notification),
              (shown.record.fields["urgent"]?.text == "yes") == isUrgent else { return nil }
        let record = shown.record
        let children = try glances.countSeen(below: record.id)
        var args: [String: Value] = ["children": .int(Int64(children)), "concern": .list(shown.words("concern").map(Value.text))]
        if let place = shown.text("place") { args["place"] = .text(place) }
        if let received = shown.text("received_on") { args["received"] = .text(received) }
        let asks = shown.words("asks_for")
        if !asks.isEmpty { args["asks"] = .list(asks.map(Value.text)) }
        let isCutOff = shown.text("call_back") == "yes"
        let code = isCutOff ? (isUrgent ? "urgent_call_back" : "call_back") : isUrgent ? "urgent_notification" : !asks.isEmpty && shown.words("concern").isEmpty ? "asks_for" : "new_notification"
        return MyDay.Row(kind: .notification, record: record.id, dossier: nil, title: nil, name: nil,
                         reason: MyDay.Reason(code: code, args: args), due: nil, action: .triage)
    }

    private func caseRow(
        _ db: Database, _ hit: Lookup.Hit, _ glances: Glances, _ standing: Standing
    ) throws -> (row: MyDay.CaseRow, opened: String?)? {
        guard let record = try PartialRecord.find(db, number: hit.record, Chosen.caseRow), let dossier = record.dossier else { return nil }
        // The case itself brings its owner near: no other row of the dossier is needed to judge it and the child.
        let around = Surroundings(dossierRows: [Envelope(record)])
        guard let one = ShownPart(record, around, standing), let root = try PartialRecord.find(db, dossier, Chosen.child),
              let child = ShownPart(root, around, standing) else { return nil }
        let name = ChildSummary.name(of: child)
        if !name.isEmpty { glances.keep(name, of: dossier) }
        // A day that has not come is nobody's visit: the search begins with today.
        let seen = try Lookup.find(
            db, .seenByDossier, key: .id(dossier), after: Lookup.Hit(record: .max, sort: Int64(today.daysSinceEpoch)), limit: 1).first
        let birth = child.text("birth_date").flatMap { PartialDate($0) }
        let row = MyDay.CaseRow(
            dossier: dossier, caseRecord: record.id, name: name, age: birth?.likelyAge(on: today),
            ageEstimated: birth?.isEstimated ?? false || child.text("birth_estimated") == "yes", sex: child.text("sex"), caseNumber: one.text("case_number"), risk: one.text("risk_level"), stage: one.text("stage"),
            lastSeen: (seen.map { CivilDay(daysSinceEpoch: Int($0.sort)).description }) ?? nil)
        return (row, one.text("opened_on"))
    }

    /// The open cases behind the first page, at most `CaseDuties.mostCases` in all.
    private func later(
        _ db: Database, _ first: [Lookup.Hit], _ open: Lookup.Key, _ glances: Glances, _ standing: Standing
    ) throws -> [(row: MyDay.CaseRow, opened: String?)] {
        guard first.count > Self.caseloadPage else { return [] }
        return try Lookup.find(db, .caseByOwner, key: open, after: first[Self.caseloadPage - 1], limit: CaseDuties.mostCases - Self.caseloadPage)
            .compactMap { try caseRow(db, $0, glances, standing) }
    }

    /// A child not seen face to face for longer than the risk allows, counted from the opening of the case where nobody
    /// has seen the child yet.
    private func unseen(_ row: MyDay.CaseRow, opened: String?) -> MyDay.Row? {
        let limit = MyDay.daysUnseenAllowed(risk: row.risk)
        var args: [String: Value] = ["limit": .int(Int64(limit))]
        let code = row.lastSeen == nil ? "never_seen" : "not_seen"
        if let since = (row.lastSeen ?? opened).flatMap({ PartialDate($0) })?.bounds.upperBound {
            let days = today.daysSinceEpoch - since.daysSinceEpoch
            guard days > limit else { return nil }
            args["days"] = .int(Int64(days))
        }
        return MyDay.Row(kind: .unseen, record: row.caseRecord, dossier: row.dossier, title: nil, name: row.name,
                         reason: MyDay.Reason(code: code, args: args), due: nil, action: .visit)
    }

    private func promises(_ duties: CaseDuties, _ glances: Glances) throws -> [MyDay.Row] {
        var rows: [MyDay.Row] = []
        for hit in duties.promises where rows.count < Self.dayRows {
            guard let shown = try glances.part(hit.record, Chosen.promise), let promise = shown.text("promise") else { continue }
            let record = shown.record
            rows.append(MyDay.Row(kind: .promise, record: record.id, dossier: record.dossier, title: promise, name: try glances.name(record.dossier),
                                  reason: MyDay.Reason(code: "promise", args: [:]), due: shown.text("promise_due_on"), action: .visit))
        }
        return rows
    }

    private func dueTasks(_ duties: CaseDuties, _ glances: Glances) throws -> (now: [MyDay.Row], later: [MyDay.Row]) {
        var now: [MyDay.Row] = [], later: [MyDay.Row] = []
        for hit in duties.due {
            let due = CivilDay(daysSinceEpoch: Int(hit.sort))
            let isNow = due <= today
            guard (isNow ? now.count : later.count) < Self.dayRows,
                  let shown = try glances.part(hit.record, Chosen.task) else { continue }
            let record = shown.record
            let code = due < today ? "overdue" : isNow ? "due_today" : "due_later"
            let row = MyDay.Row(
                kind: .task, record: record.id, dossier: record.dossier, title: shown.text("task_what") ?? shown.text("action") ?? shown.text("service") ?? shown.text("goal"),
                name: try glances.name(record.dossier), reason: MyDay.Reason(code: code, args: ["form": .text(record.kind)]),
                due: due.description, action: .open)
            if isNow { now.append(row) } else { later.append(row) }
        }
        return (now, later)
    }

    /// What somebody agreed on for a day: the next visit, a review, the end of a consent or of monitoring.
    private func agreedDays(_ duties: CaseDuties, _ glances: Glances) throws -> (now: [MyDay.Row], later: [MyDay.Row]) {
        var now: [MyDay.Row] = [], later: [MyDay.Row] = []
        for hit in duties.agreed {
            let day = CivilDay(daysSinceEpoch: hit.day), isNow = day <= today
            guard (isNow ? now.count : later.count) < Self.dayRows, let shown = try glances.part(hit.record, .none) else { continue }
            let row = MyDay.Row(
                kind: .task, record: shown.record.id, dossier: shown.record.dossier, title: nil, name: try glances.name(shown.record.dossier),
                reason: MyDay.Reason(code: "agreed_" + hit.form, args: ["form": .text(shown.record.kind)]), due: day.description, action: hit.form == "visit" ? .visit : .open)
            if isNow { now.append(row) } else { later.append(row) }
        }
        return (now, later)
    }

    private func conflicts(_ db: Database, _ glances: Glances, _ standing: Standing) throws -> [MyDay.Row] {
        var hits: [Lookup.Hit] = []
        for key in standing.viewer.teams.sorted() + [standing.viewer.person] {
            hits += try Lookup.find(db, .conflictByOwner, key: .id(key), limit: Self.dayRows)
        }
        return try hits.compactMap { hit in
            guard let shown = try glances.part(hit.record, Chosen.conflict) else { return nil }
            let record = shown.record
            return MyDay.Row(kind: .conflict, record: record.id, dossier: record.dossier, title: nil, name: try glances.name(record.dossier),
                             reason: MyDay.Reason(code: "conflict", args: ["fields": .list(shown.words("conflicting_fields").map(Value.text))]),
                             due: nil, action: .decide)
        }
    }
}

/// What each kind of row shows, and so reads.
private enum Chosen {
    static let notification = FieldChoice(["urgent", "concern", "place", "received_on", "call_back", "asks_for"])
    static let caseRow = FieldChoice(["case_number", "risk_level", "stage", "opened_on"])
    static let child = FieldChoice(["given_name", "family_name", "birth_date", "birth_estimated", "sex"])
    static let promise = FieldChoice(["promise", "promise_due_on"])
    static let task = FieldChoice(["task_what", "action", "service", "goal"])
    static let conflict = FieldChoice(["conflicting_fields"])
}
