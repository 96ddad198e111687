import Access
import Casework
import Foundation
import Foundations
import Journal
import Matching
import Testing

/// Dossiers that may be of one child: found by the sweep, shown to those who see both, told apart until something changes.
@Suite struct DuplicatesTests {
    let at: MergeOffice
    let weights: LikenessWeights
    var office: DeskOffice { at.office }

    init() throws {
        at = try MergeOffice()
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/standard/matching.csv")
        weights = try LikenessWeights(csv: String(contentsOf: file, encoding: .utf8))
    }

    /// A girl of Amal's, the same one of Ion's, and a third who is somebody else.
    private func pair() async throws -> DuplicatePair {
        let (first, second) = try await at.twice(["given_name": "Khadija", "family_name": "Haddad", "birth_date": "2016-03-04"], ["given_name": "خديجة", "family_name": "Hadad", "birth_date": "2016-03-04"])
        _ = try await office.child("Mirela", "Popescu", of: at.amal, more: ["birth_date": "2016-03-04"])
        return DuplicatePair(first, second)
    }

    @discardableResult
    private func sweep(children: Int = 2) throws -> Int {
        var slices = 1
        while try office.desk.sweepDuplicates(weights, children: children) { slices += 1 }
        return slices
    }

    private func shown(_ who: DeskOffice.Colleague? = nil) throws -> [DuplicatePair] {
        try office.desk.duplicates(weights, for: (who ?? at.lead).standing).rows.map { DuplicatePair($0.first.dossier, $0.second.dossier) }
    }

    private func tell(_ pair: DuplicatePair, by who: DeskOffice.Colleague? = nil, reason: String = "Two cousins; I know both.", save: UUIDv7? = nil) async throws -> ToldApart {
        try await office.desk.tellApart(pair, ApartStep(save: save ?? office.id(), reason: reason), by: (who ?? at.lead).author, standing: (who ?? at.lead).standing)
    }

    @Test func aPairIsShownToWhoSeesBothAndToNobodyElse() async throws {
        let pair = try await pair()
        #expect(try shown().isEmpty && office.desk.duplicates(weights, for: at.lead.standing).swept == nil, "nothing before the sweep")
        #expect(office.desk.isSweepDue())
        #expect(try sweep() == 2, "three children, two in a slice")
        #expect(!office.desk.isSweepDue())
        #expect(try shown() == [pair] && shown(office.colleague("data_officer")) == [pair])
        let list = try office.desk.duplicates(weights, for: at.lead.standing), row = try #require(list.rows.first)
        #expect(row.first.reasons.contains("birth-exact") && !row.first.summary.name.isEmpty && !row.second.summary.name.isEmpty && row.first.dossier == pair.first)
        #expect(!list.more && list.swept == office.time.now() && list.apart.isEmpty)
        // Holders of the power who see neither, or one side alone: as if there were no pair.
        let head = try office.colleague("supervisor", team: office.river)
        let far = try office.colleague("case_worker", team: office.river)
        let third = try await office.child("Khadija", "Haddad", of: far, more: ["birth_date": "2016-03-04"])
        try sweep()
        for who in [head, try office.colleague("agency_focal_point")] {
            let list = try office.desk.duplicates(weights, for: who.standing)
            #expect(list.rows.isEmpty && !list.more)
        }
        #expect(try shown() == [pair], "the third is hidden from this team")
        #expect(try shown(office.colleague("data_officer")).filter { $0.first == third || $0.second == third }.count == 2)
        for role in office.rules.book.roles.keys.sorted() where !["supervisor", "agency_focal_point", "data_officer"].contains(role) {
            let who = try office.colleague(role, team: office.hill)
            #expect(throws: CaseworkError(.notAllowed(what: "merge dossiers")), "\(role)") { try office.desk.duplicates(weights, for: who.standing) }
            await #expect(throws: CaseworkError(.notAllowed(what: "merge dossiers")), "\(role)") { try await tell(pair, by: who) }
        }
    }

    /// A child with one hidden case is none that this person could compare: the pair is not on their list.
    @Test func aHiddenCaseHidesThePair() async throws {
        let pair = try await pair()
        let far = try office.colleague("case_worker", team: office.river)
        _ = try office.journal.commitAndWait(Save(id: office.id(), actor: far.author.person, device: far.author.device, at: office.time.now(), changes: [
            Change(id: office.id(), record: office.id(), kind: "case", op: .create, scope: Scope(.dossier, pair.second), dossier: pair.second, fields: ["concern": .list(["abuse"])],
                   envelope: RecordEnvelope(owner: far.author.person, team: office.river, status: "open", sensitivity: "narrative")),
        ]))
        try sweep()
        let officer = try office.colleague("data_officer")
        #expect(throws: CaseworkError(.notFound)) { try office.desk.compareDossiers(pair.first, pair.second, for: officer.standing) }
        let list = try office.desk.duplicates(weights, for: officer.standing)
        #expect(list.rows.isEmpty && !list.more)
        #expect(try shown() == [pair], "whoever sees the marked case sees the pair")
    }

