import Foundations
import Matching

/// What the projection derives from a record beside its row: words for search and rows of `lookup`. A declared,
/// versioned list: a change here raises `version`, and the store rebuilds both at the next start.
public enum ProjectionRules {
    public static let version = 9

    /// The rules of `lookup`. Each comment says: key → sort.
    public enum Rule: Int, Sendable, CaseIterable {
        /// status → when the record was made (ms)
        case notificationByStatus = 1
        /// status, only where urgent = yes → when made (ms)
        case urgentNotificationByStatus = 2
        /// owner + status → risk (high 3, medium 2, low 1, else 0)
        case caseByOwner = 3
        /// status → day of opening
        case caseByStatus = 4
        /// dossier, papers that say the child was seen face to face (`FaceToFace`) → day
        case seenByDossier = 5
        /// dossier, visits with a promise that is not kept → day of the visit
        case promiseByDossier = 6
        /// owner, referrals and tasks not done (outside dossiers: all that can be due) → due day
        case dueByOwner = 7
        /// owner (or empty) → clock (ms)
        case conflictByOwner = 8
        /// place code, children → when made (ms)
        case childByPlace = 9
        /// parent → number
        case byParent = 10
        /// kind, records outside dossiers and notifications → number
        case byKind = 11
        /// folded case number → 0
        case caseByNumber = 12
        /// family id, members → number
        case memberByFamily = 13
        /// notification id → number
        case caseByNotification = 14
        /// folded national number → number
        case childByNationalID = 15
        /// team + status → risk
        case caseByTeam = 16
        /// dossier, plans, referrals and tasks not done → due day
        case dueByDossier = 21
        /// owner (the person or team asked), referrals that nobody has answered → day of asking
        case askedByOwner = 22
        /// dossier, referrals that nobody has answered → day of asking
        case askedByDossier = 23
        /// dossier, papers that wait for somebody's yes → when made (ms)
        case proposedByDossier = 24
        /// whoever is asked, transfers that they have not answered → when made (ms)
        case transferByOwner = 46
        /// key of likeness (see `LikenessRows`), children and relatives → half of the dossier's id
        case likeness = 30
        /// status, mergings of two dossiers → when proposed (ms)
        case mergeByStatus = 33
        /// child, mergings that name it on either side → number
        case mergeByChild = 34
        /// kind, only where it waits for a decision → when made (ms), emergencies before all others
        case undecidedByKind = 45
        /// "consent", consents that hold for a time → their last day
        case consentByEnd = 36
        /// "separated", children's and separation records that say so → half of the dossier's id
        case separated = 60
        /// key of likeness, tracing requests that are live → half of the request's id
        case soughtLikeness = 61
        /// "live" or "ended", tracing requests → day of the request
        case searchByState = 62
        /// "proposed", matches that somebody proposed; dossier, matches that somebody confirmed → when said (ms)
        case matchSaid = 63
        /// tracing request, what was said of a child and it → when said (ms)
        case matchByRequest = 64
        /// status, pairs of dossiers that somebody has told apart → when (ms)
        case toldApartByStatus = 65

        /// "form.field" of `limitStarts`, records in dossiers → its day; of a date known to its month or year, the first and the last
        case limitStart = 70
        /// dossier, quality reviews and comments that are not closed → when made (ms)
        case reviewByDossier = 71
        /// dossier, quality reviews → day of the review
        case reviewedByDossier = 72
        /// team + status, quality reviews and comments → when made (ms)
        case reviewByTeam = 73

        /// member, seats of best-interest panels whose member has not signed → when asked (ms)
        case seatByOwner = 80
        /// team, best-interest panels that are called or in session → when called (ms)
        case panelByTeam = 81
        /// child's dossier, confidential cases that name it → number
        case confidentialByDossier = 90
        /// status, erasures and legal holds that somebody asked for → when made (ms)
        case erasureByStatus = 100

