public import Access
import FormEngine
public import Foundations
import GRDB
public import Journal
public import Sharing

/// A child's dossier as one person may see it.
public struct DossierView: Sendable {
    public let id: UUIDv7
    public let child: ShownRecord
    /// Newest first.
    public let cases: [ShownRecord]
    /// The other records, newest first.
    public let papers: [ShownRecord]
    public let summary: ChildSummary
    /// What consent to referrals comes to; nil for who may not see consents, and where the site has no rules of consent.
    public let consent: ConsentState?
    /// Children whose dossiers were merged into this one.
    public let merged: [UUIDv7]
    /// Forms of which this person may add a record here.
    public let mayCreate: [String]
    /// Names this state of the dossier for this person; changes whenever anything shown does.
    public let tag: String
}

/// A page of a dossier's timeline.
public struct TimelinePage: Sendable {
    public struct Change: Sendable {
        public let field: String
        public let from: Value?
        public let to: Value?
    }

    public struct Row: Sendable {
        public let entry: UUIDv7
        public let at: WallTime
        public let actor: UUIDv7
        public let device: UUIDv7
        public let form: String
        public let record: UUIDv7
        public let op: Op
        public let changes: [Change]
    }

    public let rows: [Row]
    public let next: String?
}

extension Desk {
    public static let timelinePage = 30

    /// The dossier of a child; of one whose dossier was merged, the one that holds everything (`DossierView.id` says which).
    /// - Throws: `CaseworkError.notFound` also where the child may not be seen.
    public func dossier(_ asked: UUIDv7, for standing: Standing) throws -> DossierView {
        try read { db in
            let id = try DossierFolder.home(db, of: asked)
            let records = try JournalStore.records(db, dossier: id)
            guard let root = records.first(where: { $0.id == id && $0.kind == "child" }) else { throw CaseworkError(.notFound) }
            let around = Surroundings.of(dossier: records)
            func shown(_ record: StoredRecord) -> ShownRecord? {
                let decision = standing.decide(Envelope(record), around)
                return decision.exists ? ShownRecord(record, decision, answers: forms.answers(of: record.kind)) : nil
            }
            guard let child = shown(root), asked == id || records.contains(where: { $0.id == asked && shown($0) != nil }) else { throw CaseworkError(.notFound) }
            let others = records.filter { $0.id != id && $0.kind != "conflict_task" }.compactMap(shown)
            let cases = others.filter { $0.form == "case" }.sorted { $0.updated > $1.updated }
            let merged = others.filter { $0.form == "child" }
            let papers = others.filter { $0.form != "case" && $0.form != "child" }.sorted { $0.id > $1.id }
            let summary = ChildSummary(child: child, cases: cases, papers: papers, today: today)
            let mayCreate = creatableForms(in: id, around, standing)
            return DossierView(
                id: id, child: child, cases: cases, papers: papers, summary: summary, consent: consent(records, in: id, around, standing), merged: merged.map(\.id),
                mayCreate: mayCreate, tag: tag(of: [child] + merged + cases + papers, mayCreate, standing))
        }
    }

    /// From what this person may see alone: a consent that is hidden from them is neither told nor hinted at. A referral is judged by all of them.
    private func consent(_ records: [StoredRecord], in dossier: UUIDv7, _ around: Surroundings, _ standing: Standing) -> ConsentState? {
        func isSeen(_ envelope: Envelope) -> Bool {
            let decision = standing.decide(envelope, around)
            return decision.exists && ConsentOnRecord.deciding.allSatisfy(decision.visible.contains)
        }
        guard sharing != nil, isSeen(Envelope(id: dossier, kind: ConsentOnRecord.form, dossier: dossier)) else { return nil }
        let seen = records.filter { $0.kind == ConsentOnRecord.form && isSeen(Envelope($0)) }
        return .of(ConsentOnRecord.records(seen, with: []), for: .referral, on: today)
    }

    /// By name; a form of the site's own right behind the one it follows.
    private func creatableForms(in dossier: UUIDv7, _ around: Surroundings, _ standing: Standing) -> [String] {
        let library = forms
        let names = library.all.map(\.name).sorted { left, right in
            (library.model(of: left), library.models[left] == nil ? 0 : 1, left) < (library.model(of: right), library.models[right] == nil ? 0 : 1, right)
        }
        return names.filter { name in
            guard case .paper = RecordShape.of(library.model(of: name)), library.isOffered(name), name != PanelForm.seat else { return false }
            let blank = Envelope(id: dossier, kind: name, dossier: dossier)
            return standing.creatable(blank, around) != nil
        }
    }

    /// Covers versions, what is hidden from whom, what can be added, and the day (ages and "last seen" move with it).
    private func tag(of records: [ShownRecord], _ mayCreate: [String], _ standing: Standing) -> String {
        var text = standing.viewer.person.description + standing.viewer.role.code + today.description + mayCreate.joined(separator: ",")
        for record in records { text += record.id.description + "v\(record.version)" + record.hidden.joined(separator: ",") }
        return digest(Array(text.utf8)).prefix(12).map { String($0, radix: 16) }.joined()
    }

    /// What happened in a dossier, newest first, a page at a time. Changes of fields that this person may not see are
    /// left out; entries of records that they may not see as well.
    public func timeline(of asked: UUIDv7, before cursor: String?, for standing: Standing) throws -> TimelinePage {
        let before: Int64?
        if let cursor {
            guard let position = Int64(cursor), position > 0 else { throw CaseworkError(.badCursor) }
            before = position
        } else {
            before = nil
        }
        return try read { db in
            let dossier = try DossierFolder.home(db, of: asked)
            let records = try JournalStore.records(db, dossier: dossier)
            guard let root = records.first(where: { $0.id == dossier }) else { throw CaseworkError(.notFound) }
            let around = Surroundings.of(dossier: records)
            var decisions: [UUIDv7: FieldDecision] = [:]
            for record in records { decisions[record.id] = standing.decide(Envelope(record), around) }
            guard decisions[root.id]?.exists == true, decisions[asked]?.exists == true else { throw CaseworkError(.notFound) }
            func shown(_ row: TimelineRow) -> TimelinePage.Row? {
                guard let decision = decisions[row.entry.record], decision.exists, let content = row.entry.content,
                      let op = Op(rawValue: content.op) else { return nil }
                // That a paper moved is told once, by the child's own record.
                if op == .merge || op == .unmerge, row.entry.record != root.id { return nil }
                let changes = row.changes.filter { $0.field == "@status" || decision.visible.contains($0.field) }
                return TimelinePage.Row(
                    entry: row.entry.entry, at: row.entry.at, actor: content.actor, device: row.entry.device, form: content.kind,
                    record: row.entry.record, op: op,
                    changes: changes.map { TimelinePage.Change(field: $0.field == "@status" ? "status" : $0.field, from: $0.from, to: $0.to) })
            }
            // A page is full of what may be seen: a short one, or one more after it, would tell of what is hidden.
            var rows: [(position: Int64, row: TimelinePage.Row)] = [], place = before, isEnd = false
            while rows.count <= Self.timelinePage, !isEnd {
                let raw = try journal.timeline(db, dossier: dossier, before: place, limit: Self.timelinePage + 1)
                rows += raw.compactMap { one in shown(one).map { (one.entry.position, $0) } }
                isEnd = raw.count <= Self.timelinePage
                place = raw.last?.entry.position
            }
            let next = rows.count > Self.timelinePage ? rows[Self.timelinePage - 1].position : nil
            return TimelinePage(rows: rows.prefix(Self.timelinePage).map(\.row), next: next.map(String.init))
        }
    }
}
