import CaseSteps

/// The same processes written a second time, by event and in plain words, as an office would tell them: what the tables are held against.
struct SimpleModel {
    struct Rule {
        let from: [String]
        /// Nil: it stays where it is.
        let to: String?
        let who: String
        let needs: String
    }

    let process: String
    let start: String
    let rules: [String: [Rule]]

    /// The state after an event; nil where it is refused.
    func after(_ event: String, in state: String, who functions: Set<StepFunction>, facts: Set<StepFact>) -> String? {
        let names = Set(functions.map(\.rawValue)), given = Set(facts.map(\.rawValue))
        for rule in rules[event] ?? [] where rule.from.contains(state) {
            let takers = Set(rule.who.split(separator: " ").map(String.init)), needs = Set(rule.needs.split(separator: " ").map(String.init))
            if !names.isDisjoint(with: takers) && needs.isSubset(of: given) { return rule.to ?? state }
        }
        return nil
    }

    private static func rule(_ from: String, _ to: String?, _ who: String, _ needs: String = "") -> Rule {
        Rule(from: from.split(separator: " ").map(String.init), to: to, who: who, needs: needs)
    }

    private static let asking = "works_case approves"
    private static let answering = "works_case provides_service"
    private static let authorities = "decides_emergency_placement decides_planned_placement"