        /// dossier + form, papers that agree on a day (`AgreedDay`) → the paper's day and that one
        case agreedByDossier = 115
        /// provider, placements that hold and moves within one that name it → when made (ms)
        case careByProvider = 116
        /// dossier, papers that whoever decides sent back with words → when made (ms)
        case returnedByDossier = 117
        /// `waiting`, requests about people's own files that nobody has answered → the day by which
        case rightsByDue = 105

        /// known child's dossier, reported children that are linked to it → when last changed (ms)
        case concernByDossier = 120
        /// known child's dossier, those of them of which nobody there has taken note → when last changed (ms)
        case unnotedConcernByDossier = 121

        /// Its rows are sorted by the record's number.
        var sortsByNumber: Bool {
            switch self {
            case .byParent, .byKind, .memberByFamily, .caseByNotification, .childByNationalID, .mergeByChild, .confidentialByDossier: true
            default: false
            }
        }
    }

    /// Dated answers, `form.field`, from which a country's time limit may count without every dossier being read for its figures.
    public static let limitStarts: Set<String> = [
        "case.opened_on", "initial_assessment.assessed_on", "comprehensive_assessment.assessed_on", "placement.requested_on", "placement.start_on",
        "case_review.reviewed_on", "referral.requested_on", "closure.closed_on",
    ]
    private static let limitFields = Dictionary(grouping: limitStarts.map { $0.split(separator: ".").map(String.init) }) { $0[0] }.mapValues { $0.map { $0[1] } }

    private static let agreed = Dictionary(grouping: AgreedDay.sources, by: \.form)
    /// Key of `rightsByDue`.
    public static let waiting = "waiting"

    struct Row: Hashable {
        var rule: Rule
        var key: [UInt8]
        var sort: Int64
    }

