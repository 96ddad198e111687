import Access
import CaseSteps
import Foundations
import Journal

/// Turns authored entries into journal changes: where each record lives, who is responsible, which state it starts
/// in. Pure; what it needs of the store (the records that entries touch) is given.
struct EntryPlanner {
    let author: Author
    /// Records of the store that the save's entries name as record, parent or dossier.
    let known: [UUIDv7: StoredRecord]
    /// People and teams that entries ask for help and that can be asked.
    let askable: Set<UUIDv7>
    /// Forms of the site's own → the form whose records live where theirs do.
    let models: [String: String]
    let caseNumber: () throws -> String
    let acknowledgement: () -> String
    let today: CivilDay

    /// What earlier entries of the same save make.
    private var made: [UUIDv7: Change] = [:]

    init(author: Author, known: [UUIDv7: StoredRecord], askable: Set<UUIDv7> = [], models: [String: String], today: CivilDay,
         caseNumber: @escaping () throws -> String, acknowledgement: @escaping () -> String) {
        self.author = author
        self.known = known
        self.askable = askable
        self.models = models
        self.today = today
        self.caseNumber = caseNumber
        self.acknowledgement = acknowledgement
    }

    mutating func plan(_ entries: [AuthoredEntry]) throws -> [Change] {
        var changes: [Change] = []
        for entry in entries {
            let change = try plan(entry)
            if entry.op == .create {
                if let before = made[entry.record], before.id != entry.id {
                    throw CaseworkError(.misplaced(entry: entry.id, what: "a record is created twice"))
                }
                made[entry.record] = change
            }
            changes.append(change)
        }
        return changes
    }

    private func plan(_ entry: AuthoredEntry) throws -> Change {
        if case .reserved = RecordShape.of(entry.form) {
            throw CaseworkError(.notAllowed(what: "write a \(entry.form) record"))
        }
        switch entry.op {
        case .create: return try create(entry)
        case .amend, .close, .reopen, .decide: return try amend(entry)
        default: throw CaseworkError(.notAllowed(what: "the operation \(entry.op.rawValue)"))
        }
    }

    private func amend(_ entry: AuthoredEntry) throws(CaseworkError) -> Change {
        let (scope, kind, dossier): (Scope, String, UUIDv7?)
        if let record = known[entry.record] {
            (scope, kind, dossier) = (record.scope, record.kind, record.dossier)
        } else if let change = made[entry.record] {
            (scope, kind, dossier) = (change.scope, change.kind, change.dossier)
        } else {
            throw CaseworkError(.notFound)
        }
        guard kind == entry.form else { throw CaseworkError(.misplaced(entry: entry.id, what: "the record has another form")) }
        var envelope = RecordEnvelope(status: entry.status)
        if let place = entry.fields["place"]?.text { envelope.place = place }
        if entry.fields[RecordShape.askedField(of: kind) ?? ""] != nil {
            envelope.owner = try asked(entry)
            if envelope.owner == nil { envelope.clear.insert(.owner) }
        }
        if kind == Decidable.transfer.rawValue { envelope = try offered(entry, envelope) }
        if kind == "referral", (known[entry.record]?.status ?? made[entry.record]?.envelope.status) == ReferralStatus.proposed.rawValue {
            // Nobody is near the dossier by a referral that has not gone out; letting it through brings in whom it names.
            let isLetThrough = entry.status == ReferralStatus.requested.rawValue
            let named = entry.fields["referred_to"] ?? known[entry.record]?.fields["referred_to"] ?? made[entry.record]?.fields["referred_to"]
            envelope.owner = isLetThrough ? named?.text.flatMap { UUIDv7($0) } : nil
        } else if kind == "referral", entry.status == ReferralStatus.proposed.rawValue {
            envelope.owner = nil
            envelope.clear.insert(.owner)
        }
        if kind == PanelForm.seat { envelope.status = SeatStatus(after: entry.fields["said"])?.rawValue }
        if kind == "notification", entry.status != nil, entry.status != known[entry.record]?.status {
            // Who decides about a concern answers for it, and keeps it in sight.
            envelope.owner = author.person
            if known[entry.record]?.team == nil { envelope.team = author.team }
        }
        return Change(id: entry.id, record: entry.record, kind: kind, op: entry.op, scope: scope, dossier: dossier, base: entry.base,
                      formVersion: entry.formVersion ?? 1, fields: entry.fields, envelope: envelope)
    }

    /// Whoever is asked to take a dossier over sees the transfer from the moment it is offered until it is taken back.
    private func offered(_ entry: AuthoredEntry, _ envelope: RecordEnvelope) throws(CaseworkError) -> RecordEnvelope {
        var envelope = envelope
        let (now, before) = (known[entry.record]?.status, known[entry.record]?.fields["handed_to"]?.text)
        switch TransferStatus(rawValue: entry.status ?? now ?? "") {
        case .offered: envelope.owner = (entry.fields["handed_to"]?.text ?? before).flatMap { UUIDv7($0) }
        case .accepted, .refused: break
        default:
            envelope.owner = nil
            envelope.clear.insert(.owner)
        }
        return envelope
    }

