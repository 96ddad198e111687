import Access
import Casework
import Foundations
import Journal
import Testing

/// A child who is in the system twice: two dossiers become one, and two again.
@Suite struct MergeTests {
    let at: MergeOffice
    var office: DeskOffice { at.office }

    init() throws { at = try MergeOffice() }

    @Test func everyPaperOfTheSecondDossierLiesInTheFirstAndBothNamesFindIt() async throws {
        let (first, second) = try await at.twice()
        let note = try await at.note("Seen at school.", in: second, by: at.ion)
        let number = try #require(at.dossier(second).first { $0.kind == "case" }?.fields["case_number"]?.text)
        let compared = try office.desk.compareDossiers(first, second, for: at.lead.standing)
        let outcomes = Dictionary(uniqueKeysWithValues: compared.fields.map { ($0.name, $0.outcome) })
        #expect(outcomes["given_name"] == .asked && outcomes["phone"] == .asked && outcomes["family_name"] == .stays && outcomes["school"] == .stays && outcomes["address"] == .taken)
        #expect(compared.unseen.isEmpty && compared.refusal == nil && compared.first.papers == ["case": 1] && compared.second.papers == ["case": 1, "note": 1])
        #expect(compared.second.workers == [at.ion.author.person])

        let proposed = try await at.propose(at.proposal(first, second, ["given_name": .first, "phone": .second]))
        #expect(proposed.state == .proposed)
        #expect(try at.dossier(second).count == 3, "nothing moves before a second person agrees")
        #expect(try at.dossier(first).filter { $0.kind != "dossier_merge" }.count == 2)
        let done = try await at.confirm(proposed)
        #expect(done.state == .merged && done.decidedBy == at.second.author.person)

        #expect(try at.dossier(second).isEmpty)
        let fields = try at.fields(first)
        #expect(fields["given_name"] == "Amina" && fields["phone"] == "0677" && fields["address"] == "Rruga e Re 12" && fields["school"] == "School 4")
        #expect(try at.fields(second)["given_name"] == "Aamina" && at.fields(second)["phone"] == "0677", "the second record keeps what it held")
        #expect(try office.desk.history(of: first, for: at.lead.standing)["phone"]?.map(\.value) == ["0677", "0690"])

        let shown = try office.desk.dossier(second, for: at.lead.standing)
        #expect(shown.id == first && shown.merged == [second] && shown.cases.count == 2 && shown.papers.map(\.id) == [note])
        #expect(shown.tag == (try office.desk.dossier(first, for: at.lead.standing)).tag)
        let timeline = try office.desk.timeline(of: second, before: nil, for: at.lead.standing).rows
        #expect(timeline.contains { $0.record == note } && timeline.filter { $0.op == .merge }.map(\.record) == [first])
        for words in ["Amina", "Aamina", number] {
            #expect(try office.desk.search(words, after: nil, for: at.lead.standing).rows.map(\.dossier) == [first], "\(words)")
        }
        #expect(try office.desk.dossier(first, for: at.ion.standing).papers.map(\.id) == [note], "whoever works on one of the cases works on the child")
        #expect(try office.journal.verify().faults == [])
    }