    static func rows(_ state: RecordState) -> [Row] {
        var rows: [Row] = []
        func add(_ rule: Rule, _ key: [UInt8], _ sort: Int64) { rows.append(Row(rule: rule, key: key, sort: sort)) }
        func bytes(_ name: String) -> [UInt8]? { state.shown(name)?.identifier?.bytes }
        func utf8(_ name: String) -> [UInt8]? { state.shown(name)?.text.map { Array($0.utf8) } }
        let made = state.id.millis
        let dossier = bytes(Reserved.dossier)
        let status = utf8(Reserved.status) ?? []
        switch state.kind {
        case "notification":
            add(.notificationByStatus, status, made)
            if state.shown("urgent")?.text == "yes" { add(.urgentNotificationByStatus, status, made) }
        case "case":
            let risk = risk(state.shown("risk_level"))
            if let owner = bytes(Reserved.owner) { add(.caseByOwner, owner + status, risk) }
            if let team = bytes(Reserved.team) { add(.caseByTeam, team + status, risk) }
            add(.caseByStatus, status, day(state.shown("opened_on")) ?? 0)
            if let number = state.shown("case_number")?.text.flatMap(NameFolding.number) { add(.caseByNumber, Array(number.utf8), 0) }
            if let notification = bytes("notification") { add(.caseByNotification, notification, state.number) }
        case "notified_child":
            // The id of a child in a report from outside follows from the report and tells no time.
            if let linked = bytes("linked_dossier") {
                add(.concernByDossier, linked, state.updated.millis)
                if (state.shown("link_noted_on")?.text ?? "").isEmpty { add(.unnotedConcernByDossier, linked, state.updated.millis) }
            }
        case "visit":
            if let dossier, let seen = day(state.shown("seen_on")), state.shown("promise") != nil, status != Array("kept".utf8) {
                add(.promiseByDossier, dossier, seen)
            }
        case "care_plan", "referral", "task":
            let done = ["done", "cancelled", "closed", "completed", "rejected"]
            let open = !done.contains(state.shown("status")?.text ?? "") && !done.contains(String(decoding: status, as: UTF8.self))
            if open, let due = day(state.shown("due_on")) {
                // Whose a paper of a dossier is, follows from the case: that one changes hands, the paper's own mark does not.
                if let dossier { add(.dueByDossier, dossier, due) }
                if let owner = bytes(Reserved.owner), dossier == nil || state.kind != "care_plan" { add(.dueByOwner, owner, due) }
            }
            if state.kind == "referral", isUnanswered(state, status) {
                let asked = day(state.shown("requested_on")) ?? made / 86_400_000
                if let dossier { add(.askedByDossier, dossier, asked) }
                if let owner = bytes(Reserved.owner) { add(.askedByOwner, owner, asked) }
            }
        case "rights_request":
            if dossier != nil, state.shown("rights_answer")?.text ?? "" == "" {
                add(.rightsByDue, Array(waiting.utf8), day(state.shown("due_on")) ?? day(state.shown("asked_on")) ?? made / 86_400_000)
            }
        case "best_interest_seat":
            if status == Array("asked".utf8), let owner = bytes(Reserved.owner) { add(.seatByOwner, owner, made) }
        case "best_interest_panel":
            if ["called", "in_session"].contains(String(decoding: status, as: UTF8.self)), let team = bytes(Reserved.team) { add(.panelByTeam, team, made) }
        case "transfer":
            if status == Array("offered".utf8), let owner = bytes(Reserved.owner) { add(.transferByOwner, owner, made) }
        case "child":
            // A child's second dossier is no second child.
            if let place = utf8("place"), dossier == nil || dossier == state.id.bytes { add(.childByPlace, place, made) }
            if let number = state.shown("national_id")?.text.flatMap(NameFolding.number) {
                add(.childByNationalID, Array(number.utf8), state.number)
            }
        case "dossier_merge":
            add(.mergeByStatus, status, made)
            for side in ["first", "second"] { if let child = bytes(side) { add(.mergeByChild, child, state.number) } }
        case TracingRows.request:
            add(.searchByState, Array((TracingRows.isLive(state.shown("status")?.text) ? TracingRows.live : TracingRows.ended).utf8), day(state.shown("requested_on")) ?? made / 86_400_000)
            for key in Set(TracingRows.keys(state).map(LikenessKeys.bytes)) { add(.soughtLikeness, key, LikenessRows.sort(state.id)) }
        case "tracing_match":
            // Its id follows from the save and tells no time.
            let said = state.shown("at")?.int ?? made
            if let request = bytes("request") { add(.matchByRequest, request, said) }
            if status == Array("proposed".utf8) { add(.matchSaid, status, said) }
            if status == Array("confirmed".utf8), let dossier { add(.matchSaid, dossier, said) }
        case "erasure_request":
            add(.erasureByStatus, status, made)
        case "told_apart":
            add(.toldApartByStatus, status, state.updated.millis)
        case "gbv_case":
            if let dossier = bytes("protection_dossier") { add(.confidentialByDossier, dossier, state.number) }
        case "family_member":
            if let family = bytes("family") { add(.memberByFamily, family, state.number) }
        case "consent":
            if let last = day(state.shown("valid_until")) { add(.consentByEnd, Array(state.kind.utf8), last) }
        case ConflictTask.kind:
            add(.conflictByOwner, bytes(Reserved.owner) ?? [], state.updated.millis)
        default: break
        }
        if dossier != nil {
            for field in limitFields[state.kind] ?? [] {
                guard let days = state.shown(field)?.text.flatMap({ PartialDate($0) })?.bounds else { continue }
                for day in Set([days.lowerBound, days.upperBound]) { add(.limitStart, Array("\(state.kind).\(field)".utf8), Int64(day.daysSinceEpoch)) }
            }
        }
        for source in agreed[state.kind] ?? [] {
            guard let dossier, source.states.isEmpty || source.states.contains(String(decoding: status, as: UTF8.self)), let own = day(state.shown(source.own)) else { continue }
            let agreed = day(state.shown(source.agreed))
            if agreed != nil || source.ends { add(.agreedByDossier, dossier + Array(source.name.utf8), AgreedDay.sort(own: own, agreed: agreed)) }
        }
        if dossier != nil, let provider = bytes("provider"),
           state.kind == "placement_move" || state.kind == "placement" && ["granted", "active", "arranged"].contains(String(decoding: status, as: UTF8.self)) {
            add(.careByProvider, provider, made)
        }
        if let dossier, isReturned(state, status) { add(.returnedByDossier, dossier, made) }
        if let dossier, ["quality_review", "review_comment"].contains(state.kind) {
            if status != Array("closed".utf8) { add(.reviewByDossier, dossier, made) }
            if let team = bytes(Reserved.team) { add(.reviewByTeam, team + status, made) }
            if state.kind == "quality_review" { add(.reviewedByDossier, dossier, day(state.shown("reviewed_on")) ?? made / 86_400_000) }
        }
        if let dossier, ["care_plan", "closure", "case_review", "transfer"].contains(state.kind), ["proposed", "requested", "submitted"].contains(String(decoding: status, as: UTF8.self)) {
            add(.proposedByDossier, dossier, made)
        } else if let dossier, state.kind == "referral", status == Array("proposed".utf8) {
            add(.proposedByDossier, dossier, made)
        }
        if awaited[state.kind].map({ Array($0.utf8) == status }) ?? false { add(.undecidedByKind, Array(state.kind.utf8), made - (state.shown("care_kind")?.text == "emergency" || state.shown("urgency")?.text == "now" ? 1 << 50 : 0)) }
        if let id = state.shown(Reserved.dossier)?.identifier {
            for key in Set(LikenessRows.keys(state).map(LikenessKeys.bytes)) { add(.likeness, key, LikenessRows.sort(id)) }
        }
        if let id = state.shown(Reserved.dossier)?.identifier, TracingRows.isSeparated(state) { add(.separated, Array(TracingRows.separated.utf8), LikenessRows.sort(id)) }
        if let parent = bytes(Reserved.parent) { add(.byParent, parent, state.number) }
        if let dossier, let met = FaceToFace.day(state.kind, { state.shown($0)?.text }).flatMap({ day(.text($0)) }) { add(.seenByDossier, dossier, met) }
        if state.scope.kind != .dossier, state.scope.kind != .notification, state.kind != ConflictTask.kind {
            add(.byKind, Array(state.kind.utf8), state.number)
        }
        return rows
    }