    private func create(_ entry: AuthoredEntry) throws -> Change {
        var parent = entry.parent
        let scope: Scope, dossier: UUIDv7?
        switch RecordShape.of(model(entry.form)) {
        case .root(let kind):
            (scope, dossier) = (Scope(kind, entry.record), nil)
        case .dossierRoot:
            (scope, dossier) = (Scope(.dossier, entry.record), entry.record)
        case .below(let above, let kind):
            guard let parent, try self.kind(ofThere: parent) == above else {
                throw CaseworkError(.misplaced(entry: entry.id, what: "a \(entry.form) belongs to a \(above)"))
            }
            (scope, dossier) = (Scope(kind, parent), nil)
        case .paper:
            guard let root = entry.dossier, try kind(ofThere: root) == "child" else {
                throw CaseworkError(.misplaced(entry: entry.id, what: "this form belongs into a child's dossier"))
            }
            // Sealed with the child that its author meant, read where that child's papers are.
            (scope, dossier) = (Scope(.dossier, root), known[root]?.dossier ?? root)
            if entry.form == "family_member", parent == nil {
                parent = entry.fields["family"]?.text.flatMap(UUIDv7.init)
            } else if entry.form == Decidable.closure.rawValue {
                parent = try ClosingCase.named(by: entry, of: known[root]?.dossier ?? root, in: known)
            }
        case .reserved:
            throw CaseworkError(.notAllowed(what: "write a \(entry.form) record"))
        }
        return Change(id: entry.id, record: entry.record, kind: entry.form, op: .create, scope: scope, dossier: dossier, parent: parent,
                      base: entry.base, formVersion: entry.formVersion ?? 1, fields: try filled(entry), envelope: try envelope(entry, dossier))
    }

    /// Fields that the box fills in when a record of this form is made.
    static func filledByBox(_ form: String) -> Set<String> {
        switch form {
        case "case": ["case_number", "opened_on", "risk_level"]
        case "notification": ["acknowledgement", "received_on"]
        default: []
        }
    }

    /// Numbers that only the box gives out; nobody may write them.
    static func isMinted(_ field: String, in form: String) -> Bool {
        (form == "case" && field == "case_number") || (form == "notification" && field == "acknowledgement")
    }

    /// What the box itself changes beside the author's entries: a child's own record names the worker and team of its
    /// newest case, so that lists and search find the child where its case is.
    func followUps(of changes: [Change], digest: ([UInt8]) -> [UInt8]) -> [Change] {
        changes.compactMap { change in
            guard change.kind == "case", change.op == .create, let dossier = change.dossier, let child = known[dossier],
                  child.owner != change.envelope.owner || child.team != change.envelope.team,
                  let id = UUIDv7.derived(from: digest(Array("follow the case".utf8) + change.id.bytes)) else { return nil }
            let envelope = RecordEnvelope(owner: change.envelope.owner, team: change.envelope.team, agency: change.envelope.agency)
            return Change(id: id, record: dossier, kind: "child", op: .amend, scope: child.scope, dossier: dossier,
                          formVersion: child.formVersion, envelope: envelope)
        }
    }

    /// The author's answers with what the box adds: numbers and the day something came in.
    private func filled(_ entry: AuthoredEntry) throws -> [String: Value] {
        var fields = entry.fields
        switch entry.form {
        case "case":
            fields["case_number"] = .text(try caseNumber())
            if fields["opened_on"] == nil { fields["opened_on"] = .text(today.description) }
            if fields["risk_level"] == nil { fields["risk_level"] = .text("unassessed") }
        case "notification":
            fields["acknowledgement"] = .text(acknowledgement())
            if fields["received_on"] == nil { fields["received_on"] = .text(today.description) }
        case Decidable.placement.rawValue where CareArrangement.firstStatus(fields) == .arranged && fields["start_on"] == nil:
            fields["start_on"] = .text(today.description)
        default: break
        }
        return fields
    }

    /// Whom a referral names: the one whose role's rights then reach this dossier, until it is done.
    private func asked(_ entry: AuthoredEntry) throws(CaseworkError) -> UUIDv7? {
        guard let field = RecordShape.askedField(of: entry.form), let text = entry.fields[field]?.text, !text.isEmpty else { return nil }
        guard let id = UUIDv7(text), askable.contains(id) else {
            throw CaseworkError(.faults([EntryFault(entry: entry.id, field: field, code: "unknown-choice")]))
        }
        return id
    }

    private func envelope(_ entry: AuthoredEntry, _ dossier: UUIDv7?) throws(CaseworkError) -> RecordEnvelope {
        let place = entry.fields["place"]?.text ?? dossier.flatMap(placeOf)
        // Checked also where it does not go out yet; nobody reads of a transfer before it is offered to them.
        let asked = try asked(entry), waits = ShareJudge.asksForSecond(entry) || entry.form == Decidable.transfer.rawValue
        return RecordEnvelope(
            owner: RecordShape.isOwnedByMaker(model(entry.form)) ? author.person : waits ? nil : asked, team: author.team, place: place, agency: author.agency,
            status: ShareJudge.asksForSecond(entry) ? ReferralStatus.proposed.rawValue
                : PanelForm.isAction(entry) ? ApprovalStatus.approved.rawValue
                : entry.form == Decidable.placement.rawValue ? CareArrangement.firstStatus(entry.fields).rawValue : RecordShape.firstStatus(of: entry.form),
            sensitivity: ConfidentialForm.isOne(model(entry.form)) ? SensitivityClass.gbv.rawValue : nil)
    }

    private func model(_ form: String) -> String { models[form] ?? form }
    /// What is neither known nor made in this save is not there, whatever it would have been.
    private func kind(ofThere record: UUIDv7) throws(CaseworkError) -> String {
        guard let kind = made[record]?.kind ?? known[record]?.kind else { throw CaseworkError(.notFound) }
        return kind
    }

    private func placeOf(_ record: UUIDv7) -> String? { made[record]?.envelope.place ?? known[record]?.place }
}
