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
        let load = BulkLoad(journal)
        var shown = load.done
        func show() {
            if load.done != shown { progress(DemoProgress(load.done)) }
            shown = load.done
        }
        for bundle in district {
            try load.add(bundle.saves.map { Save($0, offsetMinutes: district.options.offsetMinutes) }, units: bundle.children)
            show()
        }
        try load.finish()
        show()
        return DemoProgress(load.done)
    }
}

extension DemoProgress {
    init(_ done: BulkLoad.Done) {
        self.init(children: done.units, saves: done.saves, entries: done.entries, conflicts: done.conflicts)
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
