import Foundations
public import Journal

/// How far a load has come.
public struct DemoProgress: Sendable, Equatable {
    public var children = 0
    public var saves = 0
    public var entries = 0
    /// Fields on which two authors disagree; each opened or joined a conflict task.
    public var conflicts = 0
}

/// Writes a district into a journal, as if its people had saved all of it.
public struct DemoLoader: Sendable {
    /// Entries a transaction holds at the least (a story is never divided): large enough that the fsync does not count,
    /// small enough that the write-ahead log stays a few megabytes.
    static let batchEntries = 4_000

    private let district: DemoDistrict
    private let journal: JournalStore

    public init(_ district: DemoDistrict, into journal: JournalStore) {
        self.district = district
        self.journal = journal
    }

    /// Blocks until all is durable. `progress` is called after each transaction. Loading the same district again into
    /// the same store changes nothing; a load that was cut short is completed by loading again.
    @discardableResult
    public func load(progress: (DemoProgress) -> Void = { _ in }) throws(JournalError) -> DemoProgress {
        var done = DemoProgress()
        var waiting: [Save] = []
        var entries = 0
        var children = 0
        for bundle in district {
            children += bundle.children
            for save in bundle.saves {
                waiting.append(Save(save, offsetMinutes: district.options.offsetMinutes))
                entries += save.entries.count
            }
            if entries >= Self.batchEntries {
                try write(waiting, entries, children, &done)
                progress(done)
                waiting.removeAll(keepingCapacity: true)
                (entries, children) = (0, 0)
            }
        }
        if !waiting.isEmpty {
            try write(waiting, entries, children, &done)
            progress(done)
        }
        return done
    }

    private func write(_ saves: [Save], _ entries: Int, _ children: Int, _ done: inout DemoProgress) throws(JournalError) {
        let receipts = try journal.bulk(saves)
        done.saves += saves.count
        done.entries += entries
        done.children += children
        for receipt in receipts { for record in receipt.records { done.conflicts += record.conflicts.count } }
    }
}

extension Save {
    init(_ save: DemoSave, offsetMinutes: Int) {
        self.init(id: save.id, actor: save.actor, device: save.device,
                  at: WallTime(millis: save.at, offsetMinutes: offsetMinutes, trust: .attested), changes: save.entries.map(Change.init))
    }
}

extension Change {
    init(_ entry: DemoEntry) {
        self.init(
            id: entry.id, record: entry.record, kind: entry.form, op: Op(entry.op), scope: Scope(entry.scope), dossier: entry.dossier,
            parent: entry.parent, base: entry.base, formVersion: 1, fields: entry.fields,
            envelope: RecordEnvelope(owner: entry.envelope.owner, team: entry.envelope.team, place: entry.envelope.place,
                                     agency: entry.envelope.agency, status: entry.envelope.status))
    }
}

extension Op {
    init(_ op: DemoOp) {
        self = switch op {
        case .create: .create
        case .amend: .amend
        case .decide: .decide
        case .close: .close
        }
    }
}

extension Scope {
    init(_ scope: DemoScope) {
        let kind: ScopeKind = switch scope.kind {
        case .dossier: .dossier
        case .family: .family
        case .notification: .notification
        }
        self.init(kind, scope.id)
    }
}