    static let all = [
        SimpleModel(process: "notification", start: "new", rules: [
            "register": [rule("new registered linked screening_out", "registered", "triages")],
            "link": [rule("new linked screening_out", "linked", "triages")],
            "propose_screening_out": [rule("new", "screening_out", "triages", "reason")],
            "screen_out": [rule("new screening_out", "screened_out", "confirms_screening", "reason")],
            "send_back": [rule("screening_out", "new", "triages confirms_screening")],
            "reopen": [rule("screened_out", "new", "triages confirms_screening")],
        ]),
        SimpleModel(process: "referral", start: "requested", rules: [
            "accept": [rule("requested", "accepted", answering)],
            "reject": [rule("requested", "rejected", answering, "reason")],
            "begin": [rule("requested accepted", "in_progress", answering)],
            "complete": [rule("requested accepted in_progress", "completed", answering)],
            "withdraw": [rule("requested accepted in_progress", "cancelled", asking)],
            "break_off": [rule("accepted in_progress", "cancelled", answering, "reason")],
            "ask_again": [rule("rejected cancelled", "requested", asking)],
            "resume": [rule("completed", "in_progress", asking)],
            "propose": [rule("cancelled", "proposed", asking)],
            "let_through": [rule("proposed", "requested", "approves")],
            "hold_back": [rule("proposed", "cancelled", "approves", "reason")],
            "take_back": [rule("proposed", "cancelled", "works_case")],
        ]),
        SimpleModel(process: "placement", start: "requested", rules: [
            "grant_emergency": [rule("requested", "granted", "decides_emergency_placement", "emergency")],
            "grant_planned": [rule("requested", "granted", "decides_planned_placement")],
            "record_order": [rule("requested", "granted", asking, "court_order")],
            "place_emergency": [rule("requested", "active", "decides_emergency_placement", "emergency")],
            "place_planned": [rule("requested", "active", "decides_planned_placement")],
            "place_by_order": [rule("requested", "active", asking, "court_order")],
            "decline_emergency": [rule("requested", "declined", "decides_emergency_placement", "emergency reason")],
            "decline_planned": [rule("requested", "declined", "decides_planned_placement", "reason")],
            "postpone": [rule("requested", nil, authorities, "reason")],
            "arrange": [rule("requested", "arranged", asking, "informal_care")],
            "withdraw": [rule("requested", "cancelled", asking), rule("granted", "cancelled", asking + " " + authorities, "reason")],
            "admit": [rule("granted", "active", asking + " " + authorities)],
            "confirm": [rule("active", nil, "decides_planned_placement")],
            "move": [rule("active", nil, asking + " " + authorities)],
            "exit": [rule("active", "ended", asking + " " + authorities), rule("arranged", "ended", asking)],
            "request": [rule("arranged", "requested", asking)],
            "ask_again": [rule("declined", "requested", asking, "reason"), rule("cancelled", "requested", asking)],
            "undo_exit": [rule("ended", "active", "approves", "reason")],
        ]),
        SimpleModel(process: "transfer", start: "proposed", rules: [
            "authorise": [rule("proposed", "offered", "approves")],
            "withhold": [rule("proposed", "taken_back", "approves", "reason")],
            "take_back": [rule("proposed offered", "taken_back", asking)],
            "accept": [rule("offered", "accepted", "receives_transfer")],
            "refuse": [rule("offered", "refused", "receives_transfer", "reason")],
            "offer_again": [rule("refused", "offered", "approves")],
        ]),
        SimpleModel(process: "approval", start: "proposed", rules: [
            "approve": [rule("proposed", "approved", "approves")],
            "send_back": [rule("proposed", "returned", "approves", "reason")],
            "propose_again": [rule("returned", "proposed", "works_case")],
            "revise": [rule("approved", "proposed", asking)],
        ]),
        SimpleModel(process: "closure", start: "requested", rules: [
            "verify": [rule("requested", "verified", "verifies_closure")],
            "send_back": [rule("requested", "returned", "verifies_closure", "reason")],
            "propose_again": [rule("returned", "requested", asking)],
            "withdraw": [rule("requested returned", "cancelled", asking)],
        ]),
        SimpleModel(process: "case", start: "open", rules: [
            "monitor": [rule("open", "monitoring", asking, "verified_closure")],
            "close": [rule("open", "closed", asking, "verified_closure"), rule("monitoring", "closed", asking)],
            "resume": [rule("monitoring", "open", asking)],
            "reopen": [rule("closed", "open", "approves verifies_closure")],
        ]),
        SimpleModel(process: "erasure", start: "asked", rules: [
            "confirm": [rule("asked", "confirmed", "confirms_erasure")],
            "refuse": [rule("asked", "refused", "confirms_erasure", "reason")],
            "withdraw": [rule("asked confirmed", "withdrawn", "asks_erasure confirms_erasure")],
            "carry_out": [rule("confirmed", "done", "confirms_erasure")],
        ]),
        SimpleModel(process: "panel", start: "called", rules: [
            "open": [rule("called", "in_session", "chairs_panel", "quorum")],
            "call_off": [rule("called", "called_off", "chairs_panel", "reason")],
            "postpone": [rule("in_session", "called", "chairs_panel", "reason")],
            "decide": [rule("in_session", "decided", "chairs_panel", "quorum options child_view majority reason")],
            "reconvene": [rule("decided", "called", "chairs_panel", "reason"), rule("called_off", "called", "chairs_panel")],
        ]),
    ]

    static func of<Status: StepStatus>(_ status: Status.Type) -> SimpleModel { all.first { $0.process == Status.process }! }
}

/// SplitMix64: dice that fall the same way on every machine.
struct Dice: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    /// Each of them with this chance in a hundred.
    mutating func some<Element: Hashable>(_ elements: [Element], _ percent: Int) -> Set<Element> {
        Set(elements.filter { _ in Int.random(in: 0..<100, using: &self) < percent })
    }
}

/// Runs a check for every process.
protocol ProcessCheck { mutating func check<Status: StepStatus>(_ status: Status.Type) throws }

extension ProcessCheck {
    mutating func checkAll() throws {
        try check(NotificationStatus.self)
        try check(ReferralStatus.self)
        try check(PlacementStatus.self)
        try check(TransferStatus.self)
        try check(ApprovalStatus.self)
        try check(ClosureStatus.self)
        try check(CaseStatus.self)
        try check(PanelStatus.self)
        try check(ErasureStatus.self)
    }
}
