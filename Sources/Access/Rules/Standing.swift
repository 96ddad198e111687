public import Sharing

/// What one person may see, change and export of one record, and whether it exists for them at all.
public struct FieldDecision: Sendable, Equatable {
    /// False: every answer must be as if the record were not there.
    public let exists: Bool
    public let visible: FieldSet
    public let editable: FieldSet
    public let exportable: FieldSet
    /// Triage, approval, reassignment, verification (`Action.decide`), with the fields that go with it.
    public let decidable: FieldSet

    public static let hidden = FieldDecision(
        exists: false, visible: .none, editable: .none, exportable: .none, decidable: .none)
}


/// One viewer's rights. Every read and write of a record asks `decide`; every list and search puts `filter`
/// into its query. Both come from the same conditions, so that a list can't show what opening would refuse.
public struct Standing: Sendable {
    public let viewer: Viewer
    public let classes: FieldClasses
    /// Of the rules it was worked out from: another number, other rules.
    public let revision: Int
    /// What a referral shares with whom it names; nothing where it shares all that the role may see.
    public let templates: ShareTemplates?
    private let rules: [Rule]
    private let byKind: [String: [Rule]]

    private struct Rule: Sendable {
        let grant: Grant
        /// In the order of `Action.allCases`, as are the classes that go with each.
        private let conditions: [Condition]
        private let nearness: [Condition]
        private let classes: [Set<SensitivityClass>]

        init(_ grant: Grant, for viewer: Viewer) {
            self.grant = grant
            conditions = Action.allCases.map { viewer.condition(of: grant, for: $0) }
            nearness = Action.allCases.map { viewer.nearness(of: grant, for: $0) }
            classes = Action.allCases.map { action in
                switch action {
                case .view: FieldSet.granted(grant.viewing)
                case .create, .edit, .decide: FieldSet.granted(grant.editing)
                case .export: FieldSet.granted(grant.exporting)
                }
            }
        }

        func condition(for action: Action) -> Condition { conditions[action.place] }
        /// Of a record whose kind is one of the grant's.
        func covers(_ record: Envelope, _ around: Surroundings, for action: Action) -> Bool { nearness[action.place].holds(for: record, in: around) }
        func classes(for action: Action) -> Set<SensitivityClass> { classes[action.place] }
    }

    init(viewer: Viewer, classes: FieldClasses, templates: ShareTemplates? = nil, revision: Int = 0) {
        self.viewer = viewer
        self.classes = classes
        self.revision = revision
        self.templates = templates
        rules = viewer.role.grants.map { Rule($0, for: viewer) }
        var byKind: [String: [Rule]] = [:]
        for rule in rules { for kind in rule.grant.kinds.subtracting(ReservedKind.ungrantable) { byKind[kind, default: []].append(rule) } }
        self.byKind = byKind
    }

    /// The one answer: what this person may do with the fields of this record.
    public func decide(_ record: Envelope, _ around: Surroundings) -> FieldDecision {
        guard let visible = fields(.view, record, around) else { return .hidden }
        return FieldDecision(
            exists: true, visible: visible,
            editable: fields(.edit, record, around) ?? .none,
            exportable: fields(.export, record, around) ?? .none,
            decidable: fields(.decide, record, around) ?? .none)
    }

    /// `decide(...).visible` by itself, or nothing where the record does not exist for this person: for rows of lists, which
    /// ask nothing else and ask it often.
    public func sees(_ record: Envelope, _ around: Surroundings) -> FieldSet? {
        fields(.view, record, around)
    }

    /// Whether anything of the record may be decided by this person: `decide(...).decidable` is not empty. For counting in lists.
    public func mayDecide(_ record: Envelope, _ around: Surroundings) -> Bool {
        exists(record, around) && fields(.decide, record, around).map { !$0.isEmpty } ?? false
    }

    /// `decide(...).exists` by itself, for counting in lists.
    public func exists(_ record: Envelope, _ around: Surroundings) -> Bool {
        byKind[record.kind]?.contains { $0.covers(record, around, for: .view) } ?? false
    }

    /// The fields that may be given in making this record, or nothing when it may not be made. `around`
    /// holds the dossier as it will be, this record included. Seeing the dossier is asked separately.
    public func creatable(_ record: Envelope, _ around: Surroundings) -> FieldSet? {
        fields(.create, record, around)
    }

    /// A WHERE fragment for the rows of `record AS alias` that exist for this person.
    /// - Parameter kinds: narrows to some kinds and so to the rights about them; nothing means all.
    public func filter(alias: String = "record", kinds: Set<String>? = nil, action: Action = .view) -> SQLFilter {
        ConditionWriter.filter(condition(for: action, kinds: kinds), alias: alias)
    }

    /// Whether the role holds this action on the kind at any reach: for showing a button, never for allowing a deed.
    public func mayEver(_ action: Action, _ kind: String) -> Bool {
        viewer.role.grants.contains { $0.actions.contains(action) && $0.kinds.contains(kind) }
    }

    func condition(for action: Action, kinds: Set<String>?) -> Condition {
        var parts: [Condition] = []
        for rule in rules {
            guard let kinds else { parts.append(rule.condition(for: action)); continue }
            let shared = rule.grant.kinds.intersection(kinds)
            if !shared.isEmpty { parts.append(.all([.kind(shared), rule.condition(for: action)])) }
        }
        // Viewing comes first: nothing can be exported or decided that may not be seen.
        let rest = Condition.any(parts).simplified
        return action == .view || action == .create ? rest : .all([condition(for: .view, kinds: kinds), rest]).simplified
    }

    private func fields(_ action: Action, _ record: Envelope, _ around: Surroundings) -> FieldSet? {
        guard let rules = byKind[record.kind] else { return nil }
        let table = classes.fields(of: record.kind)
        var isFound = false
        var open: Set<SensitivityClass> = []
        var few: FieldSet?
        for rule in rules where rule.covers(record, around, for: action) {
            isFound = true
            let granted = rule.classes(for: action)
            if rule.grant.reach == .referred, let shared = shared(record, around) {
                few = (few ?? FieldSet(granted: [], table: table)).with(granted, among: shared)
            } else if open.isEmpty {
                // Most records are near by one rule: its set is taken as it is.
                open = granted
            } else {
                open.formUnion(granted)
            }
        }
        guard isFound else { return nil }
        guard let few else { return FieldSet(granted: open, table: table) }
        return open.isEmpty ? few : FieldSet(granted: open, table: table).beside(few)
    }

    /// The fields that the referrals which name this person share with them; nothing where no template limits the record.
    private func shared(_ record: Envelope, _ around: Surroundings) -> Set<String>? {
        guard let templates, ShareTemplates.forms.contains(record.kind) else { return nil }
        if record.kind == Kinds.referral { return templates.fields(of: record.kind, for: record.service) }
        let asks = viewer.asks(in: around.dossierRows)
        // A task or a placement asks for more than one service.
        guard asks.allSatisfy({ $0.kind == Kinds.referral }) else { return nil }
        return asks.map(\.service).reduce(into: templates.fields(of: record.kind, for: nil)) { $0.formUnion(templates.fields(of: record.kind, for: $1)) }
    }
}

extension Action {
    fileprivate var place: Int {
        switch self {
        case .view: 0
        case .create: 1
        case .edit: 2
        case .decide: 3
        case .export: 4
        }
    }
}