    @Test func aPairToldApartStaysAwayUntilAChildChanges() async throws {
        let pair = try await pair()
        try sweep()
        let unsaid = office.id()
        await #expect(throws: CaseworkError(.faults([EntryFault(entry: unsaid, field: "reason", code: "required")]))) { try await tell(pair, reason: " ", save: unsaid) }
        await #expect(throws: CaseworkError(.notFound)) { try await tell(DuplicatePair(pair.first, office.id())) }
        await #expect(throws: CaseworkError(.merge(.same))) { try await tell(DuplicatePair(pair.first, pair.first)) }
        #expect(try shown() == [pair], "a refusal changes nothing")
        let save = office.id()
        let told = try await tell(DuplicatePair(pair.second, pair.first), save: save)
        #expect(told.state == .apart && told.by == at.lead.author.person && told.reason == "Two cousins; I know both.")
        #expect(try await tell(pair, save: save) == told, "sent again it changes nothing")
        #expect(try await tell(pair, by: at.second, reason: "So do I.") == told, "what holds already is not said twice")
        let list = try office.desk.duplicates(weights, for: at.second.standing)
        #expect(list.rows.isEmpty && list.apart.map(\.told) == [told] && list.apart.first?.first == "Khadija Haddad")
        #expect(try office.desk.duplicates(weights, for: office.colleague("supervisor", team: office.river).standing).apart.isEmpty)
        #expect(try office.desk.compareDossiers(pair.second, pair.first, for: at.lead.standing).apart == told)
        #expect(throws: CaseworkError(.notFound)) { try office.desk.record(told.id, for: at.lead.standing) }
        try sweep()
        try await at.amend(pair.first, ["address": "Rruga e Re 14", "place": "elsewhere"], by: at.amal)
        try sweep()
        #expect(try shown().isEmpty, "another address tells no child from another")
        try await at.amend(pair.first, ["birth_date": "2016-03-05"], by: at.amal)
        #expect(try office.desk.compareDossiers(pair.first, pair.second, for: at.lead.standing).apart == nil)
        try sweep()
        #expect(try shown() == [pair], "another birthday is a new question")
        #expect(try await tell(pair, by: at.second).by == at.second.author.person)
        #expect(try shown().isEmpty)
        #expect(try office.journal.verify().sound)
    }

    @Test func tellingApartIsTakenBack() async throws {
        let pair = try await pair()
        try sweep()
        let back = ApartStep(save: office.id())
        await #expect(throws: CaseworkError(.merge(.notOpen))) { try await office.desk.takeBackApart(pair, back, by: at.lead.author, standing: at.lead.standing) }
        let told = try await tell(pair)
        office.time.advance(millis: 1_000)
        let opened = try await office.desk.takeBackApart(pair, back, by: at.second.author, standing: at.second.standing)
        #expect(opened.state == .open && opened.id == told.id)
        #expect(try await office.desk.takeBackApart(pair, back, by: at.second.author, standing: at.second.standing) == opened)
        #expect(try shown() == [pair])
        #expect(try office.desk.duplicates(weights, for: at.lead.standing).apart.isEmpty)
    }

    @Test func whatIsProposedRefusedMergedOrTakenApartIsNotProposedAgain() async throws {
        let pair = try await pair()
        try sweep()
        let proposed = try await at.propose(at.proposal(pair.first, pair.second))
        #expect(try shown().isEmpty)
        await #expect(throws: CaseworkError(.merge(.proposed))) { try await tell(pair, by: at.second) }
        let withdrawn = try await office.desk.declineMerge(MergeStep(save: office.id(), merge: proposed.id), by: at.lead.author, standing: at.lead.standing)
        #expect(try withdrawn.state == .withdrawn && shown() == [pair], "taking one's proposal back says nothing about the children")
        let again = try await at.propose(at.proposal(pair.first, pair.second))
        _ = try await office.desk.declineMerge(MergeStep(save: office.id(), merge: again.id, reason: "Not the same mother."), by: at.second.author, standing: at.second.standing)
        let list = try office.desk.duplicates(weights, for: at.lead.standing)
        #expect(list.rows.isEmpty && list.apart.first?.told.reason == "Not the same mother.")
        // Somebody else may still think otherwise.
        let merged = try await at.merged(pair.first, pair.second)
        try sweep()
        #expect(try shown().isEmpty && office.desk.duplicates(weights, for: at.lead.standing).apart.isEmpty)
        _ = try await at.undo(merged)
        try sweep()
        let after = try office.desk.duplicates(weights, for: at.lead.standing)
        #expect(after.rows.isEmpty && after.apart.count == 1)
        #expect(try office.journal.verify().sound)
    }

    /// The next sweep forgets a pair that is none any more, and compares anew only who has changed; a desk opened anew begins from the start.
    @Test func theNextNightAndTheNextStart() async throws {
        let pair = try await pair()
        try sweep()
        try await at.amend(pair.second, ["given_name": "Tewodros", "family_name": "Kebede", "birth_date": "2009-01-01"], by: at.ion)
        #expect(try shown().isEmpty, "compared anew by what is written now")
        try sweep()
        #expect(try shown().isEmpty)
        try await at.amend(pair.second, ["given_name": "Khadija", "family_name": "Haddad", "birth_date": "2016-03-04"], by: at.ion)
        try sweep()
        #expect(try shown() == [pair])
        office.time.advance(millis: 25 * 3_600_000)
        #expect(office.desk.isSweepDue(), "a night has begun since")
        #expect(try office.desk.sweepDuplicates(weights, children: 1))
        #expect(try shown() == [pair] && office.desk.isSweepDue(), "while a sweep is under way the last one's pairs stand")
        // A child who comes while it is under way is met tonight or tomorrow.
        let late = try await office.child("Khadija", "Haddad", of: at.amal, more: ["birth_date": "2016-03-04"])
        try sweep()
        try sweep()
        #expect(try shown().filter { $0.first == late || $0.second == late }.count == 2)
    }
}
