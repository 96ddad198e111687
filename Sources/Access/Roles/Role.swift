public import CaseSteps
import Journal

/// What a person can do to a record of some kind. `decide` is triage, approval, reassignment, verification.
public enum Action: String, Sendable, Hashable, CaseIterable, Codable {
    case view, create, edit, decide, export
}

/// Whose records a right covers, from near to far. `assets/standard/README.md` defines each.
public enum Reach: String, Sendable, Hashable, CaseIterable, Codable {
    case none, own, referred, assigned, placement, closure, panel, team, agency, site, nation
}

/// Office powers that are not about a record.
public enum Power: String, Sendable, Hashable, CaseIterable, Codable {
    case people, devices, keys, backup, network, health
    case audit, aggregates, forms, classifiers, duplicates, exports, reassign
    case breakGlass = "break_glass"

    /// Whoever holds one of these runs or watches the box, and may hold no right on a case record:
    /// otherwise one person alone could give himself every dossier, or judge his own reading.
    var excludesCaseData: Bool {
        switch self {
        case .people, .devices, .keys, .backup, .network, .audit: true
        default: false
        }
    }
}

/// The sensitivity class of a field (`cm::permission` in its form).
public struct SensitivityClass: RawRepresentable, Sendable, Hashable, Codable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let general = SensitivityClass(rawValue: "general")
    public static let identity = SensitivityClass(rawValue: "identity")
    public static let address = SensitivityClass(rawValue: "address")
    public static let contact = SensitivityClass(rawValue: "contact")
    public static let carer = SensitivityClass(rawValue: "carer")
    public static let health = SensitivityClass(rawValue: "health")
    public static let narrative = SensitivityClass(rawValue: "narrative")
    /// The worker's answer to a supervisor's review or comment.
    public static let reply = SensitivityClass(rawValue: "reply")
    public static let notifier = SensitivityClass(rawValue: "notifier")
    public static let account = SensitivityClass(rawValue: "account")
    public static let deidentified = SensitivityClass(rawValue: "deidentified")
    /// Opens records marked `restricted` (see `Condition.open`), beside those of one's own caseload.
    public static let restricted = SensitivityClass(rawValue: "restricted")
    /// Opens records of confidential cases, which are marked with it, and what the box writes about them.
    public static let gbv = SensitivityClass(rawValue: "gbv")
    /// Password hashes, one-time secrets, and any field that no form describes. No role file can grant it.
    public static let never = SensitivityClass(rawValue: "never")

    /// What a role file may name; anything else in it is a fault, so a misspelt class never opens a field.
    public static let grantable: Set<SensitivityClass> = [
        .general, .identity, .address, .contact, .carer, .health, .narrative,
        .reply, .notifier, .account, .deidentified, .restricted, .gbv,
    ]
}

/// One row of `role_rights.csv`.
public struct Grant: Sendable, Hashable {
    public let kinds: Set<String>
    public let actions: Set<Action>
    public let reach: Reach
    public let viewing: Set<SensitivityClass>
    public let editing: Set<SensitivityClass>
    public let exporting: Set<SensitivityClass>

    public init(
        kinds: Set<String>, actions: Set<Action>, reach: Reach, viewing: Set<SensitivityClass>,
        editing: Set<SensitivityClass> = [], exporting: Set<SensitivityClass> = []
    ) {
        self.kinds = kinds
        self.actions = actions
        self.reach = reach
        self.viewing = viewing
        self.editing = editing
        self.exporting = exporting
    }

    func following(_ models: [String: String]) -> Grant {
        let more = models.filter { kinds.contains($0.value) && !ReservedKind.names.contains($0.key) }.map(\.key)
        return more.isEmpty ? self : Grant(kinds: kinds.union(more), actions: actions, reach: reach, viewing: viewing, editing: editing, exporting: exporting)
    }
}

public struct Role: Sendable, Hashable {
    /// Idle time after which a session ends when the file says nothing else.
    public static let defaultIdleSeconds = 15 * 60

    public let code: String
    /// Where this role's work list begins; rights themselves carry their own reach.
    public let reach: Reach
    public let needsSecondFactor: Bool
    public let powers: Set<Power>
    /// Which steps of a case its people take.
    public let functions: Set<StepFunction>
    /// Language code → title.
    public let titles: [String: String]
    public let idleSeconds: Int
    public let grants: [Grant]
    /// As the role files have them, without what forms of the site's own follow.
    let written: [Grant]

    public init(
        code: String, reach: Reach, needsSecondFactor: Bool, powers: Set<Power>, functions: Set<StepFunction> = [],
        titles: [String: String], idleSeconds: Int = Role.defaultIdleSeconds, grants: [Grant]
    ) {
        self.code = code
        self.reach = reach
        self.needsSecondFactor = needsSecondFactor
        self.powers = powers
        self.functions = functions
        self.titles = titles
        self.idleSeconds = idleSeconds
        self.grants = grants
        written = grants
    }

