public import Access
public import Foundations
import GRDB
import Journal
public import TimeLimits

/// How a child's records stand against the country's limits, as far as one person may know.
public struct DossierLimits: Sendable {
    /// Nil where the site has none in use.
    public let country: String?
    /// What is awaited, the most pressing first; then, for rules of which nothing is awaited, how the last one ended.
    public let outcomes: [LimitOutcome]
    /// Codes of suspensions → what people call them.
    public let suspensions: [String: [String: String]]
}

extension Desk {
    /// - Throws: `CaseworkError.notFound` also where the child may not be seen.
    public func limits(of asked: UUIDv7, for standing: Standing) throws -> DossierLimits {
        try read { db in
            let dossier = try DossierFolder.home(db, of: asked)
            guard let root = try PartialRecord.find(db, asked, .none), root.kind == "child" else { throw CaseworkError(.notFound) }
            let around = try Surroundings.of(Envelope(root), in: db)
            guard standing.exists(Envelope(root), around) else { throw CaseworkError(.notFound) }
            guard let inUse = limits.limits else { return DossierLimits(country: nil, outcomes: [], suspensions: [:]) }
            let outcomes = try outcomes(db, dossier, around, standing, inUse.book)
            let labels = Dictionary(inUse.book.suspensions.map { ($0.code, $0.labels) }) { first, _ in first }
            return DossierLimits(country: inUse.country, outcomes: Self.telling(outcomes), suspensions: labels)
        }
    }

    /// What this person may know of a child's limits. Judged from all records, so that nobody reads a false alarm; then an outcome is
    /// left out where it rests on an answer that they may not see, and where they would not see the answers that are missing: that
    /// there is no assessment is for those only who would see one.
    func outcomes(_ db: Database, _ dossier: UUIDv7, _ around: Surroundings, _ standing: Standing, _ book: LimitBook) throws -> [LimitOutcome] {
        let library = forms
        // Names of forms of this site, by the syntax of names: they may stand in a query.
        let kinds = book.forms.filter { library.asked($0) != nil }
        guard !kinds.isEmpty else { return [] }
        var unseen: Set<UUIDv7> = []
        let records = try PartialRecord.all(db, dossier: dossier, kinds: kinds, FieldChoice(book.fields)).map { record in
            let visible = standing.sees(Envelope(record), around)
            if visible == nil || record.fields.keys.contains(where: { visible?.contains($0) == false }) { unseen.insert(record.id) }
            return limitRecord(record)
        }
        var seen: [EventName: Bool] = [:]
        func wouldSee(_ name: EventName) -> Bool {
            if let known = seen[name] { return known }
            let blank = Envelope(id: dossier, kind: name.form, dossier: dossier)
            let visible = standing.sees(blank, around)
            let fields = [name.field] + (name.condition.map { [$0.field] } ?? [])
            let answer = visible.map { visible in fields.allSatisfy { visible.contains($0) } } ?? false
            seen[name] = answer
            return answer
        }
        let told = Dictionary(book.rules.map { rule in (rule.code, library.canMeet(rule) && rule.dependsOn(book.suspensions).allSatisfy(wouldSee)) }) { first, _ in first }
        return LimitJudge(book, offset: limits.offset).outcomes(of: records, at: time.now())
            .filter { told[$0.rule] == true && $0.rests.isDisjoint(with: unseen) }
    }

    /// What is awaited, and of the rules of which nothing is, the last.
    static func telling(_ outcomes: [LimitOutcome]) -> [LimitOutcome] {
        let awaited = outcomes.filter { $0.state.isAwaited }
        let others = Dictionary(grouping: outcomes, by: \.rule).compactMap { rule, all in awaited.contains { $0.rule == rule } ? nil : all.last }
        return (awaited + others).sorted { ($0.state.urgency, $0.due?.daysSinceEpoch ?? 0, $0.rule) < ($1.state.urgency, $1.due?.daysSinceEpoch ?? 0, $1.rule) }
    }

    func limitRecord(_ record: PartialRecord) -> LimitRecord {
        // An id of version 7 says when the record was made. Others come from tables of earlier files: their last change says no less.
        let isTimed = record.id.high >> 12 & 0xF == 7
        let made = isTimed ? record.id.millis : record.updated.millis
        let fields = record.fields.compactMapValues { value in value.text ?? value.list.map { $0.compactMap(\.text).joined(separator: " ") } }
        return LimitRecord(id: record.id, form: record.kind, fields: fields, made: WallTime(millis: made, offsetMinutes: limits.offset(made)))
    }
}

extension LimitOutcome.State {
    var isAwaited: Bool { [.open, .overdue, .suspended, .enteredLater].contains(self) }

    /// The most pressing first.
    var urgency: Int {
        switch self {
        case .overdue: 0
        case .open: 1
        case .suspended: 2
        case .enteredLater: 3
        case .missed: 4
        case .metLate: 5
        case .met: 6
        case .ended: 7
        }
    }
}