    @Test func whoSeesOneSideAloneLearnsNothingOfTheOther() async throws {
        let (first, second) = try await at.twice()
        let far = try office.colleague("case_worker", team: office.river), head = try office.colleague("supervisor", team: office.river)
        let other = try await office.child("Amina", "Kaya", of: far)
        for (one, two) in [(first, other), (other, first), (first, office.id()), (office.id(), first)] {
            #expect(throws: CaseworkError(.notFound)) { try office.desk.compareDossiers(one, two, for: at.lead.standing) }
            await #expect(throws: CaseworkError(.notFound)) {
                try await at.propose(MergeProposal(save: office.id(), first: one, second: two, firstVersion: 1, secondVersion: 1))
            }
        }
        let proposed = try await at.propose(at.proposal(first, second))
        #expect(throws: CaseworkError(.notFound)) { try office.desk.merging(proposed.id, for: head.standing) }
        await #expect(throws: CaseworkError(.notFound)) { try await at.confirm(proposed, by: head) }
        #expect(try office.desk.merges(for: head.standing).proposed.isEmpty && office.desk.merges(for: at.second.standing).proposed.count == 1)
        #expect(throws: CaseworkError(.notFound)) { try office.desk.record(proposed.id, for: at.lead.standing) }
        #expect(try !office.desk.timeline(of: first, before: nil, for: at.lead.standing).rows.contains { $0.record == proposed.id })
        for role in office.rules.book.roles.keys.sorted() where !["supervisor", "agency_focal_point", "data_officer"].contains(role) {
            let who = try office.colleague(role, team: office.hill)
            #expect(throws: CaseworkError(.notAllowed(what: "merge dossiers")), "\(role)") { try office.desk.compareDossiers(first, second, for: who.standing) }
            #expect(throws: CaseworkError(.notAllowed(what: "merge dossiers")), "\(role)") { try office.desk.merges(for: who.standing) }
            await #expect(throws: CaseworkError(.notAllowed(what: "merge dossiers")), "\(role)") { try await at.confirm(proposed, by: who) }
        }
        #expect(try at.dossier(second).count == 2)
    }

    @Test func twoPersonsMustAgree() async throws {
        let (first, second) = try await at.twice()
        let proposed = try await at.propose(at.proposal(first, second))
        await #expect(throws: CaseworkError(.merge(.own))) { try await at.confirm(proposed, by: at.lead) }
        let twin = [Person(id: at.lead.author.person, name: "Vera Hila", userName: "v", role: "supervisor"), Person(id: at.second.author.person, name: "hila VERA", userName: "w", role: "supervisor")]
        await #expect(throws: CaseworkError(.merge(.own)), "one person with two accounts is one person") {
            try await office.desk.confirmMerge(MergeStep(save: office.id(), merge: proposed.id), people: twin, by: at.second.author, standing: at.second.standing)
        }
        let unsaid = MergeStep(save: office.id(), merge: proposed.id)
        await #expect(throws: CaseworkError(.faults([EntryFault(entry: unsaid.save, field: "reason", code: "required")]))) {
            try await office.desk.declineMerge(unsaid, by: at.second.author, standing: at.second.standing)
        }
        let declined = try await office.desk.declineMerge(MergeStep(save: office.id(), merge: proposed.id, reason: "Not the same birthday."), by: at.second.author, standing: at.second.standing)
        #expect(declined.state == .declined && declined.decisionReason == "Not the same birthday.")
        await #expect(throws: CaseworkError(.merge(.notOpen))) { try await at.confirm(proposed) }
        let again = try await at.propose(at.proposal(first, second))
        let back = try await office.desk.declineMerge(MergeStep(save: office.id(), merge: again.id), by: at.lead.author, standing: at.lead.standing)
        #expect(back.state == .withdrawn)
        #expect(try at.dossier(first).filter { !["dossier_merge", "told_apart"].contains($0.kind) }.count == 2 && at.dossier(second).count == 2)
    }

    @Test func whatIsSentAgainHappensOnce() async throws {
        let (first, second) = try await at.twice()
        let proposal = try at.proposal(first, second)
        let proposed = try await at.propose(proposal)
        #expect(try await at.propose(proposal) == proposed)
        let save = office.id()
        let done = try await at.confirm(proposed, save: save)
        let version = try at.record(first)?.version
        #expect(try await at.confirm(proposed, save: save) == done)
        #expect(try at.record(first)?.version == version)
        await #expect(throws: CaseworkError(.merge(.notOpen))) { try await at.confirm(proposed) }
    }

    @Test func refusalsLeaveBothAsTheyWere() async throws {
        let (first, second) = try await at.twice()
        let third = try await office.child("Amna", "Kaya", of: at.amal)
        await #expect(throws: CaseworkError(.merge(.same))) { try await at.propose(MergeProposal(save: office.id(), first: first, second: first, firstVersion: 1, secondVersion: 1)) }
        let unchosen = try at.proposal(first, second, [:])
        await #expect(throws: CaseworkError(.faults(["given_name", "phone"].map { EntryFault(entry: unchosen.save, field: $0, code: "required") }))) { try await at.propose(unchosen) }

        let stale = try at.proposal(first, second)
        try await at.amend(second, ["school": "School 9"], by: at.ion)
        await #expect(throws: CaseworkError(.merge(.changed))) { try await at.propose(stale) }
        let proposed = try await at.propose(at.proposal(first, second, ["given_name": .first, "phone": .first, "school": .first]))
        await #expect(throws: CaseworkError(.merge(.proposed))) { try await at.propose(at.proposal(second, first)) }
        try await at.amend(first, ["school": "School 5"], by: at.amal)
        await #expect(throws: CaseworkError(.merge(.changed))) { try await at.confirm(proposed) }
        _ = try await office.desk.declineMerge(MergeStep(save: office.id(), merge: proposed.id), by: at.lead.author, standing: at.lead.standing)

        try await at.amend(second, ["address": "A"], base: 1, by: at.ion)
        try await at.amend(second, ["address": "B"], base: 1, by: at.lead)
        #expect(try at.record(second)?.conflicts == ["address"])
        #expect(try office.desk.compareDossiers(first, second, for: at.lead.standing).refusal == .conflictOpen)
        await #expect(throws: CaseworkError(.merge(.conflictOpen))) { try await at.propose(at.proposal(first, second)) }

        try office.journal.setLegalHold(true, on: Scope(.dossier, third), by: at.lead.author.person, and: at.second.author.person, device: office.id(), reason: "origins")
        await #expect(throws: CaseworkError(.merge(.guarded))) { try await at.propose(at.proposal(first, third)) }
        await #expect(throws: CaseworkError(.merge(.guarded))) { try await at.propose(at.proposal(third, first)) }
        try office.journal.setLegalHold(false, on: Scope(.dossier, third), by: at.lead.author.person, and: at.second.author.person, device: office.id(), reason: "ended")
        let marked = try #require(at.dossier(third).first { $0.kind == "case" })
        _ = try office.journal.commitAndWait(Save(id: office.id(), actor: at.lead.author.person, device: office.id(), at: office.time.now(), changes: [
            Change(id: office.id(), record: marked.id, kind: "case", op: .amend, scope: marked.scope, envelope: RecordEnvelope(sensitivity: "narrative")),
        ]))
        await #expect(throws: CaseworkError(.merge(.guarded)), "papers for their own caseload alone") { try await at.propose(at.proposal(first, third)) }
        #expect(try at.dossier(second).count == 2 && at.dossier(third).count == 2)
    }

    @Test func aMergedDossierIsNotMergedAgainAndNoCircleCloses() async throws {
        let (first, second) = try await at.twice()
        let third = try await office.child("Amna", "Kaya", of: at.amal)
        let one = try await at.merged(first, second)
        for (left, right) in [(second, first), (second, third), (third, second), (first, second)] {
            #expect(try office.desk.compareDossiers(left, right, for: at.lead.standing).refusal == .alreadyMerged)
            await #expect(throws: CaseworkError(.merge(.alreadyMerged))) { try await at.propose(at.proposal(left, right)) }
        }
        let two = try await at.merged(third, first)
        #expect(try office.desk.dossier(second, for: at.lead.standing).id == third)
        await #expect(throws: CaseworkError(.merge(.mergedFurther))) { try await at.undo(one) }
        #expect(try office.desk.merging(one.id, for: at.lead.standing).refusal == .mergedFurther)
        _ = try await at.undo(two)
        #expect(try office.desk.dossier(second, for: at.lead.standing).id == first)
        #expect(try at.dossier(third).allSatisfy { [third].contains($0.id) || ["case", "dossier_merge"].contains($0.kind) })
        _ = try await at.undo(one)
        #expect(try at.dossier(second).map(\.kind).sorted() == ["case", "child"])
        #expect(try office.journal.verify().faults == [])
    }

    @Test func theProtectingValueHoldsWhateverIsChosen() async throws {
        let (first, second) = try await at.twice(["contact_restriction": "Not to uncle Sami"], ["contact_restriction": "Never call home"])
        let compared = try office.desk.compareDossiers(first, second, for: at.lead.standing)
        #expect(compared.fields.first { $0.name == "contact_restriction" }?.outcome == .protective)
        let merge = try await at.merged(first, second, ["given_name": .first, "phone": .first, "contact_restriction": .second])
        #expect(try at.fields(first)["contact_restriction"]?.text == "Never call home; Not to uncle Sami")
        _ = try await at.undo(merge)
        #expect(try at.fields(first)["contact_restriction"]?.text == "Not to uncle Sami" && at.fields(second)["contact_restriction"]?.text == "Never call home")
    }

    @Test func whatTheReviewerMayNotSeeIsKeptTwiceForThoseWhoMay() async throws {
        let (first, second) = try await at.twice()
        let officer = try office.colleague("data_officer"), colleague = try office.colleague("data_officer")
        let compared = try office.desk.compareDossiers(first, second, for: officer.standing)
        #expect(compared.unseen.contains("phone") && !compared.fields.contains { $0.name == "phone" })
        let merge = try await at.confirm(at.propose(at.proposal(first, second, by: officer), by: officer), by: colleague)
        let record = try #require(try at.record(first))
        #expect(record.conflicts == ["phone"] && record.fields["phone"] == "0677", "the later of the two holds until somebody decides")
        _ = try await at.undo(merge)
        #expect(try at.record(first)?.conflicts == [] && at.fields(first)["phone"] == "0690" && at.fields(second)["phone"] == "0677")
    }
}