    /// The same role with rights on records of forms that the role files do not know.
    /// - Parameter models: form → the form of the role files whose rights it follows.
    func following(_ models: [String: String]) -> Role { Role(self, grants: written.map { $0.following(models) }) }

    private init(_ role: Role, grants: [Grant]) {
        code = role.code
        reach = role.reach
        needsSecondFactor = role.needsSecondFactor
        powers = role.powers
        functions = role.functions
        titles = role.titles
        idleSeconds = role.idleSeconds
        written = role.written
        self.grants = grants
    }

    /// May manage accounts; counts as "administrator" wherever two persons are asked for.
    public var isAdministrator: Bool { powers.contains(.people) || powers.contains(.keys) }

    /// Holds any right, if only to submit, on a record that is not an account.
    var touchesCases: Bool { written.contains { !$0.kinds.isSubset(of: ReservedKind.accounts) } }

    /// Sees or changes case records that are there: making someone such a role needs two persons.
    public var readsCases: Bool {
        written.contains { !$0.kinds.isSubset(of: ReservedKind.withoutChildren) && $0.actions != [.create] && $0.reach != .none }
    }

    /// Has cases of their own: cases can be handed to somebody of this role.
    public var carriesCases: Bool {
        written.contains { $0.kinds.contains(Kinds.caseRecord) && $0.actions.contains(.edit) && $0.reach == .own }
    }

    /// Nobody in this role does their work without a team: they see the cases of one, or carry cases that its supervisor answers for.
    public var needsTeam: Bool { reach == .team || carriesCases }

    /// May be the second of two persons: no administrator, and bound to a second factor.
    public var maySecond: Bool { !isAdministrator && needsSecondFactor }

    /// Every `action:kind` this role holds at any reach, its powers and functions, and `second` for a possible second person, sorted; the app uses it to hide what cannot work.
    public var may: [String] {
        var out: Set<String> = []
        for grant in grants {
            for action in grant.actions { for kind in grant.kinds { out.insert("\(action.rawValue):\(kind)") } }
        }
        for power in powers { out.insert(power.rawValue) }
        for function in functions { out.insert(function.rawValue) }
        if maySecond { out.insert("second") }
        return out.sorted()
    }
}

/// Record kinds that belong to this module. They are changed only through `PeopleStore`.
public enum ReservedKind {
    public static let user = "user"
    public static let credential = "credential"
    public static let request = "access_request"
    public static let notice = "access_notice"
    /// The merging of two dossiers of one child: written and read with the power `duplicates` alone, by who sees both.
    public static let merge = "dossier_merge"
    /// What somebody said about a child and a search for a child: written and read with a right on the search, by who sees both.
    public static let tracingMatch = "tracing_match"
    /// Two dossiers that are of two children after all: as a merging.
    public static let toldApart = "told_apart"
    /// An erasure or a legal hold that somebody asks for: as a merging.
    public static let erasure = "erasure_request"
    /// What the journal writes when something was erased, held or freed.
    public static let erased = "erasure", legalHold = "legal_hold"
    /// A team of the site.
    public static let team = "team"
    static let accounts: Set<String> = [user]
    /// Nothing in these is about a child: accounts, and the directory of who helps.
    static let withoutChildren: Set<String> = accounts.union(["provider", "service"])
    /// What one person was told, has seen, and how they want to be told.
    public static let alertAccount = "alert_account"
    /// By which gateways the site sends messages.
    public static let messageSettings = "message_settings"
    /// No save from outside may make or change these.
    public static let all: Set<String> = [user, credential, request, notice, team, alertAccount, messageSettings, StoredAttachment.kind]
    /// Forms that were put into use at the site: written with the power `forms` alone, read as forms.
    public static let publication = "form_publication"
    public static let formInUse = "form_in_use"
    /// Code lists and places that were put into use at the site: written with the power `classifiers` alone.
    public static let listPublication = "list_publication"
    public static let listPart = "list_part"
    public static let listInUse = "list_in_use"
    /// Which profile the site asks: written with the power `forms` alone.
    public static let profileInUse = "profile_in_use"
    /// No role file can name these.
    static let ungrantable: Set<String> = [
        credential, request, notice, team, StoredAttachment.kind, publication, formInUse, listPublication, listPart, listInUse, profileInUse,
        alertAccount, messageSettings, merge, tracingMatch, toldApart, erasure, erased, legalHold,
    ]
    /// Names that a form of the site's own can't have: records that the program makes, and words that stand for something
    /// else in an address of the app or the box.
    public static let names: Set<String> = ungrantable.union([
        user, "conflict_task", "site_key", "dossier", "record", "standard", "upload", "uploads", "publications", "requests",
    ])
}