    /// Kinds that wait for somebody's decision, and the status in which they do.
    private static let awaited = ["placement": "requested", "closure": "requested", "care_plan": "proposed", "referral": "proposed", "transfer": "proposed"]

    /// The words of a record's row in `search`; empty where it has none.
    static func words(_ state: RecordState) -> String { words(state.kind) { state.shown($0) } }

    /// Words of a record of this kind whose fields are `value`.
    static func words(_ kind: String, _ value: (String) -> Value?) -> String {
        var words: [String] = []
        for name in NameSearch.searched[kind] ?? [] {
            guard let text = value(name)?.text else { continue }
            words += kind == "case" ? NameFolding.number(text).map { [$0] } ?? [] : NameFolding.indexed(text)
        }
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }.joined(separator: " ")
    }

    /// Neither its state nor its answers say that whoever was asked has spoken.
    private static func isUnanswered(_ state: RecordState, _ status: [UInt8]) -> Bool {
        let waiting = ["", "requested"]
        return waiting.contains(String(decoding: status, as: UTF8.self)) && waiting.contains(state.shown("status")?.text ?? "")
            && state.shown("answered_on") == nil
    }

    /// The authority asked for more, or a plan or closure came back: whoever works on the case goes on.
    private static func isReturned(_ state: RecordState, _ status: [UInt8]) -> Bool {
        switch state.kind {
        case "placement": status == Array("requested".utf8) && state.shown("decision")?.text == "postponed"
        case "care_plan", "closure": status == Array("returned".utf8)
        default: false
        }
    }

    private static func day(_ value: Value?) -> Int64? {
        guard let text = value?.text, let date = PartialDate(text) else { return nil }
        return Int64(date.bounds.lowerBound.daysSinceEpoch)
    }

    static func risk(_ value: Value?) -> Int64 {
        switch value?.text {
        case "high": 3
        case "medium": 2
        case "low": 1
        default: 0
        }
    }
}
